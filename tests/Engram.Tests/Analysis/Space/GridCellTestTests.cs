using Engram.Analysis;
using Engram.Configuration;
using Engram.Numerics;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Tests.Analysis.Space;

/// <summary>Grid cells among planted units.</summary>
public sealed class GridCellTestTests
{
    [Fact]
    public void A_map_is_the_mean_by_place()
    {
        var recording = Planes.Of(20, 200, 1, (x, y, _) => x + (10 * y));
        var set = new RateMaps { Left = -1.1, Right = 1.1, Bottom = -1.1, Top = 1.1, Bins = 11 }.Of(recording);
        Assert.Equal(4000, set.Occupancy.Sum());
        foreach (var (bin, rate) in set.Units[0].Rates.Index())
        {
            Assert.Equal(set.Occupancy[bin] > 0, rate is not null);
            if (rate is { } known)
            {
                var (x, y) = (-1 + (0.2 * (bin % 11)), -1 + (0.2 * (bin / 11)));
                Assert.InRange(known, x + (10 * y) - 1.11, x + (10 * y) + 1.11);
            }
        }
    }

    [Fact]
    public void Smoothing_keeps_a_flat_map_flat_and_empty_bins_empty()
    {
        var recording = Planes.Of(3, 60, 1, (_, _, _) => 2);
        var set = new RateMaps { Left = -1.1, Right = 1.1, Bottom = -1.1, Top = 1.1, Smoothing = 1.5 }.Of(recording);
        Assert.Contains(set.Units[0].Rates, rate => rate is null);
        Assert.All(set.Units[0].Rates, rate => Assert.Equal(2, rate ?? 2, 1e-9));
    }

    [Fact]
    public void In_short_trials_only_activity_that_is_turned_over_the_whole_recording_says_something()
    {
        var recording = Planes.Of(1500, 8, 2, Planes.Grid(0.6, 10, 0, 0, 0.1), Planes.Grid(0.6, 10, 0.2, 0.1, 0.1));
        GridCellTest test = new() { Shuffles = 99, Maps = new() { Smoothing = 1 } };
        Assert.Equal(2, test.Of(recording).Count);
        Assert.All((test with { Turning = Turning.Trials }).Of(recording).Units, unit => Assert.True(unit.TurnedPValue > 0.05 || unit.TurnedQuantile > 0.7));
        Assert.All(test.Of(recording).Units, unit => Assert.True(unit.TurnedQuantile < 0.7));
    }

    [Fact]
    public void Planted_grid_cells_are_found_and_place_cells_and_noise_are_not()
    {
        var random = new RandomStream(new StreamKey(3, Purpose.Analysis), 0);
        Func<double, double, RandomStream, double>[] units =
        [
            .. Enumerable.Range(0, 20).Select(k => Planes.Grid(0.4 + (0.02 * k), 60 * random.NextUniform(), random.NextUniform(), random.NextUniform(), 0.3)),
            .. Enumerable.Range(0, 10).Select(_ => Planes.Place(random.NextUniform(-0.8, 0.8), random.NextUniform(-0.8, 0.8), 0.2, 0.3)),
            .. Enumerable.Range(0, 10).Select(_ => (Func<double, double, RandomStream, double>)((_, _, noise) => noise.NextNormal())),
        ];
        var found = new GridCellTest { Shuffles = 99, Maps = new() { Smoothing = 1 } }.Of(Planes.Of(100, 100, 2, units));
        Assert.InRange(found.Units.Take(20).Count(unit => unit.IsGridCell), 19, 20);
        Assert.InRange(found.Units.Skip(20).Count(unit => unit.IsGridCell), 0, 2);
        Assert.All(found.Units.Take(20).Where(unit => unit.IsGridCell).Index(), unit => Assert.True(unit.Item.Hexagonal > Math.Max(unit.Item.TurnedQuantile, unit.Item.MovedQuantile)));
        Assert.Equal(0.6, found.Units[10].Geometry!.Spacing, 0.06);
        Assert.Equal((double)found.Count / 40, found.Share);
    }

    [Fact]
    public void Bins_are_square_in_a_room_that_is_not()
    {
        var planted = new PlantedCells
        {
            Arena = Arena.Parse("rectangle(2, 1.2)"), Walk = RayleighWalk.Sorscher, Trials = 60, Steps = 100, Seed = 3,
            Cells = [new GridTargets { Count = 4, Spacing = 0.4, Orientation = 10, Seed = 3 }], Noise = 0.1,
        };
        RateMaps maps = new() { Left = -1, Right = 1, Bottom = -0.6, Top = 0.6, Smoothing = 1 };
        var found = new GridCellTest { Shuffles = 99, Maps = maps }.Of(planted.Record());
        Assert.Equal((20, 12), (found.Maps.Units[0].Columns, found.Maps.Units[0].Rows));
        Assert.Equal(0.6, found.Maps.Top, 1e-9);
        Assert.Equal(4, found.Count);
        Assert.All(found.Units, unit => Assert.Equal(0.4, unit.Geometry!.Spacing, 0.03));
        Assert.All(found.Units, unit => Assert.InRange(Math.Abs(Math.IEEERemainder(unit.Geometry!.Orientation - 10, 60)), 0, 4));

        // Of a side that bins do not divide, the last bin reaches beyond it.
        Assert.Equal((0.65, 13), (new RateMaps { Left = -1, Right = 1, Bottom = -0.65, Top = 0.62 }.Of(planted.Record()) is var set ? (Math.Round(set.Top, 9), set.Units[0].Rows) : default));
    }

    [Fact]
    public void Five_in_a_hundred_units_without_a_place_are_above_the_shuffles_that_are_turned()
    {
        var recording = Planes.Of(30, 60, 5, [.. Enumerable.Range(0, 200).Select(_ => (Func<double, double, RandomStream, double>)((_, _, noise) => noise.NextNormal()))]);
        var found = new GridCellTest { Shuffles = 39, Maps = new() { Smoothing = 1 } }.Of(recording);
        Assert.InRange(found.Units.Count(unit => unit.TurnedPValue <= 0.05), 2, 20);
        Assert.InRange(found.Count, 0, 2);
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        var recording = Planes.Of(10, 60, 5, Planes.Grid(0.5, 10, 0, 0, 0.2), Planes.Place(0, 0, 0.3, 0.1));
        var (one, three) = (new GridCellTest { Shuffles = 29 }.Of(recording), new GridCellTest { Shuffles = 29, Threads = 3 }.Of(recording));
        Assert.Equal(one.Units.Select(unit => unit with { Geometry = null }), three.Units.Select(unit => unit with { Geometry = null }));
    }

    [Fact]
    public void Moved_fields_keep_all_rates()
    {
        var map = new RateMaps().Of(Planes.Of(10, 60, 5, Planes.Grid(0.5, 10, 0, 0, 0.2))).Units[0];
        var stream = new RandomStream(new StreamKey(1, Purpose.Analysis), 0);
        var moved = new FieldShuffle(map).Next(ref stream);
        Assert.Equal(map.Rates.Order(), moved.Rates.Order());
        Assert.Equal(map.Rates.Select(rate => rate is null), moved.Rates.Select(rate => rate is null));
        Assert.NotEqual(map.Rates, moved.Rates);
    }

    [Fact]
    public void A_recording_without_places_is_refused()
    {
        var recording = Planes.Of(2, 20, 1, (_, _, _) => 1);
        Refused(() => new RateMaps { X = "z" }.Of(recording), "no covariate 'z'");
        Refused(() => new RateMaps { Left = 3, Right = 4 }.Of(recording), "wider plane");
        Refused(() => new RateMaps { Left = 2, Right = 1 }.Of(recording), "over which there is no map");
        recording.CovariatesAt(0, 0)[0] = float.PositiveInfinity;
        Refused(() => new RateMaps().Of(recording), "is infinite");

        static void Refused(Action act, string told) => Assert.Contains(told, Assert.Throws<UsageException>(act).Message, StringComparison.Ordinal);
    }
}
