namespace Engram.Learning;

/// <summary>Weights that a network is held to, λ/2 Σ F_i (θ_i − θ*_i)².</summary>
/// <param name="Weights">θ*, raw.</param>
/// <param name="Importance">F, in the same layout; 0 where nothing is learned.</param>
public sealed record Anchor(float[] Weights, float[] Importance);
