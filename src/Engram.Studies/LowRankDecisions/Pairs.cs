using Engram.Simulation;

namespace Engram.Studies.LowRankDecisions;

/// <summary>One trial of each pair of stimuli, of a recording without noise.</summary>
internal sealed class Pairs
{
    private readonly Recording recording;

    /// <summary>Finds a trial of each pair.</summary>
    public Pairs(Recording recording)
    {
        this.recording = recording;
        Trials =
        [
            .. recording.Trials.GroupBy(trial => (F1: trial.Factors["f1"], F2: trial.Factors["f2"]))
                .OrderBy(group => group.Key.F1).ThenBy(group => group.Key.F2).Select(group => group.First()),
        ];
    }

    /// <summary>The trials, by f1 and then f2.</summary>
    public IReadOnlyList<RecordedTrial> Trials { get; }

    /// <summary>Scores an output that has the layout of the recording's.</summary>
    public PairScore Score(IReadOnlyList<float> output)
    {
        var (loss, correct, scored, least) = (0.0, 0, 0, 1.0);
        foreach (var trial in Trials)
        {
            var (squares, mean, steps, target) = (0.0, 0.0, 0, 0.0);
            var (own, other) = (new double[trial.Steps], new double[trial.Steps]);
            for (var step = 0; step < trial.Steps; step++)
            {
                (own[step], other[step]) = (recording.OutputAt(step, trial.Index)[0], output[(step * recording.TrialCount) + trial.Index]);
                if (recording.MaskAt(step, trial.Index)[0] > 0)
                {
                    target = recording.TargetAt(step, trial.Index)[0];
                    squares += (other[step] - target) * (other[step] - target);
                    mean += other[step];
                    steps++;
                }
            }

            loss += squares / steps / Trials.Count;
            if (target != 0)
            {
                scored++;
                correct += mean * target > 0 ? 1 : 0;
            }

            // Without input, for the pair of middle frequencies, the output is 0 throughout and has no direction.
            if (own.Any(value => value != 0))
            {
                least = Math.Min(least, MathNet.Numerics.Statistics.Correlation.Pearson(own, other));
            }
        }

        return new(loss, (double)correct / scored, least);
    }
}

/// <summary>How an output does over all pairs of stimuli.</summary>
/// <param name="Loss">Mean squared error over the pairs.</param>
/// <param name="Accuracy">Share of the pairs of unequal stimuli where the sign is right.</param>
/// <param name="LeastCorrelation">
/// The least correlation over time with the network's own output, over all pairs for which the network has any.
/// </param>
internal sealed record PairScore(double Loss, double Accuracy, double LeastCorrelation);
