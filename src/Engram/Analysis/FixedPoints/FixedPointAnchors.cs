using Engram.Equations;

namespace Engram.Analysis;

/// <summary>The points that a search has found so far.</summary>
/// <param name="width">S.</param>
/// <param name="cloud">The starts.</param>
/// <param name="mergeDistance">As the finder has it.</param>
/// <param name="threads">Threads that search.</param>
internal sealed class FixedPointAnchors(int width, FixedPointCloud cloud, double mergeDistance, int threads)
{
    // Each holds a matrix; so many values in all.
    private const long MostValues = 1 << 22;
    private const double Share = 0.1;

    // The step of central differences of a gradient, relative to 1 + max|s|: the cube root of rounding.
    private const double Difference = 6e-6;
    private readonly int most = (int)Math.Clamp(MostValues / ((long)width * width), 16, 256);
    private readonly HashSet<(int A, int B)> given = [];
    private readonly List<FixedPointAnchor>[] own = [.. Enumerable.Range(0, threads).Select(_ => new List<FixedPointAnchor>())];

    /// <summary>How many.</summary>
    public int Count => own[0].Count;

    /// <summary>Those of a thread.</summary>
    public IReadOnlyList<FixedPointAnchor> Of(int thread) => own[thread];

    /// <summary>Takes in what a round of searches found, in the order of the starts.</summary>
    public void Add(StepMap map, double[] input, ReadOnlySpan<(double[] State, PointKind Kind)> ends)
    {
        foreach (var (state, kind) in ends)
        {
            if (own[0].Count >= most)
            {
                return;
            }

            var within = cloud.Within(state, mergeDistance);
            if (kind != PointKind.Unconverged && own[0].TrueForAll(anchor => anchor.Distance(state) > within)
                && Inverse(kind == PointKind.Fixed ? Derivative(map, input, state) : Curvature(map, input, state)) is (var inverse, var sign))
            {
                var anchor = new FixedPointAnchor(state, kind, inverse, sign, Share * within);
                Array.ForEach(own, list => list.Add(anchor.Share()));
            }
        }
    }

    // A = ∂F/∂s − 1
    private double[] Derivative(StepMap map, double[] input, double[] state)
    {
        var a = map.Jacobian(state, input);
        for (var i = 0; i < width; i++)
        {
            a[i * (width + 1)] -= 1;
        }

        return a;
    }

    // ∂(Aᵀ G)/∂s, by central differences, all at once: row 2j is the gradient at s + h e_j, row 2j + 1 that at s − h e_j.
    private double[] Curvature(StepMap map, double[] input, double[] state)
    {
        var h = Difference * (1 + state.Max(Math.Abs));
        var (states, inputs) = (new double[2 * width * width], new double[2 * width * input.Length]);
        for (var row = 0; row < 2 * width; row++)
        {
            state.CopyTo(states, row * width);
            states[(row * width) + (row / 2)] += row % 2 == 0 ? h : -h;
            input.CopyTo(inputs, row * input.Length);
        }

        var (g, gradient) = (new double[states.Length], new double[states.Length]);
        map.Next(states, inputs, g);
        for (var k = 0; k < g.Length; k++)
        {
            g[k] -= states[k];
        }

        map.VectorJacobian(states, inputs, g, gradient);
        var curvature = new double[width * width];
        for (var j = 0; j < width; j++)
        {
            for (var i = 0; i < width; i++)
            {
                var (up, down) = ((2 * j * width) + i, (((2 * j) + 1) * width) + i);
                curvature[(i * width) + j] = (gradient[up] - g[up] - gradient[down] + g[down]) / (2 * h);
            }
        }

        return curvature;
    }

    /// <summary>
    /// Places half-way between fixed points that should have another between them, the nearest ones first, each given once. Two that are
    /// neighbours, with no known one in the sphere about them, and both of whose A have the same sign of the determinant, cannot be
    /// connected along a line as a stable point and the saddle beside it are: trials rarely come near what divides them. Points of a line of
    /// fixed points are no anchors, so that none is filled.
    /// </summary>
    /// <param name="most">How many at most.</param>
    public IReadOnlyList<double[]> Between(int most)
    {
        List<FixedPointAnchor> points = [.. own[0].Where(anchor => anchor.Kind == PointKind.Fixed)];
        double[][] distances = [.. points.Select(a => points.Select(b => a.Distance(b.State)).ToArray())];
        var pairs = from b in Enumerable.Range(0, points.Count)
                    from a in Enumerable.Range(0, b)
                    where points[a].Sign == points[b].Sign && !given.Contains((a, b)) && AreNeighbours(distances[a], distances[b], b)
                    orderby distances[a][b]
                    select (a, b);
        var taken = pairs.Take(most).ToList();
        given.UnionWith(taken);
        return [.. taken.Select(pair => points[pair.a].State.Zip(points[pair.b].State, (x, y) => (x / 2) + (y / 2)).ToArray())];
    }

    // |a − c|² + |b − c|² ≥ |a − b|² for all c
    private static bool AreNeighbours(double[] fromA, double[] fromB, int b)
    {
        var square = fromA[b] * fromA[b] * (1 - 1e-9);
        for (var c = 0; c < fromA.Length; c++)
        {
            if ((fromA[c] * fromA[c]) + (fromB[c] * fromB[c]) < square)
            {
                return false;
            }
        }

        return true;
    }

    private (double[] Inverse, int Sign)? Inverse(double[] matrix)
    {
        var factor = new LuFactor(width);
        if (!factor.Factor(matrix))
        {
            return null;
        }

        // Column by column, then transposed.
        var (unit, column) = (new double[width], new double[width]);
        for (var j = 0; j < width; j++)
        {
            Array.Clear(unit);
            unit[j] = 1;
            factor.Solve(unit, column);
            for (var i = 0; i < width; i++)
            {
                matrix[(i * width) + j] = column[i];
            }
        }

        return (matrix, factor.Sign);
    }
}
