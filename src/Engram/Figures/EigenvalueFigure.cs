using System.Text.Json.Nodes;

namespace Engram.Figures;

/// <summary>
/// Eigenvalues in the complex plane, in continuous time. Modes left of the imaginary axis decay, those right of it grow, and those away from
/// the real axis rotate.
/// </summary>
public sealed record EigenvalueFigure : Figure
{
    /// <summary>The eigenvalues, 1/s.</summary>
    public required IReadOnlyList<EigenvalueGroup> Groups { get; init; }

    /// <inheritdoc/>
    public override JsonObject ToVegaLite()
    {
        const int Width = 400;
        var (x, y) = (new Axis("Real part", "1/s"), new Axis("Imaginary part", "rad/s"));
        var curves = new CurveLayers(
            [.. Groups.Select(g => new Curve(g.Name, [.. g.Values.Select(v => v.Real)], [.. g.Values.Select(v => v.Imaginary)]))],
            x, y, false, 14);
        IEnumerable<JsonObject> layers =
        [
            Axis("x"), Axis("y"), curves.Points(40, 0.8).With(curves.Data, curves.Naming),
        ];
        return Theme.Finish(Encode.Layers(Width, 360, layers), Title, Width);
    }

    private static JsonObject Axis(string channel) => Encode.Layer(
        Encode.Mark("rule", ("color", channel == "x" ? Theme.Ink : "#cccccc"), ("strokeWidth", channel == "x" ? 1.2 : 1), ("aria", false)),
        (channel, Encode.Datum(0))).With(Encode.One());
}
