using Engram.Analysis;
using Engram.Configuration;

namespace Engram.Tests.Analysis;

public sealed class ActivityRatioTests
{
    private static readonly SignedNetwork Network = SignedNetworks.Signed(3, new float[16]);

    [Fact]
    public void It_is_the_ratio_of_means_aligned_where_the_period_begins()
    {
        // Excitatory rates 1, 2, 3 times s, the steps since the delay began; the inhibitory rate is 2: ρ = 2 s/2 = s.
        var recording = Synthetic.Of([0, 1, -1], trial => 6 + trial, trial => 2 + trial, 4, (step, trial, unit) =>
            unit == 3 ? 2 : (unit + 1) * Math.Max(0, step - (2 + trial) + 1));
        var ratio = ActivityRatio.Of(recording, Network, "delay");
        Assert.Equal((2, 2, 6), (ratio.Before, ratio.Trials, ratio.Steps));
        Assert.Equal([0, 0, 1, 2, 3, 4], ratio.Ratio);
        Assert.Equal([0, 0, 2, 4, 6, 8], ratio.Excitatory);
        Assert.All(ratio.Inhibitory, rate => Assert.Equal(2, rate));
        Assert.Equal([-20, 0, 20, 40, 60, 80], ratio.Milliseconds);
        Assert.Equal((1, 3, 4), (ratio.At(20.Ms), ratio.At(50.Ms), ratio.At(80.Ms)));
        Assert.True(double.IsNaN(ratio.At(81.Ms)) && double.IsNaN(ratio.At(-60.Ms)));
        Assert.Equal([0, 0, 1, 2, 3, 4], ActivityRatio.Of(recording, Network, null, 0).Ratio);
        Assert.Equal([0, 0, 0, 1, 2, 3, 4], ActivityRatio.Of(recording, Network, null, 1).Ratio);
    }

    [Fact]
    public void A_step_whose_inhibitory_units_are_silent_is_counted_and_never_infinite()
    {
        // The inhibitory unit is silent in step 1 of the first trial and in step 2 of both.
        var recording = Synthetic.Of([0, 1], _ => 3, _ => 1, 4, (step, trial, unit) =>
            unit < 3 ? 3 : step == 2 || (step == 1 && trial == 0) ? 0 : trial + 1);
        var ratio = ActivityRatio.Of(recording, Network, null);
        Assert.Equal([0, 1, 2], ratio.Undefined);
        Assert.Equal([2.25, 1.5], ratio.Ratio.Take(2));
        Assert.True(double.IsNaN(ratio.Ratio[2]));
    }

    [Fact]
    public void What_was_not_recorded_is_refused()
    {
        var recording = Synthetic.Of([0, 1], _ => 3, _ => 1, 4, (_, _, _) => 1);
        Assert.Contains("'stimulus'", Assert.Throws<UsageException>(() => ActivityRatio.Of(recording, Network, "stimulus")).Message);
        Assert.Contains("condition 3", Assert.Throws<UsageException>(() => ActivityRatio.Of(recording, Network, null, 3)).Message);
        var other = SignedNetworks.Signed(2, new float[9]);
        Assert.Contains("4 units, but the network has 3", Assert.Throws<UsageException>(() => ActivityRatio.Of(recording, other, null)).Message);
    }
}
