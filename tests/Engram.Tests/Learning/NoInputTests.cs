using Engram.Cells;
using Engram.Configuration;
using Engram.Learning;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Tests.Learning;

/// <summary>A network without inputs is a fair thing: a rhythm, a sequence that plays itself.</summary>
public sealed class NoInputTests
{
    public static TheoryData<string> Cells => [.. Cell.Catalog.All.Where(cell => cell.NeededInputs.Count == 0).Select(cell => cell.Name)];

    [Theory]
    [MemberData(nameof(Cells))]
    public void It_is_trained_tested_recorded_and_taken_apart(string name)
    {
        var cell = Cell.Catalog.All.First(cell => cell.Name == name) with { Units = 12 };
        var configuration = new RunConfiguration
        {
            Task = new RhythmTask(), Cell = cell, Training = new TrainingOptions { Trials = 4, ValidationTrials = 8, CheckEvery = 10 },
            Optimiser = new Adam(), Stopping = new Stopping { Threshold = 0, MaxUpdates = 40 },
        };
        using var trainer = new Trainer(configuration, 2);
        double? first = null;
        var result = trainer.Run(new TrainerHooks { OnCheck = line => first ??= line.Loss }, TestContext.Current.CancellationToken);
        Assert.True(
            name is "low-rank" or "liquid-state" ? result.Loss <= first : result.Loss < first, "A low-rank network begins at 0 and stays there, and a liquid at rest.");
        var network = trainer.Network;
        Assert.True(double.IsFinite(Evaluation.Run(network, configuration.Task, 20.Ms, 5, 1).Loss));
        var recording = new Experiment
        {
            Network = network, Task = configuration.Task, Dt = 20.Ms, Trials = 3, KeepStates = true,
        }.Run(TestContext.Current.CancellationToken);
        Assert.Equal((0, 12), (recording.Input.Length, recording.Units));
    }

    private sealed record RhythmTask : CognitiveTask
    {
        public override IReadOnlyList<string> Inputs => [];

        public override IReadOnlyList<string> Outputs => ["beat"];

        public override IReadOnlyList<string> Conditions => [];

        protected override void Compose(Trial trial)
        {
            trial.IsScored = false;
            trial.Target(0.2, trial.Period("rest", 200.Ms));
            trial.Target(0.8, trial.Period("beat", 200.Ms));
        }
    }
}
