namespace Engram.Analysis;

/// <summary>How networks that were drawn from a fitted mixture do on a task.</summary>
/// <param name="Loss">Loss of each draw.</param>
/// <param name="Accuracy">Share of correct answers of each draw; empty for a task without right and wrong.</param>
public sealed record ResampledPerformance(IReadOnlyList<double> Loss, IReadOnlyList<double> Accuracy)
{
    /// <summary>Distribution of the loss over draws. It has a heavy tail in small networks: the median says more than the mean.</summary>
    public DrawStatistics LossStatistics => DrawStatistics.Of(Loss);

    /// <summary>Distribution of the accuracy over draws.</summary>
    public DrawStatistics AccuracyStatistics => DrawStatistics.Of(Accuracy);
}
