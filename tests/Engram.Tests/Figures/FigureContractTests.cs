using System.Text.Json.Nodes;
using Engram.Figures;

namespace Engram.Tests.Figures;

/// <summary>What holds for every kind of figure; a new one needs a sample and is tested from then on.</summary>
public sealed class FigureContractTests
{
    public static TheoryData<string> Names => [.. SampleFigures.All.Keys];

    [Fact]
    public void Every_kind_of_figure_has_a_sample() =>
        Assert.Empty(Figure.Catalog.Types
            .Except(SampleFigures.All.Values.Select(figure => figure.GetType())));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_figure_is_small_and_drawn_without_a_warning_and_never_too_wide_for_a_page(string name)
    {
        Tools.NeedNode();
        var figure = SampleFigures.All[name];
        var text = FigureJson.Text(figure.ToVegaLite());
        Assert.InRange(text.Length, 500, 250_000);
        Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", text, StringComparison.Ordinal);
        var (svg, warnings) = new FigureRenderer().Svg(text, name, TestContext.Current.CancellationToken);
        Assert.Empty(warnings);
        Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("undefined", svg, StringComparison.Ordinal);
        Assert.Contains(figure.Title.Split(' ')[0], svg, StringComparison.Ordinal);
        var marks = svg.Split("mark-symbol role-mark").Length + svg.Split("mark-line role-mark").Length
            + svg.Split("mark-rect role-mark").Length;
        Assert.True(marks > 3, "nothing is drawn");
        var width = double.Parse(svg.Split("width=\"")[1].Split('"')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(width, 200, 1000);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_figure_has_a_title_and_names_what_its_axes_and_colours_show(string name)
    {
        var spec = SampleFigures.All[name].ToVegaLite();
        Assert.Equal(Theme.Schema, (string?)spec["$schema"]);
        Assert.NotEmpty(spec["title"]!["text"]!.AsArray());
        var titled = new HashSet<string>();
        foreach (var encoding in Encodings(spec))
        {
            foreach (var channel in new[] { "x", "y", "fill" })
            {
                if (encoding[channel] is JsonObject field && (field["title"] ?? field["legend"]?["title"]) is JsonValue title)
                {
                    titled.Add(channel);
                    Assert.NotEqual("", (string?)title);
                }
            }
        }

        Assert.Contains("x", titled);
        Assert.True(titled.Contains("y") || SampleFigures.All[name] is CategoriesFigure or DistributionFigure, "y has no title");
    }

    [Fact]
    public void A_figure_without_data_is_drawn_empty()
    {
        Tools.NeedNode();
        Figure[] empty =
        [
            new LinesFigure { Title = "lines", Curves = [], X = new("x"), Y = new("y") },
            new LinesFigure
            {
                Title = "lines of nothing", X = new("x"), Y = new("y"), Points = true,
                Curves = [new("a", [1, 2], [double.NaN, double.NaN]) { Low = [double.NaN, double.NaN], High = [double.NaN, double.NaN] }],
            },
            new PointsFigure
        {
            Title = "points", Groups = [], X = new("x"), Y = new("y") { Logarithmic = true }, Regression = true, Means = true,
        },
            new CategoriesFigure { Title = "rows", Groups = [new("a", [])], X = new("x") { Logarithmic = true } },
            new DistributionFigure { Title = "boxes", Groups = [new("a", [])], X = new("x") },
            new BifurcationFigure { Title = "branches", Points = [], X = new("x"), Y = new("y") },
            new LoadingScatterFigure { Title = "loadings", Panels = [new([], "m", "n"), new([new("", [0, 0, 0], [0, 0, 0])], "m", "n")] },
            new FlowFieldFigure
            {
                Title = "rest", X = new("x"), Y = new("y"), Flow = new([0, 1], [0, 1], new double[2, 2], new double[2, 2]),
            },
            new HistogramFigure { Title = "bins", Groups = [new("a", [])], X = new("x"), Shares = true },
            new EigenvalueFigure { Title = "spectrum", Groups = [] },
            new PolarFigure { Title = "sectors", Sectors = [] },
            new WeightMatrixFigure { Title = "weights", Weights = new double[3, 3], ExcitatoryRows = 2, ExcitatoryColumns = 2 },
            new RateMapsFigure { Title = "maps", Panels = [new("", new double[,] { { double.NaN } })], Value = new("rate") },
            new RateHeatMapFigure { Title = "rates", Rates = new double[1, 1], Time = [0] },
        ];
        foreach (var figure in empty)
        {
            var (svg, _) = new FigureRenderer().Svg(
                FigureJson.Text(figure.ToVegaLite()), figure.Title, TestContext.Current.CancellationToken);
            Assert.False(svg.Contains("NaN", StringComparison.Ordinal), figure.Title);
        }
    }

    private static IEnumerable<JsonObject> Encodings(JsonNode? node) => node switch
    {
        JsonObject all => (all["encoding"] is JsonObject own ? [own] : Array.Empty<JsonObject>())
            .Concat(all.Where(pair => pair.Key != "encoding").SelectMany(pair => Encodings(pair.Value))),
        JsonArray items => items.SelectMany(Encodings),
        _ => [],
    };
}
