using Engram.Numerics;
using Engram.Studies.LowRank;

namespace Engram.Studies.Reservoirs;

/// <summary>The size at which reservoirs do as well as other networks: where their mean, linear in the logarithm of the units between two sizes, first is that of the others.</summary>
/// <param name="Units">The size; 0 if the least reservoirs do better, infinite if the greatest do not do as well.</param>
/// <param name="Low">Lower end of the 95 % interval, from networks that are drawn anew with replacement.</param>
/// <param name="High">Upper end.</param>
/// <param name="Sizes">The sizes that there are.</param>
internal sealed record EqualSize(double Units, double Low, double High, IReadOnlyList<int> Sizes)
{
    private const int Draws = 2000;

    // A share of errors that is as good as none, so that where both make none the size is that of the first reservoirs which do.
    private const double LeastShare = 0.01;

    /// <summary>In words.</summary>
    public string Text => $"{Word(Units)} [{Word(Low)}, {Word(High)}]";

    /// <summary>Finds it.</summary>
    /// <param name="sizes">Units of the reservoirs, ascending.</param>
    /// <param name="reservoirs">Errors of the networks of each size.</param>
    /// <param name="others">Errors of the other networks.</param>
    /// <param name="isGeometric">Whether means are those of logarithms.</param>
    public static EqualSize Of(IReadOnlyList<int> sizes, IReadOnlyList<IReadOnlyList<double>> reservoirs, IReadOnlyList<double> others, bool isGeometric)
    {
        var random = new RandomStream(new StreamKey(1, Purpose.Analysis), 0);
        double Mean(IReadOnlyList<double> values, bool anew) =>
            Enumerable.Range(0, values.Count).Average(k => values[anew ? random.NextInt(values.Count) : k] is var value && isGeometric ? Math.Log10(value) : value);
        double At(bool anew) => Crossing(
            sizes, [.. reservoirs.Select(values => Mean(values, anew))], isGeometric ? Mean(others, anew) : Math.Max(Mean(others, anew), LeastShare));
        double[] drawn = [.. Enumerable.Range(0, Draws).Select(_ => At(anew: true)).Order()];
        return new(At(anew: false), drawn[(int)(0.025 * Draws)], drawn[(int)(0.975 * Draws)], sizes);
    }

    private static double Crossing(IReadOnlyList<int> sizes, double[] means, double goal)
    {
        if (means[0] <= goal)
        {
            return 0;
        }

        for (var k = 1; k < means.Length; k++)
        {
            if (means[k] <= goal)
            {
                var share = (means[k - 1] - goal) / (means[k - 1] - means[k]);
                return Math.Exp(Math.Log(sizes[k - 1]) + (share * Math.Log((double)sizes[k] / sizes[k - 1])));
            }
        }

        return double.PositiveInfinity;
    }

    private string Word(double units) => units == 0 ? $"< {Sizes[0]}" : double.IsInfinity(units) ? $"> {Sizes[^1]}" : Words.Number(units, "0");
}
