using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Engram.Configuration;

namespace Engram.App.Interop;

/// <summary>What another language asks: one JSON object, whose members are read by name.</summary>
internal sealed class Question
{
    private readonly JsonObject members;

    private Question(JsonObject members) => this.members = members;

    /// <summary>Reads a question.</summary>
    /// <exception cref="UsageException">It is no JSON object.</exception>
    public static Question Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return new(JsonNode.Parse(utf8) as JsonObject ?? throw new UsageException("A question to Engram must be a JSON object."));
        }
        catch (JsonException fault)
        {
            throw new UsageException($"A question to Engram is not JSON: {fault.Message}");
        }
    }

    /// <summary>A text.</summary>
    /// <exception cref="UsageException">It is missing, or no text.</exception>
    public string Text(string name) => (members[name] as JsonValue)?.TryGetValue<string>(out var text) == true ? text : throw Wrong(name, "a text");

    /// <summary>A text that may be missing.</summary>
    public string? OptionalText(string name) => members[name] is null ? null : Text(name);

    /// <summary>Texts.</summary>
    /// <exception cref="UsageException">Not a list of texts.</exception>
    public string[] Texts(string name) => members[name] is null ? [] : members[name] is JsonArray items
        ? [.. items.Select(item => (item as JsonValue)?.TryGetValue<string>(out var text) == true ? text : throw Wrong(name, "a list of texts"))]
        : throw Wrong(name, "a list of texts");

    /// <summary>An object that may be missing.</summary>
    /// <exception cref="UsageException">It is no object.</exception>
    public JsonObject? Object(string name) => members[name] is null ? null : members[name] as JsonObject ?? throw Wrong(name, "an object");

    /// <summary>Texts by name.</summary>
    /// <exception cref="UsageException">Not an object of texts.</exception>
    public IReadOnlyList<(string Name, string Value)> Pairs(string name) => members[name] is null ? [] : members[name] is JsonObject pairs
        ? [.. pairs.Select(pair => (pair.Key, (pair.Value as JsonValue)?.TryGetValue<string>(out var text) == true ? text : throw Wrong(name, "texts by name")))]
        : throw Wrong(name, "texts by name");

    /// <summary>A whole number, with a default, from a least value on.</summary>
    /// <exception cref="UsageException">It is no such number.</exception>
    public long Number(string name, long fallback, long least, long greatest = long.MaxValue) => members[name] is not { } node ? fallback
        : (node as JsonValue)?.TryGetValue<long>(out var number) == true && number >= least && number <= greatest ? number
        : throw new UsageException(string.Create(
            CultureInfo.InvariantCulture, $"`--{name} {Shown(node)}`: give a whole number {(greatest == long.MaxValue ? $"of at least {least}" : $"from {least} to {greatest}")}."));

    /// <summary>Whether something holds; false where it is missing, unless another default is given.</summary>
    /// <exception cref="UsageException">It is neither true nor false.</exception>
    public bool Holds(string name, bool fallback = false) => members[name] is not { } node ? fallback
        : (node as JsonValue)?.TryGetValue<bool>(out var value) == true ? value : throw Wrong(name, "true or false");

    private UsageException Wrong(string name, string wanted) => new($"`--{name} {Shown(members[name])}`: give {wanted}.");

    private static string Shown(JsonNode? node) => node is null ? "nothing" : node is JsonValue ? node.ToString() : node.ToJsonString();
}
