namespace Engram.Figures;

/// <summary>A marked point of a state space.</summary>
/// <param name="X">Along x.</param>
/// <param name="Y">Along y.</param>
/// <param name="Kind">
/// <c>stable</c>, <c>saddle</c>, <c>unstable</c> or <c>slow</c>, which have marks of their own, or another word for the legend.
/// </param>
public sealed record StatePoint(double X, double Y, string Kind);
