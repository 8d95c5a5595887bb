using System.Text.Json.Nodes;

namespace Engram.Figures;

/// <summary>Colours of numbers: diverging around a midpoint (blue below, orange above), or from dark to light.</summary>
/// <param name="Axis">The quantity, and the limits beyond which the colour stays.</param>
/// <param name="Midpoint">The value that is white; null for a sequential scale.</param>
/// <param name="Values">What is shown, for the limits that are not given.</param>
internal sealed record ColourScale(Axis Axis, double? Midpoint, IEnumerable<double> Values)
{
    private readonly (double Low, double High) limits = Limits(Axis, Midpoint, [.. Values.Where(double.IsFinite)]);

    /// <summary>The encoding of a fill.</summary>
    /// <param name="field">The field.</param>
    /// <param name="height">Pixels of the plot, beside which the scale is shown.</param>
    /// <param name="offset">Pixels between the plot and the scale.</param>
    public JsonObject Encoding(string field, int height, int offset = 14)
    {
        var (low, high) = limits;
        var scale = new JsonObject { ["clamp"] = true };
        if (Midpoint is { } middle)
        {
            scale["range"] = new JsonArray("#08519c", "#5fa2ce", "#f4f4f2", "#f59a3c", "#a33b00");
            scale["domain"] = new JsonArray(low, (low + middle) / 2, middle, (middle + high) / 2, high);
            scale["interpolate"] = "lab";
        }
        else
        {
            scale["domain"] = new JsonArray(low, high);
            scale["scheme"] = "viridis";
        }

        var shown = Encode.Percent(Axis);
        shown["title"] = Axis.Label;
        shown["gradientLength"] = Math.Clamp(height - 24, 60, 160);
        shown["offset"] = offset;
        return new() { ["field"] = field, ["type"] = "quantitative", ["scale"] = scale, ["legend"] = shown };
    }

    /// <summary>A condition of Vega that tells cells on which white text is read better than black.</summary>
    public string IsDark(string field)
    {
        var (low, high) = limits;
        string At(double share, double from, double to) => DataTable.Text(from + (share * (to - from)));
        return Midpoint is { } middle
            ? $"datum.{field} < {At(0.35, low, middle)} || datum.{field} > {At(0.75, middle, high)}"
            : $"datum.{field} < {At(0.55, low, high)}";
    }

    // Both sides of the midpoint reach equally far unless limits are given, so that equal distances look equal.
    private static (double Low, double High) Limits(Axis axis, double? midpoint, IReadOnlyList<double> values)
    {
        var (least, greatest) = values.Count == 0 ? (0, 1) : (values.Min(), values.Max());
        if (midpoint is { } middle)
        {
            var reach = Math.Max(Math.Max(greatest - middle, middle - least), 1e-12);
            return (axis.Minimum ?? (middle - reach), axis.Maximum ?? (middle + reach));
        }

        var (low, high) = (axis.Minimum ?? least, axis.Maximum ?? greatest);
        return (low, high > low ? high : low + 1);
    }
}
