using Engram.Analysis;
using Engram.Configuration;

namespace Engram.Tests.Analysis;

public sealed class SelectivityTests
{
    [Fact]
    public void D_prime_and_eta_squared_are_those_of_the_means_over_the_period()
    {
        // Delay means of left: 1 and 3, of right: 5 and 7. d′ = 4/√2; the factor explains 16 of 20.
        double[] mean = [1, 5, 3, 7];
        var recording = Synthetic.Of([0, 1, 0, 1, -1], _ => 4, _ => 2, 1, (step, trial, _) =>
            step < 2 ? 100 * trial : trial == 4 ? 1000 : mean[trial] + (step == 2 ? 0.5 : -0.5));
        var unit = Assert.Single(Selectivity.Of(recording, "side", "delay").Units);
        Assert.Equal([2, 6], unit.MeanRates);
        Assert.Equal(4 / Math.Sqrt(2), unit.DPrime!.Value, 1e-12);
        Assert.Equal(0.8, unit.EtaSquared, 1e-12);
        Assert.Equal(1, unit.Preferred);

        // Of the 4!/(2!2!) = 6 ways to share out the labels, 2 are as far apart.
        Assert.Equal(1.0 / 3, unit.PValue, 0.04);
        Assert.False(unit.IsSelective);
    }

    [Fact]
    public void Selective_units_are_found_among_those_that_are_not()
    {
        // Of 40 units, 4 prefer one of three sides by two standard deviations; one is silent.
        var recording = Synthetic.Of(Synthetic.Sides(90, 3), _ => 2, _ => 1, 40, (_, trial, unit) =>
            unit == 39 ? 0 : Synthetic.Noise(0, trial, unit) + (unit < 4 && trial % 3 == unit % 3 ? 2 : 0));
        var selectivity = Selectivity.Of(recording, "side", "cue");
        Assert.Equal(["left", "right", "up"], selectivity.Levels);
        Assert.All(selectivity.Units.Take(4), unit =>
        {
            Assert.True(unit.IsSelective && unit.PValue < 0.001 && unit.EtaSquared > 0.2);
            Assert.Equal(unit.Unit % 3, unit.Preferred);
            Assert.Null(unit.DPrime);
        });
        Assert.InRange(selectivity.Units.Skip(4).Count(unit => unit.IsSelective), 0, 2);
        Assert.Equal(0.5, selectivity.Units.Skip(4).Take(35).Average(unit => unit.PValue), 0.15);
        Assert.Equal((0, 1, false), (selectivity.Units[39].EtaSquared, selectivity.Units[39].PValue, selectivity.Units[39].IsSelective));
    }

    [Fact]
    public void A_constant_unit_has_no_d_prime_and_a_certain_one_an_infinite_one()
    {
        var recording = Synthetic.Of(Synthetic.Sides(21), _ => 3, _ => 1, 2, (_, trial, unit) => unit == 0 ? 0.1f : trial % 2);
        var units = Selectivity.Of(recording, "side", "delay").Units;
        Assert.Equal((0, 0, 1), (units[0].DPrime!.Value, units[0].EtaSquared, units[0].PValue));
        Assert.Equal(double.PositiveInfinity, units[1].DPrime);
        Assert.Equal(1, units[1].EtaSquared, 1e-12);
    }

    [Fact]
    public void What_cannot_be_tested_is_refused_in_a_sentence()
    {
        var recording = Synthetic.Of([0, 0, 1], _ => 3, _ => 1, 2, Synthetic.Noise);
        Assert.Contains("right in 1 trials", Assert.Throws<UsageException>(() => Selectivity.Of(recording, "side", "cue")).Message);
        Assert.Contains("period 'stimulus'", Assert.Throws<UsageException>(() => Selectivity.Of(recording, "side", "stimulus")).Message);
        Assert.Contains("factor 'colour'", Assert.Throws<UsageException>(() => Selectivity.Of(recording, "colour", "cue")).Message);
        Assert.All(
            new[] { double.NaN, -1, 0, 1, 5 },
            rate => Assert.Contains("rate of false", Assert.Throws<UsageException>(() => Selectivity.Of(recording, "side", "cue", rate)).Message));
    }
}
