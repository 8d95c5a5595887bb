using Engram.Analysis;
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Numerics;

namespace Engram.Tests.Analysis;

/// <summary>How many of the points of a network a search finds.</summary>
public sealed class FixedPointCoverageTests
{
    private static readonly FixedPointFinder Finder = new();

    [Fact]
    public void Of_three_bistable_units_as_many_points_are_found_as_by_quasi_Newton_steps_on_q()
    {
        // 3 × 3 × 3 points; 40 starts.
        using var map = SmallNetworks.Leaky(Activation.Tanh, [2, 0, 0, 0, 2.5, 0, 0, 0, 3]);
        var starts = Draw(40 * 3, 2, 0);
        var points = Finder.Find(map, SmallNetworks.Dt, starts, new double[3], cancel: TestContext.Current.CancellationToken);
        var found = Fixed(points);

        // Those that lie between others do not change how often each was found.
        Assert.Equal(points.Beside, found.Count(point => point.Starts == 0));
        Assert.Equal((Finder with { Between = false }).Points(map, starts, new double[3]).Select(point => point.Starts).Order(),
            points.Select(point => point.Starts).Where(count => count > 0).Order());
        Assert.InRange(found.Count, FixedPointPeer.Points(map, starts, new double[3]).Count, 27);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_flip_flops_and_random_networks_as_many_points_are_found_as_by_quasi_Newton_steps_on_q(bool isFlipFlop)
    {
        const int Starts = 40;
        var (ours, theirs) = (0, 0);
        for (var seed = 0; seed < 3; seed++)
        {
            Cell cell = isFlipFlop ? new GruCell { Units = 4 } : new ElmanCell { Units = 10 };
            var graph = cell.Graph(1, 1, SmallNetworks.Dt);
            using var map = new StepMap(graph);
            map.Load([.. graph.Parameters.SelectMany((shape, place) => Weights(shape, Draw(shape.Count, 1, (100 * seed) + place)))]);
            var starts = Draw(Starts * map.Width, 0.7, (100 * seed) + 99);

            // h = tanh(…) at a point of either cell; where a gate is shut beyond rounding, a GRU stands still at any h.
            ours += Fixed(Finder.Points(map, starts, [0])).Count(point => point.State.Max(Math.Abs) < 1);
            theirs += FixedPointPeer.Points(map, starts, [0]).Count(state => state.Max(Math.Abs) < 1);
        }

        Assert.True(theirs > 10, $"{theirs} is too few to compare");
        Assert.True(ours >= theirs, $"{ours} of {theirs}");

        // Each unit of the flip-flop keeps a bit, and all act on each other; the other network has strong random weights.
        IEnumerable<double> Weights(ParameterShape shape, double[] normal) => normal.Select((value, k) =>
            shape.Columns != shape.Rows ? 0
            : !isFlipFlop ? 4 / Math.Sqrt(shape.Columns) * value
            : shape.Name == "w_h" ? (k % (shape.Columns + 1) == 0 ? 2.5 : 0.2 * value) : 0.5 * value);
    }

    [Fact]
    public void Starts_in_a_box_beyond_the_visited_states_find_what_these_do_not_lead_to()
    {
        // x = 2 tanh x, seen on the positive side alone.
        using var map = SmallNetworks.Leaky(Activation.Tanh, [2]);
        double[] visited = [1.6, 1.8, 2.0, 2.2];
        Assert.Single(Finder.Points(map, FixedPointFinder.Starts(visited, 1, 4, 1), [0]));
        var starts = FixedPointFinder.BoxStarts(visited, 1, 60, 1, stretch: 20);
        Assert.All(starts, start => Assert.InRange(start, 1.9 - 6, 1.9 + 6));
        Assert.True(starts.Max() - starts.Min() > 10);
        Assert.Equal(3, Finder.Points(map, starts, [0]).Count);

        Assert.Equal(starts[..10], FixedPointFinder.BoxStarts(visited, 1, 10, 1, stretch: 20));
        Assert.NotEqual(starts[..10], FixedPointFinder.BoxStarts(visited, 1, 10, 2, stretch: 20));

        // Each coordinate has its own sides.
        var wide = FixedPointFinder.BoxStarts([0, 5, 1, 5, 0.5, 105], 2, 500, 1);
        Assert.All(wide.Chunk(2), start => Assert.True(start[0] is >= 0 and <= 1 && start[1] is >= 5 and <= 105));
        Assert.True(wide.Chunk(2).Max(start => start[1]) > 95);
    }

    [Fact]
    public void A_box_that_cannot_be_drawn_from_is_refused()
    {
        var fault = Assert.Throws<UsageException>(() => FixedPointFinder.BoxStarts([], 2, 0, 1, stretch: 0)).Message;
        Assert.All(["no visited states", "`count` is 0", "`stretch` is 0"], part => Assert.Contains(part, fault, StringComparison.Ordinal));
    }

    [Fact]
    public void More_threads_than_starts_or_cores_do_no_harm()
    {
        using var map = SmallNetworks.Leaky(Activation.Tanh, [2]);
        var points = Finder.Find(map, SmallNetworks.Dt, [-1, 1], [0], threads: 100_000, TestContext.Current.CancellationToken);
        Assert.Equal([1, 1, 0], points.Select(point => point.Starts));
    }

    private static IReadOnlyList<FixedPoint> Fixed(IReadOnlyList<FixedPoint> points) => [.. points.Where(point => point.Kind == PointKind.Fixed)];

    private static double[] Draw(int count, double scale, int stream)
    {
        var random = new RandomStream(new StreamKey(7, Purpose.Analysis), stream);
        return [.. Enumerable.Range(0, count).Select(_ => scale * random.NextNormal())];
    }
}
