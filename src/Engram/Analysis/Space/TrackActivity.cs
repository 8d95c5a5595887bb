using System.Globalization;
using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>The activity of the units at some steps of some trials (steps × N, for each trial).</summary>
internal static class TrackActivity
{
    /// <summary>Scales rates; a unit that is constant in what it is scaled by has activity 0.</summary>
    /// <exception cref="UsageException">A rate is negative and nothing is scaled.</exception>
    public static double[][] Of(Recording recording, TrackSteps track, RateScaling scaling) =>
        Of(recording, [.. track.Trials.Select(trial => (trial.Trial, trial.Steps))], scaling);

    /// <summary>Scales rates; null for as they are.</summary>
    /// <exception cref="UsageException">A rate is negative and nothing is scaled.</exception>
    public static double[][] Of(Recording recording, IReadOnlyList<(int Trial, int[] Steps)> trials, RateScaling? scaling)
    {
        var rows = trials.Select(trial => Rows(recording, trial.Trial, trial.Steps)).ToArray();
        switch (scaling)
        {
            case null:
                return rows;
            case RateScaling.Trial:
                foreach (var trial in rows)
                {
                    Scale([trial], recording.Units);
                }

                return rows;
            case RateScaling.Recording:
                Scale(rows, recording.Units);
                return rows;
            default:
                Refuse(rows, trials, recording.Units);
                return rows;
        }
    }

    /// <summary>The rates of one trial as they are.</summary>
    public static double[] Rows(Recording recording, TrackTrial trial) => Rows(recording, trial.Trial, trial.Steps);

    /// <summary>The rates of some steps of a trial as they are.</summary>
    public static double[] Rows(Recording recording, int trial, IReadOnlyList<int> steps)
    {
        var rows = new double[steps.Count * recording.Units];
        for (var k = 0; k < steps.Count; k++)
        {
            var rates = recording.Rate(steps[k], trial);
            for (var unit = 0; unit < rates.Length; unit++)
            {
                rows[(k * rates.Length) + unit] = rates[unit];
            }
        }

        return rows;
    }

    // (r − least)/(greatest − least)
    private static void Scale(double[][] trials, int units)
    {
        for (var unit = 0; unit < units; unit++)
        {
            var (least, greatest) = (double.PositiveInfinity, double.NegativeInfinity);
            foreach (var rows in trials)
            {
                for (var k = unit; k < rows.Length; k += units)
                {
                    (least, greatest) = (Math.Min(least, rows[k]), Math.Max(greatest, rows[k]));
                }
            }

            var isConstant = greatest - least <= 1e-9 * Math.Max(Math.Abs(least), Math.Abs(greatest));
            foreach (var rows in trials)
            {
                for (var k = unit; k < rows.Length; k += units)
                {
                    rows[k] = isConstant ? 0 : (rows[k] - least) / (greatest - least);
                }
            }
        }
    }

    private static void Refuse(double[][] rows, IReadOnlyList<(int Trial, int[] Steps)> trials, int units)
    {
        for (var trial = 0; trial < rows.Length; trial++)
        {
            if (Array.FindIndex(rows[trial], value => value < 0) is var at and >= 0)
            {
                throw new UsageException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The rate of unit {at % units} in step {trials[trial].Steps[at / units]} of trial {trials[trial].Trial} is {rows[trial][at]:G4} (counted from "
                    + $"0), but rates that weigh places must be at least 0; set `Scaling` to trial or recording."));
            }
        }
    }
}
