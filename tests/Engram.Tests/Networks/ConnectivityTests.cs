using Engram.Configuration;
using Engram.Networks;

namespace Engram.Tests.Networks;

public sealed class ConnectivityTests
{
    private const int N = 50;

    private static readonly float[] signs = [.. Enumerable.Range(0, N).Select(j => j < 40 ? 1f : -1f)];

    [Fact]
    public void Balanced_rows_have_unit_norm_and_no_mean_drive() => Some.ForSeeds(seed =>
    {
        var density = Enumerable.Repeat(0.4, N).ToArray();
        var connectivity = Connectivity.Dense(N, N).Thinned((_, j) => density[j], Some.Stream(seed)).WithoutAutapses().Balanced(signs);
        for (var i = 0; i < N; i++)
        {
            var row = connectivity.Plastic.Slice(i * N, N).ToArray();
            var drive = row.Zip(signs, (p, s) => (double)p * s).Sum();
            var both = row.Take(40).Any(p => p > 0) && row.Skip(40).Any(p => p > 0);
            Assert.Equal(row.Any(p => p > 0) ? 1 : 0, row.Sum(p => (double)p * p), 1e-5);
            Assert.True(!both || Math.Abs(drive) < 1e-5, $"row {i} has mean drive {drive}");
            Assert.Equal(0, row[i]);
        }
    });

    [Fact]
    public void Densities_are_those_asked_for_within_five_standard_deviations() => Some.ForSeeds(seed =>
    {
        double[] probability = [.. signs.Select(s => s > 0 ? 0.1 : 0.5)];
        var plastic = Connectivity.Dense(N, N).Thinned((_, j) => probability[j], Some.Stream(seed)).Plastic;
        var (excitatory, inhibitory) = (0, 0);
        for (var k = 0; k < plastic.Length; k++)
        {
            excitatory += k % N < 40 && plastic[k] != 0 ? 1 : 0;
            inhibitory += k % N >= 40 && plastic[k] != 0 ? 1 : 0;
        }

        Assert.Equal(200, excitatory, 5 * Math.Sqrt(2000 * 0.09));
        Assert.Equal(250, inhibitory, 5 * Math.Sqrt(500 * 0.25));
    });

    [Fact]
    public void A_row_without_inhibition_is_still_finite()
    {
        var connectivity = new Connectivity(2, 2, [1, 0, 0, 0]).Balanced([1, -1]);
        Assert.Equal([1, 0, 0, 0], connectivity.Plastic.ToArray());
    }

    [Fact]
    public void Taking_autapses_away_keeps_the_other_draws()
    {
        var density = Enumerable.Repeat(0.5, N).ToArray();
        var with = Connectivity.Dense(N, N).Thinned((_, j) => density[j], Some.Stream(1)).Plastic.ToArray();
        var without = Connectivity.Dense(N, N).WithoutAutapses().Thinned((_, j) => density[j], Some.Stream(1)).Plastic.ToArray();
        Assert.All(Enumerable.Range(0, N * N).Where(k => k % (N + 1) != 0), k => Assert.Equal(with[k], without[k]));
    }

    [Fact]
    public void Values_of_the_wrong_number_are_refused()
    {
        var fault = Assert.Throws<UsageException>(() => new Connectivity(2, 3, [1]));
        Assert.Contains("needs 6 values", fault.Message, StringComparison.Ordinal);
    }
}
