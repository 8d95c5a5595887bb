using Engram.Analysis;
using Engram.Figures;
using Engram.Simulation;
using Engram.Storage;

namespace Engram.Studies.LowRank;

/// <summary>Circuits beside their network.</summary>
internal static class Circuits
{
    /// <summary>Draws outputs of a network and of a circuit on the same trials.</summary>
    public static void Compare(StudyContext study, string name, TrainedRun run, LatentCircuit circuit, string caption)
    {
        var recording = run.Experiment(400).Run();
        study.Figure(
            name, Outputs(recording, [("network", recording.Output), ("circuit", circuit.Run(recording).Output)]), caption);
    }

    /// <summary>Outputs over time of one trial of every few conditions.</summary>
    /// <param name="recording">The trials.</param>
    /// <param name="sources">Outputs in the layout of the recording's, by name.</param>
    public static LinesFigure Outputs(Recording recording, IReadOnlyList<(string Name, IReadOnlyList<float> Output)> sources)
    {
        var shown = Conditions.Some(recording);
        double[] time = [.. Enumerable.Range(1, recording.Steps).Select(step => step * recording.Dt.TotalSeconds)];
        return new LinesFigure
        {
            Curves =
            [
                .. sources.SelectMany(source => shown.Select(trial => new Curve(
                    source.Name.Length == 0 ? trial.ConditionName : source.Name,
                    time,
                    [.. Enumerable.Range(0, recording.Steps).Select(step =>
                        (double)source.Output[(step * recording.TrialCount) + trial.Index])])
                {
                    Dashed = source.Name.EndsWith("circuit", StringComparison.Ordinal),
                })),
            ],
            X = Axis.Time,
            Y = new Axis("Output z"),
            Ordered = sources.Count == 1,
            Legend = sources.All(source => source.Name.Length == 0) ? "Condition" : "",
        };
    }
}
