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
        "Which computations need several kinds of cells? Networks of low rank are trained on five tasks. New networks are then drawn from "
        + "one Gaussian with the same covariances of connectivity. If they still do the task, one population is enough. If not, the units "
        + "are sorted into two populations, and networks are drawn from two Gaussians. In tasks that need two populations, inputs change "
        + "the gain of one population and thereby the dynamics. Inactivating each population shows this.";

    /// <inheritdoc/>
    public override string Source =>
        "Dubreuil, Valente, Beiran, Mastrogiuseppe & Ostojic 2022, The role of population structure in computations through neural "
        + "dynamics, doi:10.1038/s41593-022-01088-4, with the numbers of its authors' data.";

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
