using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>The regressors cos nθ and sin nθ of one session, less their means, so that a constant is accounted for.</summary>
internal sealed class FoldDesign
{
    private const double Singular = 1e-6;
    private readonly double[] cosine, sine;
    private readonly double cc, cs, ss;

    /// <summary>Makes the regressors.</summary>
    /// <exception cref="UsageException">The directions cannot tell them apart.</exception>
    public FoldDesign(int fold, IReadOnlyList<double> directions, string session)
    {
        (cosine, sine) = ([.. directions.Select(theta => Math.Cos(fold * theta))], [.. directions.Select(theta => Math.Sin(fold * theta))]);
        Centre(cosine);
        Centre(sine);
        (cc, cs, ss) = (Rows.Dot(cosine, cosine), Rows.Dot(cosine, sine), Rows.Dot(sine, sine));
        if (cc + ss <= Singular * directions.Count || (cc * ss) - (cs * cs) <= Singular * (cc + ss) * (cc + ss))
        {
            throw new UsageException($"The directions of the {session} session are too few or too alike to tell a {fold}-fold modulation from a constant; record movement in more directions.");
        }
    }

    /// <summary>Takes the mean off; a signal that is constant but for rounding becomes 0.</summary>
    public static void Centre(Span<double> values)
    {
        var (sum, least, greatest) = (0.0, double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            (sum, least, greatest) = (sum + value, Math.Min(least, value), Math.Max(greatest, value));
        }

        var isConstant = greatest - least <= 1e-12 * Math.Max(Math.Abs(least), Math.Abs(greatest));
        foreach (ref var value in values)
        {
            value = isConstant ? 0 : value - (sum / values.Length);
        }
    }

    /// <summary>Products of the regressors and a signal, Xᵀy.</summary>
    public (double Cosine, double Sine) Products(ReadOnlySpan<double> signal) => (Rows.Dot(cosine, signal), Rows.Dot(sine, signal));

    /// <summary>nφ = atan2(β_sin, β_cos), with (β_cos, β_sin) = (XᵀX)⁻¹ Xᵀy but for the determinant, which is positive.</summary>
    public double Phase((double Cosine, double Sine) products) =>
        Math.Atan2((cc * products.Sine) - (cs * products.Cosine), (ss * products.Cosine) - (cs * products.Sine));

    /// <summary>β of the one regressor g = cos(nθ − nφ) = cos nφ cos nθ + sin nφ sin nθ: β = gᵀy / gᵀg.</summary>
    public double Slope((double Cosine, double Sine) products, double phase)
    {
        var (c, s) = (Math.Cos(phase), Math.Sin(phase));
        return ((c * products.Cosine) + (s * products.Sine)) / ((c * c * cc) + (2 * c * s * cs) + (s * s * ss));
    }
}
