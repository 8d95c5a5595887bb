using Engram.Figures;

namespace Engram.Tests.Figures;

public sealed class FlowTests
{
    private static readonly double[] Places = [.. Enumerable.Range(0, 41).Select(k => -1 + (0.05 * k))];

    [Fact]
    public void Flow_between_the_points_of_a_grid_is_linear()
    {
        var flow = Of((x, y) => ((2 * x) - y, x + (3 * y)));
        var (dx, dy) = flow.At(0.512, -0.337);
        Assert.Equal(1.361, dx, 1e-12);
        Assert.Equal(-0.499, dy, 1e-12);
        Assert.Equal(Math.Sqrt(10), flow.Speed()[40, 20], 1e-12);
    }

    [Fact]
    public void Lines_along_a_rotation_keep_their_radius_and_its_sense_and_meet_nowhere()
    {
        var lines = Streamline.Fill(Of((x, y) => (-y, x)), 20);
        Assert.InRange(lines.Count, 5, 60);
        var owner = new Dictionary<(int, int), Streamline>();
        foreach (var line in lines)
        {
            var radii = line.X.Zip(line.Y, double.Hypot).ToList();
            Assert.All(radii, radius => Assert.Equal(radii[0], radius, 2e-3));
            for (var i = 1; i < line.X.Count; i++)
            {
                Assert.True((line.X[i - 1] * line.Y[i]) - (line.Y[i - 1] * line.X[i]) > 0);
                var cell = ((int)((line.X[i] + 1) * 10), (int)((line.Y[i] + 1) * 10));
                owner.TryAdd(cell, line);
                Assert.Same(line, owner[cell]);
            }
        }
    }

    [Fact]
    public void Density_is_greatest_among_the_points_and_the_same_on_both_sides()
    {
        var density = KernelDensity.Of([(-1, 0), (1, 0), (-1, 0.5), (1, 0.5), (-1, -0.5), (1, -0.5)], (-2, 0.1, 40), (-2, 0.1, 40));
        Assert.Equal(1, density.Cast<double>().Max(), 1e-12);
        for (var row = 0; row < 40; row++)
        {
            for (var column = 0; column < 20; column++)
            {
                Assert.Equal(density[row, 39 - column], density[row, column], 1e-9);
                Assert.Equal(density[39 - row, column], density[row, column], 1e-9);
            }
        }

        Assert.True(density[20, 10] > density[20, 19] && density[20, 10] > density[5, 10]);
    }

    private static FlowGrid Of(Func<double, double, (double Dx, double Dy)> rate)
    {
        var (dx, dy) = (new double[41, 41], new double[41, 41]);
        for (var row = 0; row < 41; row++)
        {
            for (var column = 0; column < 41; column++)
            {
                (dx[row, column], dy[row, column]) = rate(Places[column], Places[row]);
            }
        }

        return new(Places, Places, dx, dy);
    }
}
