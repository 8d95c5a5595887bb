using Engram.Configuration;
using MathNet.Numerics.LinearAlgebra;

namespace Engram.Analysis;

/// <summary>
/// Compares the dynamics of two systems, whatever the coordinates in which they are seen: each becomes a linear map A of delay
/// coordinates, y_{t+1} = A y_t, and the distance is what the best orthogonal change of coordinates leaves between the maps. A score
/// needs no match of units, trials or dimensions, and is the same when the two change places. The mean of the states stays in.
/// </summary>
/// <remarks>
/// y are orthonormal coordinates, in which one linear system has distance 0 from itself whatever the states it was seen in. The published
/// code fits the same map, and compares it after whitening: <see cref="Whiten"/>.
/// </remarks>
[Cite(
    "10.48550/arXiv.2306.10168",
    "Ostrow, Eisen, Kozachkov & Fiete (2023). Beyond geometry: comparing the temporal structure of computation in neural circuits with "
    + "dynamical similarity analysis.")]
public sealed record DynamicalSimilarity
{
    /// <summary>d, the number of copies of the state, each a delay earlier.</summary>
    [Range(1, 10_000)]
    public int Delays { get; init; } = 10;

    /// <summary>Steps from one delay to the next.</summary>
    [Range(1, 10_000)]
    public int DelayInterval { get; init; } = 1;

    /// <summary>R, the dimensions that both maps have; none for as many as <see cref="Variance"/> takes in the richer of the two.</summary>
    [Range(1, 1000)]
    public int? Rank { get; init; }

    /// <summary>Share of the sum of squares of the delay coordinates that the dimensions hold, where no rank is given.</summary>
    [Range(0, 1, Above = true)]
    public double Variance { get; init; } = 0.99;

    /// <summary>
    /// Whether coordinates are scaled to Σ v vᵀ = 1 before maps are compared, as the published code does. A linear change of the units,
    /// orthogonal or not, then leaves the distance as it is, but other starts of one system change it.
    /// </summary>
    public bool Whiten { get; init; }

    /// <summary>Ridge of the regression, which is of the coordinates scaled to Σ v vᵀ = 1.</summary>
    [Range(0, 1e6)]
    public double Ridge { get; init; } = 1e-8;

    /// <summary>How the maps are compared.</summary>
    public SimilarityMetric Metric { get; init; } = SimilarityMetric.Angular;

    /// <summary>Random starts of the search for C, each also as transpose and mirrored.</summary>
    [Range(0, 1000)]
    public int Restarts { get; init; } = 4;

    /// <summary>Most steps of the search from one start.</summary>
    [Range(1, 1_000_000)]
    public int MaxIterations { get; init; } = 500;

    /// <summary>Seed of the starts.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Compares two sets of trajectories.</summary>
    /// <param name="a">One system.</param>
    /// <param name="b">The other.</param>
    /// <exception cref="UsageException">
    /// A setting is not allowed, the two have steps of different length, trials are too short for the delays, nothing varies, or fewer
    /// directions vary than the rank asks for.
    /// </exception>
    public SimilarityResult Of(TrajectorySet a, TrajectorySet b) => Between([a], [b], ["first", "second"])[0, 0];

    /// <summary>Compares each system of one list with each of another, all at one rank, so that distances can be compared.</summary>
    /// <param name="rows">Systems.</param>
    /// <param name="columns">Systems, such as the same ones on other trials.</param>
    /// <returns>A result for each row and column.</returns>
    /// <exception cref="UsageException">As for two systems.</exception>
    public SimilarityResult[,] Between(IReadOnlyList<TrajectorySet> rows, IReadOnlyList<TrajectorySet> columns) =>
        Between(rows, columns, [.. rows.Select((_, place) => $"row {place + 1}"), .. columns.Select((_, place) => $"column {place + 1}")]);

    private SimilarityResult[,] Between(IReadOnlyList<TrajectorySet> rows, IReadOnlyList<TrajectorySet> columns, IReadOnlyList<string> names)
    {
        Settings.Check(this);
        List<TrajectorySet> sets = [.. rows, .. columns];
        foreach (var (set, name) in sets.Zip(names).Skip(1))
        {
            Comparison.SameStep($"{names[0]} trajectories", sets[0].Dt, name, set.Dt, "Take every so many steps of the finer with TrajectorySet.At.");
        }

        DelayEmbedding[] embedded = [.. sets.Zip(names, (set, name) => new DelayEmbedding(set, Delays, DelayInterval, name))];
        var available = embedded.Min(one => one.Available);
        if (Rank > available)
        {
            throw new UsageException(
                $"`Rank` is {Rank}, but the delay coordinates vary in only {string.Join(" and ", embedded.Select(one => one.Available))} directions; "
                + $"set `Rank` to at most {available}.");
        }

        var rank = Rank ?? Math.Min(available, embedded.Max(one => one.RankOf(Variance)));
        var maps = Array.ConvertAll(embedded, one => one.Transition(rank, Ridge, Whiten));
        var results = new SimilarityResult[rows.Count, columns.Count];
        for (var i = 0; i < rows.Count; i++)
        {
            for (var j = 0; j < columns.Count; j++)
            {
                results[i, j] = Of(maps[i], maps[rows.Count + j]);
            }
        }

        return results;
    }

    /// <summary>Compares two linear maps of the same size.</summary>
    /// <param name="a">A (R × R), as in v_{t+1} = A v_t.</param>
    /// <param name="b">B (R × R).</param>
    /// <exception cref="UsageException">They are not square and of the same size, or not finite.</exception>
    public SimilarityResult Of(double[,] a, double[,] b)
    {
        Finite.Matrix(a, "map A");
        Finite.Matrix(b, "map B");
        var rank = a.GetLength(0);
        if (rank < 1 || a.GetLength(1) != rank || b.GetLength(0) != rank || b.GetLength(1) != rank)
        {
            throw new UsageException(
                $"Maps of {rank} × {a.GetLength(1)} and {b.GetLength(0)} × {b.GetLength(1)} cannot be compared; "
                + "give two maps of the same rank.");
        }

        var (ma, mb) = (Matrix<double>.Build.DenseOfArray(a), Matrix<double>.Build.DenseOfArray(b));
        var (c, trace) = new OrthogonalAlignment(ma, mb).Best(Restarts, MaxIterations, Seed);
        var distance = Metric == SimilarityMetric.Angular
            ? Math.Acos(Math.Clamp(trace / (ma.FrobeniusNorm() * mb.FrobeniusNorm()), -1, 1))
            : (ma - (c * mb).TransposeAndMultiply(c)).FrobeniusNorm();
        return new(distance, rank, Eigenvalues(ma, mb), c.Determinant() < 0)
        {
            A = (double[,])a.Clone(), B = (double[,])b.Clone(), C = c.ToArray(),
        };
    }

    // Of two clouds of as many points of the same weight, the transport that costs least pairs them.
    private static double Eigenvalues(Matrix<double> a, Matrix<double> b)
    {
        var (x, y) = (a.Evd().EigenValues, b.Evd().EigenValues);
        var cost = new double[x.Count, y.Count];
        for (var i = 0; i < x.Count; i++)
        {
            for (var j = 0; j < y.Count; j++)
            {
                cost[i, j] = (x[i] - y[j]).Magnitude;
            }
        }

        return Assignment.Of(cost).Select((j, i) => cost[i, j]).Average();
    }
}
