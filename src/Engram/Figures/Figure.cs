using System.Text.Json.Nodes;
using Engram.Configuration;

namespace Engram.Figures;

/// <summary>
/// A figure as a Vega-Lite specification that holds its data: drawn by any Vega tool, and by none here. One record per kind of figure.
/// </summary>
public abstract record Figure
{
    /// <summary>The kinds of figure of the library.</summary>
    public static Catalog<Figure> Catalog { get; } = new();

    /// <summary>What the figure shows, in a few words, above it; empty for none.</summary>
    public string Title { get; init; } = "";

    /// <summary>The Vega-Lite 6 specification, with its data.</summary>
    public abstract JsonObject ToVegaLite();
}
