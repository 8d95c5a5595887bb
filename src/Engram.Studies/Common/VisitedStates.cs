using Engram.Analysis;
using Engram.Figures;
using Engram.Simulation;

namespace Engram.Studies.Common;

/// <summary>States that a network runs through, and the plane of their first two principal components.</summary>
internal sealed class VisitedStates
{
    private readonly Recording recording;
    private readonly PrincipalComponents components;

    /// <summary>The states of a recording that kept them.</summary>
    public VisitedStates(Recording recording)
    {
        this.recording = recording;
        components = PrincipalComponents.Of(In(recording, null), recording.StateWidth);
    }

    /// <summary>Every state of a period, or of whole trials, one after the other (M × S).</summary>
    public static double[] In(Recording recording, string? period)
    {
        var states = new List<double>();
        foreach (var trial in RecordedFactors.Scored(recording))
        {
            var (first, end) = period is null ? (0, trial.Steps) : recording.StepsOf(period, trial.Index) ?? (0, 0);
            for (var step = first; step < end; step++)
            {
                foreach (var value in recording.State(step, trial.Index))
                {
                    states.Add(value);
                }
            }
        }

        return [.. states];
    }

    /// <summary>Where a state lies on the plane.</summary>
    public (double X, double Y) Project(ReadOnlySpan<double> state) => components.Project(state, 2) is var at ? (at[0], at[1]) : default;

    /// <summary>The mean state of each condition, over the steps that all its trials have.</summary>
    public IReadOnlyList<Curve> Trajectories() =>
    [
        .. RecordedFactors.Scored(recording).GroupBy(trial => trial.ConditionName).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group =>
            {
                var path = Enumerable.Range(0, group.Min(trial => trial.Steps)).Select(step => Project(Mean(group, step))).ToList();
                return new Curve(group.Key, [.. path.Select(at => at.X)], [.. path.Select(at => at.Y)]);
            }),
    ];

    private double[] Mean(IEnumerable<RecordedTrial> trials, int step)
    {
        var mean = new double[recording.StateWidth];
        var count = 0;
        foreach (var trial in trials)
        {
            var state = recording.State(step, trial.Index);
            for (var i = 0; i < mean.Length; i++)
            {
                mean[i] += state[i];
            }

            count++;
        }

        return [.. mean.Select(sum => sum / count)];
    }
}
