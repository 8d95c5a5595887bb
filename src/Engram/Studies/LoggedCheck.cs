using Engram.Configuration;
using Engram.Learning;
using Engram.Storage;

namespace Engram.Studies;

/// <summary>One check of a training, as its log has it.</summary>
/// <param name="Update">Updates made.</param>
/// <param name="Trials">Trials learned from.</param>
/// <param name="Loss">Validation loss with penalties.</param>
/// <param name="Error">Root mean squared error.</param>
/// <param name="Overall">Share of correct answers; null for a task without right and wrong.</param>
/// <param name="Minimum">The same in the worst condition.</param>
/// <param name="Progress">Progress of the curriculum, 0 to 1; 1 without one.</param>
public sealed record LoggedCheck(long Update, long Trials, double Loss, double Error, double? Overall, double? Minimum, double Progress)
{
    /// <summary>How far the next update was from the gradient of the loss; null unless that was tracked (<see cref="Credit.TrackAlignment"/>).</summary>
    public GradientAlignment? Alignment { get; init; }

    /// <summary>What came of the trials learned from since the check before; null at the first, and where the rate of replay is fixed (<see cref="ReplayRate"/>).</summary>
    public Replayed? Replayed { get; init; }

    /// <summary>The checks of a run, in order; none where its weights came from elsewhere.</summary>
    /// <param name="run">The run.</param>
    /// <exception cref="UsageException">The log is missing or broken.</exception>
    public static IReadOnlyList<LoggedCheck> Of(TrainedRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return SweepRun.LogOf(run.Path);
    }
}
