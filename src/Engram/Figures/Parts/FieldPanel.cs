namespace Engram.Figures;

/// <summary>Mean rates of a unit by direction, and the curve fitted to them.</summary>
/// <param name="Title">Which unit it is.</param>
/// <param name="Directions">Directions, in degrees.</param>
/// <param name="Rates">The mean rate of each.</param>
/// <param name="Fit">The curve: rates at directions that are evenly spaced from the axis's beginning to its end.</param>
public sealed record FieldPanel(string Title, IReadOnlyList<double> Directions, IReadOnlyList<double> Rates, IReadOnlyList<double> Fit);
