using System.Text.Json.Nodes;

namespace Engram.Configuration;

/// <summary>How values of one type are written as text and as JSON.</summary>
internal abstract class TextForm
{
    /// <summary>What a user may write, such as <c>true or false</c>.</summary>
    public abstract string Allowed { get; }

    /// <summary>What a user may write as items of a list, such as <c>numbers</c>.</summary>
    public virtual string Several => Allowed;

    /// <summary>The words that are allowed, when they can be listed.</summary>
    public virtual IReadOnlyList<string> Choices => [];

    /// <summary>The value of a text.</summary>
    /// <exception cref="UsageException">Faults that begin with the quoted text.</exception>
    public abstract object? Parse(string text);

    /// <summary>The canonical text of a value.</summary>
    public abstract string Format(object? value);

    /// <summary>The value as JSON: its text unless JSON has a form of its own.</summary>
    public virtual JsonNode? ToJson(object? value) => JsonValue.Create(Format(value));

    /// <summary>The value of a JSON node; a bare number or boolean is read as its text.</summary>
    public virtual object? FromJson(JsonNode? node) => node is JsonValue value
        ? Parse(value.TryGetValue<string>(out var text) ? text : value.ToJsonString())
        : throw new UsageException($"{node?.ToJsonString() ?? "null"} is not allowed; write {Allowed}.");

    /// <summary>The numbers in a value, for range checks: none when it has no numbers, null when it cannot be compared.</summary>
    public virtual IEnumerable<(double Least, double Greatest)>? Bounds(object? value) => null;

    /// <summary>Whether <see cref="RangeAttribute"/> can hold for values of this form.</summary>
    public virtual bool HasBounds => false;

    /// <summary>A bound as this form writes it.</summary>
    public virtual string FormatBound(double bound) => bound.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
}
