namespace Engram.Studies.SequenceShift;

/// <summary>The networks of one case with what was found in each.</summary>
/// <param name="Case">The case.</param>
/// <param name="Settings">What was done to each.</param>
/// <param name="Coarse">The networks as trained at the document's step alone.</param>
/// <param name="Runs">The same networks after training at finer steps.</param>
/// <param name="Networks">What was found in those, in their order.</param>
/// <param name="CoarseAtSteps">What networks trained at the document's step do at other steps.</param>
/// <param name="AtSteps">What those of <paramref name="Runs"/> do.</param>
internal sealed record Family(
    Case Case, ShiftSettings Settings, IReadOnlyList<SweepRun> Coarse, IReadOnlyList<SweepRun> Runs, IReadOnlyList<ShiftNetwork> Networks,
    IReadOnlyList<NetworkAtSteps> CoarseAtSteps, IReadOnlyList<NetworkAtSteps> AtSteps)
{
    /// <summary>Number of values.</summary>
    public int Values => Settings.Values.Count;

    /// <summary>Columns of each network.</summary>
    public int Columns => Networks[0].Weights.Count;

    /// <summary>Trains the networks of every case, and measures each.</summary>
    public static IReadOnlyList<Family> TrainAll(StudyContext study)
    {
        var seeds = study.Seeds(full: 20, quick: 2);
        var settings = ShiftSettings.Of(study);
        return
        [
            .. Case.All.Select(one =>
            {
                var coarse = study.Train(
                    $"{one.Name}, one step", new Sweep([.. seeds.Select(seed => one.Coarse(seed, study.Quick))]));
                var runs = study.Train(one.Name, new Sweep([.. seeds.Select(seed => one.Fine(seed, study.Quick))]));
                return new Family(
                    one, settings, coarse, runs, study.Measure(one.Name, runs, settings, Measurement.Of),
                    study.Measure($"{one.Name}, one step, at other steps", coarse, settings, NetworkAtSteps.Of),
                    study.Measure($"{one.Name}, at other steps", runs, settings, NetworkAtSteps.Of));
            }),
        ];
    }

    /// <summary>Columns of a network from that whose unit has the highest mean rate to that with the lowest.</summary>
    public static IReadOnlyList<int> ByRate(ShiftNetwork network) =>
        [.. Enumerable.Range(0, network.Rates.Count).OrderByDescending(c => network.Rates[c]).ThenBy(c => c)];
}
