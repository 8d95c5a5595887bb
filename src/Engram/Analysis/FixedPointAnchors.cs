using Engram.Equations;

namespace Engram.Analysis;

/// <summary>The fixed points that a search has found so far.</summary>
/// <param name="width">S.</param>
/// <param name="cloud">The starts.</param>
/// <param name="mergeDistance">As the finder has it.</param>
/// <param name="threads">Threads that search.</param>
internal sealed class FixedPointAnchors(int width, FixedPointCloud cloud, double mergeDistance, int threads)
{
    // Each is looked at in every iteration, and holds a matrix.
    private const int Most = 64;
    private const double Share = 0.1;
    private readonly List<FixedPointAnchor>[] own = [.. Enumerable.Range(0, threads).Select(_ => new List<FixedPointAnchor>())];

    /// <summary>Those of a thread.</summary>
    public IReadOnlyList<FixedPointAnchor> Of(int thread) => own[thread];

    /// <summary>Takes in what a round of searches found, in the order of the starts.</summary>
    public void Add(StepMap map, double[] input, ReadOnlySpan<(double[] State, PointKind Kind)> ends)
    {
        foreach (var (state, kind) in ends)
        {
            if (own[0].Count >= Most)
            {
                return;
            }

            var within = cloud.Within(state, mergeDistance);
            if (kind == PointKind.Fixed && own[0].TrueForAll(anchor => FixedPointCloud.Distance(anchor.State, state) > within)
                && Inverse(map, input, state) is { } inverse)
            {
                var anchor = new FixedPointAnchor(state, inverse, Share * within);
                Array.ForEach(own, list => list.Add(anchor.Share()));
            }
        }
    }

    private double[]? Inverse(StepMap map, double[] input, double[] state)
    {
        var a = map.Jacobian(state, input);
        for (var i = 0; i < width; i++)
        {
            a[i * (width + 1)] -= 1;
        }

        var factor = new LuFactor(width);
        if (!factor.Factor(a))
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
                a[(i * width) + j] = column[i];
            }
        }

        return a;
    }
}
