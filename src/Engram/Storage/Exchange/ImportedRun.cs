using System.Text.Json.Nodes;
using Engram.Configuration;
using Engram.Learning;

namespace Engram.Storage;

/// <summary>Keeps an imported network as a run.</summary>
internal static class ImportedRun
{
    /// <summary>Writes the run, whose outcome is <c>imported</c>.</summary>
    /// <param name="import">The network.</param>
    /// <param name="folder">Where; missing or empty.</param>
    /// <exception cref="UsageException">The folder holds something, or cannot be written.</exception>
    public static void Write(NetworkImport import, string folder)
    {
        if (RunFolder.Exists(folder))
        {
            using var held = RunFolder.Open(folder);
            var what = (string?)held.Outcome?["origin"]?["file"] is { } file ? $"the network that was imported from {Visible.Of(file)}" : "a run";
            throw new UsageException($"'{folder}' holds {what} already; give another `folder`, or remove that one first.");
        }

        using var run = RunFolder.Create(folder, import.Configuration.ToJson());
        run.SaveWeights(TrainingRun.Weights(import.Network), TrainingRun.Metadata(import.Configuration));
        run.SetOutcome(new JsonObject
        {
            ["outcome"] = Kebab.Of($"{Outcome.Imported}"),
            ["updates"] = 0,
            ["trials"] = 0,
            ["seconds"] = 0,
            ["origin"] = import.Origin.DeepClone(),
        });
    }
}
