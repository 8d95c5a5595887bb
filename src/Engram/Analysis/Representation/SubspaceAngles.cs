namespace Engram.Analysis;

/// <summary>Angles between the subspaces in which two items are coded, or one item at two times.</summary>
/// <param name="Axes">k, the dimensions of each subspace.</param>
/// <param name="Trials">Trials used.</param>
/// <param name="Angles">Principal angles in degrees, ascending (k), one subspace from one half of the trials, the other from the other half.</param>
/// <param name="WithinFirst">Likewise with both from the first code: what noise alone makes of an angle of 0°.</param>
/// <param name="WithinSecond">Likewise with both from the second code.</param>
/// <param name="Corrected">
/// Angles without what noise adds: cos θ = cos α/√(cos α₁ cos α₂), at most 1, with α from <see cref="Angles"/> and α₁, α₂ those of each code with
/// itself (k).
/// </param>
/// <param name="Random">Mean angles between random subspaces in the directions in which rates vary (k).</param>
/// <param name="AlignedPValue">Share of random subspaces whose angles are no greater on average: small where the codes are aligned.</param>
/// <param name="RotatedPValue">
/// Share of exchanges of the two codes, trial by trial, that make the angles as great on average: small where the codes differ. Null for two
/// factors with different numbers of values, whose codes cannot be exchanged.
/// </param>
public sealed record SubspaceAngles(
    int Axes,
    int Trials,
    IReadOnlyList<double> Angles,
    IReadOnlyList<double> WithinFirst,
    IReadOnlyList<double> WithinSecond,
    IReadOnlyList<double> Corrected,
    IReadOnlyList<double> Random,
    double AlignedPValue,
    double? RotatedPValue);
