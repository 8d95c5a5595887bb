using Engram.Analysis;
using Engram.Numerics;

namespace Engram.Tests.Analysis.Space;

/// <summary>Correlations of shifted maps, against their definition.</summary>
public sealed class MapShiftsTests
{
    [Theory]
    [InlineData(9, 6, 0)]
    [InlineData(5, 8, 0.1)]
    [InlineData(7, 7, 0.6)]
    public void A_correlation_is_that_of_the_bins_that_were_visited_with_their_partners(int width, int height, double unvisited)
    {
        var random = new RandomStream(new StreamKey(4, Purpose.Analysis), 0);
        var map = new double[width * height];
        for (var bin = 0; bin < map.Length; bin++)
        {
            map[bin] = random.NextUniform() < unvisited ? double.NaN : 5 + random.NextNormal();
        }

        var shifts = new MapShifts(width, height, map);
        var some = 0;
        for (var dy = 0; dy < height; dy++)
        {
            for (var dx = dy == 0 ? 0 : 1 - width; dx < width; dx++)
            {
                var expected = Defined(width, height, map, dx, dy);
                Assert.Equal(expected, shifts.Correlation(dx, dy), 1e-9);
                some += expected == 0 ? 0 : 1;
            }
        }

        Assert.True(some > width * height / 2);
    }

    [Fact]
    public void A_map_without_spread_or_without_bins_correlates_with_nothing()
    {
        var (flat, empty) = (new double[12], new double[12]);
        Array.Fill(flat, 0.3);
        Array.Fill(empty, double.NaN);
        foreach (var map in (double[][])[flat, empty])
        {
            var shifts = new MapShifts(4, 3, map);
            Assert.All(Enumerable.Range(0, 3), dy => Assert.Equal(0, shifts.Correlation(1, dy)));
        }
    }

    private static double Defined(int width, int height, double[] map, int dx, int dy)
    {
        List<double> a = [], b = [];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (toX, toY) = (x + dx, y + dy);
                if (toX >= 0 && toX < width && toY < height && (map[(y * width) + x], map[(toY * width) + toX]) is var (one, other) && !double.IsNaN(one + other))
                {
                    a.Add(one);
                    b.Add(other);
                }
            }
        }

        return a.Count < SpatialAutocorrelogram.LeastBins ? 0 : MathNet.Numerics.Statistics.Correlation.Pearson(a, b);
    }
}
