using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>
/// Finds border cells: units whose <see cref="BorderScore"/> is above that of activity which is turned in time, by a random number of steps, against the position. A unit without a field
/// counts as the least score, −1.
/// </summary>
/// <remarks>The room must be a rectangle. Give its sides to <see cref="Maps"/>, unless the animal was everywhere along its walls. A place cell whose
/// field is at a wall is above its shuffles, too: ask for a score above 0.5 as well, as is usual.</remarks>
[Cite("10.1126/science.1166466", "Solstad, Boccara, Kropff, Moser & Moser 2008, Representation of geometric borders in the entorhinal cortex")]
public sealed record BorderCellTest : TurnedTest
{
    private const double WithoutField = -1;

    /// <summary>How maps are made.</summary>
    [NotASetting]
    public RateMaps Maps { get; init; } = new();

    /// <summary>How they are scored.</summary>
    [NotASetting]
    public BorderScore Score { get; init; } = new();

    /// <summary>How rates are made into activity that is not negative.</summary>
    public RateScaling Scaling { get; init; } = RateScaling.Recording;

    /// <summary>Tests all units.</summary>
    /// <param name="recording">The recording; catch trials, and steps where the position is not known or outside of the plane, are left out.</param>
    /// <exception cref="UsageException">As for <see cref="RateMaps.Of"/>, or a rate is negative that must not be.</exception>
    public BorderCells Of(Recording recording)
    {
        Check();
        Settings.Check(Score);
        var (steps, plane) = Maps.Steps(recording, Scaling);
        var set = RateMaps.Set(steps, plane, steps.Maps());
        var found = Compare(steps.Steps, late =>
        {
            var maps = steps.Maps(late);
            return [.. Enumerable.Range(0, steps.Units).Select(unit => Scored(RateMaps.Map(steps, maps, unit))?.Score ?? WithoutField)];
        });
        return new(set, [.. found.Select((one, unit) => new BorderUnit(unit, Scored(set.Units[unit]), one.PValue, one.Quantile, one.IsFound))]);

        BorderScoreResult? Scored(RateMap map) => Score.Score(map, plane.Right - plane.Left, plane.Top - plane.Bottom);
    }
}

/// <summary>The units of a network by how much their fields lie along a wall.</summary>
/// <param name="Maps">Maps of their activity.</param>
/// <param name="Units">The units (N).</param>
public sealed record BorderCells(RateMapSet Maps, IReadOnlyList<BorderUnit> Units)
{
    /// <summary>How many are border cells.</summary>
    public int Count => Units.Count(unit => unit.IsBorderCell);
}

/// <summary>How much the fields of a unit lie along a wall.</summary>
/// <param name="Unit">Which, from 0.</param>
/// <param name="Border">Its score; null where no field is large enough.</param>
/// <param name="PValue">p of the score against activity that is turned in time.</param>
/// <param name="Quantile">95th percentile of the scores with activity that is turned in time.</param>
/// <param name="IsBorderCell">Whether it is above, with the share of false ones controlled.</param>
public sealed record BorderUnit(int Unit, BorderScoreResult? Border, double PValue, double Quantile, bool IsBorderCell);
