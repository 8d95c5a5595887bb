using Engram.Configuration;

namespace Engram.Analysis;

/// <summary>
/// How far apart two samples are, F and G being their distribution functions. Weights of one network are no independent draws, so that no
/// p-value belongs to these; compare distances within a group of networks with those between groups.
/// </summary>
/// <param name="KolmogorovSmirnov">max |F − G|, from 0 to 1.</param>
/// <param name="Wasserstein">∫ |F − G| dx, in the unit of the samples: how far a value has to be moved on average.</param>
public readonly record struct SampleDistance(double KolmogorovSmirnov, double Wasserstein)
{
    /// <summary>Compares two samples.</summary>
    /// <param name="first">One or more numbers, in any order.</param>
    /// <param name="second">Likewise.</param>
    /// <exception cref="UsageException">One of them is empty or holds a number that is not finite.</exception>
    public static SampleDistance Of(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        double[] x = [.. first], y = [.. second];
        if (x.Length == 0 || y.Length == 0 || !x.All(double.IsFinite) || !y.All(double.IsFinite))
        {
            throw new UsageException(
                $"Samples of {x.Length} and {y.Length} numbers cannot be compared; give at least one finite number in each.");
        }

        Array.Sort(x);
        Array.Sort(y);
        var (i, j, greatest, area) = (0, 0, 0.0, 0.0);
        var at = Math.Min(x[0], y[0]);
        while (i < x.Length || j < y.Length)
        {
            var next = Math.Min(i < x.Length ? x[i] : double.PositiveInfinity, j < y.Length ? y[j] : double.PositiveInfinity);
            area += Apart() * (next - at);
            for (; i < x.Length && x[i] == next; i++)
            {
            }

            for (; j < y.Length && y[j] == next; j++)
            {
            }

            (at, greatest) = (next, Math.Max(greatest, Apart()));
        }

        return new(greatest, area);

        double Apart() => Math.Abs(((double)i / x.Length) - ((double)j / y.Length));
    }
}
