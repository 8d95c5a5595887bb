using Engram.Analysis;
using Engram.Simulation;
using Engram.Studies.Sequences;

namespace Engram.Studies.Readout;

/// <summary>What the outputs of two networks look like.</summary>
internal static class Example
{
    /// <summary>Adds the figures.</summary>
    public static void Write(StudyContext study, IReadOnlyList<Family> families)
    {
        foreach (var id in (string[])["source", "quiet-softplus"])
        {
            var family = families.First(family => family.Kind.Id == id);
            var recording = SequenceShift.Measurement.Still(family.Runs[0].Load()).Run();
            study.Figure(
                $"{id}-outputs",
                SequenceFigures.Lines(
                    Whole(recording, recording.Output), Whole(recording, recording.Target),
                    [.. Enumerable.Range(1, recording.Steps).Select(step => step * recording.Dt.TotalSeconds)]),
                $"Outputs (targets dashed in grey) of the first of these networks: {family.Kind.Name}.");
        }
    }

    private static double[,] Whole(Recording recording, float[] values) => PeriodAverage.Of(recording, values, recording.Outputs, null);
}
