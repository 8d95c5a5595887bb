using Engram.Equations;
using Engram.Numerics;

namespace Engram.Cells;

/// <summary>
/// Connections of one kind between units on a grid: from b to a with the probability C exp(−(D(a, b)/λ)²), where D is their distance. Weights are
/// exponential, which is the gamma distribution whose standard deviation is its mean. No unit connects to itself.
/// </summary>
/// <param name="Width">Units of the grid in x.</param>
/// <param name="Height">Units of the grid in y.</param>
/// <param name="Excitatory">How many units are excitatory; they come first.</param>
/// <param name="FromExcitatory">Whether excitatory units send.</param>
/// <param name="ToExcitatory">Whether excitatory units receive.</param>
/// <param name="Density">C.</param>
/// <param name="Length">λ.</param>
/// <param name="Strength">Mean of the weights.</param>
internal sealed record LiquidWiring(
    int Width, int Height, int Excitatory, bool FromExcitatory, bool ToExcitatory, double Density, double Length, double Strength) : Wiring
{
    /// <summary>Where each unit is, by the place in the grid, x first and z last: a permutation, so that inhibitory units lie anywhere.</summary>
    /// <param name="units">N.</param>
    /// <param name="stream">Where the randomness comes from, by purpose and name; the same for all kinds of connections.</param>
    public static int[] Sites(int units, Func<Purpose, string, RandomStream> stream)
    {
        var (sites, draws) = (Enumerable.Range(0, units).ToArray(), stream(Purpose.Masks, "sites"));
        for (var k = units - 1; k > 0; k--)
        {
            var other = draws.NextInt(k + 1);
            (sites[k], sites[other]) = (sites[other], sites[k]);
        }

        return sites;
    }

    /// <summary>Probability of a connection between two places.</summary>
    /// <param name="a">One place.</param>
    /// <param name="b">The other.</param>
    public double Probability(int a, int b)
    {
        var x = (a % Width) - (b % Width);
        var y = (a / Width % Height) - (b / Width % Height);
        var z = (a / (Width * Height)) - (b / (Width * Height));
        return Density * Math.Exp(-((x * x) + (y * y) + (z * z)) / (Length * Length));
    }

    /// <inheritdoc/>
    public override void Draw(string name, int units, Func<Purpose, string, RandomStream> stream, Span<float> weights)
    {
        var sites = Sites(units, stream);
        var (masks, strengths) = (stream(Purpose.Masks, name), stream(Purpose.Weights, name));
        for (var i = 0; i < units; i++)
        {
            for (var j = 0; j < units; j++)
            {
                var isOfKind = i != j && i < Excitatory == ToExcitatory && j < Excitatory == FromExcitatory;
                if (isOfKind && masks.NextUniform() < Probability(sites[i], sites[j]))
                {
                    weights[(i * units) + j] = (float)(Strength * strengths.NextExponential());
                }
            }
        }
    }
}
