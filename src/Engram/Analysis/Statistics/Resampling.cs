using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>Random rearrangements for tests by permutation. Permutation k depends on the seed and k alone.</summary>
internal static class Resampling
{
    /// <summary>Stream of the k-th rearrangement under a seed.</summary>
    public static RandomStream Stream(ulong seed, long k) => new(new StreamKey(seed, Purpose.Analysis), k);

    /// <summary>Puts items into a random order, each order equally likely (Fisher and Yates).</summary>
    public static void Shuffle<T>(Span<T> items, ref RandomStream stream)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = stream.NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>p = (1 + #{null ≥ observed})/(1 + P), which holds for any number of permutations.</summary>
    /// <remarks>Phipson &amp; Smyth (2010), <see href="https://doi.org/10.2202/1544-6115.1585"/>.</remarks>
    public static double PValue(double observed, ReadOnlySpan<double> permuted)
    {
        var asGreat = 0;
        foreach (var value in permuted)
        {
            asGreat += value >= observed ? 1 : 0;
        }

        return (1.0 + asGreat) / (1 + permuted.Length);
    }

    /// <summary>The least of the values that so large a share of them does not exceed; NaN without values.</summary>
    public static double Quantile(ReadOnlySpan<double> values, double share)
    {
        double[] sorted = [.. values];
        Array.Sort(sorted);
        return sorted.Length == 0 ? double.NaN : sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
    }
}
