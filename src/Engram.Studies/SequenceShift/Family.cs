namespace Engram.Studies.SequenceShift;

/// <summary>The networks of one case with what was found in each.</summary>
/// <param name="Case">The case.</param>
/// <param name="Settings">What was done to each.</param>
/// <param name="Runs">The networks.</param>
/// <param name="Networks">What was found, in their order.</param>
internal sealed record Family(Case Case, ShiftSettings Settings, IReadOnlyList<SweepRun> Runs, IReadOnlyList<ShiftNetwork> Networks)
{
    /// <summary>Number of values.</summary>
    public int Values => Settings.Values.Count;

    /// <summary>Columns of each network.</summary>
    public int Columns => Networks[0].Weights.Count;

    /// <summary>Trains the networks of every case, and measures each.</summary>
    public static IReadOnlyList<Family> TrainAll(StudyContext study)
    {
        var seeds = study.Seeds(full: 10, quick: 2);
        var settings = ShiftSettings.Of(study);
        return
        [
            .. Case.All.Select(one =>
            {
                var runs = study.Train(one.Name, Sweep.Of(one.Configuration(study.Quick), [], seeds));
                return new Family(one, settings, runs, study.Measure(one.Name, runs, settings, Measurement.Of));
            }),
        ];
    }

    /// <summary>Columns of a network from that whose unit has the highest mean rate to that with the lowest.</summary>
    public static IReadOnlyList<int> ByRate(ShiftNetwork network) =>
        [.. Enumerable.Range(0, network.Rates.Count).OrderByDescending(c => network.Rates[c]).ThenBy(c => c)];
}
