namespace Engram.Figures;

/// <summary>Counts of successes against a stimulus or a factor.</summary>
/// <param name="Name">What the legend says; empty for none.</param>
/// <param name="X">Values of the stimulus.</param>
/// <param name="Successes">Successes at each.</param>
/// <param name="Trials">Trials at each.</param>
public sealed record ShareCurve(string Name, IReadOnlyList<double> X, IReadOnlyList<int> Successes, IReadOnlyList<int> Trials);
