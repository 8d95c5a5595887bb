using Engram.Analysis;
using Engram.Configuration;
using Engram.Tasks;

namespace Engram.Tests.Analysis.Space;

/// <summary>Border scores of known maps, and border cells among planted units.</summary>
public sealed class BorderCellTestTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_field_along_a_wall_has_a_score_near_one(int wall)
    {
        var found = new BorderScore().Of(Map((x, y) => (wall switch { 0 => x, 1 => 19 - x, 2 => y, _ => 19 - y }) == 0 ? 1 : 0), 2.2, 2.2)!;

        // All of a wall, at half a bin of twenty from it.
        Assert.Equal((1, 0.05, 1), (found.Coverage, Math.Round(found.Distance, 9), found.Fields));
        Assert.Equal(0.95 / 1.05, found.Score, 1e-9);
    }

    [Fact]
    public void A_field_in_the_middle_is_below_zero_and_along_no_wall()
    {
        var found = new BorderScore { LeastArea = 0.01 }.Of(Map((x, y) => x is 9 or 10 && y is 9 or 10 ? 1 : 0), 2.2, 2.2)!;
        Assert.Equal((-1, 0), (found.Score, found.Coverage));
        Assert.Equal(0.95, found.Distance, 1e-9);
    }

    [Fact]
    public void Half_a_wall_counts_half_and_two_fields_do_not_add_up()
    {
        Assert.Equal(0.5, new BorderScore().Of(Map((x, y) => x == 0 && y < 10 ? 1 : 0), 1, 1)!.Coverage, 1e-9);
        var two = new BorderScore { LeastArea = 0 }.Of(Map((x, y) => x == 0 && y != 10 ? 1 : 0), 1, 1)!;
        Assert.Equal((0.5, 2), (two.Coverage, two.Fields));
    }

    [Fact]
    public void Small_fields_do_not_count_and_the_threshold_is_a_share_of_the_peak()
    {
        var map = Map((x, y) => x == 0 ? 0.5 : x == 12 && y == 12 ? 1 : 0);
        Assert.Equal(1, new BorderScore { LeastArea = 0.005 }.Of(map, 2, 2)!.Fields);
        Assert.Equal(2, new BorderScore { LeastArea = 0.0025 }.Of(map, 2, 2)!.Fields);
        Assert.Null(new BorderScore { LeastArea = 0.005, Threshold = 0.5 }.Of(map, 2, 2));
        Assert.Null(new BorderScore().Of(Map((_, _) => 0), 2, 2));
        Assert.Null(new BorderScore().Of(new RateMap(20, 20, new double?[400]), 2, 2));
    }

    [Fact]
    public void Distances_are_weighted_by_rate_and_over_half_the_shorter_side()
    {
        // Bins 0 and 1 from the left with rates 2 and 1: (2 · 0.5 + 1 · 1.5)/3 bins of 0.1 m, over 0.5 m; the room is 2 m by 1 m.
        var map = new RateMap(20, 10, [.. Enumerable.Range(0, 200).Select(bin => (double?)(bin % 20 == 0 ? 2 : bin % 20 == 1 ? 1 : 0))]);
        var inner = new RateMap(20, 10, [.. Enumerable.Range(0, 200).Select(bin => bin / 20 is > 1 and < 8 ? map.Rates[bin] : 0)]);
        Assert.Equal(2.5 / 3 * 0.1 / 0.5, new BorderScore().Of(inner, 2, 1)!.Distance, 1e-9);
    }

    [Fact]
    public void Planted_border_cells_are_found_and_noise_and_cells_of_the_middle_are_not()
    {
        var recording = Planes.Of(100, 100, 2, 60, (unit, x, y, _, noise) => (0.3 * noise.NextNormal()) + (unit < 20
            ? Math.Exp(-Math.Pow((1.1 - ((unit % 4) switch { 0 => x, 1 => -x, 2 => y, _ => -y })) / (0.15 + (0.01 * unit)), 2) / 2)
            : unit < 30 ? Math.Exp(-((x * x) + (y * y)) / (0.05 + (0.01 * (unit - 20)))) : 0));
        var found = new BorderCellTest { Shuffles = 99, Maps = Room with { Smoothing = 1 } }.Of(recording);
        Assert.InRange(found.Units.Take(20).Count(unit => unit.IsBorderCell), 19, 20);
        Assert.InRange(found.Units.Skip(20).Count(unit => unit.IsBorderCell), 0, 2);
        Assert.InRange(found.Units.Skip(30).Count(unit => unit.PValue <= 0.05), 0, 6);
        Assert.Equal(found.Units.Count(unit => unit.IsBorderCell), found.Count);
    }

    [Fact]
    public void Boundary_vector_cells_next_to_walls_are_found()
    {
        var recording = Planes.Of(100, 100, 2, 0.2, new BoundaryTargets { Count = 20, Farthest = 0.1, Width = 0.2 });
        Assert.InRange(new BorderCellTest { Shuffles = 99, Maps = Room with { Smoothing = 1 } }.Of(recording).Count, 19, 20);
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        var recording = Planes.Of(10, 60, 5, 0.2, new BoundaryTargets { Count = 4 });
        Assert.Equal(new BorderCellTest { Shuffles = 29 }.Of(recording).Units, new BorderCellTest { Shuffles = 29, Threads = 3 }.Of(recording).Units);
    }

    [Fact]
    public void What_cannot_be_used_is_refused()
    {
        var map = Map((x, _) => x);
        Refused(() => new BorderScore { Threshold = 2 }.Of(map, 1, 1), "Threshold");
        Refused(() => new BorderScore { LeastArea = -1 }.Of(map, 1, 1), "LeastArea");
        Refused(() => new BorderScore().Of(map, 0, 1), "`width` is 0");
        Refused(() => new BorderScore().Of(map, 1, double.NaN), "`height` NaN");
        Refused(() => new BorderScore().Of(Map((x, y) => x - 3), 1, 1), "bin (0, 0) is -3");
        Refused(() => new BorderScore().Of(new(3, 3, [1, 2]), 1, 1), "2 rates");
        var recording = Planes.Of(3, 20, 1, 1, (_, _, _, _, _) => -1);
        Refused(() => new BorderCellTest { Scaling = RateScaling.None }.Of(recording), "rate of unit 0 in step 0 of trial 0 is -1");
        Refused(() => new BorderCellTest { Score = new() { Threshold = -1 } }.Of(recording), "Threshold");
        Refused(() => new BorderCellTest { Shuffles = 1 }.Of(recording), "Shuffles");
        Refused(() => new BorderCellTest { Maps = new() { X = "east" } }.Of(recording), "no covariate 'east'");

        static void Refused(Action act, string told) => Assert.Contains(told, Assert.Throws<UsageException>(act).Message, StringComparison.Ordinal);
    }

    private static RateMaps Room => new() { Left = -1.1, Right = 1.1, Bottom = -1.1, Top = 1.1 };

    private static RateMap Map(Func<int, int, double> rate) => new(20, 20, [.. Enumerable.Range(0, 400).Select(bin => (double?)rate(bin % 20, bin / 20))]);
}
