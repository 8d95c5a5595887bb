namespace Engram.Figures;

/// <summary>The units of a network in two of its loadings.</summary>
/// <param name="Populations">A group of points for each population.</param>
/// <param name="X">The loading along x; panels of the same loading share its limits.</param>
/// <param name="Y">The loading along y, likewise.</param>
public sealed record LoadingPanel(IReadOnlyList<Curve> Populations, string X, string Y)
{
    /// <summary>What the panel shows, such as <c>resampled</c>; empty for nothing.</summary>
    public string Title { get; init; } = "";
}
