using Engram.Analysis;
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;
using Engram.Numerics;
using Engram.Simulation;
using Engram.Tasks;
using MathNet.Numerics.LinearAlgebra;

namespace Engram.Tests.Analysis;

/// <summary>Low-rank networks with their matrix written out, and full ones cut to a low rank.</summary>
public sealed class RankTruncationTests
{
    private static readonly TimeSpan Dt = 20.Ms;

    [Theory]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.Rectify)]
    public void The_twin_with_the_matrix_written_out_gives_the_same_outputs(Activation activation)
    {
        var space = Space(30, 2, activation);
        var low = LowRank(space);
        var task = new PerceptualDecisionTask();
        Recording Run(Network network) => new Experiment { Network = network, Task = task, Trials = 8, Noise = false }.Run(Cancel);
        var (a, b) = (Run(low), Run(FullRankTwin.Of(space)));
        Assert.Contains(a.Output, z => Math.Abs(z) > 0.1);
        Assert.Equal(a.Output, b.Output, (x, y) => Math.Abs(x - y) < 2e-5f * (1 + Math.Abs(x)));
    }

    [Fact]
    public void Singular_vectors_are_those_of_another_program()
    {
        const int N = 40;
        var j = Draw(N * N, 1);
        var ours = SingularVectors.Of(j, N);
        var svd = Matrix<double>.Build.DenseOfRowMajor(N, N, j).Svd();
        Assert.Equal(svd.S, ours.Values, (a, b) => Math.Abs(a - b) < 1e-12 * svd.S[0]);
        for (var k = 0; k < N; k++)
        {
            var sign = Math.Sign(svd.U.Column(k) * CreateVector.DenseOfArray(ours.Left[k]));
            Assert.Equal(svd.U.Column(k) * sign, ours.Left[k], (a, b) => Math.Abs(a - b) < 1e-10);
            Assert.Equal(svd.VT.Row(k) * sign, ours.Right[k], (a, b) => Math.Abs(a - b) < 1e-10);
        }
    }

    [Fact]
    public void Truncation_at_the_rank_of_a_network_changes_nothing_and_below_leaves_the_next_singular_value()
    {
        var network = FullRankTwin.Of(Space(40, 3, Activation.Tanh));
        var full = RankTruncation.Of(network, 3);
        Assert.Equal(network.Effective("w_rec").ToArray(), full.Network.Effective("w_rec").ToArray(), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(network.Effective("w_in").ToArray(), full.Network.Effective("w_in").ToArray());
        Assert.All(full.SingularValues.Skip(3), value => Assert.True(value < 1e-6));

        // Eckart & Young: what is left of J has σ₃ as its greatest singular value.
        var two = RankTruncation.Of(network, 2);
        double[] rest = [.. network.Effective("w_rec").ToArray().Zip(two.Network.Effective("w_rec").ToArray(), (a, b) => (double)a - b)];
        Assert.Equal(full.SingularValues[2], SingularVectors.Of(rest, 40).Values[0], 1e-6);
    }

    [Fact]
    public void Of_the_learned_change_the_initial_matrix_stays()
    {
        var options = new NetworkOptions { Autapses = true, Readout = ReadoutKind.All, InitialState = 0 };
        var cell = new LeakyCell { Units = 20, Activation = Activation.Tanh, Noise = 0 };
        var initial = Network.Create(cell, cell.Graph(1, 1, Dt), options, 1);
        var raw = initial.RawValues.ToArray();
        var (u, v) = (Draw(20, 1), Draw(20, 2));
        var w = initial.Parameters.Of("w_rec", raw.AsSpan());
        for (var k = 0; k < 400; k++)
        {
            w[k] += (float)(u[k / 20] * v[k % 20]);
        }

        var trained = initial.WithRaw(raw);
        var truncated = RankTruncation.Of(trained, 1, initial);
        var (expected, found) = (trained.Effective("w_rec").ToArray(), truncated.Network.Effective("w_rec").ToArray());
        Assert.Equal(expected, found, (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal(Math.Sqrt(u.Sum(x => x * x) * v.Sum(x => x * x)), truncated.SingularValues[0], 1e-4);
        Assert.NotEqual(expected, RankTruncation.Of(trained, 1).Network.Effective("w_rec").ToArray());
    }

    [Fact]
    public void A_matrix_of_low_rank_goes_back_into_factors()
    {
        var space = Space(30, 2, Activation.Tanh);
        var network = FullRankTwin.Of(space);
        var back = RankTruncation.ToLowRank(network, 2);
        Assert.Equal(space.Cell, back.Cell);
        Assert.Equal(FullRankTwin.Recurrent(space), FullRankTwin.Recurrent(back), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(space.I[0], back.I[0], (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(space.W[0], back.W[0], (a, b) => Math.Abs(a - b) < 1e-5);

        // The gauge of the singular values: columns of m orthogonal, and as long as those of n.
        Assert.Equal(0, back.M[0].Zip(back.M[1], (a, b) => a * b).Sum(), 1e-4);
        Assert.Equal(back.M[1].Sum(x => x * x), back.N[1].Sum(x => x * x), 1e-4);
    }

    [Fact]
    public void What_cannot_be_truncated_is_refused()
    {
        var space = Space(10, 1, Activation.Tanh);
        var network = FullRankTwin.Of(space);
        Assert.Contains("1 to the number of units, 10", Fault(() => RankTruncation.Of(network, 0)), StringComparison.Ordinal);
        Assert.Contains("`rank` is 11", Fault(() => RankTruncation.ToLowRank(network, 11)), StringComparison.Ordinal);
        Assert.Contains("low-rank", Fault(() => RankTruncation.Of(LowRank(space), 1)), StringComparison.Ordinal);
        var other = FullRankTwin.Of(Space(12, 1, Activation.Tanh));
        Assert.Contains("12 units", Fault(() => RankTruncation.Of(network, 1, other)), StringComparison.Ordinal);
        var raw = network.RawValues.ToArray();
        network.Parameters.Of("b", raw.AsSpan())[0] = 1;
        network.Parameters.Of("x0", raw.AsSpan())[0] = 1;
        var fault = Fault(() => RankTruncation.ToLowRank(network.WithRaw(raw).WithCell(new LeakyCell { Units = 10, Leak = Leak.Rate }), 1));
        Assert.All(
            ["biases of its units", "an initial state", "leak on the current"], s => Assert.Contains(s, fault, StringComparison.Ordinal));
    }

    internal static LoadingSpace Space(int units, int rank, Activation activation)
    {
        double[] Normal(ulong seed) => Draw(units, seed);
        return new()
        {
            Cell = new LowRankCell { Units = units, Rank = rank, Activation = activation },
            M = [.. Enumerable.Range(0, rank).Select(k => Normal(10 + (ulong)k))],
            N = [.. Enumerable.Range(0, rank).Select(k => Normal(20 + (ulong)k).Zip(Normal(10 + (ulong)k), (a, b) => a + b).ToArray())],
            I = [.. Enumerable.Range(0, new PerceptualDecisionTask().Inputs.Count).Select(k => Normal(30 + (ulong)k))],
            W = [.. Enumerable.Range(0, new PerceptualDecisionTask().Outputs.Count).Select(k => Normal(40 + (ulong)k))],
        };
    }

    internal static Network LowRank(LoadingSpace space)
    {
        var units = space.Units;
        return PlainNetwork.Of(space.Cell, space.I.Count, space.W.Count, Dt, shape => shape.Name switch
        {
            "m" => Enumerable.Range(0, shape.Count).Select(k => space.M[k % shape.Columns][k / shape.Columns]),
            "n" => space.N.SelectMany(column => column),
            "w_in" => Enumerable.Range(0, shape.Count).Select(k => space.I[k % shape.Columns][k / shape.Columns]),
            "w_out" => space.W.SelectMany(column => column.Select(value => value / units)),
            _ => null,
        });
    }

    internal static double[] Draw(int count, ulong seed)
    {
        var random = new RandomStream(new StreamKey(seed, Purpose.Analysis), 0);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextNormal())];
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string Fault(Action action) => Assert.Throws<UsageException>(action).Message;
}
