using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>
/// A point found before, p, with the means to see cheaply whether a search is about to find it again. It is a zero of r(s): of G = F(s) − s
/// where it is fixed, of Aᵀ G, the gradient of q, where it is slow.
/// </summary>
/// <param name="state">p (S).</param>
/// <param name="kind">Which of the two.</param>
/// <param name="inverse">(∂r/∂s)⁻¹ at p (S × S).</param>
/// <param name="sign">The sign of det ∂r/∂s at p.</param>
/// <param name="merge">Within this distance a state counts as p.</param>
internal sealed class FixedPointAnchor(double[] state, PointKind kind, double[] inverse, int sign, double merge)
{
    // The share of the distance to p that a step may leave. Where all do, r is nearly linear from s to p.
    private const double Nearer = 0.5;
    private const int MostSteps = 60;
    private readonly double[] at = new double[state.Length];
    private readonly double[] residual = new double[state.Length];
    private readonly double[] shift = new double[state.Length];

    /// <summary>r(s).</summary>
    /// <param name="s">s (S).</param>
    /// <param name="residual">Receives r (S).</param>
    public delegate void Evaluation(double[] s, double[] residual);

    /// <summary>p.</summary>
    public double[] State => state;

    /// <summary>The sign of det ∂r/∂s at p: of a fixed point, whether an even number of directions grows.</summary>
    public int Sign => sign;

    /// <summary>Whether the network stays there.</summary>
    public PointKind Kind => kind;

    /// <summary>
    /// Whether s lies where r is nearly linear around p, and steps δ = −(∂r/∂s)⁻¹ r(s) with the derivative at p end there. Another point is
    /// never taken for p: where r is 0 it makes no step.
    /// </summary>
    /// <param name="s">s (S).</param>
    /// <param name="r">r(s) (S).</param>
    /// <param name="evaluate">r elsewhere.</param>
    public bool LeadsHere(double[] s, double[] r, Evaluation evaluate)
    {
        s.CopyTo(at, 0);
        r.CopyTo(residual, 0);
        var distance = Distance(at);
        for (var step = 0; step < MostSteps; step++)
        {
            if (distance <= merge)
            {
                return true;
            }

            for (var i = 0; i < shift.Length; i++)
            {
                shift[i] = Rows.Dot(inverse.AsSpan(i * shift.Length, shift.Length), residual);
            }

            Rows.AddScaled(at, -1, shift);
            var before = distance;
            distance = Distance(at);
            if (!(distance <= Nearer * before))
            {
                return false;
            }

            evaluate(at, residual);
        }

        return false;
    }

    /// <summary>The same, for another thread.</summary>
    public FixedPointAnchor Share() => new(state, kind, inverse, sign, merge);

    /// <summary>|s − p|.</summary>
    public double Distance(double[] s) => FixedPointCloud.Distance(state, s);
}
