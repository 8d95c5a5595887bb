using Engram.Configuration;

namespace Engram.Analysis;

/// <summary>The fixed points of a latent circuit along one input, as for a bifurcation diagram.</summary>
/// <param name="Channel">The input channel that is varied, from 0.</param>
/// <param name="Values">Its values.</param>
/// <param name="Points">The fixed points at each value.</param>
public sealed record LatentBifurcation(
    int Channel, IReadOnlyList<double> Values, IReadOnlyList<IReadOnlyList<LatentFixedPoint>> Points)
{
    /// <summary>Finds the points at each value.</summary>
    /// <param name="circuit">The circuit.</param>
    /// <param name="channel">The input channel that is varied, from 0.</param>
    /// <param name="values">Its values.</param>
    /// <param name="otherInputs">The constant input (I); the value of the varied channel in it does not count.</param>
    /// <param name="search">How points are searched.</param>
    /// <exception cref="UsageException">There is no such channel, or the search cannot be done.</exception>
    public static LatentBifurcation Of(
        LatentCircuit circuit,
        int channel,
        IReadOnlyList<double> values,
        ReadOnlySpan<double> otherInputs,
        LatentFixedPoints? search = null)
    {
        if (channel < 0 || channel >= circuit.Inputs)
        {
            throw new UsageException($"There is no input channel {channel}; channels are numbered 0 to {circuit.Inputs - 1}.");
        }

        var u = circuit.Input(otherInputs);
        search ??= new();
        return new(channel, values, [.. values.Select(At)]);

        IReadOnlyList<LatentFixedPoint> At(double value)
        {
            u[channel] = value;
            return search.Find(circuit, u);
        }
    }
}
