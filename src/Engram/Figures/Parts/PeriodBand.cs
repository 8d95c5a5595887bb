namespace Engram.Figures;

/// <summary>A period of a trial, marked along the axis of time.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Start">Its start, in the unit of the axis.</param>
/// <param name="End">Its end.</param>
public sealed record PeriodBand(string Name, double Start, double End);
