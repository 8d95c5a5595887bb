using Engram.Analysis;
using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Tests.Analysis;

public sealed class IntrinsicTimescalesTests
{
    [Theory]
    [InlineData(60)]
    [InlineData(150)]
    [InlineData(300)]
    public void The_time_constant_of_a_random_process_is_found_to_a_fifth(double tau)
    {
        var found = IntrinsicTimescales.Of(Process(tau, 12), "delay");
        Assert.Equal(tau, found.Population.Tau!.Value.TotalMilliseconds, 0.1 * tau);
        Assert.All(found.Units, unit => Assert.InRange(unit.Tau!.Value.TotalMilliseconds, 0.8 * tau, 1.2 * tau));
        Assert.All(found.Units, unit => Assert.InRange(unit.RSquared, 0.3, 1));
    }

    [Fact]
    public void An_offset_of_each_trial_stays_at_long_lags()
    {
        // Variance 1 of the process and 1 of the trial: R(k) = (e^(−kΔ/τ) + 1)/2 but for the averaging over bins.
        var found = IntrinsicTimescales.Of(Process(100, 8, offset: 1), "delay", 20.Ms);
        Assert.Equal(100, found.Population.Tau!.Value.TotalMilliseconds, 15.0);
        Assert.Equal(1, found.Population.Offset, 0.25);
    }

    [Fact]
    public void What_follows_from_a_factor_can_be_taken_out()
    {
        var recording = Process(100, 8, side: 2);
        Assert.Equal(100, IntrinsicTimescales.Of(recording, "delay", factor: "side").Population.Tau!.Value.TotalMilliseconds, 15.0);
        Assert.True(IntrinsicTimescales.Of(recording, "delay").Population.Autocorrelation[^1] > 0.3);
        Assert.True(Math.Abs(IntrinsicTimescales.Of(recording, "delay", factor: "side").Population.Autocorrelation[^1]) < 0.05);
    }

    [Fact]
    public void Without_a_fit_it_is_said_why()
    {
        // A constant unit, one that differs between trials alone, and white noise.
        var recording = Delays.Of(Delays.Ring(200), 1, _ => 40, 12, (step, trial, unit) => unit switch
        {
            0 => 0.1,
            1 => trial,
            _ => Delays.Noise(step + 1, trial, unit),
        });
        var units = IntrinsicTimescales.Of(recording, "delay", 40.Ms).Units;
        Assert.Equal("The activity does not vary over trials.", units[0].NoFit);
        Assert.All(units.Take(2), unit =>
        {
            Assert.Null(unit.Tau);
            Assert.True(double.IsNaN(unit.Amplitude) && unit.NoFit.EndsWith('.'));
        });
        Assert.All(units.Skip(2), unit => Assert.Null(unit.Tau));
        Assert.Contains("four bins", Assert.Throws<UsageException>(() => IntrinsicTimescales.Of(recording, "fixation")).Message, StringComparison.Ordinal);
        Assert.Contains("another `bin`", Assert.Throws<UsageException>(() => IntrinsicTimescales.Of(recording, "delay", 1.Ms)).Message, StringComparison.Ordinal);
    }

    // x(t + dt) = x e^(−dt/τ) + √(1 − e^(−2dt/τ)) ξ, whose autocorrelation is e^(−|t|/τ).
    private static Recording Process(double tau, int units, double offset = 0, double side = 0)
    {
        const int Trials = 600, Steps = 75;
        var values = new double[Trials, Steps + 1, units];
        var keep = Math.Exp(-Delays.Dt.TotalMilliseconds / tau);
        for (var trial = 0; trial < Trials; trial++)
        {
            for (var unit = 0; unit < units; unit++)
            {
                var x = Delays.Noise(0, trial, unit);
                for (var step = 0; step <= Steps; step++)
                {
                    values[trial, step, unit] = x + (offset * Delays.Noise(999, trial, unit)) + (side * (trial % 2));
                    x = (keep * x) + (Math.Sqrt(1 - (keep * keep)) * Delays.Noise(step + 1, trial, unit));
                }
            }
        }

        return Delays.Of(Delays.Ring(Trials), 1, _ => Steps, units, (step, trial, unit) => 3 + values[trial, step + 1, unit]);
    }
}
