using Engram.Analysis;
using Engram.Configuration;
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
        Assert.Contains("need 61", Fault(new() { Delays = 60 }, system), StringComparison.Ordinal);
        Assert.Contains("constant", Fault(new() { Delays = 2 }, TrajectorySet.Of(new double[40], 2, 10, 2)), StringComparison.Ordinal);
        Assert.Contains("at most 2", Fault(new() { Delays = 2, Rank = 3 }, system), StringComparison.Ordinal);
        Assert.Contains("delays", Fault(new() { Delays = 0 }, system), StringComparison.Ordinal);
        Assert.Throws<UsageException>(() => TrajectorySet.Of([1, 2, 3], 1, 2, 2));
        Assert.Throws<UsageException>(() => TrajectorySet.Of([1, double.NaN], 1, 2, 1));
        Assert.Throws<UsageException>(() => new DynamicalSimilarity().Of(new double[2, 2], new double[3, 3]));
    }

    private static IEnumerable<int[]> Orders(int[] left) =>
        left.Length == 0 ? [[]]
        : left.SelectMany(first => Orders([.. left.Where(x => x != first)]).Select(rest => (int[])[first, .. rest]));

    // A point on a circle from phases all around it.
    private static TrajectorySet Rotation(double angle)
    {
        double[] values =
        [
            .. Enumerable.Range(0, Trials * Steps).Select(k => (2 * Math.PI * (k / Steps) / Trials) + (angle * (k % Steps)))
                .SelectMany(phase => new[] { Math.Cos(phase), Math.Sin(phase) }),
        ];
        return TrajectorySet.Of(values, Trials, Steps, 2);
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
