using Engram.Configuration;
using Engram.Simulation;

namespace Engram.App.Training;

/// <summary>What <c>engram record</c>, and <c>record</c> in Python, is to do.</summary>
/// <param name="Test">The tasks, and what they were made of.</param>
/// <param name="Experiment">The experiment, but for its task.</param>
/// <param name="Periods">The periods that trials are cut to; null for whole trials.</param>
internal sealed record RecordPlan(TestPlan Test, Experiment Experiment, IReadOnlyList<string>? Periods)
{
    /// <summary>Reads what is given as text.</summary>
    /// <param name="test">The tasks.</param>
    /// <param name="experiment">The experiment with its numbers.</param>
    /// <param name="isExact">Whether all is computed and kept in double precision.</param>
    /// <param name="dt">Length of a step; null for that of training.</param>
    /// <param name="silence">Units to be silenced.</param>
    /// <param name="periods">The periods that trials are cut to; null for whole trials.</param>
    /// <exception cref="UsageException">A text cannot be read, or names a unit that the network has not.</exception>
    public static RecordPlan Of(
        TestPlan test, Experiment experiment, bool isExact, string? dt, IReadOnlyList<string> silence, IReadOnlyList<string>? periods)
    {
        experiment = experiment with { DoublePrecision = isExact, KeepExact = isExact };
        if (dt is not null)
        {
            experiment = TimeText.TryParse(dt, out var step, out var fault) && step > TimeSpan.Zero ? experiment with { Dt = step }
                : throw new UsageException($"`--dt {dt}`: {fault ?? "a step has a length above 0"}; write such as `--dt 20ms`.");
        }

        return new(test, SilenceText.Apply(experiment, silence), periods);
    }

    /// <summary>Records, one value of a sweep after another.</summary>
    /// <param name="progress">Told the value and how many of its trials are done.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Recording Record(Action<string, int>? progress, CancellationToken cancel)
    {
        var recording = RecordingParts.Join([.. Test.Tasks.Select(point =>
            (Experiment with { Task = point.Task, OnProgress = progress is null ? null : done => progress(point.Value, done) }).Run(cancel))]);
        return Periods is null ? recording : RecordingParts.Cut(recording, Periods);
    }
}
