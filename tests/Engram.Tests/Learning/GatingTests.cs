using Engram.Cells;
using Engram.Configuration;
using Engram.Learning;
using Engram.Networks;
using Engram.Storage;
using Engram.Tasks;
using Engram.Tests.Storage;

namespace Engram.Tests.Learning;

/// <summary>Units of each task's own.</summary>
public sealed class GatingTests
{
    private static RunConfiguration First => new ModernPreset().For(new SequenceATask { Peaks = 3 }, 1) with
    {
        Cell = new LeakyCell { Units = 40, Tau = 50.Ms, Noise = 0.01 },
        Training = new TrainingOptions { Dt = 20.Ms, Trials = 4, CheckEvery = 5, ValidationTrials = 10 },
        Stopping = new Stopping { Threshold = 0, MaxUpdates = 10 },
        Continual = new Continual { Gating = 0.5 },
    };

    private static RunConfiguration Second => First with { Task = new SequenceBTask { Peaks = 3 }, After = First };

    [Fact]
    public void Half_of_each_kind_is_silent_and_another_half_in_the_next_task()
    {
        var (first, second) = (SilentIn(First), SilentIn(Second));
        Assert.Equal([16, 4], new[] { first.Count(unit => unit < 32), first.Count(unit => unit >= 32) });
        Assert.Equal([16, 4], new[] { second.Count(unit => unit < 32), second.Count(unit => unit >= 32) });
        Assert.NotEqual(first, second);
        Assert.NotEqual(first, SilentIn(First with { Seed = 9 }));
        Assert.Equal(first, SilentIn(First));
    }

    [Fact]
    public void The_network_begins_with_the_spectral_radius_that_it_is_to_have()
    {
        using var trainer = new Trainer(First, 1);
        Assert.Equal(First.Network.SpectralRadius!.Value, trainer.Network.SpectralRadius("w_rec"), 1e-3);
    }

    [Fact]
    public void What_leaves_or_reaches_a_silent_unit_is_not_learned()
    {
        using var trainer = new Trainer(First, 1);
        var before = trainer.Network;
        trainer.Run(TrainerHooks.None, CancellationToken.None);
        var silent = SilentIn(First).ToHashSet();
        float[] old = before.Raw("w_rec").ToArray(), now = trainer.Network.Raw("w_rec").ToArray();
        var moved = Enumerable.Range(0, old.Length).Where(k => old[k] != now[k]).ToList();
        Assert.NotEmpty(moved);
        Assert.All(moved, k => Assert.False(silent.Contains(k / 40) || silent.Contains(k % 40)));
        Assert.All(silent, unit => Assert.Equal(0, trainer.Network["w_out", 0, unit]));
    }

    [Fact]
    public void A_test_of_the_first_task_silences_the_units_of_the_first_task()
    {
        using var folder = new TemporaryFolder();
        var (one, two) = (folder["one"], folder["two"]);
        TrainingRun.Execute(First, one, false, 1, TrainerHooks.None, CancellationToken.None);
        TrainingRun.Execute(Second, two, false, 1, TrainerHooks.None, CancellationToken.None, from: one);
        var trained = TrainingRun.Load(two);
        Assert.Equal(SilentIn(Second), Silent(trained.Experiment(2).Network));
        Assert.Equal(SilentIn(First), Silent(trained.Experiment(First, 2).Network));
        Assert.Equal(First.Task.Name, trained.Experiment(First, 2).Task.Name);

        // Without updates the first task is done as it was.
        var unmoved = Second with { Stopping = new Stopping { Threshold = 0, MaxUpdates = 0 } };
        TrainingRun.Execute(unmoved, folder["three"], false, 1, TrainerHooks.None, CancellationToken.None, from: one);
        Assert.Equal(
            TrainingRun.Load(one).Experiment(5).Run(TestContext.Current.CancellationToken).Output,
            TrainingRun.Load(folder["three"]).Experiment(First, 5).Run(TestContext.Current.CancellationToken).Output);
    }

    [Fact]
    public void Replay_is_refused_where_each_task_has_units_of_its_own()
    {
        var fault = Assert.Throws<UsageException>(() =>
            (Second with { Continual = new Continual { Gating = 0.5, Protection = Protection.Replay } }).Validate());
        Assert.Contains("set `Gating = 0`", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Outputs_that_are_units_are_refused_for_they_would_be_silent()
    {
        var units = First with { Network = First.Network with { Readout = ReadoutKind.Identity, TrainReadoutBias = false } };
        Assert.Contains("with `Readout = identity`", Assert.Throws<UsageException>(() => units.Validate()).Message, StringComparison.Ordinal);
    }

    private static int[] SilentIn(RunConfiguration configuration) => Silent(configuration.Draw(configuration.Graph()));

    private static int[] Silent(Network network) =>
    [
        .. Enumerable.Range(0, network.Units).Where(unit =>
            Enumerable.Range(0, network.Units).All(i => network["w_rec", i, unit] == 0)),
    ];
}
