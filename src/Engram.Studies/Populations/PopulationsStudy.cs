namespace Engram.Studies.Populations;

/// <summary>
/// The five tasks of Dubreuil and colleagues (2022): networks of low rank trained on each, drawn anew from one Gaussian and from two,
/// tested for populations, reduced to circuits of several populations, and taken apart by inactivation.
/// </summary>
public sealed class PopulationsStudy : Study
{
    /// <inheritdoc/>
    public override string Title => "The role of population structure in computations through neural dynamics";

    /// <inheritdoc/>
    public override string Summary =>
        "Which computations need cells of several kinds? Networks of low rank are trained on five tasks. If a network drawn from one "
        + "Gaussian with the same covariances of connectivity still does the task, one population is enough; if not, units are sorted into "
        + "two, and networks are drawn from two Gaussians. Where two are needed, inputs switch the gain of one population and with it the "
        + "dynamics, which inactivation of each population shows.";

    /// <inheritdoc/>
    public override string Source =>
        "Dubreuil, Valente, Beiran, Mastrogiuseppe & Ostojic 2022, doi:10.1038/s41593-022-01088-4, with the numbers of its authors' data.";

    /// <inheritdoc/>
    public override DateOnly? RulesSince => SecondRules.Since;

    /// <inheritdoc/>
    public override string Rules => SecondRules.Words;

    /// <inheritdoc/>
    public override void Run(StudyContext study)
    {
        var families = Family.TrainAll(study);
        Training.Write(study, families);
        Resampled.Write(study, families);
        Structure.Write(study, families);
        Circuits.Write(study, families);
        Inactivated.Write(study, families.Single(family => family.Kind == Kind.Context));
        Retrained.Write(study, families.Single(family => family.Kind == Kind.Match));
    }
}
