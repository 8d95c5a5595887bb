namespace Engram.Learning;

/// <summary>Sums of what was learned from since the last check.</summary>
internal sealed class ReplayTally
{
    private readonly PerformanceCounter answers = new();

    /// <summary>As a checkpoint has it.</summary>
    public ReplayTallySnapshot Snapshot => new(Updates, Losses, answers.ToPerformance());

    /// <summary>What came of it; null before the first update.</summary>
    public Replayed? Sum => Updates == 0 ? null : new(Updates, Losses / Updates, answers.Trials > 0 ? answers.Overall : null);

    private long Updates { get; set; }

    private double Losses { get; set; }

    /// <summary>Adds a batch that was learned from.</summary>
    /// <param name="batch">The batch, after it was run.</param>
    public void Add(ITrialBatch batch)
    {
        batch.CountInto(answers);
        Updates++;
        Losses += batch.Loss;
    }

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        answers.Clear();
        (Updates, Losses) = (0, 0);
    }

    /// <summary>Goes on from a checkpoint.</summary>
    /// <param name="snapshot">What it has; null for nothing.</param>
    public void Restore(ReplayTallySnapshot? snapshot)
    {
        Clear();
        if (snapshot is not null)
        {
            answers.Add(snapshot.Answers);
            (Updates, Losses) = (snapshot.Updates, snapshot.Losses);
        }
    }
}

/// <summary>What a checkpoint has of a <see cref="ReplayTally"/>.</summary>
/// <param name="Updates">How many updates.</param>
/// <param name="Losses">Sum of their losses.</param>
/// <param name="Answers">Their answers.</param>
internal sealed record ReplayTallySnapshot(long Updates, double Losses, Performance Answers);
