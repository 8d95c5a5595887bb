using System.Text.Json.Nodes;
using Engram.Figures;

namespace Engram.Tests.Figures;

/// <summary>Axes whose numbers stand at even distances, marks that are shown whole, labels that cover no data.</summary>
public sealed class AxisTests
{
    [Theory]
    [InlineData(0.005, 12, 0.005, 20, "0.01 0.1 1 10")]
    [InlineData(0.003, 1, 0.002, 1, "0.01 0.1 1")]
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
        Assert.Equal("[0.01,0.1,1]", Assert.Single(axes));
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

    [Fact]
    public void Numbers_stand_at_the_values_that_were_used()
    {
        var x = Layers(new LinesFigure
        {
            Curves = [new("", [10, 1, 0.25], [1, 2, 3])], X = new("Step", "ms") { Logarithmic = true, Ticks = [10, 1, 0.25] }, Y = new("y"),
        })[0]!["encoding"]!["x"]!;
        Assert.Equal("[10,1,0.25]", x["axis"]!["values"]!.ToJsonString());
        Assert.Equal("[0.25,10]", x["scale"]!["domain"]!.ToJsonString());
    }

    [Theory]
    [InlineData(1, true, "[1,1000]")]
    [InlineData(0.0001, false, "[50,1000]")]
    public void A_line_widens_a_logarithmic_axis_or_is_left_out_far_away(double at, bool shown, string domain)
    {
        var layers = Layers(new LinesFigure
        {
            Curves = [new("", [0, 1], [50, 1000])], X = new("x"), Y = new("y") { Logarithmic = true }, YLines = [new(at, "as predicted")],
        });
        Assert.Equal(shown ? 2 : 0, layers.Count(layer => layer!["encoding"]!["y"]!["datum"] is not null));
        var line = layers.First(layer => (string?)layer!["mark"]!["type"] == "line")!;
        Assert.Equal(domain, line["encoding"]!["y"]!["scale"]!["domain"]!.ToJsonString());
    }

    [Fact]
    public void A_line_beyond_a_limit_that_is_given_is_left_out() => Assert.DoesNotContain(
        Layers(new LinesFigure { Curves = [new("", [0, 1], [0, 1])], X = new("x"), Y = Axis.Share("y"), YLines = [new(1.5, "all")] }),
        layer => layer!["encoding"]!["y"]!["datum"] is not null);

    [Fact]
    public void Labels_of_lines_are_not_printed_over_each_other()
    {
        var above = Labels(new HistogramFigure
        {
            Groups = [new("a", [0.002, 2.57])], X = new("Loss"), XLines = [new(0.136, "the report"), new(0.222, "always 0"), new(2, "far")],
        });
        Assert.Equal([-3, -17, -3], above.Select(label => (int)label["encoding"]!["y"]!["value"]!));
        var beside = Labels(new LinesFigure
        {
            Curves = [new("", [0, 1], [0, 1])], X = new("x"), Y = new("y"), YLines = [new(0.5, "one"), new(0.51, "two"), new(0.9, "far")],
        });
        var shifts = beside.ToDictionary(label => (string)label["encoding"]!["text"]!["value"]!, label => (int)label["mark"]!["dy"]!);
        Assert.Equal(0, shifts["far"]);
        Assert.True(shifts["two"] < 0 && shifts["one"] > 0 && shifts["one"] - shifts["two"] >= 10);
    }

    [Fact]
    public void Bars_have_no_free_space_before_the_first() => Assert.Equal(
        0, (int)Layers(new HistogramFigure { Groups = [new("a", [0, 1, 2])], X = new("Loss") })[0]!["encoding"]!["x"]!["scale"]!["padding"]!);

    [Fact]
    public void Points_of_categories_lie_within_the_axis_and_their_bar_is_the_median_of_what_they_are()
    {
        var spec = new CategoriesFigure
        {
            Groups = [new("a", [-1000, -0.5, 0.5]), new("b", [-5, -4, 1])], X = new("R²") { Minimum = -1, Maximum = 1 },
        }.ToVegaLite();
        string[] data = [.. spec["layer"]!.AsArray().Select(layer => (string)layer!["data"]!["values"]!)];
        Assert.Equal("series,x\n0,-1\n0,-0.5\n0,0.5\n1,-1\n1,-1\n1,1", data[0]);
        Assert.Equal("name,x,note\na,-0.5,\nb,-1,", data[1]);
        Assert.True((int)spec["layer"]![0]!["encoding"]!["x"]!["scale"]!["padding"]! > 4);
        Assert.Contains("the bar is their median. Values beyond the axis are drawn", Title(spec), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "beyond", Title(new CategoriesFigure { Groups = [new("a", [0, 1])], X = Axis.Share("y") }.ToVegaLite()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_legend_of_numbers_says_what_they_are_and_a_note_what_is_dashed()
    {
        var spec = new LinesFigure
        {
            Curves = [new("0.1", [0, 1], [0, 1])], X = new("x"), Y = new("y"), Legend = "Mean input", Note = "Dashed: predicted.",
        }.ToVegaLite();
        Assert.Equal("Mean input", (string?)spec["layer"]![0]!["encoding"]!["color"]!["legend"]!["title"]);
        Assert.Equal("Dashed: predicted.", Title(spec));
    }

    [Fact]
    public void Speeds_are_powers_of_ten_as_everywhere()
    {
        var legend = Layers(SampleFigures.All["flow-field"])[0]!["encoding"]!["stroke"]!["legend"]!;
        Assert.NotEmpty(legend["values"]!.AsArray());
        Assert.Null(legend["format"]);
    }

    [Fact]
    public void Rows_are_counted_from_1() => Assert.Equal(
        "[0.5,3.5]", Layers(new RateHeatMapFigure { Rates = new double[3, 2], Time = [0, 1] })[0]!["encoding"]!["y"]!["scale"]!["domain"]!.ToJsonString());

    private static string Title(JsonObject spec) =>
        string.Join(' ', spec["title"]!["text"]!.AsArray().Select(line => (string)line!));

    private static IReadOnlyList<JsonNode> Labels(Figure figure) =>
        [.. Layers(figure).Where(layer => (string?)layer!["mark"]!["type"] == "text").Select(layer => layer!)];

    private static JsonArray Layers(Figure figure) => figure.ToVegaLite()["layer"]!.AsArray();
}
