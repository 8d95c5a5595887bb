using System.Numerics;

namespace Engram.Analysis;

/// <summary>
/// One direction in which small deviations from a point grow or decay: a deviation is multiplied by λ in each step of length dt, and so
/// by e^{μt} in time t with the rate μ = ln(λ)/dt. This is right for any cell, for it says what the simulated network does.
/// </summary>
/// <remarks>
/// For a cell that takes Euler steps of an equation in continuous time, the eigenvalue of that equation itself is (λ − 1)/dt, which
/// <see cref="EulerRate"/> gives; the two differ by about μ²·dt/2. Stability is that of the steps, |λ| &lt; 1 or Re μ &lt; 0.
/// </remarks>
/// <param name="Multiplier">λ, the factor of one step.</param>
/// <param name="Rate">μ per s; its real part is −∞ where λ is 0.</param>
public sealed record Mode(Complex Multiplier, Complex Rate)
{
    /// <summary>
    /// −1/Re μ in s, the time in which the mode decays to 1/e; negative for one that grows, ∞ for one that does neither, 0 where λ is 0.
    /// </summary>
    public double TimeConstant => Rate.Real == 0 ? double.PositiveInfinity : -1 / Rate.Real;

    /// <summary>|Im μ|/2π in Hz; 0 where the mode does not turn. A λ below 0 changes sign from step to step, 1/(2·dt).</summary>
    public double Frequency => Math.Abs(Rate.Imaginary) / (2 * Math.PI);

    /// <summary>1/frequency in s; ∞ where the mode does not turn.</summary>
    public double Period => 1 / Frequency;

    /// <summary>Whether λ has an imaginary part beyond what rounding gives to equal eigenvalues.</summary>
    public bool IsComplex => Math.Abs(Multiplier.Imaginary) > 1e-6 * Multiplier.Magnitude;

    /// <summary>(λ − 1)/dt per s, the eigenvalue in continuous time where a step is an Euler step.</summary>
    /// <param name="dt">Length of a step.</param>
    public Complex EulerRate(TimeSpan dt) => (Multiplier - 1) / dt.TotalSeconds;

    /// <summary>The mode of a multiplier.</summary>
    /// <param name="multiplier">λ.</param>
    /// <param name="dt">Length of a step.</param>
    internal static Mode OfStep(Complex multiplier, TimeSpan dt) => new(
        multiplier, new(Math.Log(multiplier.Magnitude) / dt.TotalSeconds, multiplier.Phase / dt.TotalSeconds));
}
