using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>Rate maps of all units over a plane: mean activity in each of its bins, by how long the animal was there.</summary>
public sealed record RateMaps
{
    /// <summary>The covariate of the recording that is x.</summary>
    public string X { get; init; } = "x";

    /// <summary>The covariate that is y.</summary>
    public string Y { get; init; } = "y";

    /// <summary>The fewest bins along an axis.</summary>
    internal const int LeastBins = 3;

    /// <summary>Bins along the longer side of the plane. Bins are square: along a shorter side there are fewer, and the last may reach beyond it.</summary>
    [Range(LeastBins, 200)]
    public int Bins { get; init; } = 20;

    /// <summary>The least x of the plane; none for the least position.</summary>
    public double? Left { get; init; }

    /// <summary>The greatest x; none for the greatest position.</summary>
    public double? Right { get; init; }

    /// <summary>The least y; none for the least position.</summary>
    public double? Bottom { get; init; }

    /// <summary>The greatest y; none for the greatest position.</summary>
    public double? Top { get; init; }

    /// <summary>Standard deviation, in bins, of the Gaussian that sums of activity and steps are smoothed by; 0 for none. Bins where nobody was stay empty.</summary>
    [Range(0, 100)]
    public double Smoothing { get; init; }

    /// <summary>Makes the maps.</summary>
    /// <param name="recording">The recording; catch trials, and steps where the position is not known or outside of the plane, are left out.</param>
    /// <exception cref="UsageException">A setting is not allowed, there is no such covariate, the position does not change, or a rate is not finite.</exception>
    public RateMapSet Of(Recording recording)
    {
        var (steps, plane) = Steps(recording);
        return Set(steps, plane, steps.Maps());
    }

    /// <summary>The steps of a recording in bins, and the plane.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="scaling">How rates are made into activity; null for as they are.</param>
    internal (PlaneSteps Steps, (double Left, double Right, double Bottom, double Top) Plane) Steps(Recording recording, RateScaling? scaling = null)
    {
        var steps = PlaneSteps.Of(recording, this, Plane(recording), scaling);
        return (steps, steps.Plane);
    }

    /// <summary>The plane that a recording is on; it and the settings are checked.</summary>
    internal (double Left, double Right, double Bottom, double Top) Plane(Recording recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        Settings.Check(this);
        Finite.Rates(recording);
        var ((left, right), (bottom, top)) = (Range(recording, X, Left, Right), Range(recording, Y, Bottom, Top));
        return (left, right, bottom, top);
    }

    /// <summary>Maps of all units from mean activity by bin and unit.</summary>
    internal static RateMapSet Set(PlaneSteps steps, (double Left, double Right, double Bottom, double Top) plane, double[] maps) => new(
        plane.Left, plane.Right, plane.Bottom, plane.Top, steps.Steps.Occupancy, [.. Enumerable.Range(0, steps.Units).Select(unit => Map(steps, maps, unit))]);

    /// <summary>The map of one unit.</summary>
    internal static RateMap Map(PlaneSteps steps, double[] maps, int unit) => new(
        steps.Columns, steps.Rows, [.. Enumerable.Range(0, steps.Columns * steps.Rows).Select(bin => maps[(bin * steps.Units) + unit] is var rate && double.IsNaN(rate) ? (double?)null : rate)]);

    private static (double From, double To) Range(Recording recording, string covariate, double? from, double? to)
    {
        var values = recording.Covariate(covariate);
        var (least, greatest) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var trial in recording.Trials.Where(trial => !trial.IsCatch))
        {
            for (var step = 0; step < trial.Steps; step++)
            {
                if (values[(step * recording.TrialCount) + trial.Index] is var value && float.IsFinite(value))
                {
                    (least, greatest) = (Math.Min(least, value), Math.Max(greatest, value));
                }
            }
        }

        (least, greatest) = (from ?? least, to ?? greatest);
        return greatest > least && double.IsFinite(greatest - least) ? (least, greatest) : throw new UsageException(FormattableString.Invariant(
            $"'{covariate}' goes from {least} to {greatest}, over which there is no map; name a covariate that changes, or a wider plane."));
    }
}

/// <summary>Rate maps of all units over a plane.</summary>
/// <param name="Left">The least x.</param>
/// <param name="Right">The greatest x.</param>
/// <param name="Bottom">The least y.</param>
/// <param name="Top">The greatest y.</param>
/// <param name="Occupancy">Steps in each bin, row after row from the least y (bins × bins).</param>
/// <param name="Units">The map of each unit (N).</param>
public sealed record RateMapSet(double Left, double Right, double Bottom, double Top, IReadOnlyList<int> Occupancy, IReadOnlyList<RateMap> Units);
