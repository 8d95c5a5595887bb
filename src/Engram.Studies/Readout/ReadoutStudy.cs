namespace Engram.Studies.Readout;

/// <summary>
/// Appendix D of Rajakumar, Prasad and Wang (2019): outputs that are units of the network lack peaks. Whether they must, whether it is the
/// feedback of these units or their death, and what brings peaks back.
/// </summary>
public sealed class ReadoutStudy : Study
{
    /// <inheritdoc/>
    public override string Title => "Outputs that are units, and peaks that go missing";

    /// <inheritdoc/>
    public override string Summary =>
        "A network learns a sequence either through a trained readout or with chosen units as its outputs. The source finds that with units "
        + "as outputs some peaks are missing, supposes that the units' feedback to the network keeps them at zero, and concludes that such "
        + "outputs cannot learn the task. Here networks are trained with and without that feedback, from starts in which units die or do "
        + "not, and in networks that lack peaks the silent units are revived, cut off, or both.";

    /// <inheritdoc/>
    public override string Source =>
        "Rajakumar, Prasad & Wang 2019, Sequential activation in biologically inspired RNNs (course report), Appendix D; its networks are "
        + "those of Song, Yang & Wang 2016, doi:10.1371/journal.pcbi.1004792.";

    /// <inheritdoc/>
    public override DateOnly? RulesSince => SecondRules.Since;

    /// <inheritdoc/>
    public override string Rules => SecondRules.Words;

    /// <inheritdoc/>
    public override void Run(StudyContext study)
    {
        var plan = Plan.Of(study);
        var families = Family.TrainAll(study, plan);
        Peaks.Write(study, families);
        Example.Write(study, families);
        Causes.Write(study, plan, families);
        Predictors.Write(study, families);
        Revival.Write(study, plan, families);
        Many.Write(study, plan);
    }
}
