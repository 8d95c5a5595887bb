using System.Text.Json.Nodes;
using Engram.Storage;

namespace Engram.App.Interop;

/// <summary>
/// Reads a run: its settings, how it ended, its log, and the matrices of its network, effective (<c>w_rec</c>) and as learned
/// (<c>raw.w_rec</c>), where it has weights.
/// </summary>
internal sealed class RunOperation : Operation
{
    /// <inheritdoc/>
    public override JsonObject Answer(Question question, CancellationToken cancel)
    {
        var path = question.Text("run");
        using var folder = RunFolder.Open(path);
        var answer = new JsonObject
        {
            ["run"] = path,
            ["configuration"] = folder.Configuration,
            ["outcome"] = folder.Outcome,
        };
        if (question.Holds("history"))
        {
            answer["history"] = new JsonArray([.. folder.ReadLog().Select(line => (JsonNode)line)]);
        }

        if (question.Holds("weights"))
        {
            // Of the file, and not of the network, for which the task must be known.
            var arrays = new SharedArrays();
            foreach (var array in folder.LoadWeights().Arrays)
            {
                arrays.Add(array.Name, array.Values, [.. array.Shape]);
            }

            answer["arrays"] = arrays.Pinned();
        }

        return answer;
    }
}
