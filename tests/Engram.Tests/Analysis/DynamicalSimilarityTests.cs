using Engram.Analysis;
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;
using Engram.Simulation;
using Engram.Tasks;
using MathNet.Numerics.LinearAlgebra;

namespace Engram.Tests.Analysis;

/// <summary>Systems whose distance is known.</summary>
public sealed class DynamicalSimilarityTests
{
    private const int Trials = 12;
    private const int Steps = 60;

    [Theory]
    [InlineData(0.3, 0.4)]
    [InlineData(0.3, 0.8)]
    [InlineData(-0.3, 0.5)]
    public void Two_rotations_are_as_far_apart_as_their_angles_whichever_way_they_turn(double a, double b)
    {
        // tr(R(a)ᵀ C R(b) Cᵀ)/2 = cos(|a| − |b|), with a mirror where the signs differ.
        var analysis = new DynamicalSimilarity { Delays = 2, Rank = 2 };
        var result = analysis.Of(Rotation(a), Rotation(b));
        Assert.Equal(Math.Abs(Math.Abs(a) - Math.Abs(b)), result.Distance, 0.01);
        Assert.Equal(2 * Math.Sin(Math.Abs(Math.Abs(a) - Math.Abs(b)) / 2), result.EigenvalueDistance, 0.01);
        Assert.Equal(result.Distance, analysis.Of(Rotation(b), Rotation(a)).Distance, 1e-6);

        // ‖A − C B Cᵀ‖² = 2 · 2 (1 − cos) for rotations of the plane.
        var euclidean = (analysis with { Metric = SimilarityMetric.Euclidean }).Of(Rotation(a), Rotation(b)).Distance;
        Assert.Equal(2 * Math.Sqrt(2) * Math.Sin(result.Distance / 2), euclidean, 0.02);
    }

    [Theory]
    [InlineData(-900)]
    [InlineData(-600)]
    [InlineData(600)]
    [InlineData(900)]
    public void A_system_is_the_same_at_every_scale(int power)
    {
        var one = Rotation(0.3);
        var scaled = TrajectorySet.Of([.. one.Values.Select(value => Math.ScaleB(value, power))], one.Trials, one.Steps, one.Dimensions, one.Dt);
        var analysis = new DynamicalSimilarity { Delays = 2, Rank = 2 };
        Assert.Equal(0, analysis.Of(one, scaled).Distance, 1e-6);
        Assert.Equal(analysis.Of(one, Rotation(0.5)).Distance, analysis.Of(scaled, Rotation(0.5)).Distance, 1e-6);
    }

    [Fact]
    public void A_mirror_is_found_where_only_a_mirror_helps()
    {
        double[,] Turn(double angle) => new[,] { { Math.Cos(angle), -Math.Sin(angle) }, { Math.Sin(angle), Math.Cos(angle) } };
        var result = new DynamicalSimilarity().Of(Turn(0.5), Turn(-0.5));
        Assert.True(result.Distance < 1e-6);
        Assert.True(result.IsReflected);
    }

    [Fact]
    public void One_system_seen_through_two_mixtures_is_the_same_and_another_is_not()
    {
        var analysis = new DynamicalSimilarity { Delays = 4, Rank = 4 };
        var (one, mixed) = (Seen(0.25, 0.6, 6, 1), Seen(0.25, 0.6, 9, 2));
        var same = analysis.Of(one, mixed);
        Assert.True(same.Distance < 0.05, $"{same.Distance}");
        Assert.True(same.EigenvalueDistance < 1e-4, $"{same.EigenvalueDistance}");

        // The farther the frequency, the farther the system.
        var distances = new[] { 0.7, 0.9, 1.2 }.Select(other => analysis.Of(one, Seen(0.25, other, 9, 2)).Distance).ToArray();
        Assert.Equal(distances.Order(), distances);
        Assert.True(distances[0] > 2 * same.Distance);

        var there = analysis.Of(one, Seen(0.25, 0.9, 9, 2)).Distance;
        Assert.Equal(there, analysis.Of(Seen(0.25, 0.9, 9, 2), one).Distance, 1e-6);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_map_of_a_decay_is_its_factor_wherever_it_starts(bool whiten)
    {
        // x′ = 0.9 x from 1, 1.1, …, 2.9: the mean of these states is not where the decay leads.
        double[] values = [.. Enumerable.Range(0, 20 * 6).Select(k => (1 + (0.1 * (k / 6))) * Math.Pow(0.9, k % 6))];
        var set = TrajectorySet.Of(values, 20, 6, 1);
        var result = new DynamicalSimilarity { Delays = 1, Whiten = whiten }.Of(set, set);
        Assert.Equal(0.9, result.A[0, 0], 1e-7);
        Assert.Equal(0, result.Distance, 1e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void One_linear_system_is_at_distance_0_from_itself_wherever_it_starts(int delays)
    {
        // x′ = A x with eigenvalues 0.9 and 0.8, not normal, from starts about 0 and about (3, 3).
        var analysis = new DynamicalSimilarity { Delays = delays, Rank = 2 };
        var (near, far) = (Linear(0, 1), Linear(3, 2));
        var result = analysis.Of(near, far);
        Assert.True(result.Distance < 1e-4, $"{result.Distance}");
        Assert.True(result.EigenvalueDistance < 1e-6, $"{result.EigenvalueDistance}");

        // Whitened by the states that were visited the two maps differ, and their eigenvalues do not.
        var whitened = (analysis with { Whiten = true }).Of(near, far);
        Assert.True(whitened.Distance > 0.02, $"{whitened.Distance}");
        Assert.True(whitened.EigenvalueDistance < 1e-6, $"{whitened.EigenvalueDistance}");
    }

    [Fact]
    public void Whitened_maps_are_the_same_in_any_units()
    {
        var analysis = new DynamicalSimilarity { Delays = 1, Rank = 2, Whiten = true };
        var one = Linear(3, 2);
        double[] scaled = [.. one.Values.Select((value, k) => k % 2 == 0 ? 100 * value : value)];
        var other = TrajectorySet.Of(scaled, one.Trials, one.Steps, 2);
        Assert.True(analysis.Of(one, other).Distance < 1e-4);
        Assert.True((analysis with { Whiten = false }).Of(one, other).Distance > 0.05);
    }

    [Fact]
    public void Several_systems_are_compared_at_the_rank_of_the_richest()
    {
        // A decay takes one dimension and a turn two, so that alone with itself the decay would be compared in one.
        var (decay, turn) = (Linear(0, 1), Rotation(0.2));
        var analysis = new DynamicalSimilarity { Delays = 2, Variance = 0.9 };
        var results = analysis.Between([decay, turn], [turn, decay]);
        var pair = analysis.Of(decay, turn);
        Assert.Equal((2, 2), (results.GetLength(0), results.GetLength(1)));
        Assert.All(results.Cast<SimilarityResult>(), result => Assert.Equal(pair.Rank, result.Rank));
        Assert.Equal(pair.Distance, results[0, 0].Distance);
        Assert.True(results[0, 1].Distance < 1e-6 && results[1, 0].Distance < 1e-6);
        var refused = Assert.Throws<UsageException>(() => analysis.Between([Rotation(0.2, 10.Ms)], [turn, Rotation(0.4, 20.Ms)])).Message;
        Assert.Contains("The row 1 trajectories have steps of 10ms but the column 2 have", refused, StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_of_different_length_are_not_compared_and_can_be_made_equal()
    {
        // A turn of 0.2 in 10 ms is one of 0.4 in 20 ms.
        var (fine, coarse) = (Rotation(0.2, 10.Ms), Rotation(0.4, 20.Ms));
        var analysis = new DynamicalSimilarity { Delays = 2, Rank = 2 };
        var refused = Assert.Throws<UsageException>(() => analysis.Of(fine, coarse)).Message;
        Assert.Contains("10ms", refused, StringComparison.Ordinal);
        Assert.Contains("20ms", refused, StringComparison.Ordinal);
        var taken = fine.At(20.Ms);
        Assert.Equal((Trials, Steps / 2, 20.Ms), (taken.Trials, taken.Steps, taken.Dt));
        Assert.Equal(fine.Values[2], taken.Values[0]);
        Assert.Equal(fine.Values[(2 * Steps) + 2], taken.Values[Steps]);
        Assert.Equal(0, analysis.Of(taken, coarse).EigenvalueDistance, 1e-6);
        Assert.Equal(0, analysis.Of(taken, coarse).Distance, 1e-3);
        Assert.Equal(fine.Values, fine.At(10.Ms).Values);
        foreach (var other in new[] { 5.Ms, 15.Ms, 10.Ms * (Steps + 1) })
        {
            Assert.Contains("whole multiple", Assert.Throws<UsageException>(() => fine.At(other)).Message, StringComparison.Ordinal);
        }

        Assert.Throws<UsageException>(() => Rotation(0.2).At(10.Ms));
        Assert.Throws<UsageException>(() => Rotation(0.2, TimeSpan.Zero));

        // What has no known step is compared as it is.
        Assert.Equal(0.2, analysis.Of(Rotation(0.2), coarse).Distance, 0.01);
    }

    [Fact]
    public void A_network_at_half_the_step_is_nearer_to_itself_than_another_network_is()
    {
        var cell = new LeakyCell { Units = 20, Activation = Activation.Tanh, Noise = 0 };
        TrajectorySet Rates(ulong weights, TimeSpan dt) => TrajectorySet.Rates(new Experiment
        {
            Network = Network.Create(cell, cell.Graph(2, 2, dt), new NetworkOptions(), weights),
            Task = new PerceptualDecisionTask { InputNoise = 0 },
            Dt = dt,
            Trials = 20,
        }.Run(TestContext.Current.CancellationToken));
        var analysis = new DynamicalSimilarity { Delays = 3, Rank = 6 };
        var (own, half, other) = (Rates(1, 20.Ms), Rates(1, 10.Ms), Rates(2, 20.Ms));
        Assert.Contains(
            "10ms", Assert.Throws<UsageException>(() => analysis.Of(own, half)).Message, StringComparison.Ordinal);
        var (same, apart) = (analysis.Of(own, half.At(20.Ms)), analysis.Of(own, other));
        Assert.True(same.EigenvalueDistance < apart.EigenvalueDistance / 2, $"{same.EigenvalueDistance} {apart.EigenvalueDistance}");
        Assert.True(same.Distance < apart.Distance / 2, $"{same.Distance} {apart.Distance}");
    }

    [Fact]
    public void A_map_turned_by_any_orthogonal_matrix_is_the_same_map()
    {
        const int N = 6;
        var a = Matrix<double>.Build.DenseOfRowMajor(N, N, RankTruncationTests.Draw(N * N, 5));
        foreach (var sign in new[] { 1, -1 })
        {
            var q = Matrix<double>.Build.DenseOfRowMajor(N, N, RankTruncationTests.Draw(N * N, 6)).QR().Q;
            q.SetColumn(0, q.Column(0) * sign);
            var b = q * a * q.Transpose();
            var before = b.ToArray();
            var result = new DynamicalSimilarity { Restarts = 10 }.Of(a.ToArray(), before);
            Assert.True(result.Distance < 1e-4, $"{result.Distance}");
            Assert.Equal(0, result.EigenvalueDistance, 1e-9);
            Assert.Equal(b.ToArray(), before);
            var c = Matrix<double>.Build.DenseOfArray(result.C);
            Assert.True(((c * c.Transpose()) - Matrix<double>.Build.DenseIdentity(N)).FrobeniusNorm() < 1e-9);
            Assert.Equal(result.Distance, new DynamicalSimilarity { Restarts = 10 }.Of(a.ToArray(), before).Distance);
        }
    }

    [Fact]
    public void The_cheapest_pairing_is_that_of_all_pairings()
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            var values = RankTruncationTests.Draw(25, seed);
            var cost = new double[5, 5];
            Buffer.BlockCopy(values, 0, cost, 0, 25 * sizeof(double));
            double Sum(IEnumerable<int> pairing) => pairing.Select((j, i) => cost[i, j]).Sum();
            Assert.Equal(Orders([0, 1, 2, 3, 4]).Min(Sum), Sum(Assignment.Of(cost)), 1e-12);
        }
    }

    [Fact]
    public void What_cannot_be_compared_is_refused()
    {
        var system = Rotation(0.3);
        string Fault(DynamicalSimilarity analysis, TrajectorySet other) =>
            Assert.Throws<UsageException>(() => analysis.Of(system, other)).Message;
        Assert.Contains("need at least 61", Fault(new() { Delays = 60 }, system), StringComparison.Ordinal);
        Assert.Contains("constant", Fault(new() { Delays = 2 }, TrajectorySet.Of(new double[40], 2, 10, 2)), StringComparison.Ordinal);
        Assert.Contains("at most 2", Fault(new() { Delays = 2, Rank = 3 }, system), StringComparison.Ordinal);
        Assert.Contains("`Delays`", Fault(new() { Delays = 0 }, system), StringComparison.Ordinal);
        Assert.Throws<UsageException>(() => TrajectorySet.Of([1, 2, 3], 1, 2, 2));
        Assert.Throws<UsageException>(() => TrajectorySet.Of([1, double.NaN], 1, 2, 1));
        Assert.Throws<UsageException>(() => new DynamicalSimilarity().Of(new double[2, 2], new double[3, 3]));
    }

    private static IEnumerable<int[]> Orders(int[] left) =>
        left.Length == 0 ? [[]]
        : left.SelectMany(first => Orders([.. left.Where(x => x != first)]).Select(rest => (int[])[first, .. rest]));

    // A point on a circle from phases all around it.
    private static TrajectorySet Rotation(double angle, TimeSpan? dt = null)
    {
        double[] values =
        [
            .. Enumerable.Range(0, Trials * Steps).Select(k => (2 * Math.PI * (k / Steps) / Trials) + (angle * (k % Steps)))
                .SelectMany(phase => new[] { Math.Cos(phase), Math.Sin(phase) }),
        ];
        return TrajectorySet.Of(values, Trials, Steps, 2, dt);
    }

    private static TrajectorySet Linear(double about, ulong seed)
    {
        var starts = RankTruncationTests.Draw(2 * 20, seed);
        var values = new double[20 * Steps * 2];
        for (var trial = 0; trial < 20; trial++)
        {
            var (x, y) = (about + starts[2 * trial], about + starts[(2 * trial) + 1]);
            for (var step = 0; step < Steps; step++)
            {
                var row = ((trial * Steps) + step) * 2;
                (values[row], values[row + 1]) = (x, y);
                (x, y) = ((0.9 * x) + (0.2 * y), 0.8 * y);
            }
        }

        return TrajectorySet.Of(values, 20, Steps, 2);
    }

    // Two rotations at once, seen through orthonormal columns in more dimensions.
    private static TrajectorySet Seen(double one, double two, int dimensions, ulong seed)
    {
        var normal = RankTruncationTests.Draw(dimensions * dimensions, seed);
        var q = Matrix<double>.Build.DenseOfRowMajor(dimensions, dimensions, normal).QR().Q;
        var mixture = q.SubMatrix(0, dimensions, 0, 4);
        double[] values =
        [
            .. Enumerable.Range(0, Trials * Steps).SelectMany(k =>
            {
                var (trial, step) = (k / Steps, k % Steps);
                var (p, r) = ((2 * Math.PI * trial / Trials) + (one * step), (2 * Math.PI * (5 * trial % Trials) / Trials) + (two * step));
                return mixture * CreateVector.DenseOfArray([Math.Cos(p), Math.Sin(p), 0.7 * Math.Cos(r), 0.7 * Math.Sin(r)]);
            }),
        ];
        return TrajectorySet.Of(values, Trials, Steps, dimensions);
    }
}
