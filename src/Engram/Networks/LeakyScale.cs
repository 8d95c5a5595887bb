using System.Numerics;

namespace Engram.Networks;

/// <summary>
/// The factor of a recurrent matrix with which units that leak have a spectral radius: ρ(a s W + (1 − a) 1) = ρ* (Jaeger, Lukoševičius, Popovici and
/// Siewert 2007, <see href="https://doi.org/10.1016/j.neunet.2007.04.016"/>).
/// </summary>
internal static class LeakyScale
{
    /// <summary>s. Not a number where all eigenvalues of W are 0 or W is not finite, so that no s exists.</summary>
    /// <param name="w">W (n × n), row after row.</param>
    /// <param name="n">Number of rows.</param>
    /// <param name="leak">a, the part of a unit that is new in each step, above 0 and at most 1.</param>
    /// <param name="wanted">ρ*, above 1 − a: the radius without W.</param>
    public static double Of(ReadOnlySpan<float> w, int n, double leak, double wanted)
    {
        var wide = SpectralRadius.Wide(w);

        // Each eigenvalue λ of W makes |a s λ + 1 − a|, which is convex in s and begins below ρ*, so it reaches ρ* at one s and the first to do so
        // decides. The s of any is at least the one sought, and there the largest is of an eigenvalue that reaches ρ* earlier, until none does.
        var scale = Reaching(SpectralRadius.Dominant(wide, n), leak, wanted);
        while (double.IsFinite(scale))
        {
            var map = Array.ConvertAll(wide, v => leak * scale * v);
            for (var i = 0; i < n; i++)
            {
                map[(i * n) + i] += 1 - leak;
            }

            var earlier = Reaching((SpectralRadius.Dominant(map, n) - (1 - leak)) / (leak * scale), leak, wanted);
            if (!(earlier < scale * (1 - 1e-9)))
            {
                return scale;
            }

            scale = earlier;
        }

        return double.NaN;
    }

    // |a s λ + 1 − a| = ρ*: a² |λ|² s² + 2 a (1 − a) Re(λ) s + (1 − a)² − ρ*² = 0.
    private static double Reaching(Complex eigenvalue, double leak, double wanted)
    {
        var (size, along) = (Complex.Abs(eigenvalue), (1 - leak) * eigenvalue.Real);
        return (Math.Sqrt((along * along) + (size * size * ((wanted * wanted) - ((1 - leak) * (1 - leak))))) - along) / (leak * size * size);
    }
}
