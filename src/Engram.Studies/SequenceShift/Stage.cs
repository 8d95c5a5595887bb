using Engram.Configuration;
using Engram.Learning;

namespace Engram.Studies.SequenceShift;

/// <summary>
/// Training that goes on at a finer step. A network that has learned at 10 ms plays another sequence at any other step, so that it is not
/// yet an equation; a hundred updates at each finer step mend that, where learning at 1 ms from the beginning takes ten times as long.
/// </summary>
/// <param name="Dt">Length of a step.</param>
/// <param name="Target">It ends at this error, as a share of the height of a peak,</param>
/// <param name="MaxUpdates">or after so many updates.</param>
internal sealed record Stage(TimeSpan Dt, double Target, int MaxUpdates)
{
    // At the rate of the first step, 0.005, the change from one step to the next silences units for good.
    private const double LearningRate = 1e-3;
    private const int QuickUpdates = 10;

    /// <summary>
    /// The stages after the first, whose step is <see cref="Coarsest"/>. The last asks for more, so that it is learned at its step.
    /// </summary>
    public static IReadOnlyList<Stage> Finer { get; } = [new(5.Ms, 0.05, 300), new(2.Ms, 0.05, 200), new(1.Ms, 0.04, 300)];

    /// <summary>The step at which training begins, that of the document.</summary>
    public static TimeSpan Coarsest { get; } = 10.Ms;

    /// <summary>The step at which it ends, at which the study measures.</summary>
    public static TimeSpan Finest => Finer[^1].Dt;

    /// <summary>The training that continues from an earlier one.</summary>
    /// <param name="earlier">That one.</param>
    /// <param name="quick">Whether it need not learn.</param>
    public RunConfiguration After(RunConfiguration earlier, bool quick) => earlier with
    {
        After = earlier,
        Training = earlier.Training with { Dt = Dt },
        Optimiser = new Adam { LearningRate = LearningRate },
        Stopping = earlier.Stopping with
        {
            TargetError = Target * ((Tasks.SequenceTask)earlier.Task).Amplitude, MaxUpdates = quick ? QuickUpdates : MaxUpdates,
        },
    };
}
