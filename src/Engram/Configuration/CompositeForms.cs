using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Engram.Configuration;

/// <summary><c>none</c> for null, and otherwise the form of the value.</summary>
internal sealed class OptionalForm(TextForm inner) : TextForm
{
    private const string None = "none";

    public override string Allowed => $"{inner.Allowed}, or none";

    public override IReadOnlyList<string> Choices => inner.Choices.Count > 0 ? [.. inner.Choices, None] : [];

    public override bool HasBounds => inner.HasBounds;

    public override object? Parse(string text) => text.Trim() == None ? null : inner.Parse(text);

    public override string Format(object? value) => value is null ? None : inner.Format(value);

    public override JsonNode? ToJson(object? value) => value is null ? null : inner.ToJson(value);

    public override object? FromJson(JsonNode? node) => node is null ? null : inner.FromJson(node);

    public override IEnumerable<(double Least, double Greatest)>? Bounds(object? value) => value is null ? [] : inner.Bounds(value);

    public override string FormatBound(double bound) => inner.FormatBound(bound);
}

/// <summary>Items separated by commas; commas within brackets belong to the item. The empty text is the empty list.</summary>
/// <typeparam name="T">Type of an item.</typeparam>
/// <param name="inner">Form of an item.</param>
/// <param name="type">The property's type: an array, an immutable array, or a read-only interface that an array has.</param>
internal sealed class ListForm<T>(TextForm inner, Type type) : TextForm
{
    public override string Allowed => $"{inner.Several}{(inner.Several.Contains(" or ", StringComparison.Ordinal) ? "," : "")} separated by commas";

    public override bool HasBounds => inner.HasBounds;

    public override object Parse(string text) =>
        Build(string.IsNullOrWhiteSpace(text) ? [] : Split(text).Select((item, index) => string.IsNullOrWhiteSpace(item)
            ? throw new UsageException($"'{text}': item {index + 1} is empty; remove a comma.")
            : inner.Parse(item.Trim())));

    public override string Format(object? value) => string.Join(',', Items(value).Select(item => inner.Format(item)));

    public override JsonNode ToJson(object? value) => new JsonArray([.. Items(value).Select(item => inner.ToJson(item))]);

    public override object? FromJson(JsonNode? node) => node is JsonArray items ? Build(items.Select(inner.FromJson)) : base.FromJson(node);

    public override IEnumerable<(double Least, double Greatest)> Bounds(object? value) =>
        Items(value).SelectMany(item => inner.Bounds(item) ?? []);

    public override string FormatBound(double bound) => inner.FormatBound(bound);

    // A default ImmutableArray throws when enumerated; it has no items.
    private static IEnumerable<object?> Items(object? value) =>
        value is null or ImmutableArray<T> { IsDefault: true } ? [] : ((IEnumerable<T>)value).Cast<object?>();

    private static List<string> Split(string text)
    {
        var items = new List<string>();
        var (start, depth) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] is '(' or '[' or '{' ? 1 : text[i] is ')' or ']' or '}' ? -1 : 0;
            if (text[i] == ',' && depth == 0)
            {
                items.Add(text[start..i]);
                start = i + 1;
            }
        }

        items.Add(text[start..]);
        return items;
    }

    private object Build(IEnumerable<object?> items)
    {
        T[] array = [.. items.Select(item => (T)item!)];
        return type == typeof(ImmutableArray<T>) ? ImmutableArray.Create(array) : array;
    }
}
