using Engram.Analysis;
using Engram.Configuration;
using Engram.Storage;

namespace Engram.Studies.Flow;

/// <summary>What the gates of a network do over time, and how long they let it remember.</summary>
public sealed record GatesAnalysis : RunAnalysis
{
    /// <summary>Trials that are run.</summary>
    [Range(1, 100_000)]
    public int Trials { get; init; } = 100;

    /// <summary>Seed of the trials.</summary>
    public ulong Seed { get; init; } = 2;

    /// <inheritdoc/>
    public override string Title => "Gates";

    /// <inheritdoc/>
    public override string Summary =>
        "Computes the values of each gate over time in trials without noise, by condition, and how often gates are nearly open or closed. From the share of its state that a unit keeps "
        + "over a step follows the time constant of its memory, in the whole trial and in each period.";

    /// <inheritdoc/>
    public override string Source =>
        "Karpathy, Johnson & Fei-Fei 2015, Visualizing and understanding recurrent networks, doi:10.48550/arXiv.1506.02078; Tallec & Ollivier 2018, Can recurrent neural networks warp time?, "
        + "doi:10.48550/arXiv.1804.11188.";

    /// <inheritdoc/>
    public override string Needs => "a network of gated units, such as lstm or gru";

    /// <inheritdoc/>
    public override void Check(TrainedRun run) => GateActivity.Check(run.Configuration.Cell.Name, run.Configuration.Graph());

    /// <inheritdoc/>
    public override void Run(TrainedRun run, StudyContext report)
    {
        report.Section("Gates");
        var stages = TrainingStage.Of(run, report);
        var found = stages.Select(stage => (stage.Name, Activity: GateActivity.Of(stage.Run.Experiment(Trials, Seed), report.Cancel))).ToList();
        var recording = (run.Experiment(Trials, Seed) with { Noise = false }).Run(report.Cancel);
        GatePages.Write(report, found, recording);
    }
}
