namespace Engram.Learning;

/// <summary>Sums of what was learned from since the last check.</summary>
internal sealed class ReplayTally
{
    private readonly PerformanceCounter answers = new();
    private long updates;
    private double losses;

    /// <summary>As a checkpoint has it.</summary>
    public ReplayTallySnapshot Snapshot => new(updates, losses, answers.ToPerformance());

    /// <summary>What came of it; null before the first update.</summary>
    public Replayed? Sum => updates == 0 ? null : new(updates, losses / updates, answers.Trials > 0 ? answers.Overall : null);

    /// <summary>Adds a batch that was learned from.</summary>
    /// <param name="batch">The batch, after it was run.</param>
    public void Add(ITrialBatch batch)
    {
        batch.CountInto(answers);
        updates++;
        losses += batch.Loss;
    }

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        answers.Clear();
        (updates, losses) = (0, 0);
    }

    /// <summary>Goes on from a checkpoint.</summary>
    /// <param name="snapshot">What it has; null for nothing.</param>
    public void Restore(ReplayTallySnapshot? snapshot)
    {
        Clear();
        if (snapshot is not null)
        {
            answers.Add(snapshot.Answers);
            (updates, losses) = (snapshot.Updates, snapshot.Losses);
        }
    }
}

/// <summary>What a checkpoint has of a <see cref="ReplayTally"/>.</summary>
/// <param name="Updates">How many updates.</param>
/// <param name="Losses">Sum of their losses.</param>
/// <param name="Answers">Their answers.</param>
internal sealed record ReplayTallySnapshot(long Updates, double Losses, Performance Answers);
