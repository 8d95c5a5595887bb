using Engram.Configuration;
using Engram.Equations;
using Engram.Numerics;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>
/// Finds grid cells: units whose map is more hexagonal than those of two kinds of shuffles of the same unit. In one, activity is turned in time against the positions, which
/// keeps its course in time; in the other, the fields of its map are moved to random places, which keeps their shapes. The greater p of the two counts, and the share of false ones among all units is
/// controlled (Benjamini and Hochberg 1995).
/// </summary>
[Cite("10.1038/s41586-018-0102-6", "Banino et al. 2018, Vector-based navigation using grid-like representations in artificial agents")]
[Cite("10.1101/230250", "Barry & Burgess 2017, To be a grid cell: shuffling procedures for determining gridness")]
public sealed record GridCellTest : TurnedTest
{
    /// <summary>How maps are made.</summary>
    [NotASetting]
    public RateMaps Maps { get; init; } = new();

    /// <summary>How they are scored.</summary>
    [NotASetting]
    public GridScore Score { get; init; } = new();

    /// <summary>Tests all units.</summary>
    /// <param name="recording">The recording; catch trials, and steps where the position is not known or outside of the plane, are left out.</param>
    /// <exception cref="UsageException">As for <see cref="RateMaps.Of"/>.</exception>
    public GridCells Of(Recording recording)
    {
        Check();
        Score.Check();
        var (steps, plane) = Maps.Steps(recording);
        var set = RateMaps.Set(steps, plane, steps.Maps());
        var (size, scores) = ((2 * steps.Side) - 1, new GridScoreResult[steps.Units]);
        FieldShuffle[] fields = [.. set.Units.Select(map => new FieldShuffle(map))];
        using var workers = new Workers(Math.Min(Threads, Shuffles));
        RingScorer[] scorers = [.. Enumerable.Range(0, workers.Count).Select(_ => new RingScorer(Score, size, size))];
        workers.Run(steps.Units, (worker, unit) => scores[unit] = scorers[worker].Of(set.Units[unit]));
        var (turned, moved) = (new double[steps.Units, Shuffles], new double[steps.Units, Shuffles]);
        Shuffle(steps.Steps, workers, (worker, k, late, stream) =>
        {
            var maps = steps.Maps(late);
            for (var unit = 0; unit < steps.Units; unit++)
            {
                turned[unit, k] = scorers[worker].Of(RateMaps.Map(steps, maps, unit)).Hexagonal;
                moved[unit, k] = scorers[worker].Of(fields[unit].Next(ref stream)).Hexagonal;
            }
        });
        double[] hexagonal = [.. scores.Select(score => score.Hexagonal)];
        var ((turnedP, turnedMost), (movedP, movedMost)) = (Above(hexagonal, turned), Above(hexagonal, moved));
        var isGrid = MultipleTesting.BenjaminiHochberg([.. turnedP.Zip(movedP, Math.Max)], FalseDiscoveries);
        var bin = (plane.Right - plane.Left) / steps.Side;
        return new(set, [.. scores.Select((score, unit) => new GridUnit(
            unit, score.Hexagonal, score.Square, turnedP[unit], movedP[unit], turnedMost[unit], movedMost[unit], isGrid[unit],
            GridGeometry.Of(SpatialAutocorrelogram.Of(set.Units[unit], Score.Unvisited), bin)))]);
    }
}

/// <summary>The units of a network by how hexagonal their maps are.</summary>
/// <param name="Maps">Their maps.</param>
/// <param name="Units">The units (N).</param>
public sealed record GridCells(RateMapSet Maps, IReadOnlyList<GridUnit> Units)
{
    /// <summary>How many are grid cells.</summary>
    public int Count => Units.Count(unit => unit.IsGridCell);

    /// <summary>Share of grid cells among the units.</summary>
    public double Share => (double)Count / Units.Count;

    /// <summary>Wilson's 95 % interval of the share, as if units were drawn independently of each other.</summary>
    public (double Low, double High) Interval => Binomial.Wilson(Count, Units.Count);
}

/// <summary>How hexagonal the map of a unit is.</summary>
/// <param name="Unit">Which, from 0.</param>
/// <param name="Hexagonal">Its hexagonal score.</param>
/// <param name="Square">Its square score.</param>
/// <param name="TurnedPValue">p of the hexagonal score against activity that is turned in time.</param>
/// <param name="MovedPValue">p against fields that are moved.</param>
/// <param name="TurnedQuantile">95th percentile of the scores with activity that is turned in time.</param>
/// <param name="MovedQuantile">95th percentile with fields that are moved.</param>
/// <param name="IsGridCell">Whether it is above both, with the share of false ones controlled.</param>
/// <param name="Geometry">Spacing, orientation and ellipticity, in the unit of x; null where its autocorrelogram has fewer than six peaks.</param>
public sealed record GridUnit(
    int Unit, double Hexagonal, double Square, double TurnedPValue, double MovedPValue, double TurnedQuantile, double MovedQuantile, bool IsGridCell, GridGeometry? Geometry);
