namespace Engram.Studies.PatternsInTime;

/// <summary>
/// The first part of a lecture on patterns in time: what a window can see, how many steps errors must go back, and how gradients vanish.
/// </summary>
public sealed class PatternsInTimeStudy : Study
{
    /// <inheritdoc/>
    public override string Title => "Patterns in time: windows, unrolling and vanishing gradients";

    /// <inheritdoc/>
    public override string Summary =>
        "A lecture on recurrent networks says that a network can see a pattern in time through a window that moves over its input, or by a recurrence. It says that errors must be "
        + "sent back a number of steps that somebody has to choose, that gradients vanish on the way, and that gated units remember over long times. "
        + "This study measures each of these statements on networks that must recall one of eight symbols after a delay.";

    /// <inheritdoc/>
    public override string Source =>
        "Waibel et al. 1989, Phoneme recognition using time-delay neural networks, doi:10.1109/29.21701; "
        + "Williams & Peng 1990, An efficient gradient-based algorithm for on-line training of recurrent network trajectories, doi:10.1162/neco.1990.2.4.490; "
        + "Pascanu, Mikolov & Bengio 2013, On the difficulty of training recurrent neural networks, doi:10.48550/arXiv.1211.5063.";

    /// <inheritdoc/>
    public override void Run(StudyContext study)
    {
        Window.Write(study);
        Unrolls.Write(study);
        Vanishing.Write(study);
        Gates.Write(study);
    }
}
