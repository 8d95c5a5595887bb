using System.Globalization;

namespace Engram.Configuration;

/// <summary>Types that parse and print themselves.</summary>
/// <typeparam name="T">The type.</typeparam>
internal abstract class SelfForm<T> : TextForm
    where T : IParsable<T>
{
    private static readonly string Word = Kebab.Of(typeof(T).Name).Replace('-', ' ');

    public override string Allowed => Word[^1] == 's' ? Word : Word[0] is 'a' or 'e' or 'i' or 'o' ? $"an {Word}" : $"a {Word}";

    public override string Several => Word[^1] == 's' ? Word : $"{Word}s";

    public override object Parse(string text)
    {
        try
        {
            return T.Parse(text, CultureInfo.InvariantCulture);
        }
        catch (Exception fault) when (fault is FormatException or OverflowException or ArgumentException)
        {
            throw new UsageException($"'{text}' is not {Allowed}: {fault.Message}");
        }
    }

    public override string Format(object? value) => value switch
    {
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString() ?? "",
    };
}

/// <summary>Types that parse and print themselves, and cannot have a range.</summary>
/// <typeparam name="T">The type.</typeparam>
internal sealed class ParsableForm<T> : SelfForm<T>
    where T : IParsable<T>;

/// <summary>Types that parse and print themselves, and stand for numbers that can have a range.</summary>
/// <typeparam name="T">The type.</typeparam>
internal sealed class BoundedForm<T> : SelfForm<T>
    where T : IParsable<T>, IBounded
{
    public override bool HasBounds => true;

    public override IEnumerable<(double Least, double Greatest)>? Bounds(object? value) =>
        value is T bounded ? [(bounded.Least, bounded.Greatest)] : null;

    public override string FormatBound(double bound) => T.FormatBound(bound);
}
