using Engram.Simulation;

namespace Engram.Studies.LowRank;

/// <summary>What an output scores on the trials of a test.</summary>
/// <param name="Loss">Mean squared error.</param>
/// <param name="Accuracy">Share of correct answers.</param>
internal sealed record Answer(double Loss, double Accuracy)
{
    /// <summary>Scores an output, in the layout of a recording's, on the trials of an experiment.</summary>
    public static Answer Of(Experiment experiment, ReadOnlySpan<float> output)
    {
        var result = experiment.Score(output);
        return new(result.Loss, result.Overall?.Share ?? double.NaN);
    }
}
