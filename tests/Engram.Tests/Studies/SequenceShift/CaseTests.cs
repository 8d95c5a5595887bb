using Engram.Configuration;
using Engram.Learning;
using Engram.Studies;
using Engram.Studies.SequenceShift;
using Engram.Tests.Storage;

namespace Engram.Tests.Studies.SequenceShift;

/// <summary>How the networks of the study are trained: at finer and finer steps, each with a seed of its own.</summary>
public sealed class CaseTests
{
    [Fact]
    public void A_network_goes_on_at_finer_steps_with_the_same_seed_and_network()
    {
        var fine = Case.All[0].Fine(3, quick: false);
        RunConfiguration[] chain = [fine, fine.After!, fine.After!.After!, fine.After!.After!.After!];
        Assert.Null(chain[^1].After);
        Assert.Equal([1.Ms, 2.Ms, 5.Ms, 10.Ms], chain.Select(one => one.Training.Dt));
        Assert.Equal([0.48, 0.6, 0.6, 0.6], chain.Select(one => Math.Round(one.Stopping.TargetError, 9)));
        Assert.Equal([fine.Seed], chain.Select(one => one.Seed).Distinct());
        Assert.Equal(Case.All[0].Coarse(3, quick: false).ToJson().ToJsonString(), chain[^1].ToJson().ToJsonString());
        Assert.Equal((Stage.Finest, Stage.Coarsest), (chain[0].Training.Dt, chain[^1].Training.Dt));
    }

    [Fact]
    public void No_two_networks_share_a_seed()
    {
        var seeds = Case.All.SelectMany(one => Enumerable.Range(1, 999).Select(seed => one.Fine((ulong)seed, quick: true).Seed)).ToList();
        Assert.Equal(seeds.Count, seeds.Distinct().Count());
    }

    [Fact]
    public void Trained_at_one_step_a_network_plays_another_sequence_at_half_of_it_and_trained_on_it_plays_the_same()
    {
        using var folder = new TemporaryFolder();
        var settings = new ShiftSettings([-0.02, 0, 0.02], 1, [10, 5, 1, 0.5]);
        var readout = Case.All[^1];
        var coarse = Trained(readout.Coarse(1, quick: false), Stage.Coarsest);
        var fine = Trained(readout.Fine(1, quick: false), Stage.Finest);
        Assert.True(coarse.Moved(0, 1) > 0.004, $"{coarse.Moved(0, 1)} s");
        Assert.True(fine.Moved(2, 3) < 0.003, $"{fine.Moved(2, 3)} s");
        Assert.Equal(0, fine.Gone(2, 3));
        Assert.True(Math.Abs(fine.Steps[3].Odd / fine.Steps[2].Odd - 1) < 0.1, $"{fine.Steps[2].Odd} s, {fine.Steps[3].Odd} s");
        Assert.True(fine.Steps[3].Error < 0.06 * 12, $"{fine.Steps[3].Error}");

        NetworkAtSteps Trained(RunConfiguration configuration, TimeSpan dt)
        {
            var run = new Sweep([configuration]).Execute(folder["sweep"], 2, cancel: TestContext.Current.CancellationToken)[0].Load();
            Assert.Equal(dt, run.Configuration.Training.Dt);
            return NetworkAtSteps.Of(run, settings);
        }
    }

    [Fact]
    public void A_peak_that_is_there_at_one_step_and_not_at_another_is_gone_and_moves_nothing()
    {
        var one = new NetworkAtSteps(
        [
            new AtStep(0, [0.1, 0.2, double.NaN, 0.4], 0, 0), new AtStep(0, [0.101, 0.203, 0.3, double.NaN], 0, 0),
        ]);
        Assert.Equal(0.002, one.Moved(0, 1), 1e-12);
        Assert.Equal((1 / 3.0, 1 / 3.0), (one.Gone(0, 1), one.Gone(1, 0)));
    }
}
