using System.Text.Json.Nodes;
using Engram.Figures;
using Engram.Numerics;

namespace Engram.Tests.Figures;

/// <summary>What the figures show is what was given.</summary>
public sealed class FigureDataTests
{
    [Fact]
    public void Numbers_have_five_digits_and_what_is_not_finite_is_empty()
    {
        var data = new DataTable().Texts("name", ["a", "b,\"c\"", "d"])
            .Numbers("x", [1.0 / 3, double.NaN, double.PositiveInfinity]).ToData();
        Assert.Equal("name,x\na,0.33333\n\"b,\"\"c\"\"\",\nd,", (string?)data["values"]);
        Assert.Equal("number", (string?)data["format"]!["parse"]!["x"]);
    }

    [Fact]
    public void Columns_of_different_lengths_are_refused() =>
        Assert.Throws<ArgumentException>(() => new DataTable().Numbers("x", [1]).Numbers("y", [1, 2]).ToData());

    [Fact]
    public void The_mean_of_curves_has_their_standard_deviation()
    {
        var mean = Curve.MeanAndSd("", [0, 1, 2], [[1, 5, double.NaN], [3, 5, 4]]);
        Assert.Equal([2.0, 5, 4], mean.Y);
        Assert.Equal(Math.Sqrt(2), mean.High![0] - 2, 12);
        Assert.Equal([5.0, 4], mean.Low!.Skip(1));
    }

    [Fact]
    public void Curves_have_a_median_and_quartiles_and_one_that_ended_keeps_its_last_value()
    {
        var band = Curve.MedianAndQuartiles(
            "a", [new("a", [0, 10, 20], [1, 2, 3]), new("a", [0, 20], [3, 7]), new("a", [0], [5]), new("a", [0, 10], [7, double.NaN])]);
        Assert.Equal([0.0, 10, 20], band.X);
        Assert.Equal([4, 4, 6], band.Y);
        Assert.Equal([2.5, 2.75, 4.5], band.Low!);
        Assert.Equal([5.5, 5.5, 7], band.High!);
    }

    [Fact]
    public void Many_networks_are_a_median_with_a_band_and_their_lines_are_kept_for_whoever_asks()
    {
        Curve[] Curves(int count) => [.. Enumerable.Range(0, count).Select(k => new Curve("a", [0, 1], [k, k + 1]))];
        var many = new LearningCurveFigure { Curves = Curves(5), Y = new("y") }.ToVegaLite();
        Assert.Equal("networks", (string?)many["params"]![0]!["name"]);
        Assert.Equal([[0, 0, 0, 0, 2, 1, 3], [0, 0, 1, 1, 3, 2, 4]], Rows(many));
        Assert.Contains(many["layer"]!.AsArray(), layer => layer!["mark"]!["opacity"] is JsonObject
            && Rows(layer.AsObject()).Count == 10);
        Assert.Null(new LearningCurveFigure { Curves = Curves(3), Y = new("y") }.ToVegaLite()["params"]);
    }

    [Fact]
    public void A_histogram_counts_every_value_once()
    {
        var figure = new HistogramFigure
        {
            Groups = [new("a", [0, 0.5, 1, 1.5, 2, double.NaN]), new("b", [2])], X = new("x"), Bins = 2,
        };
        Assert.Equal([[0, 0, 1, 2], [0, 1, 2, 3], [1, 0, 1, 0], [1, 1, 2, 1]], Rows(figure.ToVegaLite()));
        Assert.Equal([0.4, 0.6, 0, 1], Rows((figure with { Shares = true }).ToVegaLite()).Select(row => row[3]));
    }

    [Fact]
    public void A_psychometric_curve_has_wilsons_intervals()
    {
        var figure = new PsychometricFigure { Curves = [new("", [4], [18], [20])], X = new("Coherence", "%") };
        var (low, high) = Binomial.Wilson(18, 20);
        var row = Assert.Single(Rows(figure.ToVegaLite()));
        Assert.Equal(0.9, row[4]);
        Assert.Equal(low, row[5], 1e-5);
        Assert.Equal(high, row[6], 1e-5);
    }

    [Fact]
    public void Units_are_sorted_by_the_time_of_their_peak_and_long_trials_are_averaged()
    {
        var rates = new double[4, 240];
        (rates[0, 200], rates[1, 10], rates[2, 100]) = (4, 8, 2);
        var figure = new RateHeatMapFigure { Rates = rates, Time = [.. Enumerable.Range(0, 240).Select(k => 0.01 * k)] };
        Assert.Equal([(5, 4.0), (120 + 50, 1), (240 + 100, 2)], Peaks(figure));
        Assert.Equal([(100, 2.0), (120 + 5, 4), (240 + 50, 1)], Peaks(figure with { Sorted = false }));
        Assert.Equal([0.5, 0.5, 0.5], Peaks(figure with { Normalised = true }).Select(peak => peak.Value));
    }

    [Fact]
    public void The_regression_is_that_of_least_squares()
    {
        var figure = new PointsFigure
        {
            Groups = [new("a", [0, 1], [1, 3]), new("b", [2, 3, 4], [5, 7, double.NaN])], X = new("x"), Y = new("y"), Regression = true,
        };
        var line = figure.ToVegaLite()["layer"]!.AsArray().First(layer => (string?)layer!["mark"]!["type"] == "line")!;
        Assert.Equal([[0, 1], [3, 7]], Rows(line.AsObject()));
    }

    [Fact]
    public void Weights_of_zero_take_no_cell()
    {
        var figure = new WeightMatrixFigure { Weights = new[,] { { 0, 1.5 }, { -2, 0 } }, ExcitatoryRows = 1, ExcitatoryColumns = 1 };
        Assert.Equal([[1, 0, 1.5], [0, 1, -2]], Rows(figure.ToVegaLite()["layer"]![0]!.AsObject()));
    }

    [Theory]
    [InlineData(100, 1)]
    [InlineData(1, 100)]
    [InlineData(1, 1)]
    public void The_names_of_the_axes_fit_beside_a_single_row_or_column_of_weights(int rows, int columns)
    {
        var spec = new WeightMatrixFigure
        {
            Weights = new double[rows, columns], ExcitatoryRows = null, ExcitatoryColumns = null, From = "From input", To = "To output",
        }.ToVegaLite();
        Assert.InRange((int)spec["width"]!, (int)Theme.Width("From input", 13), 400);
        Assert.InRange((int)spec["height"]!, (int)Theme.Width("To output", 13), 400);
        var encoding = spec["layer"]![0]!["encoding"]!;
        Assert.Equal((1, 1), ((int)encoding["x"]!["axis"]!["tickMinStep"]!, (int)encoding["y"]!["axis"]!["tickMinStep"]!));
    }

    [Fact]
    public void A_matrix_and_its_labels_must_agree()
    {
        var figure = new MatrixFigure
        {
            Panels = [new("", new double[2, 2])], Rows = new("r"), Columns = new("c"),
            RowLabels = ["1", "2"], ColumnLabels = ["1"], Value = new("v"),
        };
        Assert.Contains("2 × 2", Assert.Throws<ArgumentException>(figure.ToVegaLite).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_groups_than_colours_are_steps_of_one_scale()
    {
        var names = Enumerable.Range(0, 11).Select(k => $"{k}").ToList();
        var range = Palette.Colour(names)["scale"]!["range"]!.AsArray().Select(colour => (string?)colour).ToList();
        Assert.Equal(11, range.Distinct().Count());
        Assert.Equal("#440154", range[0]);
        Assert.Equal(Theme.Grey, (string?)Palette.Colour(["null", "a"], new HashSet<string> { "null" })["scale"]!["range"]![0]);
    }

    private static List<double[]> Rows(JsonObject spec) =>
    [
        .. ((string?)spec["data"]!["values"])!.Split('\n').Skip(1)
            .Select(row => row.Split(',').Select(cell => cell.Length == 0 ? double.NaN : double.Parse(cell)).ToArray()),
    ];

    private static IEnumerable<(int Index, double Value)> Peaks(RateHeatMapFigure figure) =>
        Rows(figure.ToVegaLite()["layer"]![0]!.AsObject()).Select(row => row[0]).Index().Where(cell => cell.Item > 0);
}
