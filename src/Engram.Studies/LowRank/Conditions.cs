using System.Globalization;
using Engram.Simulation;

namespace Engram.Studies.LowRank;

/// <summary>Conditions of a recording in the order in which a reader looks for them.</summary>
internal static class Conditions
{
    /// <summary>The first trial of one of every few conditions, about so many.</summary>
    public static IReadOnlyList<RecordedTrial> Some(Recording recording, int count = 6)
    {
        var all = First(recording);
        var every = Math.Max(1, all.Count / count);
        return [.. all.Where((_, place) => place % every == every / 2)];
    }

    /// <summary>The first trial of each condition: by number where conditions are named by numbers, else in the task's order.</summary>
    public static IReadOnlyList<RecordedTrial> First(Recording recording) =>
    [
        .. recording.Trials.GroupBy(trial => trial.Condition).Select(group => group.First())
            .OrderBy(trial => double.TryParse(trial.ConditionName, CultureInfo.InvariantCulture, out var value) ? value : trial.Condition),
    ];
}
