namespace Engram.Studies.Common;

/// <summary>
/// The share of one of two choices by maximum likelihood: P(x) = 1/(1 + exp(−(x − x₀)/s)). The scale s is a change of x that multiplies the
/// odds by e; at x₀ both choices are equally likely.
/// </summary>
/// <param name="Midpoint">x₀.</param>
/// <param name="Scale">s; negative where the share falls with x.</param>
/// <param name="Slope">1/s.</param>
/// <param name="SlopeError">Standard error of 1/s, from the curvature of the likelihood.</param>
internal sealed record LogisticFit(double Midpoint, double Scale, double Slope, double SlopeError)
{
    private const int Iterations = 100;

    /// <summary>Fits, by Newton's method on a + b·z with z = (x − mean)/spread.</summary>
    /// <returns>Null where x does not vary or separates the choices, so that no finite slope is the likeliest.</returns>
    public static LogisticFit? Of(IReadOnlyList<double> x, IReadOnlyList<bool> chosen)
    {
        var (yes, no) = (x.Where((_, k) => chosen[k]).ToList(), x.Where((_, k) => !chosen[k]).ToList());
        if (yes.Count == 0 || no.Count == 0 || no.Max() <= yes.Min() || yes.Max() <= no.Min())
        {
            return null;
        }

        var mean = x.Average();
        var spread = Math.Sqrt(x.Average(value => (value - mean) * (value - mean)));
        double[] z = [.. x.Select(value => (value - mean) / spread)];
        var (a, b) = (0.0, 0.0);
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            var (ga, gb, haa, hab, hbb) = Derivatives(z, chosen, a, b);
            var determinant = (haa * hbb) - (hab * hab);
            var (da, db) = (((hbb * ga) - (hab * gb)) / determinant, ((haa * gb) - (hab * ga)) / determinant);

            // A whole step may pass the maximum where the shares are near 0 and 1.
            var before = Likelihood(z, chosen, a, b);
            var part = 1.0;
            while (part > 1e-6 && !(Likelihood(z, chosen, a + (part * da), b + (part * db)) >= before))
            {
                part /= 2;
            }

            (a, b) = (a + (part * da), b + (part * db));
            if (Math.Abs(da) + Math.Abs(db) < 1e-10)
            {
                break;
            }
        }

        var (_, _, iaa, iab, ibb) = Derivatives(z, chosen, a, b);
        var error = Math.Sqrt(iaa / ((iaa * ibb) - (iab * iab)));
        return double.IsFinite(error) && b != 0 ? new(mean - (a * spread / b), spread / b, b / spread, error / spread) : null;
    }

    /// <summary>P(x).</summary>
    public double At(double x) => 1 / (1 + Math.Exp(-(x - Midpoint) / Scale));

    // Gradient of the log-likelihood, and its negative second derivatives.
    private static (double A, double B, double AA, double AB, double BB) Derivatives(
        double[] z, IReadOnlyList<bool> chosen, double a, double b)
    {
        var (ga, gb, haa, hab, hbb) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (var k = 0; k < z.Length; k++)
        {
            var p = 1 / (1 + Math.Exp(-(a + (b * z[k]))));
            var (rest, weight) = ((chosen[k] ? 1 : 0) - p, p * (1 - p));
            (ga, gb) = (ga + rest, gb + (rest * z[k]));
            (haa, hab, hbb) = (haa + weight, hab + (weight * z[k]), hbb + (weight * z[k] * z[k]));
        }

        return (ga, gb, haa, hab, hbb);
    }

    private static double Likelihood(double[] z, IReadOnlyList<bool> chosen, double a, double b)
    {
        var sum = 0.0;
        for (var k = 0; k < z.Length; k++)
        {
            // ln P = −ln(1 + e^(−t)), with t of the choice made.
            var t = (chosen[k] ? 1 : -1) * (a + (b * z[k]));
            sum -= t > 0 ? Math.Log(1 + Math.Exp(-t)) : Math.Log(1 + Math.Exp(t)) - t;
        }

        return sum;
    }
}
