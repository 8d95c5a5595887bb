namespace Engram.Analysis;

/// <summary>Which units a linear account takes to be active, when.</summary>
public enum LinearAccountKind
{
    /// <summary>
    /// All units, always, and no rectification: x(t) = e^{At} x₀ + ∫ e^{A(t−s)} b(s) ds with A = (W − I)/τ, as it is sometimes written.
    /// </summary>
    AllUnits,

    /// <summary>The units that the intact network has active for a share of the time, always; A is restricted to them.</summary>
    ActiveSet,

    /// <summary>Each unit at each step when the intact network has it active: a product of one matrix for each step.</summary>
    FrozenGates,
}
