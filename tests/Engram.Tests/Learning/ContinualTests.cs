using Engram.Cells;
using Engram.Configuration;
using Engram.Learning;
using Engram.Networks;
using Engram.Storage;
using Engram.Studies;
using Engram.Tasks;
using Engram.Tests.Storage;

namespace Engram.Tests.Learning;

/// <summary>Training that goes on from another network.</summary>
public sealed class ContinualTests
{
    private static readonly Lazy<(Network Network, float[] Importance)> Earlier = new(() =>
    {
        using var trainer = new Trainer(First, 1);
        trainer.Run(TrainerHooks.None, CancellationToken.None);
        return (trainer.Network, trainer.Importance!);
    });

    private static RunConfiguration First => new ModernPreset().For(new SequenceATask { Peaks = 3 }, 1) with
    {
        Cell = new LeakyCell { Units = 16, Tau = 50.Ms, Noise = 0.01 },
        Training = new TrainingOptions { Dt = 20.Ms, Trials = 8, CheckEvery = 10, ValidationTrials = 10 },
        Stopping = new Stopping { Threshold = 0, MaxUpdates = 40 },
        Continual = new Continual { TrackImportance = true },
    };

    [Fact]
    public void It_begins_with_the_weights_as_they_were()
    {
        var begun = Trained(Second(Protection.None) with { Stopping = new Stopping { Threshold = 0, MaxUpdates = 0 } });
        Assert.Equal(Earlier.Value.Network.RawValues.ToArray(), begun);
    }

    [Fact]
    public void Without_strength_every_penalty_is_plain_training_bit_for_bit()
    {
        var plain = Trained(Second(Protection.None));
        foreach (var protection in new[] { Protection.Ewc, Protection.SynapticIntelligence, Protection.L2 })
        {
            Assert.Equal(plain, Trained(Second(protection, 0)));
            Assert.NotEqual(plain, Trained(Second(protection, 1)));
        }
    }

    [Fact]
    public void With_endless_strength_weights_that_matter_do_not_move()
    {
        var start = Earlier.Value.Network.RawValues.ToArray();
        Assert.Equal(start, Trained(Second(Protection.L2, 1e30)), (a, b) => Math.Abs(a - b) < 1e-6);

        var second = Second(Protection.Ewc, 1e35);
        var fisher = PriorLearning.Of(second, Earlier.Value.Network).Anchors.Single().Importance;
        var end = Trained(second);
        Assert.Contains(fisher, value => value > 1e-6);
        for (var i = 0; i < start.Length; i++)
        {
            Assert.True(fisher[i] < 1e-12 || Math.Abs(end[i] - start[i]) < 1e-5, $"weight {i}: F {fisher[i]}, {start[i]} to {end[i]}");
        }
    }

    [Fact]
    public void A_stronger_pull_moves_less()
    {
        var start = Earlier.Value.Network.RawValues.ToArray();
        double[] moved = [.. new[] { 0.001, 0.1, 10 }.Select(strength =>
            Trained(Second(Protection.L2, strength)).Zip(start, (a, b) => Math.Pow(a - b, 2)).Sum())];
        Assert.True(moved[0] > moved[1] && moved[1] > moved[2], string.Join(", ", moved));
    }

    [Fact]
    public void Where_all_trials_are_replayed_it_is_training_on_the_earlier_task()
    {
        var replay = Second(Protection.Replay);
        var onlyOld = Trained(replay with { Continual = replay.Continual with { ReplayShare = 1 } });
        Assert.Equal(Trained(Second(Protection.None) with { Task = First.Task }), onlyOld);
        Assert.NotEqual(onlyOld, Trained(replay));
    }

    [Fact]
    public void Of_two_rules_in_one_network_the_first_is_kept_where_it_is_rehearsed()
    {
        var first = new Yang2019Preset().For(new MultiTaskTask { RingUnits = 8, Rules = [MultiTaskRule.Go] }, 1);
        first = first with
        {
            Cell = first.Cell with { Units = 32 }, Training = first.Training with { Trials = 16, CheckEvery = 1000, ValidationTrials = 100 },
            Stopping = new Stopping { Threshold = 0, MaxUpdates = 200 },
        };
        using var trainer = new Trainer(first, 1);
        trainer.Run(TrainerHooks.None, CancellationToken.None);
        Assert.True(Go(trainer.Network) > 0.9);
        Assert.True(After(Protection.None) < 0.5);
        Assert.True(After(Protection.Replay) > 0.9);

        double After(Protection protection)
        {
            var second = first with
            {
                Task = new MultiTaskTask { RingUnits = 8, Rules = [MultiTaskRule.Anti] }, After = first, Continual = new Continual { Protection = protection },
            };
            using var next = new Trainer(second, 1, prior: PriorLearning.Of(second, trainer.Network));
            next.Run(TrainerHooks.None, CancellationToken.None);
            return Go(next.Network);
        }

        double Go(Network network) => Evaluation.Run(network, first.Task, 20.Ms, 200, 5).Overall!.Share;
    }

    [Fact]
    public void Joint_training_begins_afresh()
    {
        var joint = Second(Protection.Joint);
        Assert.Equal(
            Network.Create(joint.Cell, joint.Graph(), joint.Network, joint.Seed).RawValues.ToArray(),
            PriorLearning.Of(joint, Earlier.Value.Network).Start);
    }

    [Fact]
    public void Penalties_of_several_tasks_add_up()
    {
        var third = Second(Protection.Ewc) with { After = Second(Protection.Ewc) };
        var before = PriorLearning.Of(Second(Protection.Ewc), Earlier.Value.Network);
        Assert.Equal(2, PriorLearning.Of(third, Earlier.Value.Network, null, before).Anchors.Count);

        float[] ones = [.. Earlier.Value.Importance.Select(_ => 1f)];
        var intelligent = Second(Protection.SynapticIntelligence);
        var anchor = PriorLearning.Of(intelligent, Earlier.Value.Network, Earlier.Value.Importance, new PriorLearning(ones, [new Anchor(ones, ones)])).Anchors.Single();
        Assert.Equal(Earlier.Value.Importance.Select(value => value + 1), anchor.Importance);
    }

    [Theory]
    [InlineData(Protection.Ewc)]
    [InlineData(Protection.Replay)]
    [InlineData(Protection.Projection)]
    [InlineData(Protection.SynapticIntelligence)]
    public void A_run_that_was_stopped_ends_with_the_same_bits_and_needs_the_earlier_folder_no_more(Protection protection)
    {
        using var folder = new TemporaryFolder();
        var second = Second(protection);
        TrainingRun.Execute(First, folder["first"], false, 1, TrainerHooks.None, CancellationToken.None);
        TrainingRun.Execute(second, folder["whole"], false, 1, TrainerHooks.None, CancellationToken.None, from: folder["first"]);
        using (var cancel = new CancellationTokenSource())
        {
            TrainingRun.Execute(second, folder["broken"], false, 2, SmallRun.StopAfter(13, cancel), cancel.Token, from: folder["first"]);
        }

        Directory.Delete(folder["first"], true);
        TrainingRun.Execute(second, folder["broken"], true, 2, TrainerHooks.None, CancellationToken.None);
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(folder["whole"], "weights.safetensors")),
            File.ReadAllBytes(Path.Combine(folder["broken"], "weights.safetensors")));
    }

    [Fact]
    public void A_sweep_trains_first_what_its_runs_continue_from()
    {
        using var folder = new TemporaryFolder();
        var runs = new Sweep([Second(Protection.None), Second(Protection.Ewc)]).Execute(folder.Path, 2, cancel: TestContext.Current.CancellationToken);
        Assert.All(runs, run => Assert.Equal(RunStatus.Exhausted, run.Status));
        Assert.Equal(3, RunFolder.Find(folder.Path).Count);
        Assert.Equal(Trained(Second(Protection.Ewc), best: true), runs[1].Load().Network.RawValues.ToArray());
    }

    [Fact]
    public void What_it_continues_from_is_part_of_the_configuration()
    {
        var second = Second(Protection.Ewc, 2);
        var read = RunConfiguration.FromJson(second.ToJson());
        Assert.Equal(second.ToJson().ToJsonString(), read.ToJson().ToJsonString());
        Assert.Equal("sequence-a", read.After!.Task.Name);
        Assert.False(First.ToJson().ContainsKey("after"));
    }

    [Fact]
    public void Contradictions_are_told()
    {
        Fault("nothing to protect", First with { Continual = new Continual { Protection = Protection.Ewc } });
        Fault("1 input and 10 outputs", Second(Protection.None) with { Task = new SequenceBTask() });
        Fault("set `Units = 16`", Second(Protection.None) with { Cell = new LeakyCell { Units = 17 } });
        Fault("set `Cell = leaky`", Second(Protection.None) with { Cell = new ElmanCell { Units = 16 } });
        Fault("set `Layers = none`", Second(Protection.None) with { Cell = new LeakyCell { Units = 16, Layers = [new(3)] } });
        Fault(
            "`TrackImportance = true`",
            Second(Protection.SynapticIntelligence) with { After = First with { Continual = new Continual() } });

        static void Fault(string expected, RunConfiguration configuration) => Assert.Contains(
            expected, Assert.Throws<UsageException>(() => configuration.Validate()).Message, StringComparison.Ordinal);
    }

    private static RunConfiguration Second(Protection protection, double strength = 1) => First with
    {
        Task = new SequenceBTask { Peaks = 3 },
        After = First,
        Continual = new Continual { Protection = protection, Strength = strength, FisherTrials = 20 },
    };

    private static float[] Trained(RunConfiguration configuration, bool best = false)
    {
        var prior = PriorLearning.Of(configuration, Earlier.Value.Network, Earlier.Value.Importance);
        using var trainer = new Trainer(configuration, 1, prior: prior);
        trainer.Run(TrainerHooks.None, CancellationToken.None);
        return best ? trainer.Network.RawValues.ToArray() : trainer.Capture().Arrays.Single(array => array.Name == "raw").Values;
    }
}
