using Engram.Analysis;
using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Tests.Analysis.Space;

/// <summary>How hexagonal and square maps are, on ideal ones.</summary>
public sealed class GridScoreTests
{
    private const double Side = 2.2;
    private const int Maps = 8;

    // Means of eight ideal maps computed with SciPy's cubic rotation.
    [Theory]
    [InlineData(0.3, 0.86)]
    [InlineData(0.5, 1.29)]
    [InlineData(0.7, 1.66)]
    [InlineData(0.9, 1.46)]
    [InlineData(1.1, 1.41)]
    public void Ideal_hexagonal_maps_have_the_published_score(double spacing, double expected) =>
        Assert.Equal(expected, Enumerable.Range(0, Maps).Average(k => new GridScore().Of(Lattice(spacing, 3, k)).Hexagonal), 0.1);

    [Fact]
    public void Square_lattices_are_square_and_not_hexagonal()
    {
        var found = Enumerable.Range(0, Maps).Select(k => new GridScore().Of(Lattice(0.5, 2, k))).ToList();
        Assert.Equal(-0.31, found.Average(score => score.Hexagonal), 0.1);
        Assert.Equal(1.14, found.Average(score => score.Square), 0.1);
    }

    [Fact]
    public void Stripes_are_neither() =>
        Assert.Equal(0.11, Enumerable.Range(0, Maps).Average(k => new GridScore().Of(Lattice(0.5, 1, k)).Hexagonal), 0.15);

    [Fact]
    public void The_autocorrelogram_is_one_without_a_shift_and_the_same_for_opposite_shifts()
    {
        var found = SpatialAutocorrelogram.Of(Lattice(0.6, 3, 1));
        Assert.Equal((39, 39), (found.Columns, found.Rows));
        Assert.Equal(1, found.Values[(19 * 39) + 19], 1e-12);
        Assert.All(Enumerable.Range(0, 39 * 39), place => Assert.Equal(found.Values[place], found.Values[(39 * 39) - 1 - place]));
        Assert.All(found.Values, r => Assert.InRange(r, -1, 1));
    }

    [Fact]
    public void A_shift_by_one_bin_has_the_correlation_of_the_bins_that_overlap()
    {
        double?[] rates = [1, 4, 2, 8, 5, 7, 3, 6, 9];
        double[] left = [1, 4, 8, 5, 3, 6], right = [4, 2, 5, 7, 6, 9];
        Assert.Equal(MathNet.Numerics.Statistics.Correlation.Pearson(left, right), SpatialAutocorrelogram.Of(new(3, 3, rates)).Values[(2 * 5) + 3], 1e-12);

        // Where the animal never was, a bin is left out, or counts as 0.
        rates[4] = null;
        Assert.Equal(
            MathNet.Numerics.Statistics.Correlation.Pearson([1, 4, 3, 6], [4, 2, 6, 9]), SpatialAutocorrelogram.Of(new(3, 3, rates)).Values[(2 * 5) + 3], 1e-12);
        Assert.Equal(
            MathNet.Numerics.Statistics.Correlation.Pearson([1, 4, 8, 0, 3, 6], [4, 2, 0, 7, 6, 9]),
            SpatialAutocorrelogram.Of(new(3, 3, rates), UnvisitedBins.Zero).Values[(2 * 5) + 3], 1e-12);
    }

    [Theory]
    [InlineData(0.5, 7)]
    [InlineData(0.7, 23)]
    [InlineData(0.7, 59)]
    public void Spacing_and_orientation_are_those_of_the_lattice(double spacing, double degrees)
    {
        var found = GridGeometry.Of(SpatialAutocorrelogram.Of(Map(44, spacing, 3, degrees, 0.1, 0.2)), Side / 44)!;
        Assert.Equal(spacing, found.Spacing, 0.03 * spacing);
        Assert.InRange(Math.Abs(found.Orientation - degrees), 0, 2);
        Assert.InRange(found.Ellipticity, 1, 1.1);
        Assert.Equal(6, found.Peaks.Count);
    }

    [Fact]
    public void A_map_without_peaks_has_no_geometry() =>
        Assert.Null(GridGeometry.Of(SpatialAutocorrelogram.Of(new(20, 20, [.. Enumerable.Range(0, 400).Select(bin => (double?)(bin % 20))]))));

    [Fact]
    public void A_map_that_cannot_be_scored_is_refused()
    {
        Refused(() => new GridScore().Of(new RateMap(2, 20, [.. new double?[40]])), "2 by 20 bins");
        Refused(() => new GridScore().Of(new RateMap(3, 3, [1, 2, 3])), "3 rates");
        Refused(() => new GridScore().Of(new RateMap(3, 3, [1, 2, 3, 4, double.NaN, 6, 7, 8, 9])), "bin (1, 1) is NaN");
        Refused(() => new GridScore { Inner = 0.5 }.Of(Lattice(0.5, 3, 1)), "`Inner` is 0.5");

        static void Refused(Action act, string told) => Assert.Contains(told, Assert.Throws<UsageException>(act).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_map_that_is_empty_or_flat_has_a_score_of_zero()
    {
        Assert.Equal(0, new GridScore().Of(new RateMap(20, 20, new double?[400])).Hexagonal, 1e-9);
        Assert.Equal(0, new GridScore().Of(new RateMap(20, 20, [.. Enumerable.Repeat<double?>(3, 400)])).Hexagonal, 1e-9);
    }

    [Fact]
    public void An_image_turned_by_nothing_or_a_quarter_has_the_same_pixels()
    {
        double[] values = [.. Enumerable.Range(0, 49).Select(k => Math.Sin(k * k))];
        var image = new SplineImage(7, 7, values);
        Assert.All(image.Rotated(0).Zip(values), pair => Assert.Equal(pair.Second, pair.First, 1e-9));
        var quarter = image.Rotated(90);

        // Pixels at the edge may be outside by rounding.
        bool Turned(int way) => Enumerable.Range(0, 25).All(k =>
        {
            var (x, y) = ((k % 5) - 2, (k / 5) - 2);
            return Math.Abs(quarter[((y + 3) * 7) + x + 3] - values[((3 + (way * x)) * 7) + 3 - (way * y)]) < 1e-9;
        });
        Assert.True(Turned(1) != Turned(-1));
    }

    private static RateMap Lattice(double spacing, int waves, int k)
    {
        var random = new RandomStream(new StreamKey(5, Purpose.Analysis), k);
        return Map(20, spacing, waves, random.NextUniform() * 60, random.NextUniform(), random.NextUniform());
    }

    // Mean of cosines at angles of 60 degrees for three waves, of 90 for two, raised to between 0 and 1.
    private static RateMap Map(int bins, double spacing, int waves, double degrees, double x0, double y0)
    {
        var wave = 2 * Math.PI / spacing * (waves == 3 ? 2 / Math.Sqrt(3) : 1);
        return new(bins, bins, [.. Enumerable.Range(0, bins * bins).Select(bin =>
        {
            var (x, y) = ((((bin % bins) + 0.5) / bins * Side) - x0, (((bin / bins) + 0.5) / bins * Side) - y0);
            var sum = Enumerable.Range(0, waves).Sum(k =>
            {
                var angle = ((waves == 3 ? 60 : 90) * k) + degrees + (waves == 3 ? 30 : 0);
                return Math.Cos(wave * ((x * Math.Cos(angle * Math.PI / 180)) + (y * Math.Sin(angle * Math.PI / 180))));
            });
            return (double?)((2.0 / 3 * ((sum / waves) + 0.5)));
        })]);
    }
}
