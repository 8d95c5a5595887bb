using System.Text.Json.Nodes;
using Engram.Storage;

namespace Engram.Tests.Storage;

/// <summary>A <c>run.json</c> that says something else, with a checksum that fits, so that only what it says can be refused.</summary>
internal static class EditedRun
{
    public static void Write(string folder, Action<JsonObject> change)
    {
        var path = Path.Combine(folder, "run.json");
        var document = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        change(document);
        File.WriteAllText(path, RunDocument.Sealed(document));
    }

    /// <summary>As a program wrote it before the document had a checksum.</summary>
    public static void MakeOlder(string folder, int format) => Write(folder, document =>
    {
        document["format"] = format;
        document.Remove("checksum");
    });
}
