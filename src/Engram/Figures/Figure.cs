using System.Text.Json.Nodes;
using Engram.Configuration;

namespace Engram.Figures;

/// <summary>
/// A figure as a Vega-Lite specification that holds its data: drawn by any Vega tool, and by none here. One record per kind of figure.
/// </summary>
public abstract record Figure
{
    private const int UsualWidth = 400;

    /// <summary>The kinds of figure of the library.</summary>
    public static Catalog<Figure> Catalog { get; } = new();

    /// <summary>What the figure shows, in a few words, above it; empty for none.</summary>
    public string Title { get; init; } = "";

    /// <summary>The Vega-Lite 6 specification, with its data.</summary>
    public abstract JsonObject ToVegaLite();

    /// <summary>A specification with the title of this figure and the look that all figures share: fonts, axes, white ground.</summary>
    /// <param name="body">Data, marks and encodings; its <c>width</c> is what the title may take.</param>
    /// <exception cref="UsageException">It has neither a mark nor layers or other parts.</exception>
    protected JsonObject Themed(JsonObject body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return FigureRenderer.Parts.Any(body.ContainsKey)
            ? Theme.Finish(body, Title, body["width"] is JsonValue value && value.TryGetValue(out int width) ? width : UsualWidth)
            : throw new UsageException(
                $"{GetType().Name} gives Themed a specification with nothing to draw; add one of "
                + $"{string.Join(", ", FigureRenderer.Parts.Select(part => $"`{part}`"))}.");
    }
}
