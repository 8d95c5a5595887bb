using Engram.Numerics;
using Engram.Tasks;

namespace Engram.Learning;

/// <summary>
/// Picks trials from a stream so that every condition is shown equally often, as far as the stream has it, and catch trials as often as the
/// task says. What is picked depends on the task, the key and the number of the pick alone.
/// </summary>
internal sealed class StratifiedDraws
{
    // What has not come up in so many draws for each trial is as good as never shown.
    private const int DrawsPerTrial = 200, LeastDraws = 10_000;
    private const int PickBits = 32;
    private readonly Trial trial = new();
    private readonly long[] indices, skipped;
    private int[] left = [];

    /// <summary>Nothing picked yet.</summary>
    /// <param name="trials">Trials of a pick.</param>
    public StratifiedDraws(int trials) => (indices, skipped) = (new long[trials], new long[trials]);

    /// <summary>Picks trials.</summary>
    /// <param name="task">The task.</param>
    /// <param name="key">The stream.</param>
    /// <param name="pick">Number of the pick; no two picks have a trial in common.</param>
    /// <returns>Their indices in the stream, ascending but for those that fill up for conditions that did not come up.</returns>
    public ReadOnlySpan<long> Pick(CognitiveTask task, StreamKey key, long pick)
    {
        var conditions = Quotas(task, pick);
        var (kept, passed) = (0, 0);
        var most = Math.Max(LeastDraws, (long)DrawsPerTrial * indices.Length);
        for (var draw = 0L; draw < most && kept < indices.Length; draw++)
        {
            var index = (pick << PickBits) + draw;
            task.Draw(trial, key, index);
            ref var room = ref left[trial.Condition >= 0 && trial.Condition < conditions ? trial.Condition : conditions];
            if (room > 0)
            {
                room--;
                indices[kept++] = index;
            }
            else if (passed < skipped.Length)
            {
                skipped[passed++] = index;
            }
        }

        for (var i = 0; i < passed && kept < indices.Length; i++)
        {
            indices[kept++] = skipped[i];
        }

        return indices.AsSpan(0, kept);
    }

    // Trials for each condition, the last place for catch trials and those without a condition. Odd ones go to other conditions each time.
    private int Quotas(CognitiveTask task, long pick)
    {
        var conditions = task.Conditions.Count;
        if (left.Length != conditions + 1)
        {
            left = new int[conditions + 1];
        }

        left[conditions] = conditions == 0 ? indices.Length : (int)Math.Round(indices.Length * task.CatchProbability);
        var (shown, odd) = conditions == 0 ? (0, 0) : Math.DivRem(indices.Length - left[conditions], conditions);
        for (var condition = 0; condition < conditions; condition++)
        {
            left[condition] = shown + ((condition + pick) % conditions < odd ? 1 : 0);
        }

        return conditions;
    }
}
