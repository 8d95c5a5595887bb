using System.Text.Json.Nodes;

namespace Engram.Figures;

/// <summary>One trial over time, with inputs above, outputs and targets below, and the periods marked.</summary>
public sealed record TrialRasterFigure : Figure
{
    private const int Width = 520;

    /// <summary>Time of each step, s.</summary>
    public required IReadOnlyList<double> Time { get; init; }

    /// <summary>The input channels, as many values each as there are steps.</summary>
    public required IReadOnlyList<NamedValues> Inputs { get; init; }

    /// <summary>The targets, dashed; not finite where the loss does not count.</summary>
    public IReadOnlyList<NamedValues> Targets { get; init; } = [];

    /// <summary>The outputs, under the names of their targets.</summary>
    public IReadOnlyList<NamedValues> Outputs { get; init; } = [];

    /// <summary>The periods.</summary>
    public IReadOnlyList<PeriodBand> Periods { get; init; } = [];

    /// <summary>What is along the inputs.</summary>
    public Axis InputAxis { get; init; } = new("Input");

    /// <summary>What is along the outputs.</summary>
    public Axis OutputAxis { get; init; } = new("Output");

    /// <inheritdoc/>
    public override JsonObject ToVegaLite()
    {
        var time = Axis.Time with { Minimum = Time[0], Maximum = Time[^1] };
        var span = Math.Max(Time[^1] - Time[0], double.Epsilon);
        var names = Outputs.Concat(Targets).Select(channel => channel.Name).Distinct().ToList();
        var panels = new JsonArray(Panel(
            110, time, true, [.. PeriodLayers.Bands(Periods, time), .. PeriodLayers.Names(Periods, time, Width, span)],
            Lines(Inputs, [.. Inputs.Select(channel => channel.Name)], time, InputAxis, true, false)));
        if (names.Count > 0)
        {
            panels.Add(Panel(
                130, time, false, [.. PeriodLayers.Bands(Periods, time)],
                Outputs.Count > 0 ? Lines(Outputs, names, time, OutputAxis, false, false) : null,
                Targets.Count > 0 ? Lines(Targets, names, time, OutputAxis, true, true) : null));
        }

        var body = new JsonObject
        {
            ["vconcat"] = panels,
            ["spacing"] = 14,
            ["resolve"] = new JsonObject { ["scale"] = new JsonObject { ["color"] = "independent", ["strokeDash"] = "independent" } },
        };
        return Theme.Finish(body, Title, Width, 10 + PeriodLayers.Height(Periods, Width, span));
    }

    private JsonObject Lines(
        IReadOnlyList<NamedValues> channels, IReadOnlyList<string> names, Axis time, Axis axis, bool steps, bool dashed)
    {
        var table = new DataTable()
            .Numbers("series", channels.SelectMany(channel => Enumerable.Repeat((double)Index(names, channel.Name), Time.Count)))
            .Numbers("time", channels.SelectMany(_ => Time))
            .Numbers("value", channels.SelectMany(channel => channel.Values));
        var layer = Encode.Layer(
            Encode.Mark("line", ("strokeWidth", dashed ? 1.6 : 1.8), ("interpolate", steps ? "step-after" : "linear"), ("aria", false)),
            ("x", Encode.Field("time", time)), ("y", Encode.Field("value", axis, 5)), ("color", Palette.Colour(names)));
        if (Targets.Count > 0 && axis == OutputAxis)
        {
            layer["encoding"]!["strokeDash"] = new JsonObject
            {
                ["datum"] = dashed ? "target" : "output",
                ["type"] = "nominal",
                ["title"] = null,
                ["scale"] = new JsonObject
                {
                    ["domain"] = Palette.Texts(["output", "target"]),
                    ["range"] = new JsonArray(new JsonArray(1, 0), new JsonArray(5, 3)),
                },
            };
        }

        return layer.With(table.ToData(), Palette.Naming(names));
    }

    private static int Index(IReadOnlyList<string> names, string name) => names.Index().First(pair => pair.Item == name).Index;

    private static JsonObject Panel(int height, Axis time, bool upper, IEnumerable<JsonObject> periods, params JsonObject?[] lines)
    {
        List<JsonObject> layers = [.. periods, .. lines.OfType<JsonObject>()];
        foreach (var x in layers.Select(layer => layer["encoding"]!["x"]).OfType<JsonObject>().Where(_ => upper))
        {
            x["title"] = null;
            x["axis"] = new JsonObject { ["labels"] = false };
        }

        return Encode.Layers(Width, height, layers);
    }
}
