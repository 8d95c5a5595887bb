using Engram.Studies.DynamicWorkingMemory;

namespace Engram.Tests.Studies.DynamicWorkingMemory;

public sealed class OscillationFitTests
{
    private const int Trials = 1000;

    [Theory]
    [InlineData(1.5)]
    [InlineData(0.8)]
    [InlineData(2.4)]
    public void A_sine_is_found_with_its_period(double period)
    {
        var fit = OscillationFit.Of(Profile(t => 0.5 + (0.3 * Math.Cos(2 * Math.PI * t / period))));
        Assert.Equal(period, fit.Period, 0.03);
        Assert.Equal(0.3, fit.Amplitude, 0.01);
        Assert.InRange(fit.Gain, 0.99, 1);
        Assert.True(fit.Oscillates);
    }

    [Fact]
    public void A_steady_or_falling_performance_does_not_oscillate()
    {
        Assert.False(OscillationFit.Of(Profile(_ => 0.97)).Oscillates);
        Assert.False(OscillationFit.Of(Profile(t => 1 - (0.1 * t))).Oscillates);
        Assert.False(OscillationFit.Of(Profile(t => 1 - (0.19 * t))).Oscillates);
    }

    [Fact]
    public void One_dip_below_chance_that_comes_back_crosses_twice()
    {
        var fit = OscillationFit.Of(Profile(t => t is > 2 and < 3 ? 0.2 : 0.9));
        Assert.Equal(2, fit.Alternations);
    }

    [Fact]
    public void Values_that_cannot_be_told_from_chance_are_no_crossing() =>
        Assert.Equal(0, OscillationFit.Of(Profile(t => 0.5 + (0.02 * Math.Sin(9 * t)))).Alternations);

    private static DelayProfile Profile(Func<double, double> share)
    {
        double[] delays = [.. Enumerable.Range(0, 51).Select(step => step / 10.0)];
        int[][] correct = [.. delays.Select(t => new[] { (int)Math.Round(Trials * share(t)) })];
        return new(delays, ["all"], correct, [.. delays.Select(_ => new[] { Trials })]);
    }
}
