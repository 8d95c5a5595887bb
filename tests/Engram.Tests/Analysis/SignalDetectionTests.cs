using Engram.Analysis;

namespace Engram.Tests.Analysis;

public sealed class SignalDetectionTests
{
    [Fact]
    public void Sensitivity_and_criterion_are_those_of_the_normal_table()
    {
        // H = 84.5/101 and F = 16.5/101: z = ±0.98067, so d′ is twice that and there is no bias.
        var found = SignalDetection.Of(84, 100, 16, 100);
        Assert.Equal(2 * 0.98067, found.Sensitivity, 3);
        Assert.Equal(0, found.Criterion, 12);
    }

    [Fact]
    public void Who_always_says_the_same_is_biased_and_tells_nothing_apart()
    {
        var yes = SignalDetection.Of(50, 50, 50, 50);
        Assert.Equal(0, yes.Sensitivity, 12);
        Assert.True(yes.Criterion < -2);
        Assert.Equal(-yes.Criterion, SignalDetection.Of(0, 50, 0, 50).Criterion, 12);
    }

    [Fact]
    public void Who_says_the_opposite_has_a_negative_sensitivity()
    {
        var right = SignalDetection.Of(45, 50, 5, 50);
        var wrong = SignalDetection.Of(5, 50, 45, 50);
        Assert.Equal(-right.Sensitivity, wrong.Sensitivity, 12);
        Assert.Equal(right.Error, wrong.Error, 12);
    }

    [Fact]
    public void The_error_is_that_of_repeated_experiments()
    {
        var stream = new Engram.Numerics.RandomStream(new(1, Engram.Numerics.Purpose.Analysis), 0);
        var found = Enumerable.Range(0, 2000).Select(_ => SignalDetection.Of(Count(0.8), 200, Count(0.3), 200)).ToList();
        var mean = found.Average(one => one.Sensitivity);
        var sd = Math.Sqrt(found.Sum(one => Math.Pow(one.Sensitivity - mean, 2)) / (found.Count - 1));
        Assert.Equal(0.8416 + 0.5244, mean, 1e-2);
        Assert.Equal(1, found.Average(one => one.Error) / sd, 0.05);

        int Count(double share) => Enumerable.Range(0, 200).Count(_ => stream.NextUniform() < share);
    }

    [Theory]
    [InlineData(3, 2, 0, 2)]
    [InlineData(0, 0, 0, 2)]
    [InlineData(0, 2, -1, 2)]
    public void Impossible_counts_are_refused(int hits, int signals, int falseAlarms, int others) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SignalDetection.Of(hits, signals, falseAlarms, others));
}
