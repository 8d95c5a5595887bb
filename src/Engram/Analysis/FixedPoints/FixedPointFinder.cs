using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;
using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>
/// Finds the fixed and slow points of a whole network under a constant input: from many starts, the minima of q = ½|F(s) − s|², to machine
/// precision and with the exact Jacobian. Stable points, saddles and unstable ones are found alike. What comes out depends on the starts
/// and their order, and not on the number of threads.
/// </summary>
/// <remarks>
/// Distances and speeds are measured against those of the starts, which should be states that the network visits: their spread is the root
/// mean square distance from their median, their typical speed the root mean square of |F(s) − s|/dt, either without the tenth of the starts
/// that is greatest, so that a few starts far away change neither.
/// </remarks>
[Cite("10.1162/NECO_a_00409", "Sussillo & Barak 2013, Opening the black box: low-dimensional dynamics in recurrent neural networks")]
public sealed record FixedPointFinder
{
    private const int FirstRound = 16;

    /// <summary>Most steps of the search from one start.</summary>
    [Range(1, 1_000_000)]
    public int MaxIterations { get; init; } = 100;

    /// <summary>A point is fixed when max|F(s) − s| is at most this times 1 + max|s|.</summary>
    [Range(1e-15, 1e-3)]
    public double Tolerance { get; init; } = 1e-12;

    /// <summary>
    /// A minimum of the speed that is no fixed point is a slow point below this share of the typical speed of the starts.
    /// </summary>
    [Range(0, 1e6)]
    public double SlowSpeed { get; init; } = 0.1;

    /// <summary>Points nearer to each other than this share of the spread of the starts are one.</summary>
    [Range(0, 1e3)]
    public double MergeDistance { get; init; } = 1e-3;

    /// <summary>
    /// Points farther from every start than this many times the spread of the starts are flagged. The nearest start counts, not their mean,
    /// which lies outside a curved manifold.
    /// </summary>
    [Range(0, 1e9)]
    public double FarDistance { get; init; } = 1.5;

    /// <summary>How far |λ| may lie from 1 in a mode that neither grows nor decays.</summary>
    [Range(0, 1)]
    public double MarginalTolerance { get; init; } = 1e-6;

    /// <summary>Whether places where a search ended without finding a point, and minima that are too fast, are listed too.</summary>
    public bool KeepUnconverged { get; init; }

    /// <summary>
    /// Whether to search half-way between neighbouring fixed points as well that should have another between them, as often as there are
    /// starts at most. Points that only this finds have no starts, and take no part in the estimate of what was missed.
    /// </summary>
    public bool Between { get; init; } = true;

    /// <summary>Chooses starts from visited states, each at most once.</summary>
    /// <param name="states">Visited states (M × S).</param>
    /// <param name="width">S.</param>
    /// <param name="count">K, from 1 to M.</param>
    /// <param name="seed">Decides which, and the noise.</param>
    /// <param name="noise">
    /// Length of a random shift of each start, root mean square over shifts and relative to the spread of the visited states; 0 for none.
    /// </param>
    /// <returns>The starts (K × S), in the order of the draws.</returns>
    /// <exception cref="UsageException">There are fewer states than starts, a state is not finite, or a value is not allowed.</exception>
    public static double[] Starts(ReadOnlySpan<double> states, int width, int count, ulong seed, double noise = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        Finite.Rows(states, width);
        var visited = states.Length / width;
        var faults = new List<string>();
        if (count < 1 || count > visited)
        {
            faults.Add($"`count` is {count}, but there are {visited} visited states to start from; give a number from 1 to {visited}.");
        }

        if (!(noise >= 0 && double.IsFinite(noise)))
        {
            faults.Add(FormattableString.Invariant($"`noise` is {noise}; give a number of at least 0."));
        }

        if (faults.Count > 0)
        {
            throw new UsageException(faults);
        }

        var draws = new RandomStream(new StreamKey(seed, Purpose.Analysis), 0);
        var shift = noise == 0 ? 0 : noise * FixedPointCloud.SpreadOf(states, width) / Math.Sqrt(width);
        var order = Enumerable.Range(0, visited).ToArray();
        var starts = new double[count * width];
        for (var k = 0; k < count; k++)
        {
            var other = k + draws.NextInt(visited - k);
            (order[k], order[other]) = (order[other], order[k]);
            states.Slice(order[k] * width, width).CopyTo(starts.AsSpan(k * width));
            for (var i = 0; shift > 0 && i < width; i++)
            {
                starts[(k * width) + i] += shift * draws.NextNormal();
            }
        }

        return starts;
    }

    /// <summary>
    /// Draws starts beyond the visited states as well: uniform in the box that holds these, stretched around its middle. What no visited
    /// state leads to, such as a point of a memory that no trial needed, can be found from there.
    /// </summary>
    /// <param name="states">Visited states (M × S).</param>
    /// <param name="width">S.</param>
    /// <param name="count">K, at least 1.</param>
    /// <param name="seed">Decides which.</param>
    /// <param name="stretch">Sides of the box, relative to those of the smallest that holds all states; above 0.</param>
    /// <returns>The starts (K × S), in the order of the draws.</returns>
    /// <exception cref="UsageException">There is no state, one is not finite, or a value is not allowed.</exception>
    public static double[] BoxStarts(ReadOnlySpan<double> states, int width, int count, ulong seed, double stretch = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        Finite.Rows(states, width);
        string?[] faults =
        [
            states.Length == 0 ? "There are no visited states to draw a box around; give at least one." : null,
            count < 1 ? $"`count` is {count}; give at least 1." : null,
            stretch > 0 && double.IsFinite(stretch) ? null
                : FormattableString.Invariant($"`stretch` is {stretch}; give a number above 0."),
        ];
        return faults.OfType<string>().ToList() is { Count: > 0 } told ? throw new UsageException(told)
            : FixedPointBox.Draw(states, width, count, stretch, new RandomStream(new StreamKey(seed, Purpose.Analysis), 1));
    }

    /// <summary>Finds the points of a network.</summary>
    /// <param name="network">Its effective weights count.</param>
    /// <param name="dt">Length of a step.</param>
    /// <param name="starts">Where to search from (K × S).</param>
    /// <param name="input">The constant input (I).</param>
    /// <param name="threads">Threads that work; no more than there are starts, or cores.</param>
    /// <param name="cancel">Looked at before each start.</param>
    /// <inheritdoc cref="Find(StepMap, TimeSpan, ReadOnlySpan{double}, ReadOnlySpan{double}, int, CancellationToken)"/>
    public PointSet<FixedPoint> Find(
        Network network,
        TimeSpan dt,
        ReadOnlySpan<double> starts,
        ReadOnlySpan<double> input,
        int threads = 1,
        CancellationToken cancel = default)
    {
        Finite.Weights(network);
        var outputs = network.Parameters.Shapes.First(shape => shape.Role == ParameterRole.Readout).Rows;
        using var map = new StepMap(network.Cell.Graph(input.Length, outputs, dt));
        map.Load(Array.ConvertAll(network.EffectiveValues.ToArray(), value => (double)value));
        return Find(map, dt, starts, input, threads, cancel);
    }

    /// <summary>Finds the points of a map.</summary>
    /// <param name="map">F, with its parameters.</param>
    /// <param name="dt">Length of a step.</param>
    /// <param name="starts">Where to search from (K × S).</param>
    /// <param name="input">The constant input (I).</param>
    /// <param name="threads">Threads that work; no more than there are starts, or cores.</param>
    /// <param name="cancel">Looked at before each start.</param>
    /// <returns>
    /// Each point once: fixed ones, slow ones, then, if kept, where searches ended without one; among each in the order of the first start
    /// that led there. With them an estimate of what was missed.
    /// </returns>
    /// <exception cref="UsageException">Starts, input or options are not allowed; all faults together.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public PointSet<FixedPoint> Find(
        StepMap map,
        TimeSpan dt,
        ReadOnlySpan<double> starts,
        ReadOnlySpan<double> input,
        int threads = 1,
        CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Check(map, dt, starts, input);
        var cloud = new FixedPointCloud(starts.ToArray(), map.Width);
        var u = input.ToArray();
        threads = Math.Min(threads, Math.Min(cloud.Count, Environment.ProcessorCount));
        StepMap[] maps = [map, .. Enumerable.Range(1, threads - 1).Select(_ => map.Share())];
        try
        {
            using var workers = new Workers(threads);
            var reach = cloud.Spread > 0 ? cloud.Spread : double.PositiveInfinity;
            var searches = maps.Select(own => new FixedPointSearch(own, u, this, reach)).ToArray();
            var ends = new (double[] State, PointKind Kind)[cloud.Count];
            var anchors = new FixedPointAnchors(map.Width, cloud, MergeDistance, threads);

            // In rounds that grow, so that what one round finds helps the next, on any number of threads alike.
            for (int from = 0, to; from < cloud.Count; from = to)
            {
                to = Math.Min(cloud.Count, from + Math.Max(FirstRound, from / 4));
                workers.Run(to - from, (worker, k) =>
                {
                    if (!cancel.IsCancellationRequested)
                    {
                        ends[from + k] = searches[worker].From(cloud[from + k], anchors.Of(worker));
                    }
                });
                cancel.ThrowIfCancellationRequested();
                anchors.Add(map, u, ends.AsSpan(from, to - from));
            }

            var slowest = SlowSpeed * cloud.TypicalStep(map, u);
            var beside = new List<double[]>();
            for (var (left, known) = (Between ? cloud.Count : 0, -1); left > 0 && anchors.Count > known;)
            {
                known = anchors.Count;
                var middles = anchors.Between(left);
                var news = new (double[] State, PointKind Kind)[middles.Count];
                workers.Run(middles.Count, (worker, k) => news[k] = searches[worker].From(middles[k], anchors.Of(worker)));
                cancel.ThrowIfCancellationRequested();
                anchors.Add(map, u, news);
                beside.AddRange(news.Where(end => end.Kind == PointKind.Fixed).Select(end => end.State));
                left -= middles.Count;
            }

            var found = ends.Select(end => Judge(map, u, end.State, end.Kind, slowest))
                .Concat(beside.Select(state => Judge(map, u, state, PointKind.Fixed, slowest) with { Starts = 0 }));
            var merged = cloud.Merge(found, MergeDistance, KeepUnconverged);
            var points = new FixedPoint[merged.Count];
            workers.Run(points.Length, (worker, p) => points[p] = Describe(maps[worker], u, dt, cloud, merged[p]));
            return new(points, UnseenPoints.Of(points), points.Count(point => point.Starts == 0), cloud.Count);
        }
        finally
        {
            Array.ForEach(maps[1..], own => own.Dispose());
        }
    }

    // A minimum of the speed that is not slow is no find.
    private static FoundPoint Judge(StepMap map, double[] input, double[] state, PointKind kind, double slowest)
    {
        var next = new double[state.Length];
        map.Next(state, input, next);
        Rows.AddScaled(next, -1, state);
        var step = Math.Sqrt(Rows.Dot(next, next));
        var judged = kind == PointKind.Slow && !(step < slowest) ? PointKind.Unconverged : kind;
        return new(state, next.Max(Math.Abs), step, judged);
    }

    private FixedPoint Describe(StepMap map, double[] input, TimeSpan dt, FixedPointCloud cloud, FoundPoint found)
    {
        var modes = EigenvalueSpectrum.Of(map.Jacobian(found.State, input), map.Width, dt);
        var (stability, type) = PointTypes.Of(modes, MarginalTolerance);
        IReadOnlyList<PointSide> sides = [];
        if (FixedPointKink.Of(map, input, found, dt, MarginalTolerance) is { } kink)
        {
            (stability, type, modes, sides) = kink;
        }

        var nearest = cloud.Nearest(found.State);
        return new(
            found.State, found.Residual, found.Step / dt.TotalSeconds, found.Kind, stability, type, modes, found.Starts,
            cloud.Spread > 0 ? nearest / cloud.Spread : double.PositiveInfinity,
            cloud.Spread > 0 && nearest > FarDistance * cloud.Spread) { Sides = sides };
    }

    private void Check(StepMap map, TimeSpan dt, ReadOnlySpan<double> starts, ReadOnlySpan<double> input)
    {
        var faults = Settings.Faults(this).ToList();
        if (dt <= TimeSpan.Zero)
        {
            faults.Add($"`dt` is {TimeText.Format(dt)}; give a time above 0ms.");
        }

        if (starts.Length == 0 || starts.Length % map.Width != 0)
        {
            faults.Add($"The starts have {starts.Length} values; give at least one row of {map.Width}.");
        }

        if (input.Length != map.Inputs)
        {
            faults.Add($"The input has {input.Length} values, but there are {map.Inputs} channels; give one value per channel.");
        }

        foreach (var (what, values) in new[] { ("starts", starts.ToArray()), ("input", input.ToArray()) })
        {
            if (!Array.TrueForAll(values, double.IsFinite))
            {
                faults.Add($"The {what} contain a value that is not finite; leave out trials in which the network diverged.");
            }
        }

        if (faults.Count > 0)
        {
            throw new UsageException(faults);
        }
    }
}
