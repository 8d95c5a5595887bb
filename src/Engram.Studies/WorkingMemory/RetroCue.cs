using Engram.Analysis;
using Engram.Simulation;
using Engram.Storage;
using Engram.Studies.LowRank;
using Engram.Tasks;

namespace Engram.Studies.WorkingMemory;

/// <summary>What can be decoded from which area before and after a cue in mid-delay, and whether activity is raised there.</summary>
internal static class RetroCue
{
    private const double Floor = 0.1, RotatedBy = 10;
    private static readonly string[] Areas = [Brain.Sensory, Brain.Prefrontal], Dimensions = ["direction", "speed"];

    /// <summary>One network.</summary>
    /// <param name="Direction">Accuracy of the direction in the first delay, by area.</param>
    /// <param name="Rise">Mean activity in the first delay less that in fixation, over that of the sample less fixation, by area.</param>
    /// <param name="Dimension">Accuracy of the cued dimension after the cue, by area.</param>
    /// <param name="Cued">Accuracy of the direction after the cue where it was cued, by area.</param>
    /// <param name="Uncued">Likewise where speed was cued.</param>
    /// <param name="Turn">Mean angle between the codes of the direction before and after the cue, where it was cued and where not, in the whole network.</param>
    private sealed record Found(
        IReadOnlyList<double> Direction, IReadOnlyList<double> Rise, IReadOnlyList<double> Dimension, IReadOnlyList<double> Cued, IReadOnlyList<double> Uncued, IReadOnlyList<double> Turn);

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study)
    {
        var seeds = study.Seeds(full: 10, quick: 2);
        study.Section("Retro-cues");
        study.Text(
            "The lecture says that visual memories are decoded from sensory areas, and the dimension of the trial from parietal and frontal ones (Riggall and Postle 2012: without raised activity where the direction "
            + "is decoded). Networks of 128 units hold a direction and a speed; a cue in mid-delay says which will be compared. Motion reaches the sensory area, the cue the prefrontal one.");
        var plain = Brain.Cued(new DualRetroCueTask());
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
        study.Claim(
            "direction-sensory", "The direction is decoded from the sensory area in the first delay, by at least 0.1 above chance: accuracy.", "Riggall & Postle 2012: direction in sensory areas",
            [.. found.Select(one => one.Direction[0])], new Above(0.25 + Floor));
        study.Claim(
            "no-rise", "In the first delay the mean activity of the sensory area is raised by less than a tenth of what the sample raises it: share.", "Riggall & Postle 2012: without raised activity",
            [.. found.Select(one => one.Rise[0])], new Below(0.1));
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
            "retro-cues", ["network", "area", "direction", "rise", "dimension", "cued", "uncued", "turn_cued", "turn_uncued"],
            found.SelectMany((one, network) => Areas.Select((area, a) => (IReadOnlyList<string>)
            [
                $"{network + 1}", area, Words.Exact(one.Direction[a]), Words.Exact(one.Rise[a]), Words.Exact(one.Dimension[a]), Words.Exact(one.Cued[a]), Words.Exact(one.Uncued[a]), Words.Exact(one.Turn[0]), Words.Exact(one.Turn[1]),
            ])));
    }

    private static Found Measure(TrainedRun run, int trials)
    {
        var experiment = run.Experiment(trials, run.Configuration.Seed);
        var recording = experiment.Run();
        Recording[] pinned = [.. Dimensions.Select(cued => (experiment with { Task = run.Configuration.Task.Pin("cued", cued) }).Run())];
        IReadOnlyList<int>[] areas = [.. Areas.Select(area => run.Network.Cell.UnitsOf(area).Units)];
        double[] Decoded(Recording of, string factor, string period) => [.. areas.Select(units =>
        {
            var curve = new LinearDecoder { Permutations = 0, Units = units }.Decode(of, factor, period);
            return curve.Times.Zip(curve.Accuracy).Where(bin => bin.First is > 0.2 and < 1).Average(bin => bin.Second);
        })];
        var codes = new CodingSubspaces { Permutations = 1, Seed = run.Configuration.Seed };
        return new(
            Decoded(recording, "direction", "first-delay"), [.. areas.Select(units => Rise(recording, units))], Decoded(recording, "cued", "delay"), Decoded(pinned[0], "direction", "delay"),
            Decoded(pinned[1], "direction", "delay"), [.. pinned.Select(of => codes.Compare(of, "direction", "first-delay", "direction", "delay").Angles.Average())]);
    }

    // Mean activity of the first delay less that of fixation, in units of what the sample adds.
    private static double Rise(Recording recording, IReadOnlyList<int> units)
    {
        double Mean(string period) => recording.Trials.Average(trial =>
        {
            var (first, end) = trial.Periods.Single(one => one.Name == period).Steps(recording.Dt);
            return Enumerable.Range(first, end - first).Average(step => units.Average(unit => (double)recording.Rate(step, trial.Index)[unit]));
        });
        return (Mean("first-delay") - Mean("fixation")) / (Mean("sample") - Mean("fixation"));
    }
}
