namespace Engram.Studies.MultiSequence;

/// <summary>
/// Figures 4 and 6 of Rajakumar, Prasad and Wang (2019): networks that play one, two, four or eight sequences, the ratio of their
/// excitatory to their inhibitory activity, the distributions of their weights, and whether inhibition holds down the wrong sequences.
/// </summary>
public sealed class MultiSequenceStudy : Study
{
    /// <inheritdoc/>
    public override string Title => "Many sequences in one network";

    /// <inheritdoc/>
    public override string Summary =>
        "The size of a pulse tells a network which of k sequences of five outputs to play. The source, with one network for each k, finds "
        + "that the ratio of excitatory to inhibitory activity falls with k and that the distributions of weights do not change. It "
        + "supposes that inhibition suppresses the wrong sequences. This study trains several networks for each k to test which of these "
        + "findings go beyond chance, the size of the input and the initial weights. It also silences inhibitory units.";

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
        var families = Family.TrainAll(study);
        Training.Write(study, families);
        Activity.Write(study, families);
        Pulses.Write(study, families);
        Weights.Write(study, families);
        Distances.Write(study, families);
        Suppression.Write(study, families);
    }
}
