using System.Text.Json.Nodes;
using Engram.Figures;

namespace Engram.Tests.Figures;

/// <summary>Axes whose numbers stand at even distances, marks that are shown whole, labels that cover no data.</summary>
public sealed class AxisTests
{
    [Theory]
    [InlineData(0.005, 12, 0.001, 100, "0.001 0.01 0.1 1 10 100")]
    [InlineData(1e-12, 1, 1e-12, 1, "1E-12 1E-10 1E-08 1E-06 0.0001 0.01 1")]
    [InlineData(0.07, 1.7, 0.05, 2, "0.05 0.1 0.2 0.5 1 2")]
    [InlineData(1, 1, 1, 2, "1 2")]
    [InlineData(0.1, 100, 0.1, 100, "0.1 1 10 100")]
    public void Numbers_of_a_logarithmic_axis_are_even(double low, double high, double from, double to, string expected)
    {
        var (start, end, places) = LogTicks.Between(low, high);
        Assert.Equal((from, to), (Math.Round(start, 12), Math.Round(end, 12)));
        Assert.Equal(expected, string.Join(' ', places.Select(place => place.ToString("G3", System.Globalization.CultureInfo.InvariantCulture))));
    }

    [Fact]
    public void A_line_along_the_edge_is_whole_and_one_beyond_it_is_cut()
    {
        bool Clip(params double[] y) => (bool)Layers(new LinesFigure { Curves = [new("", [0, 1, 2], y)], X = Axis.Updates, Y = Axis.Share("y") })
            .First(layer => (string?)layer!["mark"]!["type"] == "line")!["mark"]!["clip"]!;
        Assert.False(Clip(0, 1, 1));
        Assert.True(Clip(0, 1, 1.1));
    }

    [Fact]
    public void The_label_of_a_line_stands_beside_the_plot_and_the_legend_beside_the_label()
    {
        var spec = new LinesFigure
        {
            Curves = [new("a", [0, 1], [0, 1])], X = new("x"), Y = new("y"), YLines = [new(0.5, "criterion")],
        }.ToVegaLite();
        var label = spec["layer"]!.AsArray().Single(layer => (string?)layer!["mark"]!["type"] == "text")!;
        Assert.Equal("width", (string?)label["encoding"]!["x"]!["value"]);
        Assert.Equal("left", (string?)label["mark"]!["align"]);
        Assert.InRange((int)spec["config"]!["legend"]!["offset"]!, 14 + 40, 14 + 80);
    }

    [Fact]
    public void Many_networks_on_a_logarithmic_axis_share_its_numbers_with_their_median()
    {
        var spec = new LearningCurveFigure
        {
            Curves = [.. Enumerable.Range(1, 5).Select(k => new Curve("k", [0, 100], [k, 0.01 * k]))], Y = new("Loss") { Logarithmic = true },
        }.ToVegaLite();
        var axes = spec["layer"]!.AsArray().Select(layer => layer!["encoding"]?["y"]?["axis"]?["values"]?.ToJsonString())
            .Where(values => values is not null).Distinct();
        Assert.Equal("[0.01,0.1,1,10]", Assert.Single(axes));
        Assert.Contains("Median", spec["title"]!["text"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.005, 12, "true ?")]
    [InlineData(1e-5, 12, "datum.value > 0.9 && datum.value < 11 ?")]
    public void Numbers_of_one_axis_are_written_in_one_way(double low, double high, string expected)
    {
        var layer = Layers(new LinesFigure { Curves = [new("", [0, 1], [low, high])], X = Axis.Updates, Y = new("y") { Logarithmic = true } })[0]!;
        Assert.StartsWith(expected, (string)layer["encoding"]!["y"]!["axis"]!["labelExpr"]!, StringComparison.Ordinal);
        Assert.Equal(1, (int)layer["encoding"]!["x"]!["axis"]!["tickMinStep"]!);
    }

    [Fact]
    public void A_count_has_no_fractions() => Assert.Equal(
        1, (int)Layers(new HistogramFigure { Groups = [new("a", [1, 2, 3])], X = new("x") })[0]!["encoding"]!["y"]!["axis"]!["tickMinStep"]!);

    private static JsonArray Layers(Figure figure) => figure.ToVegaLite()["layer"]!.AsArray();
}
