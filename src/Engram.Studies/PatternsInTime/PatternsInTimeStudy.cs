namespace Engram.Studies.PatternsInTime;

/// <summary>
/// The first part of a lecture on patterns in time: what a window can see, how many steps errors must go back, how gradients vanish, which gates matter,
/// and what networks make of speech and of words.
/// </summary>
public sealed class PatternsInTimeStudy : Study
{
    /// <inheritdoc/>
    public override string Title => "Patterns in time: windows, unrolling, vanishing gradients, gates and encoders";

    /// <inheritdoc/>
    public override string Summary =>
        "Measures what a lecture says of patterns in time. It says that a network can see a pattern in time through a window that moves over its input, or by a recurrence. It says that errors must be "
        + "sent back a number of steps that somebody has to choose, that gradients vanish on the way, that gated units remember over long times, and that an encoder and a decoder turn one sequence "
        + "into another. Each of these statements is measured: on networks that must recall a symbol after a delay, that add, copy, count and write backwards, that hear which consonant "
        + "was said, and that read words aloud.";

    /// <inheritdoc/>
    public override string Source =>
        "Waibel et al. 1989, Phoneme recognition using time-delay neural networks, doi:10.1109/29.21701; "
        + "Williams & Peng 1990, An efficient gradient-based algorithm for on-line training of recurrent network trajectories, doi:10.1162/neco.1990.2.4.490; "
        + "Greff et al. 2017, LSTM: a search space odyssey, doi:10.1109/TNNLS.2016.2582924; "
        + "Yao & Zweig 2015, Sequence-to-sequence neural net models for grapheme-to-phoneme conversion, doi:10.48550/arXiv.1506.00196; "
        + "Pascanu, Mikolov & Bengio 2013, On the difficulty of training recurrent neural networks, doi:10.48550/arXiv.1211.5063.";

    /// <inheritdoc/>
    public override void Run(StudyContext study)
    {
        Window.Write(study);
        Unrolls.Write(study);
        Vanishing.Write(study);
        Blowup.Write(study);
        Gates.Write(study);
        LongTimes.Write(study);
        Stops.Write(study);
        Spelling.Write(study);
    }
}
