using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>The second task of the forgetting pair: after a pulse that grows, they peak in reverse order.</summary>
/// <remarks>
/// The report says that the order is reversed. The code behind it reverses the whole trial in time, so that outputs are to peak before the
/// pulse that announces them in many trials, which no network can do; <see cref="Reversal"/> has both.
/// </remarks>
[Cite("10.1073/pnas.1611835114", "Kirkpatrick et al. 2017, Overcoming catastrophic forgetting in neural networks")]
[Cite("", "Rajakumar, Prasad & Wang 2019, Sequential activation in biologically inspired RNNs (course report)")]
public sealed record SequenceBTask : ForgettingTask
{
    /// <summary>The published settings.</summary>
    public SequenceBTask() => (AngularFrequency, Level) = (3.5, 2);

    /// <summary>What is reversed.</summary>
    public Reversal Reversal { get; init; } = Reversal.Order;

    private protected override int CueChannel => 2;

    private protected override double Growth => 1 / PulseTau.TotalMilliseconds;

    private protected override double PeakOf(int output, (Period Wait, Period Sequence) periods) => Reversal == Reversal.Order
        ? (Peaks - output) * Spacing.TotalMilliseconds
        : (Wait.Maximum + Sequence.Maximum - (2 * periods.Wait.Duration)).TotalMilliseconds - ((output + 1) * Spacing.TotalMilliseconds);
}

/// <summary>What of a sequence is reversed.</summary>
public enum Reversal
{
    /// <summary>The order of the outputs: the last comes first after the pulse.</summary>
    Order,

    /// <summary>The time of the longest trial, as in the code behind the report: a peak at t comes at (its end − t).</summary>
    Trial,
}
