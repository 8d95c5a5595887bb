namespace Engram.Learning;

/// <summary>What validation found at one moment of training.</summary>
/// <param name="Update">Updates made so far.</param>
/// <param name="Loss">Validation loss, penalties included.</param>
/// <param name="Error">Root mean squared error of the output.</param>
/// <param name="Performance">Correct answers per condition; null for a task without right and wrong.</param>
internal sealed record TrainingCheck(long Update, double Loss, double Error, Performance? Performance = null)
{
    /// <summary>
    /// Progress of the curriculum, 0 to 1. At 1 the trials are those of the task as configured; only there is the criterion judged.
    /// </summary>
    public double Progress { get; init; } = 1;
}
