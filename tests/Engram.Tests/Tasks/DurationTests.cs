using Engram.Configuration;
using Engram.Tasks;
using FsCheck;
using FsCheck.Fluent;

namespace Engram.Tests.Tasks;

public sealed class DurationTests
{
    private static readonly Gen<TimeSpan> Times = Gen.Choose(0, 1_000_000_000).Select(ticks => TimeSpan.FromTicks(ticks));

    private static readonly Gen<Duration> Durations = Gen.OneOf(
        Times.Select(Duration.Constant),
        Times.Two().Select(pair => Duration.Uniform(Min(pair), Max(pair))),
        Times.NonEmptyListOf().Select(times => Duration.OneOf([.. times])),
        Times.Two().SelectMany(pair => Gen.Choose(1, 100_000_000), (pair, mean) =>
            Duration.Exponential(TimeSpan.FromTicks(mean), Min(pair), Max(pair))));

    [Fact]
    public void Every_duration_is_read_back_from_its_text() =>
        Prop.ForAll(Durations.ToArbitrary(), duration => Duration.Parse(duration.ToString()) == duration).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_draw_lies_within_the_bounds_and_grows_with_u() =>
        Prop.ForAll(Durations.ToArbitrary(), Gen.Choose(0, 999_999).Select(i => i / 1e6).ToArbitrary(), (duration, u) =>
        {
            var draw = duration.Quantile(u);
            return draw >= duration.Minimum && draw <= duration.Maximum
                && (duration.ToString().Contains('|', StringComparison.Ordinal) || draw >= duration.Quantile(u / 2));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_forms_of_the_papers_are_understood()
    {
        Assert.Equal(500.Ms, Duration.Parse("500ms").Minimum);
        Assert.Equal((Duration)1.5.Seconds, Duration.Parse(" 1.5 s "));
        Assert.Equal((Duration)TimeSpan.Zero, Duration.Parse("0"));
        Assert.Equal((Duration)2.5.Ms, Duration.Parse("2500us"));
        Assert.Equal((Duration)90.Seconds, Duration.Parse("1.5min"));
        Assert.Equal(Duration.Uniform(500.Ms, 2.Seconds), Duration.Parse("0.5s..2s"));
        Assert.Equal(Duration.OneOf(500.Ms, 1.Seconds, 2.Seconds), Duration.Parse("0.5s|1s|2s"));
        Assert.Equal(Duration.Exponential(330.Ms, 80.Ms, 1500.Ms), Duration.Parse("exp(330ms, 80ms..1500ms)"));
        Assert.NotEqual(Duration.OneOf(500.Ms, 1.Seconds, 2.Seconds), Duration.OneOf(500.Ms, 1.5.Seconds, 2.Seconds));
    }

    [Theory]
    [InlineData("-500ms", "negative")]
    [InlineData("500", "500ms")]
    [InlineData("2s..1s", "1s..2s")]
    [InlineData("abc", "500ms")]
    [InlineData("", "500ms")]
    [InlineData("1s..", "500ms")]
    [InlineData("1s|", "500ms")]
    [InlineData("exp(1s)", "exp(330ms")]
    [InlineData("exp(0ms, 1s..2s)", "above 0")]
    [InlineData("1e9s", "500ms")]
    [InlineData("999999999999s", "too long")]
    public void What_is_no_duration_is_refused_with_what_to_write(string text, string advice)
    {
        Assert.Contains(advice, Assert.Throws<UsageException>(() => Duration.Parse(text)).Message, StringComparison.Ordinal);
        Assert.False(Duration.TryParse(text, null, out _));
    }

    [Fact]
    public void A_negative_time_is_no_duration()
    {
        Assert.Throws<UsageException>(() => (Duration)(-1).Ms);
        Assert.Throws<UsageException>(() => Duration.Uniform((-1).Ms, 1.Ms));
        Assert.Throws<UsageException>(() => Duration.OneOf());
    }

    [Fact]
    public void A_truncated_exponential_has_the_mean_of_its_density()
    {
        // E[x] = a + m − w/(exp(w/m) − 1) for the density ∝ exp(−x/m) on [a, a + w]; the midpoint rule on the quantiles gives the same.
        var duration = Duration.Exponential(330.Ms, 80.Ms, 1500.Ms);
        var expected = 80 + 330 - (1420 / (Math.Exp(1420.0 / 330) - 1));
        Assert.Equal(expected, Enumerable.Range(0, 100_000).Average(i => duration.Quantile((i + 0.5) / 100_000).TotalMilliseconds), 0.05);
    }

    [Fact]
    public void One_of_several_is_each_equally_likely()
    {
        var duration = Duration.OneOf(1.Seconds, 2.Seconds, 3.Seconds);
        Assert.Equal([1.Seconds, 1.Seconds, 2.Seconds, 2.Seconds, 3.Seconds, 3.Seconds],
            Enumerable.Range(0, 6).Select(i => duration.Quantile(i / 6.0 + 0.01)));
    }

    [Fact]
    public void Levels_are_read_back_from_their_text_and_are_values()
    {
        Levels levels = [1, 2.5, -4];
        Assert.Equal(levels, Levels.Parse(levels.ToString()));
        Assert.NotEqual(levels, [1, 2, -4]);
        Assert.Throws<UsageException>(() => Levels.Parse("1,,2"));
        Assert.Throws<UsageException>(() => Levels.Of([]));
    }

    private static TimeSpan Min((TimeSpan A, TimeSpan B) pair) => pair.A < pair.B ? pair.A : pair.B;

    private static TimeSpan Max((TimeSpan A, TimeSpan B) pair) => pair.A < pair.B ? pair.B : pair.A;
}
