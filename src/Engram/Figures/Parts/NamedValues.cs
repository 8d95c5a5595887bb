namespace Engram.Figures;

/// <summary>Values with a name: a group of a distribution, or a channel over time.</summary>
/// <param name="Name">What the figure calls them.</param>
/// <param name="Values">The values; those that are not finite are not drawn.</param>
public sealed record NamedValues(string Name, IReadOnlyList<double> Values)
{
    /// <summary>A few words beside them, such as <c>3 of 5</c>, where the figure has a place for it.</summary>
    public string Note { get; init; } = "";
}
