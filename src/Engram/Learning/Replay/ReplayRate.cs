namespace Engram.Learning;

/// <summary>
/// How many updates there are from one check to the next. Where each update learns from a trial that is played again, this is how often an animal replays
/// after each session.
/// </summary>
public enum ReplayRate
{
    /// <summary>K, always the same: <see cref="TrainingOptions.CheckEvery"/>.</summary>
    Fixed,

    /// <summary>(1 − r) K, rounded down, and at least 100; r is the share of correct answers to the trials learned from since the check before, 0 at the first.</summary>
    Performance,

    /// <summary>min(0.1 ln e + 1, 1) K, rounded down, and at least 100; e is the mean loss of the trials learned from since the check before; K at the first.</summary>
    PredictionError,
}
