namespace Engram.Analysis;

/// <summary>
/// Newton steps on G(κ) = F(κ, u) − κ from one start after another, cut to a quarter until |G| falls. Where none does, as at a minimum of |G| that is
/// no fixed point, κ follows the dynamics for some steps, κ ← F(κ), and the search goes on from there.
/// </summary>
/// <param name="circuit">F.</param>
/// <param name="u">The input (I).</param>
/// <param name="options">Iterations and tolerances.</param>
/// <param name="extents">How far each κ_r is searched (R); the greatest is the longest step.</param>
internal sealed class LatentNewton(LatentCircuit circuit, double[] u, LatentFixedPoints options, double[] extents)
{
    private const int MostCuts = 2, MostEscapes = 3;
    private const double MostKnownStep = 0.01;

    // What rounding leaves of F − κ, relative to 1 + |κ|.
    private const double Rounding = 4e-16;
    private readonly double reach = extents.Max();
    private readonly double[] trial = new double[circuit.Rank];
    private readonly double[] trialG = new double[circuit.Rank];
    private readonly double[] delta = new double[circuit.Rank];
    private readonly double[] arrival = new double[circuit.Rank];
    private readonly double[] g = new double[circuit.Rank];
    private double[] a = new double[circuit.Rank * circuit.Rank];
    private double[] trialA = new double[circuit.Rank * circuit.Rank];

    /// <summary>Searches.</summary>
    /// <param name="kappa">Where from; receives where it ended (R).</param>
    /// <param name="known">Points that were found before.</param>
    /// <returns>Whether that is a fixed point.</returns>
    public bool From(double[] kappa, IReadOnlyList<double[]> known)
    {
        var (size, escapes) = (Evaluate(kappa, g, a), 0);
        for (var iteration = 0; iteration < options.MaxIterations; iteration++)
        {
            // A small residual is not the end: near a point that is almost marginal, G is small far around.
            var scale = 1 + Largest(kappa);
            var isFixed = Largest(g) <= options.Tolerance * scale;
            if (Largest(g) <= Rounding * scale)
            {
                return true;
            }

            var length = Solve() ? Math.Sqrt(DenseRows.Dot(delta, delta)) : double.PositiveInfinity;
            var share = double.IsFinite(length) ? Share(kappa, delta) : double.PositiveInfinity;
            if (share <= MostKnownStep && Leads(kappa, share, known) is { } end)
            {
                end.CopyTo(kappa, 0);
                return true;
            }

            var isNear = isFixed && share <= 0.01 * options.MergeDistance;
            var isLower = double.IsFinite(length) && Descend(kappa, Math.Min(1, reach / length), ref size);
            if (isNear || (isFixed && !isLower))
            {
                return true;
            }

            if (!isLower)
            {
                if (escapes++ == MostEscapes)
                {
                    return false;
                }

                Follow(kappa, 2 << (2 * (escapes - 1)));
                size = Evaluate(kappa, g, a);
            }
        }

        return Largest(g) <= options.Tolerance * (1 + Largest(kappa));
    }

    // The point at which a short Newton step arrives, but for a hundredth of its length: what remains is the same point to more digits.
    private double[]? Leads(double[] kappa, double share, IReadOnlyList<double[]> known)
    {
        for (var r = 0; r < kappa.Length; r++)
        {
            arrival[r] = kappa[r] + delta[r];
        }

        foreach (var point in known)
        {
            if (Apart(point, arrival) <= Math.Min(0.01 * share, 0.1 * options.MergeDistance))
            {
                return point;
            }
        }

        return null;
    }

    /// <summary>
    /// How far two points are apart, as the greatest share of the scale of any κ_r: its extent, or ten times 1 + |κ_r| if that is less.
    /// </summary>
    public double Apart(double[] a, double[] b)
    {
        var greatest = 0.0;
        for (var r = 0; r < a.Length; r++)
        {
            greatest = Math.Max(greatest, Math.Abs(a[r] - b[r]) / Scale(r, a[r]));
        }

        return greatest;
    }

    /// <summary>F(κ) − κ for one latent variable.</summary>
    public double Excess(double kappa)
    {
        circuit.Drive([kappa], u, trialG);
        return trialG[0] - kappa;
    }

    /// <summary>A place between two of opposite excess where it changes sign, by bisection.</summary>
    public double Between(double low, double high)
    {
        var sign = Math.Sign(Excess(low));
        for (var k = 0; k < 60 && (low + high) / 2 is var middle && middle != low && middle != high; k++)
        {
            (low, high) = Math.Sign(Excess(middle)) == sign ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    private double Share(double[] kappa, double[] step)
    {
        var greatest = 0.0;
        for (var r = 0; r < kappa.Length; r++)
        {
            greatest = Math.Max(greatest, Math.Abs(step[r]) / Scale(r, kappa[r]));
        }

        return greatest;
    }

    private double Scale(int r, double kappa) => extents[r] > 0 ? Math.Min(extents[r], 10 * (1 + Math.Abs(kappa))) : 1;

    private void Follow(double[] kappa, int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            circuit.Drive(kappa, u, trial);
            trial.CopyTo(kappa, 0);
        }
    }

    // κ ← κ + t δ with the largest t = first, first/4, … with which |G| falls.
    private bool Descend(double[] kappa, double first, ref double size)
    {
        var t = first;
        for (var cut = 0; cut <= MostCuts; cut++, t /= 4)
        {
            for (var r = 0; r < kappa.Length; r++)
            {
                trial[r] = kappa[r] + (t * delta[r]);
            }

            var trialSize = Evaluate(trial, trialG, trialA);
            if (trialSize < (1 - (1e-4 * t)) * size)
            {
                trial.CopyTo(kappa, 0);
                trialG.CopyTo(g, 0);
                (a, trialA, size) = (trialA, a, trialSize);
                return true;
            }
        }

        return false;
    }

    // G = F − κ, A = ∂F/∂κ − 1; returns |G|.
    private double Evaluate(double[] kappa, double[] excess, double[] jacobian)
    {
        circuit.Linearise(kappa, u, excess, jacobian);
        for (var r = 0; r < kappa.Length; r++)
        {
            excess[r] -= kappa[r];
            jacobian[(r * kappa.Length) + r] -= 1;
        }

        return Math.Sqrt(DenseRows.Dot(excess, excess));
    }

    // A δ = −G by elimination with the largest pivots; A is needed no more.
    private bool Solve()
    {
        var n = delta.Length;
        for (var r = 0; r < n; r++)
        {
            delta[r] = -g[r];
        }

        for (var k = 0; k < n; k++)
        {
            var pivot = k;
            for (var r = k + 1; r < n; r++)
            {
                pivot = Math.Abs(a[(r * n) + k]) > Math.Abs(a[(pivot * n) + k]) ? r : pivot;
            }

            if (!(Math.Abs(a[(pivot * n) + k]) > 1e-300))
            {
                return false;
            }

            (delta[k], delta[pivot]) = (delta[pivot], delta[k]);
            for (var c = 0; c < n; c++)
            {
                (a[(k * n) + c], a[(pivot * n) + c]) = (a[(pivot * n) + c], a[(k * n) + c]);
            }

            for (var r = k + 1; r < n; r++)
            {
                var factor = a[(r * n) + k] / a[(k * n) + k];
                delta[r] -= factor * delta[k];
                for (var c = k; c < n; c++)
                {
                    a[(r * n) + c] -= factor * a[(k * n) + c];
                }
            }
        }

        for (var k = n - 1; k >= 0; k--)
        {
            for (var c = k + 1; c < n; c++)
            {
                delta[k] -= a[(k * n) + c] * delta[c];
            }

            delta[k] /= a[(k * n) + k];
        }

        return delta.All(double.IsFinite);
    }

    private static double Largest(double[] values)
    {
        var largest = 0.0;
        foreach (var value in values)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        return largest;
    }
}
