using Engram.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace Engram.Analysis;

/// <summary>
/// The orthogonal C that makes tr(Aᵀ C B Cᵀ) greatest, among rotations and reflections, by gradient ascent along the manifold from several
/// starts. A start and its transpose are always both tried, so that A and B may change places.
/// </summary>
/// <param name="a">A (n × n).</param>
/// <param name="b">B (n × n).</param>
internal sealed class OrthogonalAlignment(Matrix<double> a, Matrix<double> b)
{
    private const double Flat = 1e-10;
    private const double Armijo = 1e-4;
    private readonly Matrix<double> identity = Matrix<double>.Build.DenseIdentity(a.RowCount);

    /// <summary>Searches.</summary>
    /// <param name="restarts">Random starts, beside the identity and the principal axes of A and B.</param>
    /// <param name="iterations">Most steps from one start.</param>
    /// <param name="seed">Of the starts.</param>
    public (Matrix<double> C, double Trace) Best(int restarts, int iterations, ulong seed)
    {
        var (best, greatest) = (identity, double.NegativeInfinity);
        foreach (var start in Starts(restarts, seed))
        {
            var (c, trace) = Climb(start, iterations);
            if (trace > greatest)
            {
                (best, greatest) = (c, trace);
            }
        }

        return (best, greatest);
    }

    private IEnumerable<Matrix<double>> Starts(int restarts, ulong seed)
    {
        var flip = identity.Clone();
        flip[0, 0] = -1;
        yield return identity;
        yield return flip;
        var axes = Axes(a) * Axes(b).Transpose();
        yield return axes;
        yield return axes * flip;
        yield return flip * axes;
        var draws = new RandomStream(new StreamKey(seed, Purpose.Analysis), 0);
        for (var k = 0; k < restarts; k++)
        {
            var c = Matrix<double>.Build.Dense(a.RowCount, a.RowCount, (_, _) => draws.NextNormal()).QR().Q;
            yield return c;
            yield return c.Transpose();
            yield return c * flip;
            yield return flip * c.Transpose();
        }
    }

    private static Matrix<double> Axes(Matrix<double> matrix) => (matrix + matrix.Transpose()).Evd(Symmetricity.Symmetric).EigenVectors;

    private (Matrix<double> C, double Trace) Climb(Matrix<double> start, int iterations)
    {
        var (c, trace, step) = (start, Trace(start), 1.0);
        for (var iteration = 0; iteration < iterations; iteration++)
        {
            // G = A C Bᵀ + Aᵀ C B, Ω = G Cᵀ − C Gᵀ; along C(t) = exp(tΩ) C the trace rises at first by |Ω|²/2.
            var g = (a * c).TransposeAndMultiply(b) + (a.TransposeThisAndMultiply(c) * b);
            var omega = g.TransposeAndMultiply(c);
            omega -= omega.Transpose();
            var slope = Math.Pow(omega.FrobeniusNorm(), 2) / 2;
            if (slope <= Flat * Flat * a.FrobeniusNorm() * b.FrobeniusNorm())
            {
                break;
            }

            // Cayley: C(t) = (1 − tΩ/2)⁻¹ (1 + tΩ/2) C stays orthogonal.
            Matrix<double> next;
            double reached;
            do
            {
                var half = omega * (step / 2);
                next = (identity - half).Solve((identity + half) * c);
                reached = Trace(next);
                step /= 2;
            }
            while (reached < trace + (2 * Armijo * step * slope) && step > 1e-14);
            if (!(reached > trace))
            {
                break;
            }

            (c, trace, step) = (next, reached, 8 * step);
        }

        return (c, trace);
    }

    // tr(Aᵀ C B Cᵀ) = Σ A ∘ (C B Cᵀ)
    private double Trace(Matrix<double> c) => a.PointwiseMultiply((c * b).TransposeAndMultiply(c)).Enumerate().Sum();
}
