using System.Numerics;
using Engram.Analysis;
using Engram.Configuration;
using Engram.Equations;

namespace Engram.Tests.Analysis;

public sealed class LatentFixedPointTests
{
    [Theory]
    [InlineData(1.1)]
    [InlineData(1.4)]
    [InlineData(3)]
    public void A_planted_overlap_above_one_gives_two_stable_points_where_the_gain_is_its_inverse(double nm)
    {
        const double M2 = 1.7;
        var points = new LatentFixedPoints().Find(new MeanFieldCircuit(PlantedNetworks.RankOne(nm, m2: M2)), [0]);
        Assert.Equal(3, points.Count);
        Assert.Equal([Stability.Stable, Stability.Unstable, Stability.Stable], points.Select(point => point.Stability));
        Assert.Equal([PointType.StableNode, PointType.UnstableNode, PointType.StableNode], points.Select(point => point.Type));
        Assert.Equal(0, points[1].Kappa[0], 1e-12);
        Assert.Equal(-points[0].Kappa[0], points[2].Kappa[0], 1e-9);

        // ⟨φ'⟩(σ_m² κ²) = 1/σ_nm; slope at 0: σ_nm − 1
        Assert.Equal(1 / nm, GaussianExpectation.Of(Activation.Tanh, 0, M2 * Math.Pow(points[2].Kappa[0], 2)).Slope, 1e-10);
        Assert.Equal((nm - 1) / 0.1, points[1].Eigenvalues.Single().Real, 1e-9);
        Assert.All(points, point => Assert.InRange(point.Residual, 0, 1e-12 * 5));
    }

    [Fact]
    public void A_planted_overlap_below_one_leaves_only_zero()
    {
        var point = Assert.Single(new LatentFixedPoints().Find(new MeanFieldCircuit(PlantedNetworks.RankOne(0.9)), [0]));
        Assert.Equal((0, Stability.Stable, PointType.StableNode), (Math.Round(point.Kappa[0], 11), point.Stability, point.Type));
        Assert.Equal(-1, point.Eigenvalues[0].Real, 1e-10);
        Assert.Equal(1000, point.Starts);
    }

    [Fact]
    public void An_overlap_of_one_is_one_marginal_point()
    {
        var point = Assert.Single(new LatentFixedPoints { Starts = 60 }.Find(new MeanFieldCircuit(PlantedNetworks.RankOne(1)), [0]));
        Assert.Equal(0, point.Kappa[0], 1e-4);
        Assert.Equal(Stability.Marginal, point.Stability);
    }

    [Fact]
    public void The_points_of_a_network_are_those_that_the_whole_network_has()
    {
        foreach (var (overlap, count) in new (double[,], int)[]
        {
            (new[,] { { 1.4 } }, 3), (new[,] { { 1.6, 0.2 }, { -0.1, 1.5 } }, 5), (new[,] { { 1.3, -0.6 }, { 0.6, 1.3 } }, 1),
            (new[,] { { 1.5, 0.3, 0.0 }, { 0.0, 0.7, 0.1 }, { 0.2, 0.0, 0.4 } }, 3),
        })
        {
            var space = PlantedNetworks.Space(64, overlap, seed: 2);
            var rank = space.Rank;
            foreach (var input in new[] { 0, 0.1 })
            {
                var points = new LatentFixedPoints().Find(new FiniteCircuit(space), [input]);
                using var map = PlantedNetworks.Map(space);
                var stream = Synthetic.Stream(3);
                double[] starts = [.. Enumerable.Range(0, 80).SelectMany(_ => LatentFixedPoint.State(
                    space, [.. Enumerable.Range(0, rank).Select(_ => 2 * stream.NextNormal())], [input]))];
                var whole = new FixedPointFinder().Points(map, starts, [input]).Where(point => point.Kind == PointKind.Fixed).ToList();
                Assert.Equal(whole.Count, points.Count);
                if (input == 0)
                {
                    Assert.Equal(count, points.Count);
                }

                foreach (var point in points)
                {
                    var state = LatentFixedPoint.State(space, point.Kappa, [input]);
                    var same = whole.MinBy(other => Distance(other.State, state))!;
                    Assert.InRange(Distance(same.State, state), 0, 1e-6);
                    Assert.Equal(same.Stability, point.Stability);

                    // (λ − 1)/dt of the network: those of the circuit, and −1/τ for all other directions.
                    List<Complex> rates = [.. same.Modes.Select(mode => mode.EulerRate(PlantedNetworks.Dt))];
                    foreach (var eigenvalue in point.Eigenvalues)
                    {
                        var nearest = rates.MinBy(rate => (rate - eigenvalue).Magnitude);
                        Assert.InRange((nearest - eigenvalue).Magnitude, 0, 1e-6);
                        rates.Remove(nearest);
                    }

                    Assert.All(rates, rate => Assert.InRange((rate + 10).Magnitude, 0, 1e-5));
                }
            }
        }
    }

    [Fact]
    public void A_turning_pair_is_a_focus()
    {
        var point = new LatentFixedPoints().Find(new FiniteCircuit(PlantedNetworks.Space(64, new[,] { { 0.6, -0.5 }, { 0.5, 0.6 } })), [0]);
        Assert.Equal(PointType.StableFocus, Assert.Single(point).Type);
        Assert.NotEqual(0, point[0].Eigenvalues[0].Imaginary);
    }

    [Fact]
    public void With_one_latent_variable_a_few_starts_find_all_points()
    {
        var circuit = new FiniteCircuit(PlantedNetworks.Space(64, new[,] { { 1.4 } }));
        Assert.Equal(
            new LatentFixedPoints().Find(circuit, [0.02]).Select(point => Math.Round(point.Kappa[0], 9)),
            new LatentFixedPoints { Starts = 10 }.Find(circuit, [0.02]).Select(point => Math.Round(point.Kappa[0], 9)));
    }

    [Fact]
    public void The_same_search_finds_the_same_bits_and_another_seed_the_same_points()
    {
        var circuit = new FiniteCircuit(PlantedNetworks.Space(64, new[,] { { 1.5, 0.3, 0.0 }, { 0.0, 0.7, 0.1 }, { 0.2, 0.0, 1.4 } }));
        var (a, b) = (new LatentFixedPoints().Find(circuit, [0]), new LatentFixedPoints().Find(circuit, [0]));
        Assert.Equal(a.SelectMany(point => point.Kappa), b.SelectMany(point => point.Kappa));
        var other = new LatentFixedPoints { Seed = 5 }.Find(circuit, [0]);
        Assert.Equal(a.SelectMany(point => point.Kappa), other.SelectMany(point => point.Kappa), (x, y) => Math.Abs(x - y) < 1e-9);
        Assert.True(a.Count >= 5);
    }

    [Fact]
    public void Input_that_drives_the_variable_leaves_one_point_beyond_a_fold()
    {
        var circuit = new MeanFieldCircuit(PlantedNetworks.RankOne(1.4, nI: 1));
        var along = LatentBifurcation.Of(circuit, 0, [-1, -0.001, 0, 0.001, 1], [0]);
        Assert.Equal([1, 3, 3, 3, 1], along.Points.Select(points => points.Count));
        Assert.True(along.Points[0][0].Kappa[0] < 0 && along.Points[4][0].Kappa[0] > 0);
        Assert.Contains("channel 1", Assert.Throws<UsageException>(() => LatentBifurcation.Of(circuit, 1, [0], [0])).Message);
    }

    [Fact]
    public void Unbounded_rates_want_an_extent()
    {
        var circuit = new FiniteCircuit(PlantedNetworks.Space(64, new[,] { { 0.5 } }, activation: Activation.Linear));
        Assert.Contains("set `Extent`", Assert.Throws<UsageException>(() => new LatentFixedPoints().Find(circuit, [0])).Message);
        Assert.Equal(0, Assert.Single(new LatentFixedPoints { Extent = 3 }.Find(circuit, [0])).Kappa[0], 1e-12);
        Assert.Contains("channels", Assert.Throws<UsageException>(() => new LatentFixedPoints().Find(circuit, [0, 1])).Message);
        var none = new LatentFixedPoints { Starts = 0, Extent = 3 };
        Assert.Contains("`Starts`", Assert.Throws<UsageException>(() => none.Find(circuit, [0])).Message);
    }

    [Fact]
    public void A_wide_search_tells_near_points_apart()
    {
        var circuit = new FiniteCircuit(PlantedNetworks.Space(64, new[,] { { 1.4 } }));
        var usual = new LatentFixedPoints().Find(circuit, [0]);
        Assert.Equal(3, usual.Count);
        var wide = new LatentFixedPoints { Extent = 1e5, Starts = 1001 }.Find(circuit, [0]);
        Assert.Equal(usual.Select(point => point.Kappa[0]), wide.Select(point => point.Kappa[0]), (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Theory]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.RectifyTanh)]
    public void A_wide_search_of_the_mean_field_finds_what_a_narrow_one_does(Activation activation)
    {
        // Were the cost of an expectation to rise with its variance, this took minutes.
        var circuit = new MeanFieldCircuit(PlantedNetworks.RankOne(1.4, activation: activation));
        var usual = new LatentFixedPoints { Extent = 3 }.Find(circuit, [0]);
        var wide = new LatentFixedPoints { Extent = 1e5, Starts = 1001 }.Find(circuit, [0]);
        Assert.NotEmpty(usual);
        Assert.Equal(usual.Select(point => point.Kappa[0]), wide.Select(point => point.Kappa[0]), (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void The_size_of_one_latent_variable_does_not_merge_points_along_another()
    {
        // κ₁ in other units: n₁ a million times as long, m₁ as much shorter.
        var space = PlantedNetworks.Space(64, new[,] { { 0.5, 0.0 }, { 0.0, 1.6 } });
        var stretched = space with
        {
            M = [[.. space.M[0].Select(value => 1e-6 * value)], space.M[1]],
            N = [[.. space.N[0].Select(value => 1e6 * value)], space.N[1]],
        };
        var points = new LatentFixedPoints().Find(new FiniteCircuit(space), [0]);
        Assert.Equal(3, points.Count);
        Assert.Equal(
            points.Select(point => point.Kappa[1]).Order(),
            new LatentFixedPoints().Find(new FiniteCircuit(stretched), [0]).Select(point => point.Kappa[1]).Order(),
            (a, b) => Math.Abs(a - b) < 1e-6);
    }

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());
}
