using Engram.Configuration;
using Engram.Equations;
using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>
/// ePAIRS, a test for populations that needs no number of them: points are centred, turned to their principal components and scaled to unit
/// variance along each; of every point the angle to its nearest neighbours in direction is compared with the angles in samples from the
/// Gaussian of the same covariance. The same seed gives the same bits on any number of threads.
/// </summary>
/// <remarks>
/// The angles of one sample are not independent, so that p-values are somewhat too small: for 100 networks ask for p &lt; 0.05/100.
/// </remarks>
[Cite(
    "10.1038/s41586-019-1816-6",
    "Hirokawa, Vaughan, Masset, Ott & Kepecs (2019). Frontal cortex neuron types categorically encode single decision variables.")]
[Cite(
    "10.1038/nn.3865",
    "Raposo, Kaufman & Churchland (2014). A category-free neural population supports evolving demands during decision-making.")]
public sealed record PairsTest
{
    // Apart from what else is drawn under the same seed.
    private const long Streams = 4L << 40;

    /// <summary>k, the number of nearest neighbours of a point.</summary>
    [Range(1, 100)]
    public int Neighbours { get; init; } = 3;

    /// <summary>Samples from the Gaussian.</summary>
    [Range(1, 100_000)]
    public int Draws { get; init; } = 500;

    /// <summary>
    /// The most points that are taken, drawn at random where there are more; 0 for all. Time grows with its square times
    /// <see cref="Draws"/>: for thousands of units take fewer, or 100 draws.
    /// </summary>
    [Range(0, 1_000_000)]
    public int Units { get; init; }

    /// <summary>Decides the samples, and which points are taken.</summary>
    public ulong Seed { get; init; }

    /// <summary>Threads that work.</summary>
    [Range(1, 1024)]
    public int Threads { get; init; } = 1;

    /// <summary>Tests the units of a loading space.</summary>
    /// <param name="space">The loading space.</param>
    /// <exception cref="UsageException">As for points.</exception>
    public PairsResult Of(LoadingSpace space)
    {
        var columns = space.Columns;
        var rows = new double[space.Units * columns.Count];
        for (var k = 0; k < rows.Length; k++)
        {
            rows[k] = columns[k % columns.Count][k / columns.Count];
        }

        return Of(rows, columns.Count);
    }

    /// <summary>Tests points.</summary>
    /// <param name="rows">Points, one after the other (n × C).</param>
    /// <param name="columns">C.</param>
    /// <exception cref="UsageException">
    /// A setting is out of range, there are too few points, points are not finite or vary in fewer than two dimensions.
    /// </exception>
    public PairsResult Of(ReadOnlySpan<double> rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        var taken = Check(rows.Length / columns, columns);
        var chosen = new double[taken.Length * columns];
        for (var k = 0; k < taken.Length; k++)
        {
            rows.Slice(taken[k] * columns, columns).CopyTo(chosen.AsSpan(k * columns));
        }

        var components = PrincipalComponents.Of(chosen, columns);
        var dimensions = components.Variances.Count(variance => variance > 1e-12 * components.Variances[0]);
        if (dimensions < 2)
        {
            throw new UsageException(FormattableString.Invariant(
                $"The points vary in {dimensions} dimensions, but a direction needs at least two; give points that vary in two or more."));
        }

        var scores = components.Project(chosen, dimensions);
        var white = new NeighbourAngles(taken.Length, dimensions);
        for (var k = 0; k < scores.Length; k++)
        {
            white[k % dimensions, k / dimensions] = scores[k] / Math.Sqrt(components.Variances[k % dimensions]);
        }

        var angles = new double[taken.Length];
        white.Find(Neighbours, angles);
        var samples = new double[Draws * taken.Length];
        using (var workers = new Workers(Math.Min(Threads, Draws)))
        {
            var buffers = new NeighbourAngles?[workers.Count];
            workers.Run(Draws, (worker, draw) =>
            {
                var own = buffers[worker] ??= new NeighbourAngles(taken.Length, dimensions);
                own.Draw(new RandomStream(new StreamKey(Seed, Purpose.Analysis), Streams + 1 + draw));
                own.Find(Neighbours, samples.AsSpan(draw * taken.Length, taken.Length));
            });
        }

        var mean = samples.Average();
        var spread = Math.Sqrt(samples.Sum(value => (value - mean) * (value - mean)) / samples.Length);
        Array.Sort(samples);
        var (median, gaussian) = (DrawStatistics.Of(angles).Median, DrawStatistics.OfSorted(samples).Median);
        return new((gaussian - median) / spread, RankSum.PValue(angles, samples), median, gaussian, angles, taken, dimensions);
    }

    private int[] Check(int points, int columns)
    {
        var faults = Settings.Faults(this).ToList();
        var count = Units > 0 && Units < points ? Units : points;
        if (count < Math.Max(columns + 1, Neighbours + 1))
        {
            faults.Add(FormattableString.Invariant($"There are {count} points in {columns} dimensions with {Neighbours} neighbours each; ")
                + FormattableString.Invariant($"give at least {Math.Max(columns, Neighbours) + 1} points."));
        }

        if ((long)count * Draws > Array.MaxLength)
        {
            faults.Add(FormattableString.Invariant(
                $"`Draws` is {Draws}, which does not fit into memory with {count} points; set fewer `Draws`, or give fewer points."));
        }

        if (faults.Count > 0)
        {
            throw new UsageException(faults);
        }

        int[] order = [.. Enumerable.Range(0, points)];
        if (count < points)
        {
            var stream = new RandomStream(new StreamKey(Seed, Purpose.Analysis), Streams);
            Resampling.Shuffle<int>(order, ref stream);
        }

        return [.. order[..count].Order()];
    }
}
