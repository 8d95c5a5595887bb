namespace Engram.Learning;

/// <summary>Who is told what during training; all on the thread that trains. What they do does not change the result.</summary>
public sealed record TrainerHooks
{
    /// <summary>Nobody is told anything.</summary>
    public static TrainerHooks None { get; } = new();

    /// <summary>Told after each check.</summary>
    public Action<TrainingCheckLine>? OnCheck { get; init; }

    /// <summary>Told between updates, at most about five times a second.</summary>
    public Action<TrainingProgress>? OnProgress { get; init; }

    /// <summary>Given, after each check, all that training needs to go on from there.</summary>
    internal Action<TrainerState>? OnCheckpoint { get; init; }

    /// <summary>Told the number of updates made, after each.</summary>
    internal Action<long>? OnUpdate { get; init; }
}
