using System.Text;
using System.Text.Json.Nodes;
using Engram.Figures;
using Engram.Tests.Documents;
using Engram.Tests.Figures;

namespace Engram.Tests.Storage.Onnx;

/// <summary>Other people's programs that check and run ONNX files; tests that need them are skipped where they are missing.</summary>
internal static class OnnxTools
{
    // The Python that Debian installs modules for.
    private static readonly string Python = Environment.GetEnvironmentVariable("ENGRAM_PYTHON") is { Length: > 0 } named ? named : "/usr/bin/python3";

    private static readonly Lazy<bool> HasChecker = new(() =>
        File.Exists(Python) && ChildProcess.Run(Python, ["-c", "import onnx"], [], "", CancellationToken.None).Code == 0);

    private static string Folder => Path.Combine(Repository.Root, "tests", "onnxruntime");

    /// <summary>What <c>onnx.checker</c> finds wrong with models; skips the test without it.</summary>
    public static string Check(IEnumerable<string> models, CancellationToken cancel)
    {
        Need(HasChecker.Value, $"{Python} has no module onnx, or is not there");
        return Run(Python, "check.py", string.Join('\n', models), cancel);
    }

    /// <summary>Runs models one after another in one process, with onnxruntime; skips the test without it.</summary>
    /// <returns>The outputs of each by name.</returns>
    public static IReadOnlyList<Dictionary<string, float[]>> Run(
        IReadOnlyList<(string Model, Dictionary<string, (int[] Dims, float[] Data)> Feeds)> runs, string[] outputs, CancellationToken cancel)
    {
        Tools.NeedNode();
        Need(Directory.Exists(Path.Combine(Folder, "node_modules", "onnxruntime-node")), "onnxruntime-node is not in tests/onnxruntime");
        var list = new JsonArray();
        foreach (var (model, feeds) in runs)
        {
            var given = new JsonObject();
            foreach (var (name, (dims, data)) in feeds)
            {
                var file = $"{model}.{name}.bin";
                File.WriteAllBytes(file, System.Runtime.InteropServices.MemoryMarshal.AsBytes(data.AsSpan()).ToArray());
                given[name] = new JsonObject { ["dims"] = new JsonArray([.. dims.Select(d => (JsonNode)d)]), ["data"] = data.Length == 0 ? null : file };
            }

            list.Add((JsonNode)new JsonObject
            {
                ["model"] = model, ["feeds"] = given,
                ["outputs"] = new JsonObject(outputs.Select(name => KeyValuePair.Create(name, (JsonNode?)$"{model}.{name}.out"))),
            });
        }

        Assert.Equal("", Run("node", "run.js", list.ToJsonString(), cancel));
        return [.. runs.Select(run => outputs.ToDictionary(name => name, name =>
            System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(File.ReadAllBytes($"{run.Model}.{name}.out")).ToArray()))];
    }

    private static string Run(string program, string script, string input, CancellationToken cancel)
    {
        var (code, output, error) = ChildProcess.Run(program, [Path.Combine(Folder, script)], Encoding.UTF8.GetBytes(input), $"{program} is missing", cancel);
        Assert.True(code == 0, error);
        return Encoding.UTF8.GetString(output);
    }

    private static void Need(bool isThere, string missing)
    {
        Assert.SkipWhen(!isThere && !Tools.Required, $"{missing}; `tests/install` installs it.");
        Assert.True(isThere, $"{missing}, and ENGRAM_TOOLS=required; `tests/install` installs it.");
    }
}
