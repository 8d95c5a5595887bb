using Engram.Analysis;
using Engram.Cells;
using Engram.Equations;

namespace Engram.Tests.Analysis;

/// <summary>Points on the edges between the linear pieces of a network, which no single Jacobian describes.</summary>
public sealed class FixedPointKinkTests
{
    [Theory]
    [InlineData(Activation.Rectify)]
    [InlineData(Activation.RectifyTanh)]
    public void A_point_on_a_kink_is_unstable_where_one_side_leaves_it_from_any_start(Activation activation)
    {
        // τ dx/dt = −x + 2 f(x): λ = 1 + α(2 − 1) above 0, 1 − α below it.
        using var map = SmallNetworks.Leaky(activation, [2]);
        foreach (var start in new[] { 0, 1e-3, -1e-3, 1e-12 })
        {
            var point = Assert.Single(new FixedPointFinder().Points(map, [start], [0]));
            Assert.Equal(0, point.State[0], 1e-12);
            Assert.Equal((Stability.Unstable, PointType.Saddle, true), (point.Stability, point.Type, point.IsOnKink));
            Assert.Equal(1.2, Assert.Single(point.Modes).Multiplier.Real, 1e-9);
            Assert.Equal([0.8, 1.2], point.Sides.Select(side => side.Modes[0].Multiplier.Real).Order(), (a, b) => Math.Abs(a - b) < 1e-9);
            Assert.Equal([Stability.Stable, Stability.Unstable], point.Sides.Select(side => side.Stability).Order());
        }
    }

    [Theory]
    [InlineData(2, Stability.Unstable)]
    [InlineData(0.5, Stability.Stable)]
    [InlineData(1, Stability.Marginal)]
    [InlineData(-2, Stability.Stable)]
    public void What_grows_must_lead_to_the_side_where_it_does(double w, Stability stability)
    {
        // Two units that drive each other by w. With w = −2 both active have λ = 1.2 along (1, −1), which leads to where one is silent.
        using var map = SmallNetworks.Leaky(Activation.Rectify, [0, w, w, 0]);
        // With w = 1 all places (x, x) above 0 are points.
        foreach (var start in w == 1 ? [0] : new[] { 0, 1e-3 })
        {
            var point = Assert.Single(new FixedPointFinder().Points(map, [start, start], [0, 0]));
            Assert.Equal(stability, point.Stability);
            Assert.Equal(w == -2 || w == 2, point.Sides.Any(side => side.Stability == Stability.Unstable));
            Assert.Equal(4, point.Sides.Count);
        }
    }

    [Fact]
    public void A_drive_that_is_rectified_has_its_kink_too()
    {
        // h ← max(1.5 h, 0)
        var graph = new ElmanCell { Units = 1, Activation = Activation.Rectify }.Graph(1, 1, SmallNetworks.Dt);
        using var map = new StepMap(graph);
        map.Load([.. graph.Parameters.SelectMany(shape => new double[shape.Count].Select(_ => shape.Name == "w_rec" ? 1.5 : 0))]);
        var point = Assert.Single(new FixedPointFinder().Points(map, [0.0], [0]));
        Assert.Equal((Stability.Unstable, 1.5), (point.Stability, point.Modes[0].Multiplier.Real));
    }

    [Fact]
    public void A_square_has_no_kink_in_its_slope()
    {
        using var map = SmallNetworks.Leaky(Activation.RectifySquare, [2]);
        var point = Assert.Single(new FixedPointFinder().Points(map, [0.0], [0]));
        Assert.Equal((false, Stability.Stable), (point.IsOnKink, point.Stability));
    }

    [Theory]
    [InlineData(0.8, Stability.Stable)]
    [InlineData(3, Stability.Unstable)]
    public void Of_many_units_on_their_kink_a_bounded_number_of_sides_is_seen(double gain, Stability stability)
    {
        const int N = 24;
        var stream = Synthetic.Stream(1);
        using var map = SmallNetworks.Leaky(
            Activation.Rectify, [.. Enumerable.Range(0, N * N).Select(_ => gain * stream.NextNormal() / Math.Sqrt(N))]);
        var point = Assert.Single(
            new FixedPointFinder().Points(map, new double[N], new double[N]), one => one.State.Max(Math.Abs) < 1e-9);
        Assert.Equal(stability, point.Stability);
        Assert.Equal(16, point.Sides.Count);

        // The simulation: do small deviations grow?
        var (largest, next) = (0.0, new double[N]);
        for (var trial = 0; trial < 20; trial++)
        {
            double[] state = [.. Enumerable.Range(0, N).Select(_ => 1e-6 * stream.NextNormal())];
            for (var step = 0; step < 400; step++)
            {
                map.Next(state, new double[N], next);
                next.CopyTo(state, 0);
            }

            largest = Math.Max(largest, state.Max(Math.Abs));
        }

        Assert.Equal(stability == Stability.Unstable, largest > 1e-5);
    }

    [Fact]
    public void A_latent_circuit_of_rectified_units_is_seen_from_both_sides_of_zero()
    {
        // F(κ) = c₊ κ above 0 and c₋ κ below it, exactly.
        var exact = new FiniteCircuit(PlantedNetworks.Space(64, new[,] { { 3.0 } }, activation: Activation.Rectify));
        double[] up = [0], down = [0];
        exact.Drive([1.0], [0.0], up);
        exact.Drive([-1.0], [0.0], down);
        var zero = Assert.Single(new LatentFixedPoints { Extent = 3 }.Find(exact, [0]));
        Assert.Equal(Math.Max(up[0], -down[0]), 1 + (zero.Eigenvalues[0].Real * 0.1), 1e-6);
        Assert.Equal((Stability.Unstable, 2), (zero.Stability, zero.Sides.Count));

        // The average over a population has ⟨φ'⟩ = ½ on both sides, though its currents all are 0 there.
        var field = new MeanFieldCircuit(PlantedNetworks.RankOne(3, activation: Activation.Rectify));
        var mean = Assert.Single(new LatentFixedPoints { Extent = 3 }.Find(field, [0]));
        Assert.Equal((Stability.Unstable, false), (mean.Stability, mean.IsOnKink));
        Assert.Equal(0.5 / 0.1, mean.Eigenvalues[0].Real, 1e-6);
    }
}
