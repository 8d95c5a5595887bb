using Engram.Configuration;

namespace Engram.Analysis;

/// <summary>Mean signal in directions within one sector, such as 30° for six-fold symmetry.</summary>
/// <param name="Centre">Middle of the sector, in degrees from x towards y.</param>
/// <param name="Width">Its width, in degrees.</param>
/// <param name="Samples">How many samples are in it.</param>
/// <param name="Mean">Mean of their signal; null where there is none.</param>
/// <param name="Error">Standard error of the mean; null for fewer than two samples.</param>
/// <param name="IsAligned">Whether it lies along an axis of the grid, rather than between two.</param>
public sealed record DirectionalSector(double Centre, double Width, int Samples, double? Mean, double? Error, bool IsAligned)
{
    /// <summary>The 2n sectors of a signal, of 180°/n each: every second one lies along an axis of orientation φ.</summary>
    /// <param name="signals">The session.</param>
    /// <param name="signal">Which of its signals, from 0.</param>
    /// <param name="orientation">φ, in degrees; from another session (see <see cref="HexadirectionalTest"/>), as noise alone is aligned with the φ that is fitted to it.</param>
    /// <param name="fold">n.</param>
    /// <exception cref="UsageException">There is no such signal, the orientation is not finite, or n is not from 1 to 100.</exception>
    public static IReadOnlyList<DirectionalSector> Of(DirectionalSignal signals, int signal, double orientation, int fold = 6)
    {
        ArgumentNullException.ThrowIfNull(signals);
        if (signal < 0 || signal >= signals.Signals.Count || !double.IsFinite(orientation) || fold is < 1 or > 100)
        {
            throw new UsageException(FormattableString.Invariant(
                $"`signal` is {signal}, `orientation` {orientation} and `fold` {fold}; give a signal from 0 to {signals.Signals.Count - 1}, a finite angle, and a fold from 1 to 100."));
        }

        var (count, width, values) = (2 * fold, 180.0 / fold, signals.Signals[signal]);
        var sectors = signals.Directions.Index().ToLookup(
            direction => Place(((direction.Item * 180 / Math.PI) - orientation) / width, count), direction => values[direction.Index]);
        return [.. Enumerable.Range(0, count).Select(k =>
        {
            double[] inside = [.. sectors[k]];
            double? mean = inside.Length > 0 ? inside.Average() : null;
            double? error = inside.Length > 1 ? Math.Sqrt(inside.Sum(value => (value - mean!.Value) * (value - mean.Value)) / (inside.Length - 1) / inside.Length) : null;
            return new DirectionalSector(orientation + (k * width), width, inside.Length, mean, error, k % 2 == 0);
        })];
    }

    private static int Place(double widths, int count) => (int)(((Math.Round(widths) % count) + count) % count);
}
