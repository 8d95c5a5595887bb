using MathNet.Numerics.Distributions;

namespace Engram.Analysis;

/// <summary>
/// Two answers to two kinds of trials, told apart into how well the kinds are discriminated and how the answer leans. With H the share of
/// signals that are called so and F that of other trials, both with half a trial added to each answer, d′ = z(H) − z(F) and
/// c = −(z(H) + z(F))/2.
/// </summary>
/// <remarks>
/// Macmillan &amp; Creelman (2005), Detection Theory; half a trial after Hautus (1995), <see href="https://doi.org/10.3758/BF03203619"/>; the
/// variance after Gourevitch &amp; Galanter (1967), <see href="https://doi.org/10.1007/BF02289404"/>.
/// </remarks>
/// <param name="Sensitivity">d′; 0 when the kinds are not told apart, negative when they are told apart and called by the other's name.</param>
/// <param name="Criterion">c; 0 without a bias, positive when the answer leans to "no signal".</param>
/// <param name="Error">Standard error of d′.</param>
public readonly record struct SignalDetection(double Sensitivity, double Criterion, double Error)
{
    /// <summary>From counts.</summary>
    /// <param name="hits">Signals called so, 0 … <paramref name="signals"/>.</param>
    /// <param name="signals">Trials with the signal, at least 1.</param>
    /// <param name="falseAlarms">Other trials called signals, 0 … <paramref name="others"/>.</param>
    /// <param name="others">Other trials, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count lies outside its range.</exception>
    public static SignalDetection Of(int hits, int signals, int falseAlarms, int others)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(signals, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(others, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(hits);
        ArgumentOutOfRangeException.ThrowIfNegative(falseAlarms);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hits, signals);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(falseAlarms, others);
        var (h, f) = ((hits + 0.5) / (signals + 1), (falseAlarms + 0.5) / (others + 1));
        var (zh, zf) = (Normal.InvCDF(0, 1, h), Normal.InvCDF(0, 1, f));

        // var d′ = H(1 − H)/(n φ(z(H))²) + F(1 − F)/(m φ(z(F))²)
        double Variance(double share, double z, int n) => share * (1 - share) / (n * Math.Pow(Normal.PDF(0, 1, z), 2));
        return new(zh - zf, -(zh + zf) / 2, Math.Sqrt(Variance(h, zh, signals + 1) + Variance(f, zf, others + 1)));
    }
}
