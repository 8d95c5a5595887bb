namespace Engram.Analysis;

/// <summary>The distribution of a number over draws. All are NaN without draws, or where one is NaN.</summary>
/// <param name="Mean">Mean.</param>
/// <param name="Median">Median.</param>
/// <param name="LowerQuartile">First quartile, by linear interpolation between the sorted values.</param>
/// <param name="UpperQuartile">Third quartile.</param>
/// <param name="Minimum">Least value.</param>
/// <param name="Maximum">Greatest value.</param>
public sealed record DrawStatistics(
    double Mean, double Median, double LowerQuartile, double UpperQuartile, double Minimum, double Maximum)
{
    /// <summary>Of values.</summary>
    /// <param name="values">In any order.</param>
    public static DrawStatistics Of(IReadOnlyList<double> values)
    {
        double[] sorted = [.. values];
        Array.Sort(sorted);
        return OfSorted(sorted);
    }

    internal static DrawStatistics OfSorted(double[] sorted) => sorted.Length == 0 || sorted.Any(double.IsNaN)
        ? new(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN)
        : new(sorted.Average(), At(sorted, 0.5), At(sorted, 0.25), At(sorted, 0.75), sorted[0], sorted[^1]);

    private static double At(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        return place == below ? sorted[below] : sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below]));
    }
}
