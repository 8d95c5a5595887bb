using Engram.Networks;

namespace Engram.Analysis;

/// <summary>z = W_out r + b_out.</summary>
internal sealed class LinearReadout(Network network)
{
    private readonly float[] w = network.Effective("w_out").ToArray(), b = network.Effective("b_out").ToArray();

    /// <summary>Reads the outputs.</summary>
    public void Apply(ReadOnlySpan<float> rates, Span<float> output)
    {
        for (var k = 0; k < output.Length; k++)
        {
            var sum = (double)b[k];
            for (var j = 0; j < rates.Length; j++)
            {
                sum += (double)w[(k * rates.Length) + j] * rates[j];
            }

            output[k] = (float)sum;
        }
    }
}
