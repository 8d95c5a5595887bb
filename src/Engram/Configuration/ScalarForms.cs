using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;

namespace Engram.Configuration;

/// <summary><c>true</c> or <c>false</c>.</summary>
internal sealed class BooleanForm : TextForm
{
    public override string Allowed => "true or false";

    public override IReadOnlyList<string> Choices => ["true", "false"];

    public override object Parse(string text) => text.Trim() switch
    {
        "true" => true,
        "false" => false,
        _ => throw new UsageException($"'{text}' is not allowed; write true or false."),
    };

    public override string Format(object? value) => value is true ? "true" : "false";

    public override JsonNode ToJson(object? value) => JsonValue.Create(value is true);
}

/// <summary>Text as it is.</summary>
internal sealed class StringForm : TextForm
{
    public override string Allowed => "text";

    public override object Parse(string text) => text;

    public override string Format(object? value) => (string?)value ?? "";
}

/// <summary>Whole numbers or real ones, in the invariant culture. A real number may be <c>infinity</c>, never NaN.</summary>
/// <typeparam name="T">Type of the number.</typeparam>
internal sealed class NumberForm<T> : TextForm
    where T : struct, INumber<T>, IMinMaxValue<T>
{
    private static readonly bool Whole = typeof(T) != typeof(double) && typeof(T) != typeof(float);

    public override string Allowed => Whole ? "a whole number" : "a number";

    public override string Several => Whole ? "whole numbers" : "numbers";

    public override bool HasBounds => true;

    public override object Parse(string text)
    {
        var trimmed = text.Trim();
        if (!Whole && trimmed is "infinity" or "-infinity")
        {
            return T.CreateChecked(trimmed[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity);
        }

        if (T.TryParse(trimmed, Whole ? NumberStyles.AllowLeadingSign : NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && T.IsFinite(value))
        {
            return value;
        }

        // What T cannot hold is a number all the same, and deserves another answer than a word does.
        var isNumber = double.TryParse(trimmed, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && !double.IsNaN(real)
            && (!Whole || Math.Floor(real) == real) && trimmed.Any(char.IsAsciiDigit);
        throw new UsageException(isNumber && Whole && trimmed.Any(c => c is '.' or 'e' or 'E')
            ? $"'{text}' must be written in digits only, such as 1000."
            : isNumber
                ? $"'{text}' is too large or too small; write {Allowed} from {Format(T.MinValue)} to {Format(T.MaxValue)}."
                : $"'{text}' is not {Allowed}; write for example {(Whole ? "10" : "0.5 or 1e-3")}.");
    }

    public override string Format(object? value) => value switch
    {
        T number when T.IsPositiveInfinity(number) => "infinity",
        T number when T.IsNegativeInfinity(number) => "-infinity",
        T number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => "",
    };

    public override JsonNode ToJson(object? value) =>
        value is T number && T.IsFinite(number) ? JsonValue.Create(number)! : JsonValue.Create(Format(value));

    public override IEnumerable<(double Least, double Greatest)> Bounds(object? value)
    {
        var number = value is T given ? double.CreateChecked(given) : double.NaN;
        return [(number, number)];
    }
}

/// <summary>Members of an enumeration by their kebab-case names.</summary>
internal sealed class EnumForm(Type type) : TextForm
{
    private readonly string[] names = [.. Enum.GetNames(type).Select(Kebab.Of)];
    private readonly object[] values = [.. Enum.GetNames(type).Select(name => Enum.Parse(type, name))];

    public override string Allowed => string.Join(" | ", names);

    public override IReadOnlyList<string> Choices => names;

    public override object Parse(string text)
    {
        var index = Array.IndexOf(names, text.Trim());
        return index >= 0 ? values[index]
            : throw new UsageException($"'{text}' is not one of {string.Join(", ", names)}."
                + (Nearest.Of(text.Trim(), names).Count > 0 ? $" {Nearest.Hint(text.Trim(), names)}" : ""));
    }

    public override string Format(object? value)
    {
        var index = Array.IndexOf(values, value);
        return index >= 0 ? names[index] : $"{value}";
    }
}

/// <summary>Durations, see <see cref="TimeText"/>.</summary>
internal sealed class DurationForm : TextForm
{
    public override string Allowed => "a duration such as 500ms, 1.5s or 2min";

    public override string Several => "durations such as 500ms, 1.5s or 2min";

    public override bool HasBounds => true;

    public override object Parse(string text) =>
        TimeText.TryParse(text, out var duration, out var fault) ? duration : throw new UsageException(fault);

    public override string Format(object? value) => value is TimeSpan duration ? TimeText.Format(duration) : "";

    public override IEnumerable<(double Least, double Greatest)> Bounds(object? value)
    {
        var milliseconds = value is TimeSpan duration ? duration.TotalMilliseconds : double.NaN;
        return [(milliseconds, milliseconds)];
    }

    public override string FormatBound(double bound) => TimeText.FormatMilliseconds(bound);
}
