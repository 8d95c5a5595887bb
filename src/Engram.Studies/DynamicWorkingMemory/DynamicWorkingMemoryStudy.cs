namespace Engram.Studies.DynamicWorkingMemory;

/// <summary>
/// A. Atanasov's report Dynamic Working Memory in Recurrent Neural Networks (2016): how networks that learned to compare two pulses over
/// one
/// delay do at others, what a range of delays changes, why one way of giving the input trained and another did not, and how the first pulse
/// is remembered.
/// </summary>
public sealed class DynamicWorkingMemoryStudy : Study
{
    /// <inheritdoc/>
    public override string Title => "Dynamic working memory in recurrent neural networks";

    /// <inheritdoc/>
    public override string Summary =>
        "Networks of 100 rectified units under Dale's law learn to say whether two pulses, separated by a delay, were the same. The report "
        + "asks how they do at delays on which they were not trained, and whether a range of delays takes longer to learn. It asks why "
        + "networks could be trained to tell two frequencies apart but hardly to tell two inputs apart, and whether the performance of one "
        + "network oscillates with the delay. This study repeats each part with several networks and answers the questions that the report "
        + "leaves open.";

    /// <inheritdoc/>
    public override string Source =>
        "Atanasov 2016, Dynamic working memory in recurrent neural networks (report for Physics 472); Song, Yang & Wang 2016, "
        + "Training excitatory-inhibitory recurrent neural networks for cognitive tasks, doi:10.1371/journal.pcbi.1004792.";

    /// <inheritdoc/>
    public override DateOnly? RulesSince => SecondRules.Since;

    /// <inheritdoc/>
    public override string Rules => SecondRules.Words;

    /// <inheritdoc/>
    public override void Run(StudyContext study)
    {
        var plan = new Plan(study);
        var delays = VariantDelay.Run(plan);
        var ranges = VariantRange.Run(plan);
        var inputs = InputDiscrimination.Run(plan, delays);
        var alone = FixedDelay.Run(plan);
        Oscillation.Run(plan, alone);
        Memory.Run(plan, delays, ranges, inputs, alone);
        Cost.Run(plan, [delays, ranges, inputs]);
    }
}
