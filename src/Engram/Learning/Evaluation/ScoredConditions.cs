using Engram.Numerics;
using Engram.Tasks;

namespace Engram.Learning;

/// <summary>
/// The conditions of a task under which there is a right answer. Two equal frequencies have none that is higher: such trials are learned from
/// and not scored, and a criterion cannot wait for them.
/// </summary>
internal static class ScoredConditions
{
    // A condition whose first trials are not scored is one that is never scored.
    private const int Looks = 8, DrawsPerCondition = 200, LeastDraws = 10_000;

    /// <summary>Their names; conditions that no trial has are among them, as nothing excuses those.</summary>
    /// <param name="task">The task.</param>
    public static IReadOnlyList<string> Of(CognitiveTask task)
    {
        var conditions = task.Conditions;
        var (trial, looks, open) = (new Trial(), new int[conditions.Count], conditions.Count);
        var most = Math.Max(LeastDraws, (long)DrawsPerCondition * conditions.Count);
        for (var index = 0L; index < most && open > 0; index++)
        {
            task.Draw(trial, new StreamKey(0, Purpose.ValidationTrials), index);
            if (trial.Condition >= 0 && looks[trial.Condition] is var seen and >= 0 and < Looks)
            {
                looks[trial.Condition] = trial.IsScored ? -1 : seen + 1;
                open -= trial.IsScored || seen + 1 == Looks ? 1 : 0;
            }
        }

        return [.. conditions.Where((_, condition) => looks[condition] <= 0)];
    }
}
