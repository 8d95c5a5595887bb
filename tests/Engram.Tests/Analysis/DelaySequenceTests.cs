using Engram.Analysis;
using Engram.Configuration;

namespace Engram.Tests.Analysis;

public sealed class DelaySequenceTests
{
    [Fact]
    public void A_planted_sequence_is_sorted_and_has_a_ridge()
    {
        // Unit k of 20 peaks at step 2k + 1, in a shuffled order of units.
        var recording = Delays.Of(Delays.Ring(80), 3, _ => 40, 20, (step, trial, unit) =>
            1 + (0.3 * Delays.Noise(step + 3, trial, unit)) + Math.Exp(-Math.Pow((step - 1 - (2 * (unit * 7 % 20))) / 3.0, 2)));
        var found = DelaySequence.Of(recording, factor: "side", permutations: 500);
        Assert.Equal(20, found.Order.Count);
        Assert.All(found.Order.Select((unit, place) => Math.Abs((unit * 7 % 20) - place)), away => Assert.InRange(away, 0, 2));
        Assert.InRange(found.PValue, 0, 0.01);
        Assert.True(found.Contrast > 0.3 && found.Ridge.MeanLog > 0.7);
        Assert.Equal(0.02, found.Times[0], 1e-12);
    }

    [Fact]
    public void Noise_has_a_ridge_in_the_half_it_is_sorted_by_but_not_in_the_other()
    {
        double[] p =
        [
            .. Enumerable.Range(0, 40).Select(k => DelaySequence.Of(
                Delays.Of(Delays.Ring(16), 1, _ => 30, 20, (step, trial, unit) => Delays.Noise(step + 1 + (40 * k), trial, unit)), permutations: 99).PValue),
        ];
        Assert.Equal(0.5, p.Average(), 0.15);
        Assert.InRange(p.Count(value => value <= 0.1), 0, 10);
    }

    [Fact]
    public void Constant_units_are_left_out_and_too_few_trials_refused()
    {
        var recording = Delays.Of(Delays.Ring(4), 1, _ => 10, 3, (step, trial, unit) => unit == 0 ? 0 : unit == 1 ? 0.3 : step);
        Assert.Equal([2], DelaySequence.Of(recording).Order);
        var nothing = DelaySequence.Of(Delays.Of(Delays.Ring(4), 1, _ => 10, 2, (_, _, unit) => unit));
        Assert.Equal((0, 1), (nothing.Order.Count, nothing.PValue));
        Assert.Contains(
            "Only 1 trials", Assert.Throws<UsageException>(() => DelaySequence.Of(Delays.Of([0], 1, _ => 10, 2, Delays.Noise))).Message, StringComparison.Ordinal);
    }
}
