using Engram.Analysis;
using Engram.Configuration;
using Engram.Figures;
using Engram.Simulation;
using Engram.Studies.LowRank;

namespace Engram.Studies.Space;

/// <summary>How the animal moved, in the report: where it was, how fast, how it turned, and what is odd about it.</summary>
internal static class MovementStatistics
{
    /// <summary>Writes the section.</summary>
    /// <param name="report">Where.</param>
    /// <param name="recording">The recording.</param>
    /// <param name="asked">The names of covariates.</param>
    /// <param name="maps">Maps, for their plane and occupancy.</param>
    /// <param name="unit">The unit of lengths.</param>
    public static void Write(StudyContext report, Recording recording, GridAnalysis asked, RateMapSet maps, string unit)
    {
        var (x, y) = (recording.Covariate(asked.X), recording.Covariate(asked.Y));
        var heading = recording.CovariateNames.Contains(asked.Heading) ? recording.Covariate(asked.Heading) : null;
        var (seconds, steps, unknown) = (recording.Dt.TotalSeconds, 0, 0);
        var (speeds, turns) = (new List<double>(), new List<double>());
        foreach (var trial in recording.Trials.Where(trial => !trial.IsCatch))
        {
            for (var step = 0; step < trial.Steps; step++)
            {
                var (at, before) = ((step * recording.TrialCount) + trial.Index, ((step - 1) * recording.TrialCount) + trial.Index);
                steps++;
                if (!float.IsFinite(x[at]) || !float.IsFinite(y[at]))
                {
                    unknown++;
                }
                else if (step > 0 && float.IsFinite(x[before]) && float.IsFinite(y[before]))
                {
                    speeds.Add(Math.Sqrt(Math.Pow(x[at] - x[before], 2) + Math.Pow(y[at] - y[before], 2)) / seconds);
                    if (heading is not null && Math.IEEERemainder(heading[at] - heading[before], 2 * Math.PI) is var turn && double.IsFinite(turn))
                    {
                        turns.Add(turn * 180 / Math.PI / seconds);
                    }
                }
            }
        }

        var empty = maps.Occupancy.Count(count => count == 0);
        report.Section("Movement");
        report.Text(
            $"{steps} steps of {TimeText.Format(recording.Dt)} in {Counted(recording.TrialCount, "trial")}, x from {Words.Number(maps.Left)} to {Words.Number(maps.Right)} and y from "
            + $"{Words.Number(maps.Bottom)} to {Words.Number(maps.Top)}. {(empty == 0 ? "All" : $"{maps.Occupancy.Count - empty} of {maps.Occupancy.Count}")} bins were visited"
            + (empty == 0 ? "." : "; the others are left empty in maps, and out of correlations."));
        report.Text(
            $"The mean speed is {Words.Number(speeds.DefaultIfEmpty().Average(), "0.###")} {unit}/s"
            + (turns.Count == 0 ? "; there is no heading." : $"; turns have a standard deviation of {Words.Number(Deviation(turns), "0")}° per second."));
        if (unknown > 0)
        {
            report.Text($"In {Counted(unknown, "step")} ({Words.Percent((double)unknown / steps)}) the position is not known. They are left out.");
        }

        TellJumps(report, MovementJumps.Of(recording, asked.X, asked.Y), "they are taken as they are here.");
        report.Figure(
            "occupancy",
            new RateMapsFigure { Panels = [new("", Square(maps.Occupancy, maps.Units[0].Columns, count => count == 0 ? double.NaN : count * seconds))], Value = new Axis("Time there", "s") { Minimum = 0 }, Side = 240 },
            "How long the animal was in each bin. Bins without colour were not visited.");
        report.Figure(
            "speed", new HistogramFigure { Groups = [new("speed", speeds)], X = new Axis("Speed", $"{unit}/s") { Minimum = 0, Maximum = Most(speeds) } }, "How fast it was. The last bar has all that was faster.");
        if (turns.Count > 0)
        {
            report.Figure(
                "turning", new HistogramFigure { Groups = [new("turning", turns)], X = new Axis("Angular velocity", "°/s") { Minimum = -Most([.. turns.Select(Math.Abs)]), Maximum = Most([.. turns.Select(Math.Abs)]) } },
                "How fast its heading turned. The outermost bars have all that was faster.");
        }
    }

    /// <summary>Tells of jumps, if there are any.</summary>
    /// <param name="report">Where.</param>
    /// <param name="jumps">The jumps.</param>
    /// <param name="taken">What became of them, the end of a sentence.</param>
    public static void TellJumps(StudyContext report, MovementJumps jumps, string taken)
    {
        if (jumps.Steps is [var first, ..])
        {
            report.Text(
                $"The position jumps {Counted(jumps.Steps.Count, "time")}: a step is more than {MovementJumps.Factor} times as long as the usual one ({Words.Number(jumps.Usual, "0.#####")}), first in step {first.Step} of trial "
                + $"{first.Trial} (both from 0), over {Words.Number(first.Length, "0.###")}. If the tracker lost the animal there, leave x and y empty in these rows; if another trial begins there, number the trials in a column `trial`; {taken}");
        }
    }

    /// <summary>Rates of a map from 0, the least, to 1; null where nobody was.</summary>
    public static double?[] Scaled(RateMap map)
    {
        var (least, most) = (map.Rates.Min() ?? 0, map.Rates.Max() ?? 0);
        return [.. map.Rates.Select(rate => rate is { } known ? (most > least ? (known - least) / (most - least) : 0) : (double?)null)];
    }

    /// <summary>Values of bins as rows and columns.</summary>
    public static double[,] Square<T>(IReadOnlyList<T> values, int columns, Func<T, double> of)
    {
        var made = new double[values.Count / columns, columns];
        foreach (var (k, value) in values.Index())
        {
            made[k / columns, k % columns] = of(value);
        }

        return made;
    }

    // What the fastest hundredth is beyond is counted in the last bin.
    private static double Most(IReadOnlyList<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 || sorted[sorted.Length * 99 / 100] <= 0 ? 1 : sorted[sorted.Length * 99 / 100];
    }

    private static string Counted(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";

    private static double Deviation(List<double> values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }
}
