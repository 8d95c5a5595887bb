using Engram.Configuration;
using Engram.Learning;

namespace Engram.Tests.Learning;

public sealed class LearningRateScheduleTests
{
    [Theory]
    [InlineData("constant", 0, 1.0)]
    [InlineData("constant", 123456, 1.0)]
    [InlineData("step(1000, 0.5)", 999, 1.0)]
    [InlineData("step(1000, 0.5)", 1000, 0.5)]
    [InlineData("step(1000, 0.5)", 3500, 0.125)]
    [InlineData("exponential(2000)", 0, 1.0)]
    [InlineData("exponential(2000)", 2000, 0.36787944117144233)]
    [InlineData("cosine(4000)", 0, 1.0)]
    [InlineData("cosine(4000)", 2000, 0.5)]
    [InlineData("cosine(4000)", 4000, 0.0)]
    [InlineData("cosine(4000)", 9000, 0.0)]
    [InlineData("cosine(4000, warmup 100)", 0, 0.01)]
    [InlineData("cosine(4000, warmup 100)", 99, 1.0)]
    [InlineData("cosine(4000, warmup 100)", 100, 1.0)]
    [InlineData("cosine(4000, warmup 100)", 2050, 0.5)]
    [InlineData("cosine(4000, floor 0.2)", 2000, 0.6)]
    [InlineData("cosine(4000, floor 0.2)", 5000, 0.2)]
    [InlineData("cosine(10, warmup 20)", 15, 0.8)]
    [InlineData("cosine(10, warmup 20)", 20, 0.0)]
    public void The_factor_has_its_closed_value(string written, long update, double expected) =>
        Assert.Equal(expected, LearningRateSchedule.Parse(written).Factor(update), 1e-15);

    [Theory]
    [InlineData("constant")]
    [InlineData("step(1000, 0.5)")]
    [InlineData("exponential(2000.5)")]
    [InlineData("cosine(4000)")]
    [InlineData("cosine(4000, warmup 100)")]
    [InlineData("cosine(4000, warmup 100, floor 0.1)")]
    [InlineData("cosine(4000, floor 0.1)")]
    public void The_written_form_is_read_back_to_the_same(string written)
    {
        var schedule = LearningRateSchedule.Parse(written);
        Assert.Equal(written, schedule.ToString());
        Assert.Equal(schedule, LearningRateSchedule.Parse(" " + written.Replace("(", " ( ", StringComparison.Ordinal) + " "));
    }

    [Theory]
    [InlineData("cosin(4000)", "Did you mean 'cosine'?")]
    [InlineData("", "Known: constant, cosine")]
    [InlineData("step(1000", "closing bracket")]
    [InlineData("step(1000)", "has no 'ratio'")]
    [InlineData("step(1000, 0.5, 3)", "'3' in the")]
    [InlineData("step(1000, 1.5)", "must be above 0 and at most 1")]
    [InlineData("step(10.5, 0.5)", "whole number")]
    [InlineData("step(NaN, 0.5)", "whole number")]
    [InlineData("exponential(fast)", "'fast'")]
    [InlineData("exponential(0)", "must be above 0")]
    [InlineData("cosine(4000, warm 100)", "'warm 100'")]
    [InlineData("cosine(4000, updates 100)", "'updates 100'")]
    [InlineData("constant(3)", "Write 'constant'")]
    public void What_is_not_a_schedule_is_refused_with_its_reason(string written, string reason)
    {
        Assert.Contains(reason, Assert.Throws<UsageException>(() => LearningRateSchedule.Parse(written)).Message, StringComparison.Ordinal);
        Assert.False(LearningRateSchedule.TryParse(written, null, out _));
    }

    [Fact]
    public void All_faults_are_named_together() =>
        Assert.Equal(2, Assert.Throws<UsageException>(() => LearningRateSchedule.Parse("step(0, 2)")).Faults.Count);
}
