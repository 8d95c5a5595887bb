namespace Engram.Studies.Populations;

/// <summary>The networks of one task with what was found in each.</summary>
/// <param name="Kind">The task.</param>
/// <param name="Runs">The networks.</param>
/// <param name="Networks">What was found, in their order.</param>
internal sealed record Family(Kind Kind, IReadOnlyList<SweepRun> Runs, IReadOnlyList<PopulationNetwork> Networks)
{
    /// <summary>Trains the networks of every task, and measures each.</summary>
    public static IReadOnlyList<Family> TrainAll(StudyContext study)
    {
        var seeds = study.Seeds(full: 30, quick: 1);
        var settings = new PopulationSettings(study.Choose(500, 200), study.Choose(10, 2), study.Choose(100, 10));
        return
        [
            .. Kind.All.Select((kind, place) =>
            {
                var basis = study.Quick ? Quick(kind) : kind.Configuration;
                var runs = study.Train(kind.Name, Sweep.Of(basis, [], seeds).Apart(place + 1));
                return new Family(kind, runs, study.Measure(kind.Name, runs, settings, PopulationNetwork.Of));
            }),
        ];
    }

    // Enough to show every part, not enough to learn the harder tasks.
    private static Learning.RunConfiguration Quick(Kind kind) => kind.Configuration with
    {
        Cell = ((Cells.LowRankCell)kind.Configuration.Cell) with { Units = 256 },
        Stopping = kind.Configuration.Stopping with { MaxUpdates = Math.Min(400, kind.Configuration.Stopping.MaxUpdates) },
    };
}
