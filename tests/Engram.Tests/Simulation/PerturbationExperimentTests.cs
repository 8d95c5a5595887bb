using Engram.Cells;
using Engram.Configuration;
using Engram.Networks;
using Engram.Simulation;
using Engram.Tests.Learning;

namespace Engram.Tests.Simulation;

public sealed class PerturbationExperimentTests
{
    private static readonly Experiment Intact = Of(Positivity.Rectify);

    private static readonly IReadOnlyList<Intervention> Several =
    [
        .. Intervention.Columns("w_rec", 0..12, [12, 14], WeightChangeKind.Shift, [-0.3, 0.3], keepDale: true),
        .. Intervention.Rows("w_rec", [3], .., WeightChangeKind.Scale, [2], keepDale: false),
        .. Intervention.Silenced([0, 15]),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_network_is_run_as_an_experiment_of_its_own_would_run_it()
    {
        var outcome = new PerturbationExperiment { Intact = Intact, Interventions = Several }.Run(recording => recording, Token);
        Same(Intact.Run(Token), outcome.Intact);
        foreach (var (intervention, recording) in Several.Zip(outcome.Perturbed))
        {
            var alone = (Intact with { Network = intervention.Apply(Intact.Network) }).Run(Token);
            Same(alone, recording);
            Assert.Equal(outcome.Intact.Input, recording.Input);
            Assert.NotEqual(outcome.Intact.Rates, recording.Rates);
        }

        static void Same(Recording expected, Recording found)
        {
            Assert.Equal(expected.Rates, found.Rates);
            Assert.Equal(expected.Output, found.Output);
            Assert.Equal(expected.States, found.States);
            Assert.Equal(expected.Target, found.Target);
            Assert.Equal(expected.Trials.Select(trial => trial.IsCorrect), found.Trials.Select(trial => trial.IsCorrect));
        }
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        float[][] Rates(int threads) =>
        [
            .. new PerturbationExperiment { Intact = Intact with { Threads = threads }, Interventions = Several }
                .Run(recording => recording.Rates, Token).Perturbed,
        ];
        Assert.Equal(Rates(1), Rates(3));
    }

    [Fact]
    public void A_perturbed_recording_is_measured_against_what_was_kept_of_the_intact_one()
    {
        var outcome = new PerturbationExperiment { Intact = Intact, Interventions = Several }.Run(
            recording => recording.Rates.Sum(), (intact, network, recording) => (intact, network.Perturbations[^1]), Token);
        Assert.All(outcome.Perturbed, one => Assert.Equal(outcome.Intact, one.intact));
        Assert.Equal(Several.Select(one => one.Words(Intact.Network)), outcome.Perturbed.Select(one => one.Item2));
    }

    [Fact]
    public void What_cannot_be_done_is_told_before_anything_is_run()
    {
        var ran = 0;
        void Refused(string part, Experiment intact, params IReadOnlyList<Intervention> interventions) => Assert.Contains(
            part,
            Assert.Throws<UsageException>(() => new PerturbationExperiment { Intact = intact, Interventions = interventions }
                .Run(_ => ran++, Token)).Message,
            StringComparison.Ordinal);
        Refused("no unit 16", Intact, [Several[0], new Silencing([16])]);
        Refused("`KeepDale = false`", Of(Positivity.None), Several[0]);
        Refused("`Trials` is 0", Intact with { Trials = 0 }, Several[0]);
        Assert.Equal(0, ran);
        Assert.Throws<OperationCanceledException>(() => new PerturbationExperiment { Intact = Intact, Interventions = Several }
            .Run(_ => 0, new CancellationToken(canceled: true)));
    }

    private static Experiment Of(Positivity dale)
    {
        var task = SmallRun.Growing().Task with { InputNoise = 0.1 };
        var cell = new LeakyCell { Units = 16, Noise = 0.3 };
        return new Experiment
        {
            Network = Network.Create(
                cell, cell.Graph(task.Inputs.Count, task.Outputs.Count, 20.Ms),
                new NetworkOptions { InputScale = 0.5, Dale = dale, ExcitatoryFraction = 0.75 }, 5),
            Task = task,
            Trials = 140,
            KeepStates = true,
        };
    }
}
