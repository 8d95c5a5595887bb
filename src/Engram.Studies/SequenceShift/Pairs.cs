using Engram.Analysis;

namespace Engram.Studies.SequenceShift;

/// <summary>
/// What a value and the same with the other sign do to the same peaks (columns × positive values, values faster): a peak that is lost at
/// one of the two is left out at both, so that a difference between two signs is none between two sets of peaks.
/// </summary>
/// <param name="Odd">(s(v) − s(−v))/2, mean over peaks, s: negative where stronger inhibition makes peaks later; NaN without a peak.</param>
/// <param name="Even">(s(v) + s(−v))/2, likewise.</param>
/// <param name="OddOfCentres">As <paramref name="Odd"/>, of the centres of mass of the same peaks.</param>
/// <param name="Later">Of those peaks, the share that stronger inhibition makes later by more than a tenth of a millisecond.</param>
/// <param name="Earlier">Likewise earlier.</param>
internal sealed record Pairs(
    IReadOnlyList<double> Odd, IReadOnlyList<double> Even, IReadOnlyList<double> OddOfCentres, IReadOnlyList<double> Later,
    IReadOnlyList<double> Earlier)
{
    private const double Moved = 1e-4;

    /// <summary>Sums up pairs of perturbations.</summary>
    /// <param name="shifts">Columns × values, values faster, ascending and as many below 0 as above.</param>
    /// <param name="values">Number of values, 0 included where it is one.</param>
    public static Pairs Of(IReadOnlyList<PeakShift> shifts, int values)
    {
        var all = shifts.Chunk(values).SelectMany(column => Enumerable.Range((values + 1) / 2, values / 2).Select(
            v => (Plus: column[v], Minus: column[values - 1 - v]))).ToList();
        var odd = all.Select(one => Half(one.Plus.Shifts, one.Minus.Shifts, -1)).ToList();
        return new(
            [.. odd.Select(Statistics.Mean)],
            [.. all.Select(one => Statistics.Mean(Half(one.Plus.Shifts, one.Minus.Shifts, 1)))],
            [.. all.Select(one => Statistics.Mean(Half(one.Plus.CentreShifts, one.Minus.CentreShifts, -1)))],
            [.. odd.Select(peaks => Share(peaks, shift => shift < -Moved))], [.. odd.Select(peaks => Share(peaks, shift => shift > Moved))]);
    }

    /// <summary>Mean over columns at the first so many of the positive values.</summary>
    /// <param name="cells">One of the lists.</param>
    /// <param name="first">How many values, from the least on.</param>
    /// <param name="columns">Number of columns.</param>
    public static double Mean(IReadOnlyList<double> cells, int first, int columns) =>
        Statistics.Mean(cells.Chunk(cells.Count / columns).SelectMany(column => column.Take(first)));

    /// <summary>Σ odd² / Σ (odd² + even²) over columns and values.</summary>
    public double OddShare
    {
        get
        {
            var (odd, even) = (Odd.Where(double.IsFinite).Sum(x => x * x), Even.Where(double.IsFinite).Sum(x => x * x));
            return odd + even > 0 ? odd / (odd + even) : double.NaN;
        }
    }

    private static double[] Half(IReadOnlyList<double> plus, IReadOnlyList<double> minus, int sign) =>
        [.. plus.Zip(minus, (p, m) => (p + (sign * m)) / 2).Where(double.IsFinite)];

    private static double Share(double[] peaks, Func<double, bool> of) => peaks.Length == 0 ? double.NaN : peaks.Count(of) / (double)peaks.Length;
}
