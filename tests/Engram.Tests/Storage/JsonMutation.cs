using System.Text.Json.Nodes;
using Engram.Numerics;

namespace Engram.Tests.Storage;

/// <summary>What may have happened to a JSON document: a key gone or misspelt, another type, null, an array around a value, an end cut off.</summary>
internal static class JsonMutation
{
    private const string HalfPair = "@@half@@";

    private static readonly Func<JsonNode?>[] Values =
    [
        () => null, () => "text", () => HalfPair, () => -1, () => 0.5, () => 1e300, () => long.MaxValue, () => true,
        () => new JsonObject(), () => new JsonArray(), () => new JsonArray((JsonNode?)null), () => "NaN",
    ];

    /// <summary>The text with one thing changed, decided by a stream.</summary>
    public static string Of(string text, RandomStream stream)
    {
        if (stream.NextInt(8) == 0)
        {
            return text[..stream.NextInt(text.Length)];
        }

        var root = JsonNode.Parse(text)!;
        JsonNode[] places = [.. Parts(root).Where(part => part is JsonObject { Count: > 0 } or JsonArray { Count: > 0 })];
        var place = places[stream.NextInt(places.Length)];
        var change = stream.NextInt(4);
        if (place is JsonObject members)
        {
            var (key, value) = members.ElementAt(stream.NextInt(members.Count));
            members.Remove(key);
            members.Add(change == 1 ? key + "x" : change == 2 && stream.NextInt(4) == 0 ? HalfPair : key, Changed(value, change, ref stream));
            if (change == 0)
            {
                members.Remove(key);
            }
        }
        else if (place is JsonArray items)
        {
            var at = stream.NextInt(items.Count);
            var value = items[at];
            items.RemoveAt(at);
            if (change > 0)
            {
                items.Insert(at, Changed(value, change, ref stream));
            }
        }

        return root.ToJsonString().Replace(HalfPair, "\\ud800", StringComparison.Ordinal);
    }

    private static JsonNode? Changed(JsonNode? value, int change, ref RandomStream stream) =>
        change == 1 ? value : change == 3 && stream.NextInt(3) == 0 ? new JsonArray(value) : Values[stream.NextInt(Values.Length)]();

    private static IEnumerable<JsonNode> Parts(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Parts(member.Value)).Prepend(members),
        JsonArray items => items.SelectMany(Parts).Prepend(items),
        _ => [],
    };
}
