using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>The first task of the forgetting pair: after a pulse that decays, ten outputs peak one after another.</summary>
[Cite("10.1073/pnas.1611835114", "Kirkpatrick et al. 2017, Overcoming catastrophic forgetting in neural networks")]
[Cite("", "Rajakumar, Prasad & Wang 2019, Sequential activation in biologically inspired RNNs (course report)")]
public sealed record SequenceATask : ForgettingTask
{
    /// <summary>The published settings.</summary>
    public SequenceATask() => (AngularFrequency, Level) = (1.5, 4);

    private protected override int CueChannel => 1;

    private protected override double Growth => -1 / PulseTau.TotalMilliseconds;

    private protected override double PeakOf(int output, (Period Wait, Period Sequence) periods) =>
        (output + 1) * Spacing.TotalMilliseconds;
}
