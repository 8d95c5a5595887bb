using Engram.Networks;
using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>z = W_out r + b_out.</summary>
internal sealed class LinearReadout
{
    private readonly double[] w, b, wide;

    /// <summary>The readout of one network.</summary>
    public LinearReadout(Network network)
    {
        DirectReadout.Require(network);
        (w, b) = (LinearStep.Wide(network, "w_out"), LinearStep.Wide(network, "b_out"));
        wide = new double[network.Units];
    }

    /// <summary>Reads the outputs.</summary>
    public void Apply(ReadOnlySpan<float> rates, Span<float> output)
    {
        for (var j = 0; j < rates.Length; j++)
        {
            wide[j] = rates[j];
        }

        for (var k = 0; k < output.Length; k++)
        {
            output[k] = (float)(b[k] + Rows.Dot(w.AsSpan(k * wide.Length, wide.Length), wide));
        }
    }
}
