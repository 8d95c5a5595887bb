using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Networks;

/// <summary>
/// The distribution of a matrix before learning. A new one is one new record whose name ends in <c>Initialiser</c> and whose constructor
/// takes numbers with defaults: it is then written as its name and its numbers, <c>gamma</c>, <c>gamma(2)</c>, <c>normal(0.1)</c>.
/// </summary>
public abstract record Initialiser : IParsable<Initialiser>
{
    /// <summary>The initialisers of the library.</summary>
    public static Catalog<Initialiser> Catalog { get; } = new();

    /// <summary>
    /// Whether the draw is multiplied by the strength of each connection, which balances excitation and inhibition under Dale's law;
    /// otherwise connections only exist or do not.
    /// </summary>
    public virtual bool FollowsStrength => true;

    /// <summary>Draws raw weights for the plastic connections; all others are zero.</summary>
    /// <param name="connectivity">The connections.</param>
    /// <param name="stream">Where the randomness comes from.</param>
    /// <param name="weights">Receives W (rows × columns), row after row.</param>
    internal void Draw(Connectivity connectivity, RandomStream stream, Span<float> weights)
    {
        Fill(connectivity.Rows, connectivity.Columns, ref stream, weights);
        for (var k = 0; k < weights.Length; k++)
        {
            var strength = connectivity.Plastic[k];
            weights[k] = strength == 0 ? 0 : FollowsStrength ? weights[k] * strength : weights[k];
        }
    }

    /// <summary>Reads what <see cref="ToString"/> writes; numbers left out have their defaults.</summary>
    /// <param name="s">Such as <c>gamma</c> or <c>normal(0.1)</c>.</param>
    /// <param name="provider">Ignored: numbers are written with a point.</param>
    /// <exception cref="UsageException">The name is unknown or its numbers are wrong.</exception>
    public static Initialiser Parse(string s, IFormatProvider? provider = null)
    {
        var text = s.Trim();
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var constructor = Catalog.TypeOf(open < 0 ? text : text[..open].TrimEnd()).GetConstructors().Single();
        var parameters = constructor.GetParameters();
        var name = Catalog<Initialiser>.NameOf(constructor.DeclaringType!);
        var form = parameters.Length == 0 ? name : $"{name}({string.Join(", ", parameters.Select(p => p.Name))})";
        if (open >= 0 && !text.EndsWith(')'))
        {
            throw new UsageException($"'{text}' has no closing bracket; write {form}.");
        }

        var inside = open < 0 ? "" : text[(open + 1)..^1].Trim();
        var numbers = inside.Length == 0 ? [] : inside.Split(',', StringSplitOptions.TrimEntries);
        if (numbers.Length > parameters.Length)
        {
            throw new UsageException($"'{text}' has {numbers.Length} numbers in brackets; write {form}.");
        }

        var arguments = new object?[parameters.Length];
        for (var k = 0; k < arguments.Length; k++)
        {
            arguments[k] = k >= numbers.Length ? parameters[k].DefaultValue
                : double.TryParse(numbers[k], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
                : throw new UsageException($"'{text}': '{numbers[k]}' is not a number; write {form}, such as {Example(constructor)}.");
        }

        return (Initialiser)constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, arguments, CultureInfo.InvariantCulture);
    }

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <param name="s">Such as <c>gamma</c> or <c>normal(0.1)</c>.</param>
    /// <param name="provider">Ignored: numbers are written with a point.</param>
    /// <param name="result">The initialiser.</param>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out Initialiser result)
    {
        try
        {
            result = s is null ? null : Parse(s, provider);
        }
        catch (UsageException)
        {
            result = null;
        }

        return result is not null;
    }

    /// <summary>The form that <see cref="Parse"/> reads.</summary>
    public sealed override string ToString()
    {
        var values = GetType().GetConstructors().Single().GetParameters()
            .Select(p => GetType().GetProperty(p.Name!, BindingFlags.IgnoreCase | BindingFlags.Public | BindingFlags.Instance)!)
            .Select(p => p.GetValue(this))
            .Select(v => Convert.ToString(v, CultureInfo.InvariantCulture));
        var inside = string.Join(", ", values);
        var name = Catalog<Initialiser>.NameOf(this);
        return inside.Length == 0 ? name : $"{name}({inside})";
    }

    /// <summary>Draws every entry, at connections of strength 1.</summary>
    /// <param name="rows">Rows: the receiving side.</param>
    /// <param name="columns">Columns: the sending side.</param>
    /// <param name="stream">Where the randomness comes from.</param>
    /// <param name="weights">Receives the draws, row after row.</param>
    protected abstract void Fill(int rows, int columns, ref RandomStream stream, Span<float> weights);

    /// <summary>Returns a number above zero, or refuses it.</summary>
    /// <param name="value">The number.</param>
    /// <param name="what">What it is.</param>
    /// <param name="example">What to write instead.</param>
    private protected static double AboveZero(double value, string what, string example) => value > 0 && double.IsFinite(value)
        ? value
        : throw new UsageException(string.Create(
            CultureInfo.InvariantCulture, $"The {what} of an initialiser is {value}, but must be above 0; write for example {example}."));

    private static string Example(ConstructorInfo constructor) =>
        constructor.Invoke([.. constructor.GetParameters().Select(p => p.DefaultValue)]).ToString()!;
}
