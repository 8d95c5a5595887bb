using Engram.Analysis;
using Engram.Configuration;

namespace Engram.Tests.Analysis;

public sealed class SplitterTestTests
{
    [Fact]
    public void Planted_splitters_are_found_where_they_split_and_no_others()
    {
        // 20 of 100 units prefer one side at one place by two standard deviations; all have the same field on both.
        var recording = Stem(40, 100, (step, trial, unit) => Tracks.Noise(step, trial, unit) + (4 * Tracks.Field(step, 20))
            + (unit < 20 && trial % 2 == unit % 2 ? 2 * Tracks.Field(step, 5 + unit, 1.5) : 0));
        var cells = new SplitterTest().Of(recording, "side");
        Assert.Equal(["left", "right"], cells.Trajectories);
        Assert.Equal([20, 20], cells.Trials);
        Assert.InRange(cells.Units.Take(20).Count(unit => unit.IsSplitter), 19, 20);
        Assert.InRange(cells.Units.Skip(20).Count(unit => unit.IsSplitter), 0, 4);
        Assert.All(cells.Units.Take(20).Where(unit => unit.IsSplitter), unit =>
        {
            Assert.Equal(5 + unit.Unit, unit.Place, 4.0);
            Assert.Equal(unit.Unit % 2, unit.Preferred);
        });
        Assert.Equal(0.5, cells.Units.Skip(20).Average(unit => unit.PValue), 0.1);
        Assert.True(cells.Interval.Low < 0.2 && cells.Interval.High > 0.2);
    }

    [Fact]
    public void The_effect_has_the_size_of_the_means_and_the_variance_over_trials()
    {
        // Mean rates 1 and 3 on the left, 5 and 7 on the right in the first bin, the same in the second: η² = 16/20, and 4 of a range of 6.
        double[] means = [1, 5, 3, 7];
        var recording = Stem(4, 2, (step, trial, unit) => unit == 1 ? 2 : step < 15 ? means[trial] : 4);
        var unit = (new SplitterTest { Bins = 2 }.Of(recording, "side")).Units[0];
        Assert.Equal(0.8, unit.EtaSquared[0]!.Value, 1e-9);
        Assert.Equal((0, 4.0 / 6), (unit.EtaSquared[1]!.Value, unit.GreatestDifference));
        Assert.Equal((1, 0), (unit.Preferred, unit.Differences[1]!.Value));

        // Of the 6 ways to share out the labels, 2 are as far apart. A constant unit is none.
        Assert.Equal(1.0 / 3, unit.PValue, 0.06);
        var constant = new SplitterTest { Bins = 2 }.Of(recording, "side").Units[1];
        Assert.Equal((0, 1, false), (constant.Greatest, constant.PValue, constant.IsSplitter));
    }

    [Fact]
    public void Bins_count_where_two_trials_of_each_side_were_and_the_stretch_alone()
    {
        // Half of the trials end in the middle; what comes after the stretch differs greatly.
        var recording = Tracks.Of(
            8, 30, 1, (step, trial) => trial < 6 && step is >= 10 and < 20 ? 9 : step, (step, trial, _) => step >= 20 ? 100 * (trial % 2) : Tracks.Noise(step, trial, 0),
            (step, _) => step < 20 ? 1 : 2);
        var unit = (new SplitterTest { Within = "part", WithinValue = 1, Bins = 2 }.Of(recording, "side")).Units[0];
        Assert.NotNull(unit.EtaSquared[0]);
        Assert.Null(unit.EtaSquared[1]);
        Assert.Null(unit.Differences[1]);
        Assert.InRange(unit.PValue, 0.02, 1);
        Assert.Equal(5.0, unit.Place, 0.5);
    }

    [Fact]
    public void What_cannot_be_compared_is_refused_in_a_sentence()
    {
        var recording = Tracks.Of(3, 10, 1, (step, _) => step, Tracks.Noise);
        Assert.StartsWith(
            "side took left in 2 trials, right in 1 trials on the stretch; but a comparison needs two values with two trials each at the same place",
            Assert.Throws<UsageException>(() => new SplitterTest().Of(recording, "side")).Message, StringComparison.Ordinal);
        Assert.Contains(
            "No trial has a step with a known 'place' in the range asked for where 'part' is 7",
            Assert.Throws<UsageException>(() => new SplitterTest { Within = "part", WithinValue = 7 }.Of(recording, "side")).Message, StringComparison.Ordinal);
        Assert.Contains(
            "Did you mean 'part'?",
            Assert.Throws<UsageException>(() => new SplitterTest { Within = "prat" }.Of(recording, "side")).Message, StringComparison.Ordinal);
    }

    private static Engram.Simulation.Recording Stem(int trials, int units, Func<int, int, int, double> rate) =>
        Tracks.Of(trials, 30, units, (step, _) => step, rate);
}
