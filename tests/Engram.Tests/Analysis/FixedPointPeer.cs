using Engram.Equations;

namespace Engram.Tests.Analysis;

/// <summary>
/// The reference that the search is held against: BFGS on q = ½|F(s) − s|², from one start after another, with backtracking.
/// </summary>
internal static class FixedPointPeer
{
    private const int MostIterations = 500;
    private const double ShortestStep = 1e-14;

    /// <summary>The distinct fixed points that it finds from the starts (K × S).</summary>
    public static IReadOnlyList<double[]> Points(StepMap map, double[] starts, double[] input)
    {
        var points = new List<double[]>();
        foreach (var start in starts.Chunk(map.Width))
        {
            var (state, q) = Descend(map, start, input);
            if (q < 1e-18 && points.TrueForAll(point => Dot(Minus(point, state), Minus(point, state)) > 1e-6))
            {
                points.Add(state);
            }
        }

        return points;
    }

    private static (double[] State, double Q) Descend(StepMap map, double[] start, double[] input)
    {
        var n = start.Length;
        var (s, h) = (start, Identity(n));
        var (q, gradient) = At(map, s, input);
        for (var iteration = 0; iteration < MostIterations && Math.Sqrt(Dot(gradient, gradient)) > 1e-12; iteration++)
        {
            var direction = Times(h, gradient);
            if (Dot(direction, gradient) >= 0)
            {
                h = Identity(n);
                direction = Times(h, gradient);
            }

            var slope = Dot(direction, gradient);
            var t = 1.0;
            var moved = Along(t);
            var (lower, bent) = At(map, moved, input);
            while (lower > q + (1e-4 * t * slope) && t > ShortestStep)
            {
                t /= 2;
                moved = Along(t);
                (lower, bent) = At(map, moved, input);
            }

            if (t <= ShortestStep)
            {
                break;
            }

            Update(h, Minus(moved, s), Minus(bent, gradient));
            (s, q, gradient) = (moved, lower, bent);

            double[] Along(double by) => [.. s.Zip(direction, (x, d) => x + (by * d))];
        }

        return (s, q);
    }

    // q and Aᵀ G
    private static (double Q, double[] Gradient) At(StepMap map, double[] state, double[] input)
    {
        var (next, product) = (new double[state.Length], new double[state.Length]);
        map.Next(state, input, next);
        var g = Minus(next, state);
        map.VectorJacobian(state, input, g, product);
        return (Dot(g, g) / 2, Minus(product, g));
    }

    // H ← (1 − ρ s yᵀ) H (1 − ρ y sᵀ) + ρ s sᵀ, ρ = 1/yᵀs
    private static void Update(double[,] h, double[] step, double[] change)
    {
        var (n, curvature) = (step.Length, Dot(step, change));
        if (curvature <= 1e-14 * Math.Sqrt(Dot(step, step) * Dot(change, change)))
        {
            return;
        }

        var hy = Times(h, change);
        var factor = (1 - (Dot(change, hy) / curvature)) / curvature;
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                h[i, j] += (factor * step[i] * step[j]) + (((hy[i] * step[j]) + (step[i] * hy[j])) / curvature);
            }
        }
    }

    // −H a
    private static double[] Times(double[,] h, double[] a) =>
        [.. Enumerable.Range(0, a.Length).Select(i => -Enumerable.Range(0, a.Length).Sum(j => h[i, j] * a[j]))];

    private static double[,] Identity(int n)
    {
        var identity = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            identity[i, i] = 1;
        }

        return identity;
    }

    private static double[] Minus(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x - y)];

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
