using Engram.Analysis;
using Engram.Configuration;

namespace Engram.Tests.Analysis;

public sealed class AbstractionTests
{
    private const int N = 30, Conditions = 8, Each = 20;

    private static readonly int[] Labels = Synthetic.Sides(Conditions * Each, Conditions);
    private static readonly bool[] IsSecond = [.. Enumerable.Range(0, Conditions).Select(condition => condition >= 4)];

    [Fact]
    public void A_code_that_is_parallel_in_all_conditions_generalises_without_error()
    {
        // One direction for the variable, others for the four contexts.
        var found = new Abstraction { Permutations = 99 }.OfRows(
            Rows(0, (condition, unit) => (condition >= 4 ? 1 : -1) * Delays.Noise(900, 0, unit) + Delays.Noise(901, condition % 4, unit)), N, Labels, IsSecond);
        Assert.Equal(1, found.Generalisation);
        Assert.InRange(found.Parallelism, 0.95, 1);
        Assert.InRange(found.GeneralisationPValue, 0, 0.03);
        Assert.Equal(0.01, found.ParallelismPValue, 1e-12);
        Assert.InRange(found.GeneralisationNullMean, 0.3, 0.7);
        Assert.True(found.ParallelismNull95 < 0.6);
    }

    [Fact]
    public void Random_geometry_is_at_its_null()
    {
        AbstractionScores[] all = [.. Enumerable.Range(0, 30).Select(k => new Abstraction { Permutations = 39 }.OfRows(
            Rows(k, (condition, unit) => 1.5 * Delays.Noise(910 + k, condition, unit)), N, Labels, IsSecond))];
        Assert.Equal(0.5, all.Average(one => one.Generalisation), 0.06);
        Assert.Equal(0.5, all.Average(one => one.GeneralisationPValue), 0.17);
        Assert.Equal(0.5, all.Average(one => one.ParallelismPValue), 0.17);
        Assert.InRange(all.Count(one => one.GeneralisationPValue <= 0.05), 0, 5);
        Assert.InRange(all.Count(one => one.ParallelismPValue <= 0.05), 0, 5);
    }

    [Fact]
    public void A_code_that_is_turned_round_in_half_of_the_contexts_does_not_generalise()
    {
        var found = new Abstraction { Permutations = 39 }.OfRows(
            Rows(0, (condition, unit) => (condition >= 4 == (condition % 2 == 0) ? 1 : -1) * Delays.Noise(900, 0, unit)), N, Labels, IsSecond);
        Assert.InRange(found.Generalisation, 0, 0.6);
        Assert.True(found.GeneralisationPValue > 0.2);
    }

    [Fact]
    public void The_conditions_of_a_recording_are_the_pairs_of_two_factors()
    {
        var recording = Synthetic.Of(Synthetic.Sides(120), _ => 4, _ => 2, 12, (step, trial, unit) =>
            (0.3 * Synthetic.Noise(step, trial, unit)) + (unit < 4 ? trial % 2 : unit < 8 ? trial % 3 : 0));
        var found = new Abstraction { Permutations = 19 }.Of(recording, "side", "strength", "delay");
        Assert.Equal((120, 1), (found.Trials, found.Generalisation));
        Assert.True(found.Parallelism > 0.9);
        Assert.Contains("of two values", Assert.Throws<UsageException>(() => new Abstraction().Of(recording, "strength", "side", "delay")).Message, StringComparison.Ordinal);
        Assert.Contains(
            "from 2 to 7", Assert.Throws<UsageException>(() => new Abstraction().OfRows(new double[8], 2, [0, 1, 0, 1], [false, true])).Message,
            StringComparison.Ordinal);
    }

    private static double[] Rows(int seed, Func<int, int, double> mean) =>
        [.. Enumerable.Range(0, Labels.Length * N).Select(i => (0.5 * Delays.Noise(seed, i / N, i % N)) + mean(Labels[i / N], i % N))];
}
