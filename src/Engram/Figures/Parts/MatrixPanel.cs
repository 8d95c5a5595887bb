namespace Engram.Figures;

/// <summary>One of the matrices of a figure.</summary>
/// <param name="Title">What sets it apart from the others; empty for none.</param>
/// <param name="Values">Rows × columns; values that are not finite are left blank.</param>
public sealed record MatrixPanel(string Title, double[,] Values);
