using System.Text.Json.Nodes;

namespace Engram.Figures;

/// <summary>Rates of several units by direction as points, with the curves fitted to them, each unit on a scale of its own.</summary>
public sealed record MemoryFieldsFigure : Figure
{
    private const int Width = 210, Height = 140, Columns = 3;

    /// <summary>The units.</summary>
    public required IReadOnlyList<FieldPanel> Panels { get; init; }

    /// <summary>What is along x, with its limits.</summary>
    public Axis X { get; init; } = new("Cue", "°") { Minimum = 0, Maximum = 360, Ticks = [0, 90, 180, 270, 360] };

    /// <summary>What is along y.</summary>
    public Axis Y { get; init; } = new("Rate");

    /// <inheritdoc/>
    public override JsonObject ToVegaLite()
    {
        var (start, end) = (X.Minimum ?? 0, X.Maximum ?? 360);
        var panels = new JsonArray([.. Panels.Select(panel => Body(panel, start, end))]);
        var all = new JsonObject { ["columns"] = Columns, ["concat"] = panels };
        return Theme.Finish(all, Title, Math.Min(Columns, Panels.Count) * Width);
    }

    private JsonObject Body(FieldPanel panel, double start, double end)
    {
        var fit = new DataTable()
            .Numbers("x", panel.Fit.Select((_, k) => start + ((end - start) * k / Math.Max(1, panel.Fit.Count - 1))))
            .Numbers("y", panel.Fit).ToData();
        var means = new DataTable().Numbers("x", panel.Directions).Numbers("y", panel.Rates).ToData();
        var line = Encode.Layer(
            Encode.Mark("line", ("color", Palette.First), ("aria", false)), ("x", Encode.Field("x", X)), ("y", Encode.Field("y", Y))).With(fit);
        var points = Encode.Layer(
            Encode.Mark("point", ("filled", true), ("size", 42), ("color", Theme.Ink), ("opacity", 1), ("tooltip", true)),
            ("x", Encode.Field("x", X)), ("y", Encode.Field("y", Y))).With(means);
        var body = Encode.Layers(Width, Height, [line, points]);
        body["title"] = new JsonObject { ["text"] = panel.Title, ["fontSize"] = 12, ["anchor"] = "middle", ["offset"] = 6 };
        return body;
    }
}
