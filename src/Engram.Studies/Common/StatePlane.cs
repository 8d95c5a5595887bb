using Engram.Analysis;
using Engram.Figures;
using Engram.Simulation;
using Engram.Storage;

namespace Engram.Studies.Common;

/// <summary>The plane of the first two principal components of states that a network visits.</summary>
internal sealed class StatePlane(PrincipalComponents components)
{
    private const int Grid = 15;

    /// <summary>The plane of all states of a recording that kept them.</summary>
    public static StatePlane Of(Recording recording) => new(PrincipalComponents.Of(Visited(recording, null), recording.StateWidth));

    /// <summary>Every state of a period, or of whole trials, one after the other (M × S); catch trials are left out.</summary>
    public static double[] Visited(Recording recording, string? period)
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

    /// <summary>Where a state lies on it.</summary>
    public (double X, double Y) Project(ReadOnlySpan<double> state)
    {
        var at = components.Project(state, 2);
        return (at[0], at[1]);
    }

    /// <summary>A point as a figure shows it.</summary>
    public StatePoint Mark(FixedPoint point)
    {
        var (x, y) = Project(point.State);
        return new(x, y, point.Kind == PointKind.Slow ? "slow" : point.Growing() switch
        {
            0 => "stable",
            var growing when growing == point.Modes.Count => "unstable",
            _ => "saddle",
        });
    }

    /// <summary>The mean state of each condition, over the steps that all its trials have.</summary>
    public IReadOnlyList<Curve> Trajectories(Recording recording) =>
    [
        .. RecordedFactors.Scored(recording).GroupBy(trial => trial.ConditionName).OrderBy(group => group.First().Condition)
            .Select(group => Curve.InPlane(group.Key, components.Project(
                [.. Enumerable.Range(0, group.Min(trial => trial.Steps)).SelectMany(step => Mean(recording, group, step))], 2))),
    ];

    /// <summary>The flow on a grid that covers the states visited, ds/dt on the plane.</summary>
    public FlowArrow[] Flow(TrainedRun run, double[] input, double[] visited)
    {
        var width = components.Mean.Length;
        var seen = Enumerable.Range(0, visited.Length / width).Select(state => Project(visited.AsSpan(state * width, width))).ToList();
        var (left, right) = (seen.Min(at => at.X), seen.Max(at => at.X));
        var (low, high) = (seen.Min(at => at.Y), seen.Max(at => at.Y));
        var states = new double[Grid * Grid * width];
        for (var place = 0; place < Grid * Grid; place++)
        {
            var (x, y) = (left + ((right - left) * (place % Grid) / (Grid - 1)), low + ((high - low) * (place / Grid) / (Grid - 1)));
            for (var i = 0; i < width; i++)
            {
                states[(place * width) + i] = components.Mean[i] + (x * components.Components[i])
                    + (y * components.Components[width + i]);
            }
        }

        using var map = run.Map();
        var inputs = new double[Grid * Grid * input.Length];
        for (var place = 0; place < Grid * Grid; place++)
        {
            input.CopyTo(inputs, place * input.Length);
        }

        var next = new double[states.Length];
        map.Next(states, inputs, next);
        var dt = run.Configuration.Training.Dt.TotalSeconds;
        return
        [
            .. Enumerable.Range(0, Grid * Grid).Select(place =>
            {
                var (x, y) = Project(states.AsSpan(place * width, width));
                var (toX, toY) = Project(next.AsSpan(place * width, width));
                return new FlowArrow(x, y, (toX - x) / dt, (toY - y) / dt);
            }),
        ];
    }

    private static double[] Mean(Recording recording, IEnumerable<RecordedTrial> trials, int step)
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
