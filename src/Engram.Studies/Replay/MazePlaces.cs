using Engram.Analysis;
using Engram.Learning;
using Engram.Simulation;
using Engram.Storage;
using Engram.Studies.LowRank;
using Engram.Tasks;

namespace Engram.Studies.Replay;

/// <summary>Place cells and splitter cells among the units of networks that learned the maze, and replays in reverse scored by them.</summary>
internal static class MazePlaces
{
    private const int Trials = 60, Events = 20;

    /// <summary>What was found in one network.</summary>
    /// <param name="Places">Share of units that are place cells.</param>
    /// <param name="Before">The same before it learned.</param>
    /// <param name="Splitters">Share of units that differ on the stem by the side of the reward.</param>
    /// <param name="Difference">The greatest difference of their mean rates on the stem, mean over units.</param>
    /// <param name="BeforeDifference">The same before it learned.</param>
    /// <param name="Reverse">Share of replays in reverse that are recognised as such.</param>
    public sealed record Found(double Places, double Before, double Splitters, double Difference, double BeforeDifference, double Reverse);

    /// <summary>Writes the section.</summary>
    /// <param name="study">Where.</param>
    /// <param name="mazes">Networks that learned the maze by feedback alignment.</param>
    public static void Write(StudyContext study, IReadOnlyList<SweepRun> mazes)
    {
        var found = study.Measure("places", mazes, (Trials, Events, Shuffles: study.Choose(500, 100)), static (run, settings) => Look(run, settings.Trials, settings.Events, settings.Shuffles));
        study.Section("Place cells in the maze");
        study.Text(
            $"Units of the population that is read out, in {Trials} trials in which the network runs the maze by itself. A unit is a place cell if its activity tells more of the place, by Skaggs' information, than when its activity is shifted in time within each trial "
            + "(5 % false discoveries among the units), and if its field is at most half of the track long. A splitter cell differs on the stem by the side on which the reward is. "
            + $"Replays in reverse are the states that the network reconstructs from the end of a trial, back to its beginning; {Events} in each network are scored by rank order: "
            + "do cells peak in the order of their places, or in the opposite order?");
        study.Table(
            $"Units in percent, mean and 95 % interval over {mazes.Count} networks.",
            ["", "before learning", "after learning"],
            [
                ["place cells", Words.Interval([.. found.Select(one => 100 * one.Before)], "0.0"), Words.Interval([.. found.Select(one => 100 * one.Places)], "0.0")],
                ["splitter cells", "–", Words.Interval([.. found.Select(one => 100 * one.Splitters)], "0.0")],
                ["difference of rates on the stem", Words.Interval([.. found.Select(one => one.BeforeDifference)], "0.000"), Words.Interval([.. found.Select(one => one.Difference)], "0.000")],
            ]);
        study.Claim("places", "Units are place cells, more than shuffles make: share of units.", "learning T-maze, shows place cells", [.. found.Select(one => one.Places)], new Above(0.05));
        study.Claim(
            "places-learned", "More units are place cells after learning than before: difference of shares.", "not said", [.. found.Select(one => one.Places - one.Before)], new Above(0.05));
        study.Claim(
            "splitters-learned", "After learning, units differ more on the stem by the side of the reward than before: difference of rates.", "not said",
            [.. found.Select(one => one.Difference - one.BeforeDifference)], new Above(0));
        study.Claim(
            "replays-reverse", "Replays in reverse are recognised by rank order: share of them.", "Consolidator can replay both forward and backward", [.. found.Select(one => one.Reverse)], new Above(0.5));
        study.Data(
            "places", ["network", "place_cells", "place_cells_before", "splitters", "difference", "difference_before", "reverse"],
            found.Select((one, k) => (IReadOnlyList<string>)
                [$"{k + 1}", Words.Exact(one.Places), Words.Exact(one.Before), Words.Exact(one.Splitters), Words.Exact(one.Difference), Words.Exact(one.BeforeDifference), Words.Exact(one.Reverse)]));
    }

    private static Found Look(TrainedRun run, int trials, int events, int shuffles)
    {
        var task = (TMazeTask)run.Configuration.Task with { Guided = false };
        var experiment = run.Experiment(trials) with { Task = task, DoublePrecision = true, KeepExact = true, KeepStates = true };
        var recording = experiment.Run();
        var before = (experiment with { Network = run.Initial(), Task = (TMazeTask)run.Configuration.Task }).Run();
        PlaceCells Cells(Recording of) => new PlaceFields { Permutations = shuffles, Scaling = RateScaling.Trial }.Of(of, "condition");
        var (cells, earlier) = (Cells(recording), Cells(before));
        var splitters = new SplitterTest { Within = "part", WithinValue = 1, Permutations = shuffles };
        var (splitting, unsplit) = (splitters.Of(recording, "condition"), splitters.Of(before, "condition"));

        var reversed = new StateReversal { CheckpointEvery = 16 }.Measure(run.Network, recording);
        var (template, units) = (cells.Template(cells.Trajectories[0]), recording.Units);
        var (scored, test) = (new List<ReplayScore?>(), new ReplayTest { Shuffles = shuffles, Shuffle = ReplayShuffle.Steps });
        foreach (var trial in recording.Trials.Where(trial => trial.ConditionName == cells.Trajectories[0]).Take(events))
        {
            var activity = new double[trial.Steps, units];
            for (var step = 0; step < trial.Steps; step++)
            {
                // The last step first; B's states follow those of A.
                var at = (((trial.Steps - 1 - step) * recording.TrialCount) + trial.Index) * recording.StateWidth;
                for (var unit = 0; unit < units; unit++)
                {
                    activity[step, unit] = Math.Tanh(reversed.States[at + recording.StateWidth - units + unit]);
                }
            }

            scored.Add(test.Of(template, activity, scored.Count));
        }

        return new(
            cells.Share, earlier.Share, splitting.Share, splitting.Units.Average(unit => unit.GreatestDifference), unsplit.Units.Average(unit => unit.GreatestDifference),
            scored.Count == 0 ? double.NaN : scored.Average(score => score is { IsSignificant: true, Direction: ReplayDirection.Reverse } ? 1.0 : 0));
    }
}
