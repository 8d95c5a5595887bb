using Engram.Analysis;
using Engram.Configuration;
using Engram.Simulation;
using Engram.Studies.LowRank;
using MathNet.Numerics.Statistics;

namespace Engram.Studies.Space;

/// <summary>Place cells and splitter cells in the report, in sentences and tables.</summary>
internal static class PlaceTables
{
    private const int MostUnits = 20;

    // A smaller difference than this share of a unit's range is significant for want of noise.
    private const double Sizeable = 0.1;

    /// <summary>Place cells.</summary>
    public static void Write(StudyContext report, Recording recording, PlaceCells cells, PlaceCells? before, SplitterCells? splitters, PlacesAnalysis asked)
    {
        var (units, low) = (cells.Units.Count, cells.Units.Count(unit => unit.PValue <= 0.05));
        report.Section("Place cells");
        report.Text(
            $"{cells.Count} of {units} units are place cells ({Share(cells.Share, cells.Interval)}): their activity says more about '{cells.Covariate}' than chance does, at a false "
            + $"discovery rate of {Words.Number(asked.FalseDiscoveries, "0.###")}, and the field around their peak, where it is above half of its range, takes up at most "
            + $"{Words.Number(100 * asked.WidestField, "0.#")} % of the track. The information of {cells.Units.Count(unit => unit.IsSignificant)} units is above chance. Without the correction, p is "
            + $"at most 0.05 in {low} units; chance would give {Words.Number(0.05 * units, "0.#")}."
            + (before is null ? "" : $" With the weights that training began with, {before.Count} units are place cells ({Share(before.Share, before.Interval)}).")
            + " The intervals take units as independent of each other, which those of one network are not.");
        report.Text(
            $"Maps are means over {cells.Maps.Sum(map => map.Trials)} trials in {cells.Edges.Count - 1} bins from {Words.Number(cells.Edges[0], "0.##")} to "
            + $"{Words.Number(cells.Edges[^1], "0.##")}. {Empty(cells)}Chance is activity that is turned by a random number of steps in each trial, {cells.Permutations} times. "
            + $"{How(asked.Scaling)}{Correct(recording)}");
        report.Text(Confounded(recording, cells.Covariate));
        report.Table(
            "Place cells by the way on which their activity says most about the place: information in bits per unit of activity and per step, and width of the field.",
            ["way", "trials", "place cells", "information, median and quartiles", "per step, median", "width, median"],
            [.. cells.Maps.Select((map, k) => Row(cells, map, k))]);
        var most = cells.Units.Where(unit => unit.Field is not null).OrderByDescending(unit => unit.Field!.Information).ThenBy(unit => unit.Unit).Take(MostUnits).ToList();
        if (most.Count > 0)
        {
            report.Table(
                $"The {most.Count} units with most information; data/units.csv has all.",
                ["unit", "way", "peak at", "width", "bits per activity", "bits per step", "p", "place cell", .. splitters is null ? Array.Empty<string>() : ["splitter cell"]],
                [
                    .. most.Select(unit => (IReadOnlyList<string>)
                    [
                        $"{unit.Unit}", cells.Trajectories[unit.Best], Words.Number(unit.Field!.Peak, "0.0"), Words.Number(unit.Field.Width, "0.0"),
                        Words.Number(unit.Field.Information, "0.000"), Words.Number(unit.Field.InformationPerStep, "0.000"), NumberText.Probability(unit.PValue),
                        unit.IsPlaceCell ? "yes" : "no", .. splitters is null ? Array.Empty<string>() : [splitters.Units[unit.Unit].IsSplitter ? "yes" : "no"],
                    ]),
                ]);
        }
    }

    /// <summary>Splitter cells.</summary>
    public static void Write(StudyContext report, SplitterCells splitters, (string Covariate, double Value)? stretch, double rate)
    {
        var (units, low) = (splitters.Units.Count, splitters.Units.Count(unit => unit.PValue <= 0.05));
        var sizeable = splitters.Units.Count(unit => unit.IsSplitter && unit.GreatestDifference >= Sizeable);
        report.Section("Splitter cells");
        report.Text(
            $"{splitters.Count} of {units} units are splitter cells ({Share(splitters.Share, splitters.Interval)}): somewhere "
            + (stretch is { } part ? $"where {part.Covariate} is {Words.Number(part.Value, "0.##")}, from place " : "from place ")
            + $"{Words.Number(splitters.Edges[0], "0.#")} to {Words.Number(splitters.Edges[^1], "0.#")}, their activity differs by {splitters.Factor} at a false discovery rate of "
            + $"{Words.Number(rate, "0.###")}. Without the correction, p is at most 0.05 in {low} units; chance would give {Words.Number(0.05 * units, "0.#")}. In {sizeable} of the splitter "
            + "cells mean rates differ by a tenth of the unit's range or more; where there is little noise, differences are significant however small.");
        var most = splitters.Units.Where(unit => unit.IsSplitter).OrderByDescending(unit => unit.GreatestDifference).ThenBy(unit => unit.Unit).Take(MostUnits / 2).ToList();
        if (most.Count > 0)
        {
            report.Table(
                "The splitter cells whose mean rates differ most, as a share of their range.",
                ["unit", "greatest η²", "at", "higher for", "greatest difference", "p"],
                [
                    .. most.Select(unit => (IReadOnlyList<string>)
                    [
                        $"{unit.Unit}", Words.Number(unit.Greatest), Words.Number(unit.Place, "0.0"), splitters.Trajectories[unit.Preferred],
                        Words.Percent(unit.GreatestDifference), NumberText.Probability(unit.PValue),
                    ]),
                ]);
        }
    }

    /// <summary>The numbers of each unit, and the maps.</summary>
    public static void WriteData(StudyContext report, PlaceCells cells, SplitterCells? splitters)
    {
        report.Data(
            "units",
            [
                "unit", "way", "peak", "peak_rate", "width", "bits_per_activity", "bits_per_step", "p", "significant", "place_cell", "splitter_p", "splitter_eta_squared",
                "splitter_difference", "splitter_cell",
            ],
            cells.Units.Select(unit => (IReadOnlyList<string>)
            [
                $"{unit.Unit}", unit.Best < 0 ? "" : cells.Trajectories[unit.Best], Exact(unit.Field?.Peak), Exact(unit.Field?.PeakRate), Exact(unit.Field?.Width),
                Exact(unit.Field?.Information), Exact(unit.Field?.InformationPerStep), Words.Exact(unit.PValue), Truth(unit.IsSignificant), Truth(unit.IsPlaceCell),
                Exact(splitters?.Units[unit.Unit].PValue), Exact(splitters?.Units[unit.Unit].Greatest), Exact(splitters?.Units[unit.Unit].GreatestDifference),
                splitters is null ? "" : Truth(splitters.Units[unit.Unit].IsSplitter),
            ]));
        report.Data(
            "maps",
            ["way", "unit", "place", "steps", "activity"],
            cells.Maps.SelectMany(map => cells.Units.SelectMany(unit => cells.Centres.Select((place, bin) => (IReadOnlyList<string>)
                [map.Trajectory, $"{unit.Unit}", Words.Exact(place), $"{map.Occupancy[bin]}", Exact(map.Rates[unit.Unit, bin])]))));
    }

    private static IReadOnlyList<string> Row(PlaceCells cells, TrackMap map, int way)
    {
        var fields = cells.Units.Where(unit => unit.IsPlaceCell && unit.Best == way).Select(unit => unit.Field!).ToList();
        return
        [
            map.Trajectory, $"{map.Trials}", $"{fields.Count}", Words.Quartiles(fields.Select(field => field.Information)),
            fields.Count == 0 ? "–" : Words.Number(fields.Select(field => field.InformationPerStep).Median(), "0.000"),
            fields.Count == 0 ? "–" : Words.Number(fields.Select(field => field.Width).Median(), "0.0"),
        ];
    }

    private static string Empty(PlaceCells cells) => cells.Maps.Sum(map => map.Occupancy.Count(steps => steps == 0)) is var empty and > 0
        ? $"Nobody was in {empty} of the {cells.Maps.Sum(map => map.Occupancy.Count)} bins, which are left empty. " : "";

    private static string How(RateScaling scaling) => scaling switch
    {
        RateScaling.Trial => "The activity of a unit runs from 0, its least rate in a trial, to 1, its greatest. ",
        RateScaling.Recording => "The activity of a unit runs from 0, its least rate in the recording, to 1, its greatest. ",
        _ => "Activity is the rate as it is. ",
    };

    private static string Correct(Recording recording) => recording.Trials.Count(trial => trial.IsCorrect is not null) is var of and > 0
        ? $"{Words.Percent((double)recording.Trials.Count(trial => trial.IsCorrect == true) / of)} of the trials were correct." : "";

    // η² of the position by the number of the step, over all trials.
    private static string Confounded(Recording recording, string covariate)
    {
        var places = recording.Covariate(covariate);
        var known = recording.Trials.Where(trial => !trial.IsCatch)
            .SelectMany(trial => Enumerable.Range(0, trial.Steps).Select(step => (Step: step, At: (double)places[(step * recording.TrialCount) + trial.Index])))
            .Where(one => double.IsFinite(one.At)).ToList();
        var mean = known.Average(one => one.At);
        var total = known.Sum(one => (one.At - mean) * (one.At - mean));
        var between = known.GroupBy(one => one.Step).Sum(step => step.Count() * Math.Pow(step.Average(one => one.At) - mean, 2));
        var share = between / total;
        return $"The time since the beginning of a trial explains {Words.Percent(share)} of the variance of '{covariate}'. "
            + (share > 0.9 ? "A unit that tells the time would therefore pass for a place cell here." : "A unit that tells the time alone would therefore tell the place less well.");
    }

    private static string Share(double share, (double Low, double High) interval) =>
        $"{Words.Percent(share)}; 95 % interval {Words.Percent(interval.Low)} to {Words.Percent(interval.High)}";

    private static string Truth(bool value) => value ? "true" : "false";

    private static string Exact(double? value) => value is { } number ? Words.Exact(number) : "";
}
