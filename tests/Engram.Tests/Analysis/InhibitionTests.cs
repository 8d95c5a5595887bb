using Engram.Analysis;
using Engram.Cells;
using Engram.Configuration;
using Engram.Networks;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Tests.Analysis;

/// <summary>Two sequences and inhibition that is known: unit 3 wakes at the greater pulse and holds down sequence a alone.</summary>
public sealed class InhibitionTests
{
    private const float Weight = 30;

    // Units 0 and 1 excite the outputs of a and of b, unit 2 nothing; units 3 and 4 inhibit, the latter unit 2 alone.
    private static readonly Network Wired = SignedNetworks.Of(
        3,
        [
            0, 0, 0, Weight, 0,
            0, 0, 0, 0, 0,
            0, 0, 0, 0, 1,
            0, 0, 0, 0, 0,
            0, 0, 0, 0, 0,
        ],
        input: [1, 1, 1, 1, 0.1f],
        readout: [.. Enumerable.Range(0, 10).SelectMany(output => new float[] { output < 5 ? 1 : 0, output < 5 ? 0 : 1, 0, 0, 0 })],
        bias: [0, 0, 0, -2.1f, 0]);

    private static readonly Experiment Trials = new()
    {
        Network = Wired.WithCell(new LeakyCell { Units = 5, Tau = 50.Ms, Noise = 0 }),
        Task = new MultiSequenceTask { Sequences = 2, InputNoise = 0 },
        Dt = 10.Ms,
        Trials = 12,
        Noise = false,
    };

    [Fact]
    public void Outputs_belong_to_the_sequence_that_asks_for_them()
    {
        var groups = OutputGroups.Of(Record());
        Assert.Equal(["a", "b"], groups.Conditions);
        Assert.Equal([0, 1, 2, 3, 4], groups.Own[0]);
        Assert.Equal([0, 1, 2, 3, 4], groups.Wrong[1]);
        Assert.Equal([5, 6, 7, 8, 9], groups.Wrong[0]);
        Assert.Equal(12, groups.TrialsOf.Sum(trials => trials.Count));
        Assert.True(groups.AreApart);
        Assert.InRange(groups.Amplitude, 3.9, 4);
        var one = Trials with { Task = Trials.Task.Pin("which", "a") };
        Assert.False(OutputGroups.Of(one.Run(TestContext.Current.CancellationToken)).AreApart);
    }

    [Fact]
    public void Inhibition_goes_where_the_wires_lead()
    {
        var inhibition = InhibitionOfOutputs.Of(Record(), SignedNetwork.Of(Wired), "sequence");
        Assert.Equal([3, 4], inhibition.Units);
        Assert.Equal([Weight, 0, 0, 0], inhibition.Sent.Cast<double>());
        Assert.Equal(0, inhibition.Rates[0, 0]);
        Assert.True(inhibition.Rates[0, 1] > 0.05);
        Assert.Equal(0, inhibition.Inhibition[0, 0]);
        Assert.Equal(Weight * inhibition.Rates[0, 1], inhibition.Inhibition[1, 0], 1e-9);
        Assert.Equal(1, inhibition.Selectivity[0], 0.05);
        Assert.All(inhibition.Excitation.Cast<double>(), drive => Assert.Equal(0, drive));
        Assert.True(double.IsNaN(inhibition.WrongOverOwn));
    }

    [Fact]
    public void Silencing_frees_the_wrong_sequence_and_only_that()
    {
        var found = new InhibitionSilencing { Share = 0.5, Draws = 8 }.Run(Trials, "sequence", TestContext.Current.CancellationToken);
        var suppressing = found.Single(one => one.Choice == InhibitoryChoice.Suppressing);
        Assert.Equal([3], suppressing.Silenced[1]);
        Assert.True(suppressing.Wrong[1][1] > 0.05);
        Assert.Equal((0, 0, 0), (suppressing.Own[1][1], suppressing.Gain[1][1], suppressing.Wrong[1][0]));
        Assert.Equal([3], found.Single(one => one.Choice == InhibitoryChoice.Preferring).Silenced[1]);

        // A draw is unit 3 or unit 4, which holds nothing down.
        var drawn = found.Single(one => one.Choice == InhibitoryChoice.Random);
        Assert.Equal(8, drawn.Silenced.Count);
        Assert.Equal([3, 4], drawn.Silenced.SelectMany(units => units).Distinct().Order());
        Assert.All(drawn.Silenced.Zip(drawn.Wrong), pair =>
            Assert.Equal(pair.First[0] == 3 ? suppressing.Wrong[1][1] : 0, pair.Second[1]));
        Assert.Equal(drawn.Wrong.Average(row => row.Average()), drawn.Matched(drawn.Wrong), 1e-12);
        Assert.Equal((suppressing.Wrong[0][0] + suppressing.Wrong[1][1]) / 2, suppressing.Matched(suppressing.Wrong), 1e-12);
        Assert.Equal((suppressing.Wrong[0][1] + suppressing.Wrong[1][0]) / 2, suppressing.Other(suppressing.Wrong), 1e-12);
    }

    [Fact]
    public void What_cannot_be_silenced_is_refused()
    {
        Assert.Contains("`Share`", Refused(new InhibitionSilencing { Share = 0 }, Trials));
        Assert.Contains("multi-sequence", Refused(new(), Trials with { Task = Trials.Task.Pin("which", "a") }));

        static string Refused(InhibitionSilencing silencing, Experiment experiment) =>
            Assert.Throws<UsageException>(() => silencing.Run(experiment)).Message;
    }

    private static Recording Record() => Trials.Run(TestContext.Current.CancellationToken);
}
