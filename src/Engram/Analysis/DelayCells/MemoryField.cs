using Engram.Configuration;

namespace Engram.Analysis;

/// <summary>
/// How the rate in a delay depends on the direction that is remembered: r(θ) = b + a·exp(κ(cos(θ − μ) − 1)), fitted to mean rates by least
/// squares. Inhibited fields have a negative a.
/// </summary>
/// <param name="Centre">μ, in degrees from 0 up to but without 360.</param>
/// <param name="HalfWidth">
/// Degrees from the centre to where the curve is half-way between its greatest and its least value: cos Δ = 1 + ln((1 + e^(−2κ))/2)/κ.
/// </param>
/// <param name="Amplitude">a.</param>
/// <param name="Offset">b.</param>
/// <param name="Kappa">κ, from 0.1 to ln 2/(1 − cos(Δ/2)), Δ being the mean distance between directions: narrower fields could lie at one direction alone.</param>
/// <param name="RSquared">R² = 1 − Σ(m − r(θ))²/Σ(m − m̄)² over the directions' mean rates m.</param>
/// <param name="IsAtBound">Whether κ is at an end of its range: the rates do not tell how wide the field is.</param>
[Cite(
    "10.1152/jn.1989.61.2.331",
    "Funahashi, Bruce & Goldman-Rakic 1989, Mnemonic coding of visual space in the monkey's dorsolateral prefrontal cortex")]
public sealed record MemoryField(
    double Centre, double HalfWidth, double Amplitude, double Offset, double Kappa, double RSquared, bool IsAtBound)
{
    /// <summary>The curve has four parameters.</summary>
    internal const int FewestDirections = 5;

    /// <summary>The rate of the curve at a direction.</summary>
    /// <param name="degrees">The direction.</param>
    public double At(double degrees) => Offset + (Amplitude * FieldGrid.Bump(degrees, Centre, Kappa));

    /// <summary>Fits mean rates.</summary>
    /// <param name="directions">Five or more different directions, in degrees.</param>
    /// <param name="rates">The mean rate of each.</param>
    /// <returns>The field; null where the rates do not vary.</returns>
    /// <exception cref="UsageException">Fewer than five directions, not as many rates, or a number that is not finite.</exception>
    public static MemoryField? Fit(IReadOnlyList<double> directions, IReadOnlyList<double> rates)
    {
        ArgumentNullException.ThrowIfNull(directions);
        ArgumentNullException.ThrowIfNull(rates);
        double[] angles = [.. directions], means = [.. rates];
        Finite.Values(angles, "directions");
        Finite.Values(means, "rates");
        if (angles.Select(CueGroups.Wrapped).Distinct().Count() is var different && (different < FewestDirections || angles.Length != means.Length))
        {
            throw new UsageException(
                $"There are {different} different directions and {means.Length} rates; a memory field has four parameters, so give at least "
                + "five directions and one rate for each.");
        }

        return new FieldGrid(angles).Fit(means);
    }

    internal static double WidthOf(double kappa) =>
        180 / Math.PI * Math.Acos(Math.Clamp(1 + (Math.Log((1 + Math.Exp(-2 * kappa)) / 2) / kappa), -1, 1));
}
