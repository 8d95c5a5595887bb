using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Studies.Common;

/// <summary>What varied between the trials of a recording, and which periods they have; catch trials do not count.</summary>
internal static class RecordedFactors
{
    private const string Condition = "condition", Answer = "answer", Choice = "choice";

    // More values than these are no groups of trials.
    private const int MostLevels = 12;

    /// <summary>The periods in which some trial has a step, in the order in which they come.</summary>
    public static IReadOnlyList<string> Periods(Recording recording) =>
        [.. Scored(recording).SelectMany(trial => trial.Periods.Where(period => period.Steps(recording.Dt) is var (first, end) && end > first))
            .Select(period => period.Name).Distinct()];

    /// <summary>Refuses a period that no trial has.</summary>
    public static void Require(Recording recording, string? period)
    {
        if (period is not null && Periods(recording) is var known && !known.Contains(period))
        {
            throw new UsageException($"`Period` is '{period}', but no trial has a step in such a period. {Nearest.Hint(period, known)}");
        }
    }

    /// <summary>
    /// The factor asked for, or all of the task's that took two to twelve values with enough trials each, and the choice. Where the task has no
    /// such factor, the condition stands before the choice.
    /// </summary>
    /// <param name="recording">The trials.</param>
    /// <param name="given">What is asked for; null for nothing.</param>
    /// <param name="least">Trials that each value needs.</param>
    /// <param name="period">The period in which they need a step; null for anywhere.</param>
    public static IReadOnlyList<string> Of(Recording recording, string? given, int least, string? period = null)
    {
        string[] known = [.. recording.Factors.Select(factor => factor.Name), Condition, Answer, Choice];
        if (given is not null && !known.Contains(given))
        {
            throw new UsageException($"`Factor` is '{given}', but the task has no such factor. {Nearest.Hint(given, known)}");
        }

        string[] fit = [.. known.Where(name => Groups(recording, name, least, period))];
        return given is not null ? fit.Contains(given) ? [given] : []
            : fit.Where(name => name is not (Answer or Choice or Condition)).ToList() is { Count: > 0 } own
                ? [.. own, .. fit.Where(name => name == Choice)] : [.. fit.Where(name => name is Choice or Condition)];
    }

    /// <summary>The value of a factor in a trial; NaN for none.</summary>
    public static double Value(RecordedTrial trial, string factor) =>
        trial.Factors.TryGetValue(factor, out var value) ? value
        : (factor switch { Condition => trial.Condition, Answer => trial.Answer, Choice => trial.Choice, _ => -1 }) is var place and >= 0 ? place
        : double.NaN;

    /// <summary>The trials that are no catch trials.</summary>
    public static IEnumerable<RecordedTrial> Scored(Recording recording) => recording.Trials.Where(trial => !trial.IsCatch);

    // The values taken anywhere must all have enough trials that last into the period.
    private static bool Groups(Recording recording, string factor, int least, string? period)
    {
        var all = Scored(recording).Where(trial => double.IsFinite(Value(trial, factor))).ToList();
        var levels = all.GroupBy(trial => Value(trial, factor)).ToList();
        return levels.Count is >= 2 and <= MostLevels && levels.TrueForAll(level => level.Count(trial =>
            period is null || (recording.StepsOf(period, trial.Index) is var (first, end) && end > first)) >= least);
    }
}
