namespace Engram.Studies.Readout;

/// <summary>The networks that were trained in one way.</summary>
/// <param name="Kind">The way.</param>
/// <param name="Runs">The networks, one for each seed.</param>
/// <param name="Networks">What their outputs do, in the same order.</param>
internal sealed record Family(Kind Kind, IReadOnlyList<SweepRun> Runs, IReadOnlyList<ReadoutNetwork> Networks)
{
    /// <summary>Missing peaks of each network as a share of its outputs.</summary>
    public IReadOnlyList<double> Missing => [.. Networks.Select(network => network.MissingShare)];

    /// <summary>For each network 1 if no peak is missing, 0 otherwise.</summary>
    public IReadOnlyList<double> Complete => [.. Networks.Select(network => network.MissingShare == 0 ? 1.0 : 0)];

    /// <summary>For each network 1 if its error reached 5 % of the amplitude, 0 otherwise.</summary>
    public IReadOnlyList<double> Reached => [.. Runs.Select(run => run.Status == RunStatus.Reached ? 1.0 : 0)];

    /// <summary>Trains and measures the networks of every kind that plays ten peaks.</summary>
    public static IReadOnlyList<Family> TrainAll(StudyContext study, Plan plan) =>
        [.. plan.Kinds.Select(kind => Train(study, plan, kind, plan.Seeds))];

    /// <summary>Trains and measures the networks of one kind.</summary>
    public static Family Train(StudyContext study, Plan plan, Kind kind, IReadOnlyList<ulong> seeds)
    {
        var runs = study.Train(kind.Name, Sweep.Of(kind.Configuration, [], seeds));
        return new(kind, runs, study.Measure(kind.Name, runs, plan.Trials, ReadoutNetwork.Of));
    }
}
