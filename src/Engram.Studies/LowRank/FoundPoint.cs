using Engram.Analysis;

namespace Engram.Studies.LowRank;

/// <summary>A fixed point of a circuit.</summary>
/// <param name="Kappa">Where it lies.</param>
/// <param name="Stability">stable, saddle, unstable or marginal.</param>
/// <param name="Growth">The greatest real part of its eigenvalues, in 1/s.</param>
/// <param name="Rotation">The greatest imaginary part, in 1/s.</param>
/// <param name="Starts">How many starts led there.</param>
internal sealed record FoundPoint(IReadOnlyList<double> Kappa, string Stability, double Growth, double Rotation, int Starts)
{
    /// <summary>All fixed points of a circuit without input.</summary>
    public static IReadOnlyList<FoundPoint> All(LatentCircuit circuit) =>
    [
        .. new LatentFixedPoints().Find(circuit, new double[circuit.Inputs]).Select(point => new FoundPoint(
            point.Kappa, Word(point.Type), point.Eigenvalues.Max(value => value.Real),
            point.Eigenvalues.Max(value => value.Imaginary), point.Starts)),
    ];

    /// <summary>How many points a search missed, from how often each was found.</summary>
    public static UnseenPoints Unseen(IEnumerable<FoundPoint> points) => UnseenPoints.Of([.. points.Select(point => point.Starts)]);

    /// <summary>
    /// The greatest distance, in any unit's current, from a fixed point of the circuit to the nearest that a search among all currents finds.
    /// </summary>
    /// <param name="space">The network.</param>
    /// <param name="points">Fixed points of its exact circuit without input.</param>
    /// <param name="dt">Length of a step.</param>
    public static double Disagreement(LoadingSpace space, IReadOnlyList<FoundPoint> points, TimeSpan dt)
    {
        var states = points.Select(point => LatentFixedPoint.State(space, [.. point.Kappa], new double[space.I.Count])).ToList();
        var starts = new List<double>();
        foreach (var (place, state) in states.Index())
        {
            // Beside the point, so that finding it is not given.
            var draws = new Numerics.RandomStream(new(1, Numerics.Purpose.Analysis), place);
            starts.AddRange(state.Select(value => value + (0.02 * draws.NextNormal())));
        }

        var found = new FixedPointFinder().Find(space.ToNetwork(), dt, [.. starts], new double[space.I.Count])
            .Where(point => point.Kind == PointKind.Fixed).ToList();
        return states.Max(state => found.Select(point => state.Zip(point.State, (a, b) => Math.Abs(a - b)).Max())
            .DefaultIfEmpty(double.PositiveInfinity).Min());
    }

    /// <summary>A type of point in one word.</summary>
    public static string Word(PointType type) => type switch
    {
        PointType.StableNode or PointType.StableFocus => "stable",
        PointType.Saddle or PointType.SaddleFocus => "saddle",
        PointType.Marginal => "marginal",
        _ => "unstable",
    };
}
