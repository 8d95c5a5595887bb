using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>A point of a latent circuit seen from the sides on which it can be left: where F has a kink, as with rectified units at 0.</summary>
/// <param name="circuit">F.</param>
/// <param name="input">u (I).</param>
/// <param name="kappa">κ (R).</param>
internal sealed class LatentKink(LatentCircuit circuit, double[] input, double[] kappa)
{
    // So near the point, relative to 1 + max|κ|, the sides are told apart. Bends that are only sharp are gone at a tenth of it.
    private const double Beside = 1e-7;
    private const double Different = 1e-5;

    // τ dδ/dt = DF(δ) − δ, by Runge and Kutta's steps of a quarter of τ.
    private const double Step = 0.25;
    private const int Turns = 16;
    private readonly double distance = Beside * (1 + kappa.Max(Math.Abs));
    private readonly double[] at = new double[kappa.Length];
    private readonly double[] drive = new double[kappa.Length];

    /// <summary>Looks, if the point lies on a kink.</summary>
    public (Stability Stability, PointType Type, IReadOnlyList<Mode> Modes, IReadOnlyList<PointSide> Sides)? Look(double tolerance)
    {
        var directions = Directions();
        if (directions.Exists(d => Differs(Jacobian(d, 1), Jacobian(d, -1)) && Differs(Jacobian(d, 0.1), Jacobian(d, -0.1))))
        {
            return new OneSided(kappa.Length, Flow, d => Jacobian(d, 1), Modes, tolerance, Step).Look(directions);
        }

        // All around it is the same, and otherwise only at the point itself, as where the currents of a whole population are 0 alike.
        var around = Jacobian(directions[0], 1);
        if (!Differs(around, Jacobian(directions[0], 0)))
        {
            return null;
        }

        var modes = Modes(around);
        var (stability, type) = PointTypes.Of(modes, tolerance);
        return (stability, type, modes, []);
    }

    // Both ways along each axis, and around each plane of two.
    private List<double[]> Directions()
    {
        var rank = kappa.Length;
        var directions = new List<double[]>();
        for (var r = 0; r < rank; r++)
        {
            directions.Add(Along(r, 1, r, 0));
            directions.Add(Along(r, -1, r, 0));
            for (var s = 0; s < r; s++)
            {
                directions.AddRange(Enumerable.Range(0, Turns)
                    .Select(k => Along(r, Math.Cos((k + 0.5) * 2 * Math.PI / Turns), s, Math.Sin((k + 0.5) * 2 * Math.PI / Turns))));
            }
        }

        return directions;

        double[] Along(int r, double a, int s, double b)
        {
            var d = new double[rank];
            d[s] += b;
            d[r] += a;
            return d;
        }
    }

    private static bool Differs(double[] a, double[] b) =>
        a.Zip(b, (x, y) => Math.Abs(x - y)).Max() > Different * (1 + a.Max(Math.Abs));

    private IReadOnlyList<Mode> Modes(double[] jacobian) =>
        EigenvalueSpectrum.OfMatrix(jacobian, kappa.Length, circuit.LatentTau, circuit.LatentTau);

    // ∂F/∂κ a little way off.
    private double[] Jacobian(double[] d, double share)
    {
        var jacobian = new double[kappa.Length * kappa.Length];
        var length = Math.Sqrt(Rows.Dot(d, d));
        for (var r = 0; r < at.Length; r++)
        {
            at[r] = kappa[r] + (share * distance * d[r] / length);
        }

        circuit.Linearise(at, input, drive, jacobian);
        return jacobian;
    }

    private void Flow(double[] d, double[] next)
    {
        var k1 = Rate(d, d, 0);
        var k2 = Rate(d, k1, Step / 2);
        var k3 = Rate(d, k2, Step / 2);
        var k4 = Rate(d, k3, Step);
        for (var r = 0; r < next.Length; r++)
        {
            next[r] = d[r] + (Step / 6 * (k1[r] + (2 * k2[r]) + (2 * k3[r]) + k4[r]));
        }
    }

    // DF(δ) − δ at δ = d + h k.
    private double[] Rate(double[] d, double[] k, double h)
    {
        double[] delta = [.. d.Zip(k, (a, b) => a + (h * b))];
        var jacobian = Jacobian(delta, 1);
        return [.. delta.Select((value, r) => Rows.Dot(jacobian.AsSpan(r * delta.Length, delta.Length), delta) - value)];
    }
}
