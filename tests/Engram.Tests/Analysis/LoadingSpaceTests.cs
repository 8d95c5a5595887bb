using Engram.Analysis;
using Engram.Cells;
using Engram.Configuration;
using Engram.Networks;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Tests.Analysis;

public sealed class LoadingSpaceTests
{
    private static readonly PerceptualDecisionTask Task = new();

    [Fact]
    public void Statistics_of_known_columns_are_known()
    {
        var space = new LoadingSpace
        {
            Cell = new LowRankCell { Units = 4 }, M = [[1, 2, 3, 4]], N = [[2, 0, 0, 2]], I = [[1, 1, 1, 1]], W = [[4, 3, 2, 1]],
        };
        Assert.Equal(["m", "n", "I", "w"], space.Names);
        Assert.Equal([2.5, 1, 1, 2.5], space.Means());
        Assert.Equal([2.0, 0, 1, 3], space.Point(1));
        double[,] overlaps = { { 7.5, 2.5, 2.5, 5 }, { 2.5, 2, 1, 2.5 }, { 2.5, 1, 1, 2.5 }, { 5, 2.5, 2.5, 7.5 } };
        Loadings.Near(overlaps, space.Overlaps(), 1e-12);
        Loadings.Near(new[,] { { 1.25, 0, 0, -1.25 }, { 0, 1, 0, 0 }, { 0, 0, 0, 0 }, { -1.25, 0, 0, 1.25 } }, space.Covariance(), 1e-12);
        Loadings.Near(new double[,] { { 1, 0, 0, -1 }, { 0, 1, 0, 0 }, { 0, 0, 1, 0 }, { -1, 0, 0, 1 } }, space.Correlations(), 1e-12);
        Assert.Equal(-1.25, space.Covariance("m1", "w"), 1e-12);
        Assert.Equal(2.5, space.RecurrentOverlap()[0, 0], 1e-12);
        var refused = Assert.Throws<UsageException>(() => space.Covariance("kappa", "w"));
        Assert.Contains("Known: m, n, I, w", refused.Message, StringComparison.Ordinal);
        Assert.Contains("0 to 3", Assert.Throws<UsageException>(() => space.Point(4)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_gauge_leaves_J_and_its_eigenvalues()
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            var space = Loadings.Normal(40, 3, seed: seed);
            var a = new double[3, 3];
            Buffer.BlockCopy(Loadings.Normal(9, 1, seed: 90 + seed).M[0], 0, a, 0, 72);
            var (j, eigenvalues) = (space.Matrix(), space.OverlapEigenvalues());
            LoadingSpace[] others = [space.InGauge(a), space.InSvdGauge(), space.WithSigns(), space.InGauge(a).InSvdGauge().WithSigns()];
            foreach (var other in others)
            {
                Assert.All(j.Zip(other.Matrix()), pair => Assert.Equal(pair.First, pair.Second, 1e-11));
                Assert.All(
                    eigenvalues.Zip(other.OverlapEigenvalues()), pair => Assert.Equal(0, (pair.First - pair.Second).Magnitude, 1e-9));
            }

            // J v = Σ m_r (n_r·v)/N by hand.
            var v = space.I[0];
            var byHand = Enumerable.Range(0, 3).Sum(r => space.M[r][7] * space.N[r].Zip(v, (n, x) => n * x).Sum() / 40);
            Assert.Equal(byHand, Enumerable.Range(0, 40).Sum(k => j[(7 * 40) + k] * v[k]), 1e-11);
        }
    }

    [Fact]
    public void The_svd_gauge_is_balanced_orthogonal_and_the_same_from_every_gauge()
    {
        var space = Loadings.Normal(60, 2);
        var svd = space.InSvdGauge();
        var (m, n) = (svd.Overlaps(), svd.Names);
        Assert.Equal(["m1", "m2", "n1", "n2", "I", "w"], n);
        Assert.Equal(0, m[0, 1], 1e-12);
        Assert.Equal(0, m[2, 3], 1e-12);
        Assert.Equal(m[0, 0], m[2, 2], 1e-12);
        Assert.Equal(m[1, 1], m[3, 3], 1e-12);
        Assert.True(m[0, 0] > m[1, 1]);
        Assert.All(svd.M, column => Assert.True(column.MaxBy(Math.Abs) > 0));
        var again = space.InGauge(new[,] { { 2, 1 }, { -0.3, -1 } }).InSvdGauge();
        Loadings.Near(svd.Overlaps(), again.Overlaps(), 1e-10);
        Assert.All(svd.M[1].Zip(again.M[1]), pair => Assert.Equal(pair.First, pair.Second, 1e-10));
    }

    [Fact]
    public void The_eigen_gauge_makes_the_overlaps_diagonal_and_balanced()
    {
        var space = Mixed(new[,] { { 1.5, 0 }, { 0, 0.4 } });
        Assert.True(Math.Abs(space.RecurrentOverlap()[0, 1]) > 0.1);
        var eigen = space.InEigenGauge();
        Loadings.Near(new[,] { { 1.5, 0 }, { 0, 0.4 } }, eigen.RecurrentOverlap(), 1e-9);
        Assert.All(space.Matrix().Zip(eigen.Matrix()), pair => Assert.Equal(pair.First, pair.Second, 1e-10));
        var overlaps = eigen.Overlaps();
        Assert.Equal(overlaps[0, 0], overlaps[2, 2], 1e-9);
        Assert.Equal(overlaps[1, 1], overlaps[3, 3], 1e-9);
        Assert.True(overlaps[0, 5] >= 0 && overlaps[1, 5] >= 0);
    }

    [Fact]
    public void Complex_overlaps_have_no_eigen_gauge()
    {
        var space = Mixed(new[,] { { 0.975, -0.232 }, { 0.232, 0.975 } });
        var message = Assert.Throws<UsageException>(space.InEigenGauge).Message;
        Assert.Contains("0.975 ± 0.232i", message, StringComparison.Ordinal);
        Assert.Contains("rotate into each other", message, StringComparison.Ordinal);
        Assert.Contains("full circuit", message, StringComparison.Ordinal);
        var eigenvalues = space.OverlapEigenvalues();
        Assert.Equal(0.232, eigenvalues[0].Imaginary, 1e-9);
        Assert.Equal(-0.232, eigenvalues[1].Imaginary, 1e-9);
    }

    [Fact]
    public void A_network_is_read_and_written_to_single_precision_and_answers_the_same()
    {
        var cell = new LowRankCell { Units = 24, Rank = 2 };
        var options = new NetworkOptions { InitialState = 0, SpectralRadius = null, InputScale = 1, ReadoutScale = 1 };
        var network = Network.Create(cell, cell.Graph(2, 2, 20.Ms), options, 5);
        var space = LoadingSpace.Of(network);
        var written = space.ToNetwork();
        var again = LoadingSpace.Of(written);
        Assert.Equal(24 * network["w_out", 1, 3], space.W[1][3], 1e-6);
        Assert.Equal(network["n", 1, 3], space.N[1][3]);
        Assert.Equal(network["m", 3, 1], space.M[1][3]);
        Assert.Equal(network["w_in", 3, 1], space.I[1][3]);
        Assert.All(space.Columns.Zip(again.Columns), pair => Assert.All(
            pair.First.Zip(pair.Second), values => Assert.Equal(values.First, values.Second, 1e-6)));
        var gauge = space.InGauge(new[,] { { 1.5, 0.5 }, { -0.5, 1 } }).ToNetwork();
        var original = Output(network);
        Assert.Contains(original, value => Math.Abs(value) > 0.01);
        Assert.All(original.Zip(Output(written)), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.All(original.Zip(Output(gauge)), pair => Assert.Equal(pair.First, pair.Second, 1e-5));

        // Where R = N the matrices m and n are square, and keep their diagonals.
        var square = Loadings.Normal(3, 3);
        Assert.Equal(9, LoadingSpace.Of(square.ToNetwork()).Matrix().Count(value => value != 0));
    }

    [Fact]
    public void Inactivated_units_are_out_of_the_network_and_N_stays()
    {
        var space = Loadings.Normal(6, 1);
        var without = space.Without([1, 4]);
        Assert.Equal(6, without.Units);
        var (before, j) = (space.Matrix(), without.Matrix());
        for (var k = 0; k < 36; k++)
        {
            Assert.Equal(k / 6 is 1 or 4 || k % 6 is 1 or 4 ? 0 : before[k], j[k]);
        }

        Assert.Equal([0, 0], [without.W[0][1], without.W[0][4]]);
        Assert.Equal(space.W[0][2], without.W[0][2]);
        Assert.NotEqual(0, space.M[0][1]);
        Assert.Contains("no unit 6", Assert.Throws<UsageException>(() => space.Without([6])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_loading_space_is_refused_with_all_its_faults()
    {
        var cell = new LowRankCell { Units = 5 };
        var fresh = Network.Create(cell, cell.Graph(2, 2, 20.Ms), new NetworkOptions { SpectralRadius = null }, 1);
        var moved = fresh.RawValues.ToArray();
        fresh.Parameters.Of("x0", moved.AsSpan())[2] = 0.1f;
        var begun = fresh.WithRaw(moved);
        var fault = Assert.Single(Assert.Throws<UsageException>(() => LoadingSpace.Of(begun)).Faults);
        Assert.Contains("x0 is not 0 (up to 0.1", fault, StringComparison.Ordinal);
        Assert.Contains("leave x0 at 0", fault, StringComparison.Ordinal);

        var raw = begun.RawValues.ToArray();
        begun.Parameters.Of("b_out", raw.AsSpan())[1] = -0.5f;
        begun.Parameters.Of("m", raw.AsSpan())[0] = float.NaN;
        var faults = Assert.Throws<UsageException>(() => LoadingSpace.Of(begun.WithRaw(raw))).Faults;
        Assert.Equal(3, faults.Count);
        Assert.Contains(faults, text => text.Contains("`TrainReadoutBias = false`", StringComparison.Ordinal));
        Assert.Contains(faults, text => text.Contains("m has values that are not finite", StringComparison.Ordinal));

        Assert.Throws<UsageException>(() => LoadingSpace.Of(begun.WithCell(cell with { Rank = 3 })));
        Assert.Throws<UsageException>(() => LoadingSpace.Of(begun.WithCell(new LeakyCell { Units = 5 })));
        var refused = Assert.Throws<UsageException>(() => new LowRankCell { Units = 3, Rank = 4 }.Graph(1, 1, 20.Ms));
        Assert.Contains("`Rank` is 4, but there are only 3 units", refused.Message, StringComparison.Ordinal);
        Assert.Throws<UsageException>(() => Loadings.Normal(9, 2).InGauge(new double[,] { { 1, 1 }, { 1, 1 } }));
        Assert.Throws<UsageException>(() => Loadings.Normal(9, 2).InGauge(new double[,] { { 1 } }));
    }

    private static float[] Output(Network network) =>
        new Experiment { Network = network, Task = Task, Trials = 3, Noise = false }
            .Run(TestContext.Current.CancellationToken).Output;

    // A rank-2 space with nᵀm/N similar to S, in a gauge in which it is not S: n = m (mᵀm/N)⁻¹ Sᵀ.
    private static LoadingSpace Mixed(double[,] s)
    {
        var space = Loadings.Normal(50, 2).InSvdGauge();
        var norms = new[] { space.Overlaps()[0, 0], space.Overlaps()[1, 1] };
        double[][] n =
        [
            .. Enumerable.Range(0, 2).Select(r => Enumerable.Range(0, 50)
                .Select(i => (s[r, 0] * space.M[0][i] / norms[0]) + (s[r, 1] * space.M[1][i] / norms[1])).ToArray()),
        ];
        return (space with { N = n }).InGauge(new[,] { { 1, 0.5 }, { -0.7, 1.2 } });
    }
}
