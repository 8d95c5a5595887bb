using System.Text.Json.Nodes;

namespace Engram.Storage;

/// <summary>A run that <c>engram export --onnx</c> wrote, read back as it was, bit for bit.</summary>
internal static class OnnxImport
{
    /// <summary>The run, where the file holds one and nothing about it is to be changed; else null, and its arrays are read as those of any file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="request">What is to be imported.</param>
    /// <exception cref="Configuration.UsageException">The file was changed since it was written.</exception>
    public static NetworkImport? Whole(ForeignFile file, ImportRequest request)
    {
        if (file.Text(OnnxFile.FormatKey) is null
            || request is not { Cell: null, Map: null, Transpose.Count: 0, Ei: null, Task: null, Convention: null, ReadoutLayer: null, StepNoise: null, Settings.Count: 0 })
        {
            return null;
        }

        var run = OnnxRun.Read(file.Whole, null);
        var arrays = run.Network.Parameters.Shapes.Where(shape => shape.IsInEquation).ToDictionary(
            shape => shape.Name, shape => $"{shape.Name} ({NamedArray.TextOf(TrainingRun.Axes(shape))})");
        var origin = new JsonObject
        {
            ["file"] = Path.GetFileName(file.Path),
            ["sha256"] = file.Hash,
            ["convention"] = "the run that Engram exported",
            ["map"] = new JsonObject(arrays.Keys.Select(name => KeyValuePair.Create(name, (JsonNode?)name))),
            ["transpose"] = new JsonArray(),
        };
        return new(run.Configuration, run.Network, origin, arrays, [], []);
    }
}
