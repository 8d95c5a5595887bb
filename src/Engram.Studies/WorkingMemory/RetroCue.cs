using Engram.Analysis;
using Engram.Configuration;
using Engram.Simulation;
using Engram.Storage;
using Engram.Studies.LowRank;
using Engram.Tasks;

namespace Engram.Studies.WorkingMemory;

/// <summary>What can be decoded from which area before and after a cue in mid-delay, and whether activity is raised there.</summary>
internal static class RetroCue
{
    private const double Floor = 0.1, RotatedBy = 10;

    // Delays of these networks last a twentieth of those of people, and so does the blood's response; it is over in the last part of the delay.
    private static readonly Voxels Scanner = new()
    {
        RepetitionTime = 100.Ms, Rest = 400.Ms,
        Response = new() { Delay = 300.Ms, UndershootDelay = 800.Ms, Dispersion = 50.Ms, UndershootDispersion = 50.Ms },
    };

    private static readonly string[] Areas = [Brain.Sensory, Brain.Prefrontal], Dimensions = ["direction", "speed"];

    /// <summary>One network.</summary>
    /// <param name="Direction">Accuracy of the direction in the first delay, by area.</param>
    /// <param name="Rise">Mean activity in the first delay less that before the sample, over that of the sample less that before, by area.</param>
    /// <param name="Dimension">Accuracy of the cued dimension after the cue, by area.</param>
    /// <param name="Cued">Accuracy of the direction after the cue where it was cued, by area.</param>
    /// <param name="Uncued">Likewise where speed was cued.</param>
    /// <param name="Turn">Mean angle between the codes of the direction before and after the cue, where it was cued and where not, in the whole network.</param>
    /// <param name="Seen">Accuracy of the direction late in the first delay, from voxels of each area.</param>
    /// <param name="SeenRise">As <paramref name="Rise"/>, of the voxels late in the first delay.</param>
    private sealed record Found(
        IReadOnlyList<double> Direction, IReadOnlyList<double> Rise, IReadOnlyList<double> Dimension, IReadOnlyList<double> Cued, IReadOnlyList<double> Uncued, IReadOnlyList<double> Turn,
        IReadOnlyList<double> Seen, IReadOnlyList<double> SeenRise);

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study)
    {
        var seeds = study.Seeds(full: 10, quick: 2);
        study.Section("Retro-cues");
        study.Text(
            "The lecture says that visual memories are decoded from sensory areas, and the dimension of the trial from parietal and frontal ones (Riggall and Postle 2012: without raised activity where the direction "
            + "is decoded). Networks of 128 units hold a direction and a speed; a cue in mid-delay says which will be compared. Motion reaches the sensory area, the cue the prefrontal one.");
        var plain = Brain.Cued(new DualRetroCueTask { Fixation = 400.Ms });
        var runs = Brain.Train(study, "retro-cues", 21, plain, seeds);
        var found = study.Measure("retro-cues", runs, study.Choose(600, 160), Measure);
        string Interval(Func<Found, double> of) => Words.Interval([.. found.Select(of)]);
        study.Table(
            $"Accuracy of decoding (chance 0.25 for the direction, 0.5 for the dimension), and mean activity in the first delay relative to that of the sample; means with 95 % intervals over {seeds.Count} networks.",
            ["area", "direction before the cue", "activity", "dimension after the cue", "direction after the cue: cued", "uncued"],
            [
                .. Areas.Select((area, a) => (IReadOnlyList<string>)
                [
                    area, Interval(one => one.Direction[a]), Interval(one => one.Rise[a]), Interval(one => one.Dimension[a]), Interval(one => one.Cued[a]), Interval(one => one.Uncued[a]),
                ]),
            ]);
        study.Table(
            $"The same before the cue from {Scanner.Count} voxels of each area, with the blood's response a twentieth as long as in people, in the last 400 ms of the first delay.",
            ["area", "direction before the cue", "activity"], [.. Areas.Select((area, a) => (IReadOnlyList<string>)[area, Interval(one => one.Seen[a]), Interval(one => one.SeenRise[a])])]);
        study.Claim(
            "direction-sensory", "The direction is decoded from the sensory area in the first delay, by at least 0.1 above chance: accuracy.", "Riggall & Postle 2012: direction in sensory areas",
            [.. found.Select(one => one.Direction[0])], new Above(0.25 + Floor));
        study.Claim(
            "no-rise", "In the first delay the mean activity of the sensory area is raised by less than a tenth of what the sample raises it: share.", "Riggall & Postle 2012: without raised activity",
            [.. found.Select(one => one.Rise[0])], new Below(0.1));
        study.Claim(
            "direction-voxels", "The direction is decoded from voxels of the sensory area late in the first delay, by at least 0.1 above chance: accuracy.", "Riggall & Postle 2012: direction in sensory areas",
            [.. found.Select(one => one.Seen[0])], new Above(0.25 + Floor));
        study.Claim(
            "no-rise-voxels", "Late in the first delay the mean of the sensory area's voxels is raised by less than a tenth of what the sample raises it: share.", "Riggall & Postle 2012: without raised activity",
            [.. found.Select(one => one.SeenRise[0])], new Below(0.1));
        study.Claim(
            "direction-areas", "The direction is decoded better from the sensory area than from the prefrontal one in the first delay, by at least 0.1: difference.", "Riggall & Postle 2012: not from frontal areas",
            [.. found.Select(one => one.Direction[0] - one.Direction[1])], new Above(Floor));
        study.Claim(
            "dimension-prefrontal", "After the cue the dimension is decoded from the prefrontal area, by at least 0.1 above chance: accuracy.", "Riggall & Postle 2012: trial dimension in frontal and parietal areas",
            [.. found.Select(one => one.Dimension[1])], new Above(0.5 + Floor));
        study.Claim(
            "cued", "After the cue the direction is decoded better from the sensory area where it is cued than where it is not, by at least 0.1: difference.", "the uncued is decoded less",
            [.. found.Select(one => one.Cued[0] - one.Uncued[0])], new Above(Floor));
        study.Claim(
            "turn", $"From before to after the cue, the code of the direction turns further where it is not cued, by at least {RotatedBy}°: difference of the mean angles.", "Panichello & Buschman 2021: codes of cued and uncued items are moved",
            [.. found.Select(one => one.Turn[1] - one.Turn[0])], new Above(RotatedBy));
        study.Data(
            "retro-cues", ["network", "area", "direction", "rise", "dimension", "cued", "uncued", "turn_cued", "turn_uncued", "voxels_direction", "voxels_rise"],
            found.SelectMany((one, network) => Areas.Select((area, a) => (IReadOnlyList<string>)
            [
                $"{network + 1}", area,
                .. new[] { one.Direction[a], one.Rise[a], one.Dimension[a], one.Cued[a], one.Uncued[a], one.Turn[0], one.Turn[1], one.Seen[a], one.SeenRise[a] }.Select(Words.Exact),
            ])));
    }

    private static Found Measure(TrainedRun run, int trials)
    {
        var experiment = run.Experiment(trials, run.Configuration.Seed);
        var recording = experiment.Run();
        Recording[] pinned = [.. Dimensions.Select(cued => (experiment with { Task = run.Configuration.Task.Pin("cued", cued) }).Run())];
        IReadOnlyList<int>[] areas = [.. Areas.Select(area => run.Network.Cell.UnitsOf(area).Units)];
        double[] ByArea(Recording of, string factor, string period) => [.. areas.Select(units => Decoded.Accuracy(of, factor, period, 0.2, 1, new() { Permutations = 0, Units = units }))];
        Recording[] scans = [.. areas.Select(units => (Scanner with { Units = units, Seed = run.Configuration.Seed }).Scan(recording))];
        var codes = new CodingSubspaces { Permutations = 1, Seed = run.Configuration.Seed };
        return new(
            ByArea(recording, "direction", "first-delay"), [.. areas.Select(units => Rise(recording, units, new(0, 1)))], ByArea(recording, "cued", "delay"), ByArea(pinned[0], "direction", "delay"),
            ByArea(pinned[1], "direction", "delay"), [.. pinned.Select(of => codes.Compare(of, "direction", "first-delay", "direction", "delay").Angles.Average())],
            [.. scans.Select(scan => Decoded.Accuracy(scan, "direction", "first-delay", 0.6, 1, new() { Permutations = 0, Bin = Scanner.RepetitionTime }))],
            [.. scans.Select(scan => Rise(scan, [.. Enumerable.Range(0, Scanner.Count)], new(0.6, 1)))]);
    }

    // Mean activity in some seconds of the first delay less that of the 200 ms before the sample, in units of what the same seconds of the sample add.
    private static double Rise(Recording recording, IReadOnlyList<int> units, Window seconds)
    {
        double Mean(string period, Window part) => recording.Trials.Average(trial =>
        {
            var start = trial.Periods.Single(one => one.Name == period).Steps(recording.Dt).First;
            var (first, end) = (start + (int)Math.Round(part.From / recording.Dt.TotalSeconds), start + (int)Math.Round(part.To / recording.Dt.TotalSeconds));
            return Enumerable.Range(first, end - first).Average(step => units.Average(unit => (double)recording.Rate(step, trial.Index)[unit]));
        });
        var rest = Mean("sample", new(-0.2, 0));
        return (Mean("first-delay", seconds) - rest) / (Mean("sample", seconds) - rest);
    }

    /// <summary>Seconds from the beginning of a period.</summary>
    private sealed record Window(double From, double To);
}
