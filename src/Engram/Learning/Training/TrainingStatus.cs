namespace Engram.Learning;

/// <summary>What a check of training found, with what to do about it.</summary>
/// <param name="Outcome">How training stands.</param>
/// <param name="Advice">One or two sentences for the user; empty while training continues.</param>
internal sealed record TrainingStatus(Outcome Outcome, string Advice)
{
    /// <summary>Training goes on.</summary>
    public static TrainingStatus Continue { get; } = new(Outcome.Continue, "");

    /// <summary>The user stopped training.</summary>
    /// <param name="update">Updates made.</param>
    public static TrainingStatus Cancelled(long update) =>
        new(Outcome.Cancelled, $"Stopped by the user after {update} updates. Resume the run to go on from there with the same bits.");
}
