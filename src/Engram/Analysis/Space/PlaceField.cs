namespace Engram.Analysis;

/// <summary>Where a unit is active along one trajectory.</summary>
/// <param name="Peak">Position of its greatest activity, the middle of a bin.</param>
/// <param name="PeakRate">Mean activity there.</param>
/// <param name="Width">Length of the track around the peak on which the activity is at least half way from its least to its greatest.</param>
/// <param name="Information">Spatial information, bits per unit of activity (per spike, were it one).</param>
/// <param name="InformationPerStep">The same times the mean activity: bits per step.</param>
public sealed record PlaceField(double Peak, double PeakRate, double Width, double Information, double InformationPerStep);
