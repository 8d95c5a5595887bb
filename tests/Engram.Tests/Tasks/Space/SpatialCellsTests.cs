using Engram.Analysis;
using Engram.Configuration;
using Engram.Tasks;

namespace Engram.Tests.Tasks.Space;

/// <summary>Cells whose activity is known.</summary>
public sealed class SpatialCellsTests
{
    private static readonly Arena Room = Arena.Square(2.2);

    [Theory]
    [InlineData(PlaceProfile.Softmax)]
    [InlineData(PlaceProfile.DifferenceOfSoftmaxes)]
    [InlineData(PlaceProfile.DifferenceOfGaussians)]
    public void Activity_adds_up_to_one_and_is_not_negative(PlaceProfile profile)
    {
        foreach (var width in new[] { 0.01, 0.12, 0.5 })
        {
            var activity = Of(new PlaceTargets { Width = width, Profile = profile }, 0.3, -0.7);
            Assert.Equal(1, activity.Sum(), 1e-9);
            Assert.All(activity, value => Assert.InRange(value, 0, 1));
        }
    }

    [Fact]
    public void The_equations_are_those_of_the_profiles()
    {
        var cells = new PlaceTargets { Count = 5, Width = 0.3, Surround = 2 };
        var distances = cells.In(Room).Centres.Select(centre => ((0.1 - centre.X) * (0.1 - centre.X)) + ((0.2 - centre.Y) * (0.2 - centre.Y))).ToArray();
        double[] narrow = [.. distances.Select(d => Math.Exp(-d / 0.18))], wide = [.. distances.Select(d => Math.Exp(-d / 0.36))];
        Near(narrow, Of(cells with { Profile = PlaceProfile.Gaussian }, 0.1, 0.2));
        Near([.. narrow.Select(value => value / narrow.Sum())], Of(cells, 0.1, 0.2));
        double[] difference = [.. narrow.Zip(wide, (a, b) => (a / narrow.Sum()) - (b / wide.Sum()))];
        double[] raised = [.. difference.Select(value => value - difference.Min())];
        Near([.. raised.Select(value => value / raised.Sum())], Of(cells with { Profile = PlaceProfile.DifferenceOfSoftmaxes }, 0.1, 0.2));
    }

    [Fact]
    public void Places_are_decoded_from_the_most_active_cells()
    {
        var tuning = new PlaceTargets { Count = 512 }.In(Room);
        var activity = new double[512];
        var walk = new OrnsteinUhlenbeckWalk().Through(Room, 500, 100.Ms, 1);
        var squared = Enumerable.Range(0, 500).Average(t =>
        {
            tuning.Activity(walk.X[t], walk.Y[t], walk.Heading[t], activity);
            var (x, y) = tuning.Decode<double>(activity);
            return ((x - walk.X[t]) * (x - walk.X[t])) + ((y - walk.Y[t]) * (y - walk.Y[t]));
        });
        Assert.InRange(Math.Sqrt(squared), 0, 0.06);
        Assert.Throws<UsageException>(() => tuning.Decode<double>(activity, 0));
        Assert.Throws<UsageException>(() => tuning.Decode<double>(activity.AsSpan(1)));
    }

    [Fact]
    public void Head_directions_are_told_and_places_are_not()
    {
        var cells = new HeadDirectionTargets { Count = 200 };
        Assert.Equal(1, Of(cells, 0, 0, 1).Sum(), 1e-9);
        Assert.Equal(Of(cells, 0, 0, 1), Of(cells, 1, -1, 1));
        Near(Of(cells, 0, 0, 1), Of(cells, 0, 0, 1 + (2 * Math.PI)));
        Assert.Equal(1, Of(cells with { Concentration = 10_000, Count = 1 }, 0, 0, 2).Sum(), 1e-9);
    }

    [Fact]
    public void Grid_cells_have_the_geometry_asked_for()
    {
        const int Bins = 44;
        var tuning = new GridTargets { Count = 3, Spacing = 0.6, Orientation = 11 }.In(Room);
        var (maps, activity) = (new double?[3][], new double[3]);
        for (var unit = 0; unit < 3; unit++)
        {
            maps[unit] = new double?[Bins * Bins];
        }

        for (var bin = 0; bin < Bins * Bins; bin++)
        {
            tuning.Activity(-1.1 + (((bin % Bins) + 0.5) * 0.05), -1.1 + (((bin / Bins) + 0.5) * 0.05), 0, activity);
            for (var unit = 0; unit < 3; unit++)
            {
                Assert.InRange(activity[unit], -1e-12, 1 + 1e-12);
                maps[unit][bin] = activity[unit];
            }
        }

        foreach (var map in maps)
        {
            var found = GridGeometry.Of(SpatialAutocorrelogram.Of(new(Bins, Bins, map)), 0.05)!;
            Assert.Equal(0.6, found.Spacing, 0.02);
            Assert.Equal(11, found.Orientation, 1.5);
            Assert.True(new GridScore().Of(new RateMap(Bins, Bins, map)).Hexagonal > 1);
        }
    }

    [Fact]
    public void Boundary_cells_are_active_at_their_distance_from_a_wall()
    {
        Assert.Equal(1.1, Room.Ahead(0, 0, 0), 1e-12);
        Assert.Equal(0.6, Room.Ahead(0, 0.5, Math.PI / 2), 1e-12);
        Assert.Equal(0.3, Room.With(new(0.3, -1, 0.3, 1)).Ahead(0, 0, 0), 1e-12);
        var near = Enumerable.Range(0, 50).Max(k => Of(new BoundaryTargets { Count = 50, Farthest = 0 }, 1.1 - (0.001 * (k + 1)), 0).Max());
        Assert.InRange(near, 0.99, 1);
        Assert.InRange(Of(new BoundaryTargets { Count = 50, Farthest = 0 }, 0, 0).Max(), 0, 1e-10);
    }

    [Fact]
    public void Cells_that_cannot_be_are_refused()
    {
        Assert.Contains("Width", Assert.Throws<UsageException>(() => new PlaceTargets { Width = 0 }.In(Room)).Message, StringComparison.Ordinal);
        Assert.Contains("Count", Assert.Throws<UsageException>(() => new GridTargets { Count = 0 }.In(Room)).Message, StringComparison.Ordinal);
    }

    private static double[] Of(SpatialCells cells, double x, double y, double heading = 0)
    {
        var activity = new double[cells.Count];
        cells.In(Room).Activity(x, y, heading, activity);
        return activity;
    }

    private static void Near(double[] expected, double[] found) => Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
}
