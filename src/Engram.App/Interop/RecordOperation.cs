using System.Text.Json.Nodes;
using Engram.App.Parsing;
using Engram.App.Training;
using Engram.Simulation;
using Engram.Storage;
using Engram.Tasks;
using Setting = Engram.App.Parsing.Setting;

namespace Engram.App.Interop;

/// <summary>
/// Records a run, as <c>engram record</c> does: <c>run</c>, <c>trials</c>, <c>seed</c>, <c>threads</c>; <c>pins</c> (factor: value),
/// <c>sweep</c> (<c>factor=a,b</c>), <c>silence</c> (texts), <c>periods</c>, <c>noise</c>, <c>states</c>, <c>double</c>, <c>dt</c>. The
/// arrays are those that a file would have.
/// </summary>
internal sealed class RecordOperation : Operation
{
    /// <inheritdoc/>
    public override JsonObject Answer(Question question, CancellationToken cancel)
    {
        var run = TrainingRun.Load(question.Text("run"));
        Setting[] pins = [.. question.Pairs("pins").Select(pin => new Setting(pin.Name, pin.Value))];
        var plan = TestPlan.Of(run, pins, ["trials", "seed", "threads", "sweep", "silence", "periods", "noise", "states", "dt"], question.OptionalText("sweep"));
        var experiment = run.Experiment((int)question.Number("trials", 100, 1, int.MaxValue), (ulong)question.Number("seed", 2, 0)) with
        {
            Noise = question.Holds("noise", true),
            KeepStates = question.Holds("states", true),
            Threads = Threads.Of(question.Number("threads", Environment.ProcessorCount, 1, 1024)),
        };
        var periods = question.Texts("periods");
        var recording = RecordPlan.Of(
            plan, experiment, question.Holds("double"), question.OptionalText("dt"), question.Texts("silence"), periods.Length == 0 ? null : periods).Record(null, cancel);
        return Described(recording, run.Configuration.Task);
    }

    private static JsonObject Described(Recording recording, CognitiveTask task)
    {
        var (layout, arrays) = (new RecordingLayout(recording, []), new SharedArrays());
        foreach (var array in layout.Arrays)
        {
            arrays.Add(array.Name, array.Values, [.. array.Shape]);
        }

        return new()
        {
            ["task"] = task.Name,
            ["times"] = Names(recording.Factors.Where(factor => factor.Kind == FactorKind.Time).Select(factor => factor.Name)),
            ["texts"] = new JsonObject(layout.Texts.Select(text => KeyValuePair.Create(text.Name, (JsonNode?)Names(text.Lines)))),
            ["arrays"] = arrays.Pinned(),
        };
    }
}
