using System.Text.Json;
using Engram.Learning;

namespace Engram.Tests.Learning;

public sealed class PerformanceTests
{
    [Fact]
    public void Shares_are_per_condition_overall_and_least()
    {
        var counter = new PerformanceCounter();
        counter.Add("match", true);
        counter.Add("match", true);
        counter.Add("match", false);
        counter.Add("non-match", false);
        counter.Add("catch", 0, 0);
        var performance = counter.ToPerformance();
        Assert.Equal(["match", "non-match"], performance.Conditions.Select(c => c.Condition));
        Assert.Equal(2.0 / 3, performance.Conditions[0].Fraction);
        Assert.Equal(0.5, performance.Overall);
        Assert.Equal(0, performance.Minimum);
        Assert.Equal((4, 0.5, 0.0), (counter.Trials, counter.Overall, counter.Minimum));
        Assert.Equal("50 % correct (match 2 of 3, non-match 0 of 1)", $"{performance}");
    }

    [Fact]
    public void Merging_in_any_order_gives_the_same_and_can_be_undone()
    {
        PerformanceCounter[] parts = [.. Enumerable.Range(0, 5).Select(Part)];
        PerformanceCounter forward = new(), backward = new();
        for (var i = 0; i < parts.Length; i++)
        {
            forward.Add(parts[i]);
            backward.Add(parts[^(i + 1)]);
        }

        Assert.Equal(forward.ToPerformance().Conditions, backward.ToPerformance().Conditions);
        Assert.Equal(5 * 15, forward.Trials);
        forward.Subtract(parts[2]);
        PerformanceCounter rest = new();
        rest.Add(parts[0]);
        rest.Add(parts[1]);
        rest.Add(parts[3].ToPerformance());
        rest.Add(parts[4].ToPerformance());
        Assert.Equal(rest.ToPerformance().Conditions, forward.ToPerformance().Conditions);
    }

    [Fact]
    public void Without_trials_every_share_is_zero()
    {
        var counter = new PerformanceCounter();
        Assert.Equal((0, 0.0, 0.0), (counter.Trials, counter.Overall, counter.Minimum));
        Assert.Equal((0.0, 0.0), (counter.ToPerformance().Overall, counter.ToPerformance().Minimum));
    }

    [Fact]
    public void Counting_known_conditions_allocates_nothing()
    {
        PerformanceCounter total = new(), part = Part(1);
        total.Add(part);
        var before = GC.GetAllocatedBytesForCurrentThread();
        total.Add("c1", true);
        total.Add(part);
        total.Subtract(part);
        total.Clear();
        var shares = total.Of(PerformanceMeasure.Minimum) + total.Of(PerformanceMeasure.Overall);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(0, shares);
    }

    [Fact]
    public void It_survives_JSON()
    {
        var performance = Part(3).ToPerformance();
        var json = JsonSerializer.Serialize(performance, LearningJson.Default.Performance);
        Assert.StartsWith("{\"conditions\":[{\"condition\":\"c0\",\"correct\":", json, StringComparison.Ordinal);
        Assert.Equal(performance.Conditions, JsonSerializer.Deserialize(json, LearningJson.Default.Performance)!.Conditions);
    }

    private static PerformanceCounter Part(int seed)
    {
        var counter = new PerformanceCounter();
        for (var i = 0; i < 15; i++)
        {
            counter.Add($"c{(i * (seed + 1)) % 15}", (i + seed) % 3 > 0);
        }

        return counter;
    }
}
