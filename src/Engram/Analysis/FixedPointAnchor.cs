using Engram.Equations;
using Engram.Networks;

namespace Engram.Analysis;

/// <summary>A fixed point found before, p, with the means to see cheaply whether a search is about to find it again.</summary>
/// <param name="state">p (S).</param>
/// <param name="inverse">A⁻¹ at p, A = ∂F/∂s − 1 (S × S).</param>
/// <param name="merge">Within this distance a state counts as p.</param>
internal sealed class FixedPointAnchor(double[] state, double[] inverse, double merge)
{
    // The share of the distance to p that a step may leave. Where all do, F is nearly linear from s to p.
    private const double Nearer = 0.5;
    private const int MostSteps = 60;
    private readonly double[] at = new double[state.Length];
    private readonly double[] residual = new double[state.Length];
    private readonly double[] shift = new double[state.Length];

    /// <summary>p.</summary>
    public double[] State => state;

    /// <summary>
    /// Whether s lies where F is nearly linear around p, and steps δ = −A⁻¹ G(s) with the A of p end there. Another fixed point q is never
    /// taken for p: G(q) = 0 makes no step.
    /// </summary>
    /// <param name="map">F; used by this thread alone.</param>
    /// <param name="input">u (I).</param>
    /// <param name="s">s (S).</param>
    /// <param name="g">F(s) − s (S).</param>
    public bool LeadsHere(StepMap map, double[] input, double[] s, double[] g)
    {
        s.CopyTo(at, 0);
        g.CopyTo(residual, 0);
        var distance = Distance();
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
            distance = Distance();
            if (!(distance <= Nearer * before))
            {
                return false;
            }

            map.Next(at, input, residual);
            Rows.AddScaled(residual, -1, at);
        }

        return false;
    }

    /// <summary>The same, for another thread.</summary>
    public FixedPointAnchor Share() => new(state, inverse, merge);

    private double Distance()
    {
        state.CopyTo(shift, 0);
        Rows.AddScaled(shift, -1, at);
        return Math.Sqrt(Rows.Dot(shift, shift));
    }
}
