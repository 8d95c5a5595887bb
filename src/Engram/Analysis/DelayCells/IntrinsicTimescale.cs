namespace Engram.Analysis;

/// <summary>How long the activity of a unit, or of all of them, stays like itself.</summary>
/// <param name="Autocorrelation">R(k) at each lag k = 1, 2, … of bins; NaN where it is not known.</param>
/// <param name="Tau">τ; null where there is no fit.</param>
/// <param name="Amplitude">A; NaN where there is no fit.</param>
/// <param name="Offset">B, which stays at long lags; NaN where there is no fit.</param>
/// <param name="RSquared">Share of the variance of R over pairs of bins that the curve explains; NaN where there is no fit.</param>
/// <param name="NoFit">Why there is no fit; empty where there is one.</param>
public sealed record IntrinsicTimescale(
    IReadOnlyList<double> Autocorrelation, TimeSpan? Tau, double Amplitude, double Offset, double RSquared, string NoFit);
