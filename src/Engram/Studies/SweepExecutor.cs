namespace Engram.Studies;

/// <summary>
/// Trains the networks of a sweep in other processes, such as the jobs of a cluster. This process follows them; it can be stopped at any
/// moment and started again, and then follows the same ones.
/// </summary>
internal abstract class SweepExecutor
{
    /// <summary>What to say when this process was stopped: what goes on, and how to follow or end it.</summary>
    public abstract string Farewell { get; }

    /// <summary>Returns when every network has ended or failed.</summary>
    /// <param name="batch">The networks.</param>
    /// <param name="progress">Told how far they are.</param>
    /// <param name="cancel">Stops following; the other processes go on.</param>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public abstract void Train(SweepBatch batch, Action<SweepProgress>? progress, CancellationToken cancel);
}
