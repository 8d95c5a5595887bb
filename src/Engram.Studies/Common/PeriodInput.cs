using Engram.Configuration;
using Engram.Simulation;
using Engram.Storage;

namespace Engram.Studies.Common;

/// <summary>The inputs of a period of trials without noise.</summary>
internal static class PeriodInput
{
    private const string Delay = "delay", Decision = "decision";

    /// <summary>Refuses a condition that the task does not have.</summary>
    public static void Check(TrainedRun run, string? condition)
    {
        var known = run.Configuration.Task.Conditions;
        if (condition is { } name && !known.Contains(name))
        {
            throw new UsageException($"`Condition` is '{name}', but the task has no such condition. {Nearest.Hint(name, known)}");
        }
    }

    /// <summary>The delay, or the last period other than the decision where there is no delay; null for a task without periods.</summary>
    public static string? Usual(Recording recording)
    {
        var periods = RecordedFactors.Periods(recording);
        return periods.Contains(Delay) ? Delay : periods.LastOrDefault(name => name != Decision) ?? (periods.Count > 0 ? periods[^1] : null);
    }

    /// <summary>Mean over the steps and trials of the period (I), and the greatest difference from it on any channel.</summary>
    public static (double[] Mean, double Spread) Mean(Recording quiet, string? period, string? condition)
    {
        var rows = Rows(quiet, period, condition);
        double[] mean = [.. Enumerable.Range(0, quiet.Inputs).Select(channel => rows.Average(row => (double)row[channel]))];
        return (mean, rows.Max(row => row.Select((value, channel) => Math.Abs(value - mean[channel])).DefaultIfEmpty().Max()));
    }

    /// <summary>The inputs of all steps of trials, one trial after the other (n × I).</summary>
    public static double[] All(Recording quiet, string? condition) =>
        [.. Rows(quiet, null, condition).SelectMany(row => row.Select(value => (double)value))];

    /// <summary>What is held, in a sentence.</summary>
    public static string Words(Recording quiet, double[] mean, double spread, string? period, string? condition) =>
        $"The input is that of {(period is null ? "the trial" : $"the period '{period}'")}{(condition is null ? "" : $" in trials of {condition}")}: "
        + $"{string.Join(", ", quiet.InputNames.Zip(mean, (name, value) => $"{name} {LowRank.Words.Number(value, "0.###")}"))}."
        + (spread > 1e-6 ? $" It varies by up to {LowRank.Words.Number(spread, "0.###")} between steps and trials, and this is its mean." : "");

    private static List<float[]> Rows(Recording quiet, string? period, string? condition)
    {
        var rows = new List<float[]>();
        foreach (var trial in RecordedFactors.Scored(quiet).Where(trial => condition is null || trial.ConditionName == condition))
        {
            var (first, end) = period is null ? (0, trial.Steps) : quiet.StepsOf(period, trial.Index) ?? (0, 0);
            rows.AddRange(Enumerable.Range(first, end - first).Select(step => quiet.InputAt(step, trial.Index).ToArray()));
        }

        return rows.Count > 0 ? rows : throw new UsageException(
            $"No trial{(condition is null ? "" : $" of {condition}")} has a step in the period '{period}'; record more `Trials`.");
    }
}
