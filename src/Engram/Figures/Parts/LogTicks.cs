namespace Engram.Figures;

/// <summary>Where a logarithmic axis begins and ends, and where its numbers are written: at distances as equal as round numbers allow.</summary>
internal static class LogTicks
{
    private const int Most = 8;
    private const double Few = 30, Rounding = 1e-9;

    /// <summary>
    /// The axis begins and ends at 1, 2 or 5 of a power of ten, with little beyond the values. Its numbers are the powers of ten, every second or
    /// third of them where there are many, and 1, 2 and 5 of each where the axis spans few.
    /// </summary>
    /// <param name="low">The least value; positive.</param>
    /// <param name="high">The greatest.</param>
    /// <returns>The ends, which hold both values, and the places of the numbers.</returns>
    public static (double Low, double High, IReadOnlyList<double> Places) Between(double low, double high)
    {
        var (first, last) = ((int)Math.Floor(Math.Log10(low) + Rounding), (int)Math.Ceiling(Math.Log10(high) - Rounding));
        double[] round =
        [
            .. Enumerable.Range(first, last - first + 2).SelectMany(power => new[] { 1.0, 2, 5 }.Select(digit => digit * Math.Pow(10, power))),
        ];
        var from = round.Last(tick => tick <= low * (1 + Rounding));
        var to = round.First(tick => tick >= high * (1 - Rounding) && tick > from);
        var step = ((last - first) / Most) + 1;
        return high / low < Few
            ? (from, to, [.. round.Where(tick => tick >= from && tick <= to)])
            : (from, to,
            [
                .. Enumerable.Range(first, last - first + 1).Where(power => power % step == 0).Select(power => Math.Pow(10, power))
                    .Where(tick => tick >= from && tick <= to),
            ]);
    }
}
