using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>
/// How much the maps of the same unit agree: Pearson's correlation of the map made from the first, third, fifth and further odd trials with that made from the even ones, over the bins that were
/// visited in both. Where there is one trial, its two halves are compared.
/// </summary>
/// <remarks>Smoothing raises it for units that only have a course in time, too.</remarks>
public sealed record SplitHalfReliability
{
    private const int LeastBins = 3;

    /// <summary>How maps are made.</summary>
    [NotASetting]
    public RateMaps Maps { get; init; } = new();

    /// <summary>Compares the halves.</summary>
    /// <param name="recording">The recording; catch trials, and steps where the position is not known or outside of the plane, are left out.</param>
    /// <exception cref="UsageException">As for <see cref="RateMaps.Of"/>, or fewer than three bins were visited in both halves.</exception>
    public SplitHalf Of(Recording recording)
    {
        var (bins, found) = Compared(recording);
        return found ?? throw new UsageException($"Only {bins} bins were visited in both halves, but there must be {LeastBins}; make `Bins` fewer, or record more trials.");
    }

    /// <summary>Compares the halves, if enough bins were visited in both.</summary>
    /// <param name="recording">As for <see cref="Of"/>.</param>
    /// <returns>How much they agree; null for fewer than three bins.</returns>
    /// <exception cref="UsageException">As for <see cref="RateMaps.Of"/>.</exception>
    public SplitHalf? TryOf(Recording recording) => Compared(recording).Found;

    private (int Bins, SplitHalf? Found) Compared(Recording recording)
    {
        var steps = Maps.Steps(recording).Steps;
        var isOne = steps.Steps.Trials == 1;
        double[] Half(int half) => steps.Maps(take: (trial, step) => (isOne ? (step < steps.Steps.StepsOf(0) / 2 ? 0 : 1) : trial % 2) == half);
        double[] first = Half(0), second = Half(1);
        int[] both = [.. Enumerable.Range(0, steps.Columns * steps.Rows).Where(bin => !double.IsNaN(first[bin * steps.Units]) && !double.IsNaN(second[bin * steps.Units]))];
        return (both.Length, both.Length < LeastBins ? null : new(both.Length, [.. Enumerable.Range(0, steps.Units).Select(Correlation)]));

        double Correlation(int unit) => RankOrder.Pearson([.. both.Select(bin => first[(bin * steps.Units) + unit])], [.. both.Select(bin => second[(bin * steps.Units) + unit])]);
    }
}

/// <summary>How much maps from two halves of a recording agree.</summary>
/// <param name="Bins">How many bins were visited in both.</param>
/// <param name="Correlations">The correlation of each unit's maps over these bins (N); 0 where one of them is flat.</param>
public sealed record SplitHalf(int Bins, IReadOnlyList<double> Correlations);
