namespace Engram.Studies.Readout;

/// <summary>
/// Appendix D of Rajakumar, Prasad and Wang (2019): outputs that are units of the network lack peaks. Whether they must, whether it is the
/// feedback of these units or their death, and what brings peaks back.
/// </summary>
public sealed class ReadoutStudy : Study
{
    /// <inheritdoc/>
    public override string Title => "When outputs are units, and why their peaks go missing";

    /// <inheritdoc/>
    public override string Summary =>
        "A network can learn a sequence through a trained readout, or with some of its units as the outputs. The source finds that some peaks are "
        + "missing when units are the outputs. It supposes that feedback from these units to the network keeps them at zero, and concludes that "
        + "such outputs cannot learn the task. This study trains networks with and without that feedback, from starts in which units die or stay "
        + "alive. In networks with missing peaks it then revives the silent units, cuts off their feedback, or does both.";

    /// <inheritdoc/>
    public override string Source =>
        "Rajakumar, Prasad & Wang 2019, Sequential activation in biologically inspired RNNs (course report); Song, Yang & Wang "
        + "2016, Training excitatory-inhibitory recurrent neural networks for cognitive tasks, doi:10.1371/journal.pcbi.1004792.";

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
