namespace Engram.Analysis;

/// <summary>
/// Mean signal in directions that are aligned with an axis of an n-fold grid of orientation φ, within 90°/n of it (15° for n = 6), and in the others, of which there are as many; null where there is
/// no such direction.
/// </summary>
internal readonly record struct DirectionalAlignment(double? Aligned, double? Misaligned)
{
    /// <summary>Whether a direction is nearer to an axis than to the middle between two: cos(nθ − nφ) is above 0.</summary>
    public static bool IsAligned(double direction, int fold, double phase) => Math.Cos((fold * direction) - phase) > 0;

    /// <summary>The means, where the phase is nφ.</summary>
    public static DirectionalAlignment Of(IReadOnlyList<double> directions, IReadOnlyList<double> signal, int fold, double phase)
    {
        var (sums, counts) = ((Aligned: 0.0, Misaligned: 0.0), (Aligned: 0, Misaligned: 0));
        for (var i = 0; i < directions.Count; i++)
        {
            if (IsAligned(directions[i], fold, phase))
            {
                (sums.Aligned, counts.Aligned) = (sums.Aligned + signal[i], counts.Aligned + 1);
            }
            else
            {
                (sums.Misaligned, counts.Misaligned) = (sums.Misaligned + signal[i], counts.Misaligned + 1);
            }
        }

        return new(counts.Aligned > 0 ? sums.Aligned / counts.Aligned : null, counts.Misaligned > 0 ? sums.Misaligned / counts.Misaligned : null);
    }

    /// <summary>The mean of both.</summary>
    public DirectionalAlignment With(DirectionalAlignment other) => new((Aligned + other.Aligned) / 2, (Misaligned + other.Misaligned) / 2);
}
