using Engram.Configuration;
using Engram.Equations;
using Engram.Numerics;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>
/// Finds grid cells: units whose map is more hexagonal than those of two kinds of shuffles of the same unit. In one, activity is turned in time against the positions, which
/// keeps its course in time; in the other, the fields of its map are moved to random places, which keeps their shapes. The greater p of the two counts, and the share of false ones among all units is
/// controlled (Benjamini and Hochberg 1995). Shuffles of a unit end when enough of either kind are as hexagonal (Besag and Clifford 1991): few are made for most units, and many for the others.
/// </summary>
[Cite("10.1038/s41586-018-0102-6", "Banino et al. 2018, Vector-based navigation using grid-like representations in artificial agents")]
[Cite("10.1101/230250", "Barry & Burgess 2017, To be a grid cell: shuffling procedures for determining gridness")]
[Cite("10.1093/biomet/78.2.301", "Besag & Clifford 1991, Sequential Monte Carlo p-values")]
public sealed record GridCellTest : TurnedTest
{
    // Shuffles of all units that are made before it is asked who needs more; the same on any number of threads.
    private const int Round = 16;

    /// <summary>How many shuffles of a kind that are as hexagonal as the unit are enough: no more are made for it, and its p is their share.</summary>
    [Range(1, 100_000)]
    public int Enough { get; init; } = 10;

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
        var scores = new GridScoreResult[steps.Units];
        FieldShuffle[] fields = [.. set.Units.Select(map => new FieldShuffle(map))];
        using var workers = new Workers(Math.Min(Threads, Shuffles));
        RingScorer[] scorers = [.. Enumerable.Range(0, workers.Count).Select(_ => new RingScorer(Score, (2 * steps.Columns) - 1, (2 * steps.Rows) - 1))];
        workers.Run(steps.Units, (worker, unit) => scores[unit] = scorers[worker].Of(set.Units[unit]));
        SequentialPValue[] turned = [.. scores.Select(Sequential)], moved = [.. scores.Select(Sequential)];
        var (open, some) = (Enumerable.Range(0, steps.Units).ToArray(), steps);
        for (var from = 0; open.Length > 0; from += Round)
        {
            // Column i is unit open[i].
            var made = new (double Turned, double Moved)[Math.Min(Round, Shuffles - from), open.Length];
            Shuffle(some.Steps, workers, from, made.GetLength(0), (worker, k, late) =>
            {
                var maps = some.Maps(late);
                for (var i = 0; i < open.Length; i++)
                {
                    var stream = Resampling.Stream(Seed, Shuffles + (((long)k * steps.Units) + open[i]));
                    made[k - from, i] = (
                        scorers[worker].Of(RateMaps.Map(some, maps, i)).Hexagonal, scorers[worker].Of(fields[open[i]].Next(ref stream)).Hexagonal);
                }
            });
            foreach (var (i, unit) in open.Index())
            {
                for (var k = 0; k < made.GetLength(0) && !(turned[unit].IsDone || moved[unit].IsDone); k++)
                {
                    turned[unit].Add(made[k, i].Turned);
                    moved[unit].Add(made[k, i].Moved);
                }
            }

            int[] left = [.. open.Where(unit => !(turned[unit].IsDone || moved[unit].IsDone))];
            (open, some) = (left, left.Length < open.Length ? steps.Of(left) : some);
        }

        var isGrid = MultipleTesting.BenjaminiHochberg([.. turned.Zip(moved, (one, other) => Math.Max(one.PValue, other.PValue))], FalseDiscoveries);
        var bin = (plane.Right - plane.Left) / steps.Columns;
        return new(set, [.. scores.Select((score, unit) => new GridUnit(
            unit, score.Hexagonal, score.Square, turned[unit].PValue, moved[unit].PValue, turned[unit].Quantile, moved[unit].Quantile, isGrid[unit],
            GridGeometry.Of(SpatialAutocorrelogram.Of(set.Units[unit], Score.Unvisited), bin)))]);

        SequentialPValue Sequential(GridScoreResult score) => new(score.Hexagonal, Shuffles, Enough);
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
/// <param name="TurnedQuantile">95th percentile of the scores with activity that is turned in time, of the shuffles made.</param>
/// <param name="MovedQuantile">95th percentile with fields that are moved.</param>
/// <param name="IsGridCell">Whether it is above both, with the share of false ones controlled.</param>
/// <param name="Geometry">Spacing, orientation and ellipticity, in the unit of x; null where its autocorrelogram has fewer than six peaks.</param>
public sealed record GridUnit(
    int Unit, double Hexagonal, double Square, double TurnedPValue, double MovedPValue, double TurnedQuantile, double MovedQuantile, bool IsGridCell, GridGeometry? Geometry);
