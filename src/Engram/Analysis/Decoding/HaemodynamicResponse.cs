using Engram.Configuration;
using MathNet.Numerics;

namespace Engram.Analysis;

/// <summary>
/// The blood's response to a pulse of activity, the difference of two gamma densities: h(t) = g(t; δ/β, β) − g(t; δ′/β′, β′)/R with
/// g(t; k, β) = tᵏ⁻¹ e^(−t/β)/(βᵏ Γ(k)) for t > 0. The defaults are the canonical ones: it peaks at 5 s and undershoots at 15.8 s.
/// </summary>
/// <remarks>
/// Friston et al. (1998), <see href="https://doi.org/10.1006/nimg.1997.0306"/>; Glover (1999), <see href="https://doi.org/10.1006/nimg.1998.0419"/>.
/// </remarks>
public sealed record HaemodynamicResponse
{
    /// <summary>δ: the response peaks at about δ − β.</summary>
    [Range(1, 60_000)]
    public TimeSpan Delay { get; init; } = 6000.Ms;

    /// <summary>δ′, of the undershoot.</summary>
    [Range(1, 600_000)]
    public TimeSpan UndershootDelay { get; init; } = 16_000.Ms;

    /// <summary>β.</summary>
    [Range(1, 60_000)]
    public TimeSpan Dispersion { get; init; } = 1000.Ms;

    /// <summary>β′.</summary>
    [Range(1, 60_000)]
    public TimeSpan UndershootDispersion { get; init; } = 1000.Ms;

    /// <summary>R: how many times greater the area of the response is than that of the undershoot.</summary>
    [Range(1, 1e9, Above = true)]
    public double Ratio { get; init; } = 6;

    /// <summary>∫ h dt = 1 − 1/R.</summary>
    internal double Area => 1 - (1 / Ratio);

    /// <summary>h, per second.</summary>
    /// <param name="seconds">t.</param>
    public double At(double seconds) => Gamma(seconds, Delay, Dispersion) - (Gamma(seconds, UndershootDelay, UndershootDispersion) / Ratio);

    // g(t; d/β, β).
    private static double Gamma(double t, TimeSpan delay, TimeSpan dispersion)
    {
        var (beta, k) = (dispersion.TotalSeconds, delay / dispersion);
        return t <= 0 ? 0 : Math.Exp(((k - 1) * Math.Log(t)) - (t / beta) - (k * Math.Log(beta)) - SpecialFunctions.GammaLn(k));
    }
}
