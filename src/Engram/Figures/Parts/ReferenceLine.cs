namespace Engram.Figures;

/// <summary>A dashed line at one value of an axis: a criterion, chance, an event.</summary>
/// <param name="Value">Where.</param>
/// <param name="Label">What it is; empty for none.</param>
public sealed record ReferenceLine(double Value, string Label = "");
