using Engram.Configuration;

namespace Engram.Learning;

/// <summary>Where a curriculum stands. The same observations always lead to the same stages.</summary>
internal sealed class CurriculumState
{
    private readonly Curriculum curriculum;
    private readonly PerformanceCounter pooled;
    private readonly PerformanceCounter[] window;
    private readonly List<int> relapses = [0];
    private int filled, next, below;

    /// <summary>A curriculum at its first stage.</summary>
    /// <param name="curriculum">The settings.</param>
    /// <param name="conditions">
    /// The conditions, each of which must have been seen before the worst of them can be judged; null for those that are seen.
    /// </param>
    public CurriculumState(Curriculum curriculum, IReadOnlyList<string>? conditions = null)
    {
        this.curriculum = curriculum;
        pooled = conditions is null ? new PerformanceCounter() : new PerformanceCounter(conditions);
        window = new PerformanceCounter[curriculum.IsNone ? 0 : curriculum.Window];
        for (var i = 0; i < window.Length; i++)
        {
            window[i] = new PerformanceCounter();
        }

        Progress = curriculum.Progress(0);
    }

    /// <summary>The stage, from 0.</summary>
    public int Stage { get; private set; }

    /// <summary>p of the stage, 0 to 1.</summary>
    public double Progress { get; private set; }

    /// <summary>Whether the trials are those of the task as configured.</summary>
    public bool IsFinal => Progress == 1;

    /// <summary>What to store in a checkpoint.</summary>
    public CurriculumSnapshot Snapshot => new(
        Stage,
        below,
        [.. relapses],
        [.. Enumerable.Range(0, filled).Select(i => window[(next - filled + i + window.Length) % window.Length].ToPerformance())]);

    /// <summary>
    /// Takes in the answers of one training batch or one validation. Allocates nothing unless the stage or the set of conditions changes.
    /// </summary>
    /// <param name="batch">The counts; copied. They must come from trials at this stage.</param>
    public CurriculumMove Observe(PerformanceCounter batch)
    {
        if (window.Length == 0)
        {
            return CurriculumMove.Stay;
        }

        Push(batch);
        if (filled < window.Length)
        {
            return CurriculumMove.Stay;
        }

        var share = pooled.Of(curriculum.Criterion);
        if (share >= curriculum.Threshold && !IsFinal)
        {
            Enter(Stage + 1);
            return CurriculumMove.Grow;
        }

        below = share < curriculum.RelapseThreshold ? below + 1 : 0;
        if (Stage == 0 || relapses[Stage] >= curriculum.MaxRelapses || below < (long)curriculum.RelapsePatience << relapses[Stage])
        {
            return CurriculumMove.Stay;
        }

        relapses[Stage]++;
        Enter(Stage - 1);
        return CurriculumMove.StepBack;
    }

    /// <summary>Goes on from a checkpoint.</summary>
    /// <param name="snapshot">The stored state, of a curriculum with the same settings.</param>
    /// <exception cref="UsageException">The stored state does not fit the settings.</exception>
    public void Restore(CurriculumSnapshot snapshot)
    {
        if (snapshot.Window.Count > window.Length || snapshot.Stage < 0 || snapshot.Stage >= snapshot.Relapses.Count)
        {
            throw new UsageException(
                $"The checkpoint's curriculum (stage {snapshot.Stage}, {snapshot.Window.Count} observations) does not fit "
                + $"the configured one (window of {window.Length}). Resume with the curriculum that the run was started with.");
        }

        relapses.Clear();
        relapses.AddRange(snapshot.Relapses);
        Enter(snapshot.Stage);
        foreach (var performance in snapshot.Window)
        {
            var batch = new PerformanceCounter();
            batch.Add(performance);
            Push(batch);
        }

        below = snapshot.Below;
    }

    private void Enter(int stage)
    {
        Stage = stage;
        Progress = curriculum.Progress(stage);
        filled = next = below = 0;
        pooled.Clear();
        while (relapses.Count <= stage)
        {
            relapses.Add(0);
        }
    }

    private void Push(PerformanceCounter batch)
    {
        var slot = window[next];
        if (filled == window.Length)
        {
            pooled.Subtract(slot);
        }

        slot.Clear();
        slot.Add(batch);
        pooled.Add(batch);
        next = (next + 1) % window.Length;
        filled = Math.Min(filled + 1, window.Length);
    }
}
