using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>The box that holds visited states, stretched around its middle.</summary>
internal static class FixedPointBox
{
    /// <summary>Uniform draws from it (K × S).</summary>
    public static double[] Draw(ReadOnlySpan<double> states, int width, int count, double stretch, RandomStream draws)
    {
        var (middle, half) = (new double[width], new double[width]);
        for (var i = 0; i < width; i++)
        {
            var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
            for (var k = i; k < states.Length; k += width)
            {
                (low, high) = (Math.Min(low, states[k]), Math.Max(high, states[k]));
            }

            (middle[i], half[i]) = ((low / 2) + (high / 2), stretch * ((high / 2) - (low / 2)));
        }

        var starts = new double[count * width];
        for (var k = 0; k < starts.Length; k++)
        {
            starts[k] = middle[k % width] + (half[k % width] * ((2 * draws.NextUniform()) - 1));
        }

        return starts;
    }
}
