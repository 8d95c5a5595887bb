namespace Engram.Figures;

/// <summary>The flow at one point of a plane.</summary>
/// <param name="X">The point, along x.</param>
/// <param name="Y">The point, along y.</param>
/// <param name="Dx">Rate of change of x.</param>
/// <param name="Dy">Rate of change of y.</param>
public sealed record FlowArrow(double X, double Y, double Dx, double Dy);
