using System.Text.Json.Nodes;

namespace Engram.Figures;

/// <summary>Pieces of Vega-Lite that the figures share.</summary>
internal static class Encode
{
    /// <summary>A field along an axis.</summary>
    /// <param name="field">The field.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="padding">Pixels that are left free beyond the data where the axis has no limit.</param>
    public static JsonObject Field(string field, Axis axis, int padding = 0)
    {
        var scale = new JsonObject { ["zero"] = false };
        if (axis.Logarithmic)
        {
            scale["type"] = "log";
            scale.Remove("zero");
        }

        if (axis is { Minimum: { } minimum, Maximum: { } maximum })
        {
            scale["domain"] = new JsonArray(minimum, maximum);
        }
        else
        {
            Limit(scale, "domainMin", axis.Minimum);
            Limit(scale, "domainMax", axis.Maximum);
        }

        scale["nice"] = padding == 0 && (axis.Minimum is null || axis.Maximum is null);
        if (padding > 0)
        {
            scale["padding"] = padding;
        }

        return new()
        {
            ["field"] = field,
            ["type"] = "quantitative",
            ["title"] = axis.Label,
            ["scale"] = scale,
            ["axis"] = Percent(axis),
        };
    }

    /// <summary>The other end of what <see cref="Field"/> places.</summary>
    public static JsonObject End(string field) => new() { ["field"] = field };

    /// <summary>A constant along an axis.</summary>
    public static JsonObject Datum(double value) => new() { ["datum"] = value };

    /// <summary>A constant in pixels, or <c>width</c> or <c>height</c>.</summary>
    public static JsonObject Pixels(JsonNode value) => new() { ["value"] = value };

    /// <summary>How numbers are written along an axis or beside a colour.</summary>
    public static JsonObject Percent(Axis axis)
    {
        JsonObject shown = axis.Percent ? new() { ["labelExpr"] = "format(100 * datum.value, '.3~g')" }
            : axis.Whole ? new() { ["tickMinStep"] = 1 }
            : !axis.Logarithmic ? []
            : axis.Ticks is not { } ticks ? new() { ["labelExpr"] = Powers("datum.value >= 0.001 && datum.value < 10000") }
            : new() { ["labelExpr"] = Powers(ticks.All(tick => tick is >= 0.001 and < 10000) ? "true" : "datum.value > 0.9 && datum.value < 11") };
        if (axis.Ticks is { } places)
        {
            shown["values"] = new JsonArray([.. places.Select(tick => JsonValue.Create(tick))]);
        }

        return shown;
    }

    // Whole powers of ten as 10⁴ and 10⁻⁴ where any number of the axis is beyond the readable ones; what lies between two is not written.
    private const string Exponent = "round(log(datum.value) / LN10)";

    private static string Powers(string plain) =>
        $"{plain} ? format(datum.value, '~g') : "
        + $"abs(log(datum.value) / LN10 - {Exponent}) > 1e-9 ? '' : "
        + $"'10' + ({Exponent} < 0 ? '⁻' : '') + (abs({Exponent}) > 9 ? substring('⁰¹²³', floor(abs({Exponent}) / 10), "
        + $"floor(abs({Exponent}) / 10) + 1) : '') + substring('⁰¹²³⁴⁵⁶⁷⁸⁹', abs({Exponent}) % 10, abs({Exponent}) % 10 + 1)";

    /// <summary>A mark.</summary>
    public static JsonObject Mark(string type, params ReadOnlySpan<(string Key, JsonNode? Value)> settings)
    {
        var mark = new JsonObject { ["type"] = type };
        foreach (var (key, value) in settings)
        {
            mark[key] = value;
        }

        return mark;
    }

    /// <summary>A layer.</summary>
    public static JsonObject Layer(JsonObject mark, params ReadOnlySpan<(string Channel, JsonNode? Definition)> encoding)
    {
        var channels = new JsonObject();
        foreach (var (channel, definition) in encoding)
        {
            channels[channel] = definition;
        }

        return new() { ["mark"] = mark, ["encoding"] = channels };
    }

    /// <summary>Adds data and transforms to a layer or a specification, before its marks.</summary>
    public static JsonObject With(this JsonObject layer, JsonObject data, params ReadOnlySpan<JsonObject> transforms)
    {
        if (transforms.Length > 0)
        {
            layer.Insert(0, "transform", new JsonArray([.. transforms]));
        }

        layer.Insert(0, "data", data);
        return layer;
    }

    /// <summary>Layers over one another.</summary>
    public static JsonObject Layers(int width, int height, IEnumerable<JsonObject> layers) => new()
    {
        ["width"] = width,
        ["height"] = height,
        ["layer"] = new JsonArray([.. layers]),
    };

    /// <summary>Data of one row, for marks that are drawn once.</summary>
    public static JsonObject One() => new() { ["values"] = new JsonArray(new JsonObject()) };

    private static void Limit(JsonObject scale, string key, double? value)
    {
        if (value is { } limit)
        {
            scale[key] = limit;
        }
    }
}
