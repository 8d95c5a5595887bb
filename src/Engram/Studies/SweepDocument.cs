using System.Text.Json.Nodes;

namespace Engram.Studies;

/// <summary><c>sweep.json</c>: which run has which settings.</summary>
internal static class SweepDocument
{
    public static string Text(Sweep sweep, IReadOnlyList<string> folders)
    {
        var labels = SweepLabels.Of(sweep);
        var runs = sweep.Configurations.Select((configuration, place) => new JsonObject
        {
            ["run"] = folders[place],
            ["varies"] = new JsonObject(labels.Names.Zip(labels.Values[place], (name, value) =>
                KeyValuePair.Create(name, (JsonNode?)JsonValue.Create(value)))),
            ["configuration"] = configuration.ToJson(),
        });
        return StudyJson.Text(new JsonObject
        {
            ["format"] = 1,
            ["varies"] = StudyJson.Node(labels.Names),
            ["runs"] = new JsonArray([.. runs]),
        }) + "\n";
    }
}
