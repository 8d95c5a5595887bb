using System.Globalization;
using Engram.Configuration;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Analysis;

/// <summary>
/// Trials in groups by the value of a factor. Numbers that lie all round the circle are directions in degrees; where they took more than
/// <see cref="MostDirections"/> values they are put into eight equal sectors, the first around 0°. Measures of the trials, such as the direction
/// that was answered, are grouped like factors, directions always in sectors.
/// </summary>
internal sealed class CueGroups
{
    private const int MostDirections = 24, Sectors = 8;

    // Wider gaps leave the width and the centre of a bump open.
    private const double WidestGap = 120;

    private CueGroups(string factor, string[] names, int[] groupOf, double[]? directions) =>
        (Factor, Names, GroupOf, Directions) = (factor, names, groupOf, directions);

    public string Factor { get; }

    public string[] Names { get; }

    /// <summary>The group of each trial (B); −1 where a trial is left out.</summary>
    public int[] GroupOf { get; }

    /// <summary>The direction of each group in degrees; null where the values are no directions all round the circle.</summary>
    public double[]? Directions { get; }

    /// <summary>Groups the trials.</summary>
    /// <exception cref="UsageException">The recording has no such factor, or only catch trials.</exception>
    public static CueGroups Of(Recording recording, string factor)
    {
        if (recording.Factors.All(known => known.Name != factor) && recording.MeasureNames.Contains(factor))
        {
            return OfMeasure(recording, factor);
        }

        var levels = FactorLevels.Of(recording, factor);
        var isNumber = recording.Factors.FirstOrDefault(known => known.Name == factor)?.Kind == FactorKind.Number;
        if (!isNumber || !GoRound(levels.Values))
        {
            return new(factor, levels.Names, levels.LevelOf, null);
        }

        if (levels.Values.Length <= MostDirections)
        {
            return new(factor, levels.Names, levels.LevelOf, levels.Values);
        }

        return InSectors(factor, [.. levels.LevelOf.Select(level => level < 0 ? double.NaN : levels.Values[level])]);
    }

    private static CueGroups OfMeasure(Recording recording, string measure)
    {
        double[] taken = [.. recording.Trials.Select(trial => trial.IsCatch ? double.NaN : trial.Measures.GetValueOrDefault(measure, double.NaN))];
        double[] values = [.. taken.Where(double.IsFinite).Distinct().Order()];
        return values.Length == 0
            ? throw new UsageException($"No recorded trial has a value of '{measure}'; record more trials that are not catch trials.")
            : GoRound(values) ? InSectors(measure, taken)
            : new(
                measure, [.. values.Select(value => value.ToString(CultureInfo.InvariantCulture))],
                [.. taken.Select(value => double.IsFinite(value) ? Array.IndexOf(values, value) : -1)], null);
    }

    private static CueGroups InSectors(string factor, double[] taken)
    {
        const double Width = 360.0 / Sectors;
        int[] sectors = [.. taken.Select(value => double.IsFinite(value) ? (int)Math.Round(Wrapped(value) / Width) % Sectors : -1)];
        int[] used = [.. sectors.Where(sector => sector >= 0).Distinct().Order()];
        double[] centres = [.. used.Select(sector => sector * Width)];
        return new(
            factor, [.. centres.Select(centre => centre.ToString(CultureInfo.InvariantCulture))],
            [.. sectors.Select(sector => sector < 0 ? -1 : Array.IndexOf(used, sector))], centres);
    }

    /// <summary>A direction from 0° up to but without 360°.</summary>
    public static double Wrapped(double degrees) => degrees - (360 * Math.Floor(degrees / 360)) is var turned && turned >= 360 ? 0 : turned;

    private static bool GoRound(double[] values)
    {
        double[] sorted = [.. values.Select(Wrapped).Distinct().Order()];
        return sorted.Length > 2 && sorted.Select((at, k) => (k + 1 < sorted.Length ? sorted[k + 1] : sorted[0] + 360) - at).Max() <= WidestGap;
    }
}
