namespace Engram.Analysis;

/// <summary>
/// What of the mean-field equations is kept. The default is right; every other value is an error or a shortcut that is found in print or
/// in published code, here so that a study can show what it does.
/// </summary>
public sealed record CircuitOptions
{
    /// <summary>
    /// Whether κ_s drives κ_r through σ_{n_r m_s} for r ≠ s. Without, the equations hold only in a gauge in which nᵀm is diagonal; in
    /// another one they can answer with the wrong sign.
    /// </summary>
    public bool OffDiagonal { get; init; } = true;

    /// <summary>
    /// Factor of the gains ⟨φ'⟩. Printed with 1/(2π) instead of 1/√(2π), the gain is 1/√(2π) = 0.399 times what it should be.
    /// </summary>
    public double GainFactor { get; init; } = 1;

    /// <summary>
    /// Whether the variance Δ of the currents contains the filtered input v, as it must; without, the input u itself, as printed in a
    /// rank-one equation. The two agree where the input is constant.
    /// </summary>
    public bool SquaredFilteredInput { get; init; } = true;

    /// <summary>Whether dκ/dt has τ on its left side; without, κ follows with a time constant of 1 s.</summary>
    public bool Tau { get; init; } = true;

    /// <summary>Whether Δ contains the covariances between different columns of m and I; without, only their variances.</summary>
    public bool CrossCovariances { get; init; } = true;

    /// <summary>Whether the means of the columns count; without, they are taken to be 0 and the covariances stay as fitted.</summary>
    public bool Means { get; init; } = true;
}
