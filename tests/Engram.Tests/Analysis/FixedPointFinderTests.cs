using System.Numerics;
using Engram.Analysis;
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;
using Engram.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace Engram.Tests.Analysis;

/// <summary>Networks whose points are known.</summary>
public sealed class FixedPointFinderTests
{
    private static readonly FixedPointFinder Finder = new();

    [Fact]
    public void A_linear_network_has_one_point_which_solves_its_equation()
    {
        const int N = 40;
        var random = new RandomStream(new StreamKey(3, Purpose.Analysis), 0);
        double[] Draw(int count, double scale) => [.. Enumerable.Range(0, count).Select(_ => scale * random.NextNormal())];
        var (w, b, u, starts) = (Draw(N * N, 1.5 / Math.Sqrt(N)), Draw(N, 1), Draw(N, 1), Draw(10 * N, 5));
        using var map = SmallNetworks.Leaky(Activation.Linear, w, b);
        var point = Assert.Single(Finder.Points(map, starts, u));
        var matrix = Matrix<double>.Build.DenseOfRowMajor(N, N, w);
        var drive = MathNet.Numerics.LinearAlgebra.Vector<double>.Build.DenseOfArray([.. b.Zip(u, (x, y) => x + y)]);
        var expected = (Matrix<double>.Build.DenseIdentity(N) - matrix).Solve(drive);
        Assert.Equal(expected, point.State, (a, c) => Math.Abs(a - c) < 1e-10);
        Assert.Equal((PointKind.Fixed, 10, Stability.Unstable), (point.Kind, point.Starts, point.Stability));

        // λ = 1 + α(w − 1) over the eigenvalues w of W.
        var eigenvalues = matrix.Evd().EigenValues.Select(value => 1 + (SmallNetworks.Alpha * (value - 1))).ToArray();
        Assert.Equal(N, point.Modes.Count);
        Assert.All(point.Modes, mode => Assert.Contains(eigenvalues, value => (value - mode.Multiplier).Magnitude < 1e-10));
    }

    [Fact]
    public void A_self_exciting_unit_has_the_roots_of_x_equals_w_tanh_x()
    {
        using var map = SmallNetworks.Leaky(Activation.Tanh, [2]);
        var points = Finder.Points(map, SmallNetworks.Grid(1, -3, -0.2, 0.1, 1, 2.5), [0]);

        // The root of x = 2 tanh x, by iteration to the last digit.
        var root = 2.0;
        for (var k = 0; k < 200; k++)
        {
            root = 2 * Math.Tanh(root);
        }

        Assert.Equal([-root, 0, root], points.Select(point => point.State[0]).Order(), Close(1e-9));
        Assert.Equal([Stability.Stable, Stability.Unstable, Stability.Stable], points.OrderBy(p => p.State[0]).Select(p => p.Stability));
        foreach (var point in points)
        {
            var slope = 1 - Math.Pow(Math.Tanh(point.State[0]), 2);
            var lambda = 1 + (SmallNetworks.Alpha * ((2 * slope) - 1));
            var mode = Assert.Single(point.Modes);
            Assert.Equal(lambda, mode.Multiplier.Real, 1e-9);
            Assert.Equal(((2 * slope) - 1) / 0.1, mode.EulerRate(SmallNetworks.Dt).Real, 1e-7);
            Assert.Equal(-0.02 / Math.Log(lambda), mode.TimeConstant, 1e-9);
        }
    }

    [Fact]
    public void One_start_far_away_changes_nothing_for_the_others()
    {
        using var map = SmallNetworks.Leaky(Activation.Tanh, [2]);
        double[] starts = [.. Enumerable.Range(0, 100).Select(k => -3 + (6 * k / 99.0))];
        var alone = Finder.Points(map, starts, [0]);
        var points = Finder.Points(map, [.. starts, 1e5], [0]);
        Assert.Equal(3, points.Count);
        Assert.Equal(alone.Select(point => point.State[0]), points.Select(point => point.State[0]), Close(1e-12));
        Assert.Equal(alone.Sum(point => point.Starts) + 1, points.Sum(point => point.Starts));
        Assert.All(points, point => Assert.False(point.IsFar));

        // Nor does it make slow what is not: beside u = 0.05 beyond the saddle-node the least speed is a few per cent of that of the starts.
        var input = (2 * Math.Tanh(Math.Atanh(Math.Sqrt(0.5)))) - Math.Atanh(Math.Sqrt(0.5)) + 0.05;
        var strict = Finder with { SlowSpeed = 0.01 };
        Assert.DoesNotContain(strict.Points(map, starts, [input]), point => point.Kind == PointKind.Slow);
        Assert.DoesNotContain(strict.Points(map, [.. starts, 1e5], [input]), point => point.Kind == PointKind.Slow);

        // Starts around the states visited are spread as most of these are.
        Assert.Equal(Spread(FixedPointFinder.Starts(starts, 1, 100, 1, noise: 0.5)), Spread(FixedPointFinder.Starts([.. starts, 1e5], 1, 100, 1, noise: 0.5)), 0.3);

        static double Spread(double[] values) => values.Where(value => value < 1e4).Select(Math.Abs).Order().ElementAt(80);
    }

    [Theory]
    [InlineData(13)]
    [InlineData(99)]
    public void Nor_do_more_of_them_as_long_as_they_are_fewer(int outliers)
    {
        using var map = SmallNetworks.Leaky(Activation.Tanh, [2]);
        double[] starts = [.. Enumerable.Range(0, 100).Select(k => -3 + (6 * k / 99.0))];
        var alone = Finder.Points(map, starts, [0]);
        var points = Finder.Points(map, [.. starts, .. Enumerable.Range(0, outliers).Select(k => 1e5 + k)], [0]);
        Assert.Equal(alone.Select(point => point.State[0]), points.Select(point => point.State[0]), Close(1e-12));
    }

    [Fact]
    public void Two_independent_bistable_units_have_four_nodes_four_saddles_and_a_source()
    {
        using var map = SmallNetworks.Leaky(Activation.Tanh, [2, 0, 0, 3]);
        var points = Finder.Points(map, SmallNetworks.Grid(2, -2.5, -0.3, 0.2, 2), [0, 0]);
        Assert.Equal(4, points.Count(point => (point.Type, point.Stability) == (PointType.StableNode, Stability.Stable)));
        Assert.Equal(4, points.Count(point => (point.Type, point.Growing()) == (PointType.Saddle, 1)));
        Assert.Equal(new double[2], Assert.Single(points, point => point.Type == PointType.UnstableNode).State, Close(1e-9));
        Assert.Equal(9, points.Count);
        Assert.Equal(16, points.Sum(point => point.Starts));
        Assert.All(points, point => Assert.True(point.Residual < 1e-14));
    }

    [Theory]
    [InlineData(0.2, PointType.StableFocus)]
    [InlineData(1.5, PointType.UnstableFocus)]
    public void A_rotation_has_its_rate_and_period(double a, PointType type)
    {
        // W = [a −1; 1 a]: λ = 1 + α(a − 1 ± i).
        using var map = SmallNetworks.Leaky(Activation.Tanh, [a, -1, 1, a]);
        var point = Assert.Single(Finder.Points(map, [0.1, 0.05], [0, 0]));
        var lambda = new Complex(1 + (SmallNetworks.Alpha * (a - 1)), SmallNetworks.Alpha);
        Assert.Equal(2, point.Modes.Count);
        Assert.Equal(0, (point.Modes[0].Multiplier - lambda).Magnitude, 1e-9);
        Assert.Equal(Complex.Log(lambda).Real / 0.02, point.Modes[0].Rate.Real, 1e-7);
        Assert.Equal(2 * Math.PI * 0.02 / lambda.Phase, point.Modes[0].Period, 1e-9);
        Assert.Equal(0, (point.Modes[1].EulerRate(SmallNetworks.Dt) - new Complex((a - 1) / 0.1, -10)).Magnitude, 1e-7);
        Assert.Equal(type, point.Type);
    }

    [Fact]
    public void A_saddle_whose_slowest_decay_turns_is_a_saddle_focus()
    {
        using var map = SmallNetworks.Leaky(Activation.Linear, [2, 0, 0, 0, 0.5, -1, 0, 1, 0.5]);
        Assert.Equal(PointType.SaddleFocus, Assert.Single(Finder.Points(map, [1, 1, 1], new double[3])).Type);
    }

    [Fact]
    public void A_rectified_flip_flop_has_two_stable_points_and_the_saddle_between()
    {
        // x₁ = 1 − 2[x₂]₊, x₂ = 1 − 2[x₁]₊: (1, −1), (−1, 1) and (1/3, 1/3).
        using var map = SmallNetworks.Leaky(Activation.Rectify, [0, -2, -2, 0], [1, 1]);
        var points = Finder.Points(map, SmallNetworks.Grid(2, -1.7, -0.6, 0.13, 0.8, 1.9), [0, 0]);
        var ordered = points.OrderBy(point => point.State[0]).ToArray();
        Assert.Equal([-1, 1, 1.0 / 3, 1.0 / 3, 1, -1], ordered.SelectMany(point => point.State), Close(1e-9));
        Assert.Equal([PointType.StableNode, PointType.Saddle, PointType.StableNode], ordered.Select(point => point.Type));

        // W has the eigenvalues ±2 where both are active and 0 where one is.
        Assert.Equal([1 + 0.2, 1 - 0.6], ordered[1].Modes.Select(mode => mode.Multiplier.Real), Close(1e-9));
        Assert.Equal([0.8, 0.8], ordered[0].Modes.Select(mode => mode.Multiplier.Real), Close(1e-9));
    }

    [Fact]
    public void Along_a_line_of_fixed_points_all_are_marginal()
    {
        // One unit integrates, the other leaks.
        using var map = SmallNetworks.Leaky(Activation.Linear, [1, 0, 0, 0]);
        var points = Finder.Points(map, SmallNetworks.Grid(2, -2, -1, 0, 1, 2), [0, 0]);
        Assert.Equal([-2, -1, 0, 1, 2], points.Select(point => point.State[0]).Order(), Close(1e-9));
        Assert.All(points, point =>
        {
            Assert.Equal((PointType.Marginal, Stability.Marginal, 5), (point.Type, point.Stability, point.Starts));
            Assert.Equal(double.PositiveInfinity, point.Modes[0].TimeConstant);
        });
    }

    [Fact]
    public void A_bottleneck_is_a_slow_point_and_a_fast_minimum_is_none()
    {
        // dx/dt of x = 2 tanh x + u has a minimum at tanh² x = 1/2; u just beyond the saddle-node leaves a gap there.
        using var map = SmallNetworks.Leaky(Activation.Tanh, [2]);
        var x = Math.Atanh(Math.Sqrt(0.5));
        var u = (2 * Math.Tanh(x)) - x + 0.01;
        var starts = SmallNetworks.Grid(1, -3, -1.5, -1, 0, 1, 3);
        var points = Finder.Points(map, starts, [u]);
        var slow = Assert.Single(points, point => point.Kind == PointKind.Slow);
        Assert.Equal(-x, slow.State[0], 1e-4);
        Assert.Equal(0.01 / 0.1, slow.Speed, 1e-6);
        Assert.Single(points, point => point.Kind == PointKind.Fixed);
        Assert.Single((Finder with { SlowSpeed = 1e-3 }).Points(map, starts, [u]));
        Assert.Contains(
            (Finder with { SlowSpeed = 1e-3, KeepUnconverged = true }).Points(map, starts, [u]),
            point => point.Kind == PointKind.Unconverged);
    }

    [Fact]
    public void A_bottleneck_on_the_edge_of_a_linear_piece_is_a_slow_point()
    {
        // τ dx/dt = −x + 2[x]₊ + u = |x| + u.
        using var map = SmallNetworks.Leaky(Activation.Rectify, [2]);
        var slow = Assert.Single(Finder.Points(map, SmallNetworks.Grid(1, -3, -1, 0.7, 2), [0.01]));
        Assert.Equal((PointKind.Slow, 4), (slow.Kind, slow.Starts));
        Assert.Equal(0, slow.State[0], 1e-7);
        Assert.Equal(0.01 / 0.1, slow.Speed, 1e-6);
    }

    [Fact]
    public void A_point_far_from_every_start_is_flagged_and_kept()
    {
        // On a ring of starts, their mean is as far from all of them as they spread, and is still not far.
        using var map = SmallNetworks.Leaky(Activation.Linear, [0, 0, 0, 0]);
        double[] ring = [.. Enumerable.Range(0, 12).SelectMany(k => new[] { Math.Cos(k * Math.PI / 6), Math.Sin(k * Math.PI / 6) })];
        var near = Assert.Single(Finder.Points(map, ring, [0, 0]));
        var far = Assert.Single(Finder.Points(map, ring, [9, 0]));
        Assert.Equal((false, true), (near.IsFar, far.IsFar));
        Assert.Equal(1, near.NearestStart, 1e-9);
        Assert.Equal(8, far.NearestStart, 1e-9);
    }

    [Theory]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.Rectify)]
    public void The_number_of_threads_changes_nothing(Activation activation)
    {
        var cell = new LeakyCell { Units = 20, Activation = activation };
        var network = Network.Create(cell, cell.Graph(2, 1, SmallNetworks.Dt), new NetworkOptions { InitialBias = 0.3 }, 4);
        var random = new RandomStream(new StreamKey(3, Purpose.Analysis), 0);
        var starts = Enumerable.Range(0, 40 * 20).Select(_ => random.NextNormal()).ToArray();
        var finder = Finder with { KeepUnconverged = true };
        var one = finder.Find(network, SmallNetworks.Dt, starts, [0.2, 0.2], cancel: Cancel);
        var two = finder.Find(network, SmallNetworks.Dt, starts, [0.2, 0.2], threads: 2, Cancel);
        Assert.NotEmpty(one);
        Assert.Equal(one.Select(p => (p.Kind, p.Starts, p.Residual, p.Speed)), two.Select(p => (p.Kind, p.Starts, p.Residual, p.Speed)));
        Assert.Equal(one.SelectMany(point => point.State), two.SelectMany(point => point.State));
        Assert.Equal(one.SelectMany(point => point.Modes), two.SelectMany(point => point.Modes));
    }

    [Fact]
    public void Starts_are_drawn_without_repetition_by_the_seed()
    {
        double[] states = [.. Enumerable.Range(0, 60).Select(k => (double)k)];
        var starts = FixedPointFinder.Starts(states, 2, 30, 7);
        Assert.Equal(states, starts.Order());
        Assert.NotEqual(states, starts);
        Assert.All(starts.Chunk(2), start => Assert.Equal(start[0] + 1, start[1]));
        Assert.Equal(starts[..20], FixedPointFinder.Starts(states, 2, 10, 7));
        Assert.NotEqual(starts, FixedPointFinder.Starts(states, 2, 30, 8));

        double[] pair = [.. Enumerable.Range(0, 4000).Select(k => k % 2 == 0 ? (k % 4) - 1 : 0)];
        var shifted = FixedPointFinder.Starts(pair, 2, 2000, 7, noise: 0.5);
        Assert.Equal(0.25, (shifted.Sum(v => v * v) / 2000) - 1, 0.1);
        Assert.Contains("1 to 30", Fault(() => FixedPointFinder.Starts(states, 2, 31, 7)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_searched_is_refused_all_at_once()
    {
        using var map = SmallNetworks.Leaky(Activation.Linear, [0, 0, 0, 0]);
        var fault = Fault(() => (Finder with { MaxIterations = 0 }).Find(map, TimeSpan.Zero, [1, 2, double.NaN], [0], cancel: Cancel));
        Assert.All(
            ["`MaxIterations`", "`dt` is 0ms", "3 values", "1 values, but there are 2 channels", "not finite"],
            part => Assert.Contains(part, fault, StringComparison.Ordinal));
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => Finder.Find(map, SmallNetworks.Dt, [1, 2], [0, 0], cancel: cancelled.Token));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Func<double, double, bool> Close(double tolerance) => (a, b) => Math.Abs(a - b) <= tolerance;

    private static string Fault(Action action) => Assert.Throws<UsageException>(action).Message;
}
