using Engram.Analysis;
using Engram.Configuration;
using Engram.Numerics;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Tests.Analysis.Space;

/// <summary>Maps of planted units in two recordings.</summary>
public sealed class RemappingTests
{
    private const double Bin = 2.2 / 20;

    private static Remapping Fast => new() { Shuffles = 99, Rotations = 1, Maps = Room };

    private static RateMaps Room => new() { Left = -1.1, Right = 1.1, Bottom = -1.1, Top = 1.1, Smoothing = 1 };

    [Fact]
    public void The_same_code_correlates_with_itself()
    {
        var cells = new PlaceTargets { Count = 20, Profile = PlaceProfile.Gaussian, Width = 0.25 };
        var found = (Fast with { Rotations = 12 }).Of(Planes.Of(60, 100, 1, 0.1, cells), Planes.Of(60, 100, 2, 0.1, cells));
        Assert.InRange(found.Spatial.Value, 0.9, 1);
        Assert.InRange(found.Population.Value, 0.85, 1);
        Assert.InRange(found.Aligned.Value, 0.9, 1);
        Assert.Equal(((0, 0), 0), (found.Shift, found.Rotation));
        Assert.All(new[] { found.Spatial, found.Population, found.Aligned }, measure => Assert.Equal(0.01, measure.PValue));
        Assert.All(found.Units, unit => Assert.InRange(unit.Correlation, 0.7, 1));
        Assert.Equal(found.Units.Average(unit => unit.Correlation), found.Spatial.Value, 1e-9);
    }

    [Theory]
    [InlineData(2 * Bin, -Bin)]
    [InlineData(-Bin, 3 * Bin)]
    public void A_common_shift_of_a_module_is_recovered(double dx, double dy)
    {
        var found = Fast.Of(Grids(1, 0, 0, 0), Grids(2, dx, dy, 0));
        Assert.Equal(dx, found.Shift.X, Bin + 1e-9);
        Assert.Equal(dy, found.Shift.Y, Bin + 1e-9);
        Assert.InRange(found.Aligned.Value, 0.8, 1);
        Assert.Equal(0.01, found.Aligned.PValue);
        Assert.InRange(found.Spatial.Value, -1, 0.5);
    }

    [Theory]
    [InlineData(30, 0, 0)]
    [InlineData(-60, 2 * Bin, 0)]
    [InlineData(-90, -Bin, 2 * Bin)]
    public void A_common_rotation_is_recovered_and_the_shift_after_it(double degrees, double dx, double dy)
    {
        var found = (Fast with { Shuffles = 19, Rotations = 12 }).Of(Grids(1, 0, 0, 0), Grids(2, dx, dy, degrees));
        Assert.Equal(degrees, found.Rotation, 1e-6);
        Assert.Equal(dx, found.Shift.X, Bin + 1e-9);
        Assert.Equal(dy, found.Shift.Y, Bin + 1e-9);
        Assert.InRange(found.Aligned.Value, 0.8, 1);
    }

    [Fact]
    public void Independent_place_codes_are_not_above_the_shuffles()
    {
        RemappingResult[] found = [.. Enumerable.Range(0, 20).Select(seed => (Fast with { Shuffles = 39, Maps = Room with { Bins = 10 }, MostShift = 0.2 }).Of(
            Planes.Of(20, 60, 1 + (ulong)(2 * seed), 0.1, Cells(2 * seed)), Planes.Of(20, 60, 2 + (ulong)(2 * seed), 0.1, Cells((2 * seed) + 1))))];
        Assert.InRange(found.Count(one => one.Spatial.PValue <= 0.05), 0, 4);
        Assert.InRange(found.Count(one => one.Population.PValue <= 0.05), 0, 4);
        Assert.InRange(found.Count(one => one.Aligned.PValue <= 0.05), 0, 4);
        Assert.InRange(found.Average(one => one.Spatial.Value), -0.15, 0.15);

        static PlaceTargets Cells(int seed) => new() { Count = 12, Profile = PlaceProfile.Gaussian, Width = 0.25, Seed = (ulong)seed };
    }

    [Fact]
    public void Rates_that_triple_change_by_a_half_and_maps_stay()
    {
        Recording first = Grids(1, 0, 0, 0), second = Grids(1, 0, 0, 0);
        for (var k = 0; k < second.Rates.Length; k++)
        {
            second.Rates[k] *= 3;
        }

        var found = Fast.Of(first, second);
        Assert.All(found.Units, unit => Assert.Equal((0.5, 1), (Math.Round(unit.RateChange, 5), Math.Round(unit.Correlation, 5))));
        Assert.Equal(1, found.Aligned.Value, 1e-6);
        Assert.Equal(0, new RemappedUnit(0, 0, 0, 0).RateChange);
    }

    [Fact]
    public void A_flat_unit_has_no_correlation_and_the_plane_holds_both()
    {
        Recording Of(ulong seed, double scale) => Planes.Of(40, 100, seed, 4, (unit, x, y, _, _) => unit == 0 ? 3 : (unit * x) + (scale * y));
        var found = (Fast with { Maps = new() { Bins = 10 } }).Of(Of(1, 1), Of(2, 1));
        Assert.Equal(0, found.Units[0].Correlation);
        Assert.Equal(Math.Min(new RateMaps().Of(Of(1, 1)).Left, new RateMaps().Of(Of(2, 1)).Left), found.First.Left);
        Assert.Equal(found.First.Top, found.Second.Top);
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        var settings = Fast with { Shuffles = 29, Rotations = 6 };
        RemappingResult one = settings.Of(Grids(1, 0, 0, 0), Grids(2, Bin, 0, 0)), three = (settings with { Threads = 3 }).Of(Grids(1, 0, 0, 0), Grids(2, Bin, 0, 0));
        Assert.Equal((one.Spatial, one.Population, one.Aligned, one.Shift, one.Rotation), (three.Spatial, three.Population, three.Aligned, three.Shift, three.Rotation));
    }

    [Fact]
    public void What_cannot_be_used_is_refused()
    {
        var recording = Planes.Of(3, 20, 1, 4, (unit, x, _, _, _) => x * unit);
        Refused(() => Fast.Of(recording, Planes.Of(3, 20, 1, 5, (_, x, _, _, _) => x)), "have 4 and 5 units");
        Refused(() => Fast.Of(Planes.Of(3, 20, 1, 3, (_, x, _, _, _) => x), Planes.Of(3, 20, 1, 3, (_, x, _, _, _) => x)), "at least 4");
        Refused(() => (Fast with { Rotations = 0 }).Of(recording, recording), "Rotations");
        Refused(() => (Fast with { MostShift = 0.6 }).Of(recording, recording), "MostShift");
        Refused(() => (Fast with { Shuffles = 1 }).Of(recording, recording), "Shuffles");
        Refused(() => (Fast with { Threads = 0 }).Of(recording, recording), "Threads");
        Refused(() => (Fast with { Maps = new() { Bins = 1 } }).Of(recording, recording), "Bins");
        Refused(() => (Fast with { Maps = new() { X = "east" } }).Of(recording, recording), "no covariate 'east'");
        Refused(() => (Fast with { Maps = Room with { Bins = 200, Smoothing = 0 } }).Of(Planes.Of(1, 2, 1, 4, (_, x, _, _, _) => x), Planes.Of(1, 2, 2, 4, (_, x, _, _, _) => x)), "visited in both recordings");

        static void Refused(Action act, string told) => Assert.Contains(told, Assert.Throws<UsageException>(act).Message, StringComparison.Ordinal);
    }

    // A module of grid cells, which is turned around the middle and then shifted.
    private static Recording Grids(ulong seed, double dx, double dy, double degrees)
    {
        var random = new RandomStream(new StreamKey(9, Purpose.Analysis), 0);
        Func<double, double, RandomStream, double>[] cells = [.. Enumerable.Range(0, 15).Select(_ => Planes.Grid(0.8, 10, random.NextUniform(), random.NextUniform(), 0.1))];
        var (cosine, sine) = (Math.Cos(degrees * Math.PI / 180), Math.Sin(degrees * Math.PI / 180));
        return Planes.Of(60, 100, seed, cells.Length, (unit, x, y, _, noise) =>
            cells[unit]((cosine * (x - dx)) + (sine * (y - dy)), (cosine * (y - dy)) - (sine * (x - dx)), noise));
    }
}
