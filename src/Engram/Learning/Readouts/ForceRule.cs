using Engram.Configuration;

namespace Engram.Learning;

/// <summary>
/// FORCE learning (Sussillo &amp; Abbott 2009): recursive least squares within the trial, while the outputs go back into the network as they are, so that
/// errors stay small from the first samples on and the network learns to be stable under its own outputs.
/// </summary>
[Cite("10.1016/j.neuron.2009.07.018", "Sussillo & Abbott 2009, Generating coherent patterns of activity from chaotic neural networks")]
public sealed record ForceRule : ReadoutRule
{
    /// <inheritdoc/>
    public override string Summary => "Recursive least squares within the trial, with the network's own outputs fed back.";

    /// <summary>α, of which P is a multiple of 1 at first; the reciprocal of what Sussillo and Abbott call α.</summary>
    [Range(0, 1e15, Above = true)]
    public double Alpha { get; init; } = 1;

    /// <summary>Steps from one change of the weights to the next.</summary>
    [Range(1, 1_000_000), Unit("steps")]
    public int LearnEvery { get; init; } = 2;

    /// <inheritdoc/>
    internal override bool IsOnline => true;

    /// <inheritdoc/>
    internal override bool FeedsBackOutputs => true;

    /// <inheritdoc/>
    internal override ReadoutFit Begin(ReadoutShape shape) => new RlsFit(shape, Alpha, forgetting: 1, LearnEvery);
}
