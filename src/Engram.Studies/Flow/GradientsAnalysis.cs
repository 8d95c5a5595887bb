using Engram.Analysis;
using Engram.Configuration;
using Engram.Storage;

namespace Engram.Studies.Flow;

/// <summary>How gradients vanish or explode on their way back through a trial, before and after training.</summary>
public sealed record GradientsAnalysis : RunAnalysis
{
    /// <summary>The step whose loss is asked, from 0; none for the last of each trial that has a target.</summary>
    [Range(0, 1_000_000_000)]
    public int? Step { get; init; }

    /// <summary>Whether random vectors of unit length go back from the end of each trial, and not the gradient of a loss.</summary>
    public bool RandomVectors { get; init; }

    /// <summary>Name of the state, such as c of an LSTM, whose part of the gradient is measured; none for the whole gradient.</summary>
    public string? State { get; init; }

    /// <summary>First lag of the straight line that is fitted, in steps.</summary>
    [Range(0, 1_000_000_000)]
    public int FitFrom { get; init; } = 1;

    /// <summary>Last lag of the straight line; none for the longest that all trials have.</summary>
    [Range(1, 1_000_000_000)]
    public int? FitTo { get; init; }

    /// <summary>Steps whose Jacobian is decomposed.</summary>
    [Range(1, 1_000_000)]
    public int Jacobians { get; init; } = 40;

    /// <summary>A derivative of a unit counts as near 0 below this share of the greatest that its function has.</summary>
    [Range(0, 1, Above = true)]
    public double NearZero { get; init; } = 0.1;

    /// <summary>Trials that are run.</summary>
    [Range(1, 100_000)]
    public int Trials { get; init; } = 40;

    /// <summary>Seed of trials, random vectors and the choice of steps.</summary>
    public ulong Seed { get; init; } = 2;

    /// <inheritdoc/>
    public override string Title => "Gradients through time";

    /// <inheritdoc/>
    public override string Summary =>
        "Carries the gradient of the loss of one step back through all states of the network, along trials without noise, before and after training. "
        + "Its norm against the lag shows whether gradients vanish or explode. The singular values of single steps bound how fast they can, and units whose "
        + "derivative is near 0 are where they stop.";

    /// <inheritdoc/>
    public override string Source =>
        "Bengio, Simard & Frasconi 1994, Learning long-term dependencies with gradient descent is difficult, doi:10.1109/72.279181; Pascanu, Mikolov & "
        + "Bengio 2013, On the difficulty of training recurrent neural networks, doi:10.48550/arXiv.1211.5063.";

    /// <inheritdoc/>
    public override string Needs => "a network whose cell has no delays";

    /// <inheritdoc/>
    public override void Check(TrainedRun run)
    {
        var graph = run.Configuration.Graph();
        GradientFlow.Check(graph);
        if (State is { } state && !graph.StateNames.Contains(state))
        {
            throw new UsageException($"`State` is '{state}', but the cell has no such state. {Nearest.Hint(state, graph.StateNames)}");
        }

        if (FitTo is { } to && to <= FitFrom)
        {
            throw new UsageException(FormattableString.Invariant($"`FitTo` is {to}, but the fit begins at the lag {FitFrom}; set `FitTo` above `FitFrom`."));
        }
    }

    /// <inheritdoc/>
    public override void Run(TrainedRun run, StudyContext report)
    {
        report.Section("Gradients");
        var stages = TrainingStage.Of(run, report);
        var flow = new GradientFlow { From = RandomVectors ? GradientSource.RandomVectors : null, Step = Step, State = State, Seed = Seed };
        var flows = stages.Select(stage => (stage.Name, Curves: flow.Of(stage.Run.Experiment(Trials, Seed), report.Cancel))).ToList();
        new GradientPages(report, State, FitFrom, FitTo).Write(flows);
        var singular = stages.Select(stage => (stage.Name, Values: StepSingularValues.Of(stage.Run.Experiment(Trials, Seed), Jacobians, Seed, report.Cancel))).ToList();
        report.Section("Single steps");
        SingularPages.Write(report, singular);
        report.Section("Saturation");
        SaturationPages.Write(report, [.. stages.Select(stage => (stage.Name, Saturation.Of(stage.Run.Experiment(Trials, Seed), NearZero, report.Cancel)))]);
    }
}
