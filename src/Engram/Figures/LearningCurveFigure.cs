using System.Text.Json.Nodes;

namespace Engram.Figures;

/// <summary>
/// Error or performance against updates: a line for each network, or the mean of several with a band. Of four networks or more of one name
/// the median is drawn, in a band from quartile to quartile, and the lines of the networks are shown on demand.
/// </summary>
public sealed record LearningCurveFigure : Figure
{
    private const int Many = 4;

    /// <summary>One for each network, those of a group under one name; or means, with intervals.</summary>
    public required IReadOnlyList<Curve> Curves { get; init; }

    /// <summary>The measure of performance.</summary>
    public required Axis Y { get; init; }

    /// <summary>What training is counted in.</summary>
    public Axis X { get; init; } = Axis.Updates;

    /// <summary>The criterion at which training stops; null for none.</summary>
    public double? Criterion { get; init; }

    /// <summary>Dashed lines at other values of the measure.</summary>
    public IReadOnlyList<ReferenceLine> YLines { get; init; } = [];

    /// <summary>Whether the names are steps of one quantity, so that their colours run from dark to light.</summary>
    public bool Ordered { get; init; }

    /// <inheritdoc/>
    public override JsonObject ToVegaLite()
    {
        IReadOnlyList<ReferenceLine> lines = [.. YLines, .. Criterion is { } criterion ? [new ReferenceLine(criterion, "criterion")] : Array.Empty<ReferenceLine>()];
        var groups = Curves.GroupBy(curve => curve.Name).ToList();
        return groups.Any(group => group.Count() >= Many)
            ? Banded([.. groups.Select(group => group.Count() >= Many ? Curve.MedianAndQuartiles(group.Key, [.. group]) : group.First())], lines)
            : new LinesFigure { Title = Title, Curves = Curves, X = X, Y = Y, YLines = lines, Ordered = Ordered }.ToVegaLite();
    }

    private JsonObject Banded(IReadOnlyList<Curve> medians, IReadOnlyList<ReferenceLine> lines)
    {
        const int Width = 440, Height = 270;
        var across = new ReferenceLayers(
            new(X, Curves.SelectMany(curve => curve.X), []), new(Y, Curves.SelectMany(curve => curve.Y), lines), Width, Height);
        var (layers, each) = (new CurveLayers(medians, across.X, across.Y, Ordered), new CurveLayers(Curves, across.X, across.Y, Ordered));
        var networks = each.Lines();
        networks["mark"]!["opacity"] = new JsonObject { ["expr"] = "networks ? 0.8 : 0" };
        IEnumerable<JsonObject> all =
        [
            .. across.Lines(), .. layers.Intervals(false), layers.Lines(), networks.With(each.Data, each.Naming),
            .. across.Labels(),
        ];
        var body = Encode.Layers(Width, Height, all).With(layers.Data, layers.Naming);
        body.Insert(0, "params", new JsonArray(new JsonObject
        {
            ["name"] = "networks", ["value"] = false,
            ["bind"] = new JsonObject { ["input"] = "checkbox", ["name"] = "a line for each network " },
        }));
        return Theme.Finish(
            body, Title, Width, subtitle: "Median of the networks and quartiles; one that stopped keeps its last value.",
            beside: across.Beside);
    }
}
