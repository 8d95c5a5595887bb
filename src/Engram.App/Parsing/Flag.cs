using System.CommandLine;
using System.Globalization;

namespace Engram.App.Parsing;

/// <summary>Flags and arguments whose faults read like all others of the program.</summary>
internal static class Flag
{
    /// <summary>The flag that asks for one JSON object.</summary>
    public const string JsonName = "--json";

    /// <summary>The flag that silences progress and notices.</summary>
    public const string QuietName = "--quiet";

    /// <summary>The flag that asks for help.</summary>
    public const string HelpName = "--help";

    /// <summary>The flag that names a C# file of the user's own.</summary>
    public const string WithName = "--with";

    /// <summary>A flag that stands alone.</summary>
    public static Option<bool> Switch(string name, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, Arity = ArgumentArity.Zero };

    /// <summary>A flag with a text.</summary>
    /// <param name="name">With dashes.</param>
    /// <param name="value">What the text is, in one word, for the help.</param>
    /// <param name="description">What it does.</param>
    public static Option<string?> Text(string name, string value, string description) =>
        new(name) { Description = description, HelpName = value, Arity = ArgumentArity.ExactlyOne };

    /// <summary>A flag with a text that may be given several times.</summary>
    public static Option<string[]> Texts(string name, string value, string description) =>
        new(name) { Description = description, HelpName = value, Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false };

    /// <summary>A flag with a whole number.</summary>
    /// <param name="name">With dashes.</param>
    /// <param name="description">What it does; the default is appended.</param>
    /// <param name="fallback">The value without the flag; null when it is decided elsewhere.</param>
    /// <param name="minimum">Least allowed value.</param>
    /// <param name="maximum">Greatest allowed value.</param>
    public static Option<long?> Integer(string name, string description, long? fallback, long minimum, long maximum = long.MaxValue) =>
        new(name)
        {
            Description = fallback is { } value ? $"{description} (default {value})" : description,
            HelpName = "n",
            Arity = ArgumentArity.ExactlyOne,
            DefaultValueFactory = _ => fallback,
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                    && number >= minimum && number <= maximum)
                {
                    return number;
                }

                var good = fallback ?? Math.Max(1, minimum);
                result.AddError($"`{name} {text}`: give a whole number {Range(minimum, maximum)}, such as `{name} {good}`.");
                return null;
            },
        };

    /// <summary>A flag whose value is one of a few words.</summary>
    /// <param name="name">With dashes.</param>
    /// <param name="description">What it does.</param>
    /// <param name="words">The words, the default first.</param>
    public static Option<string?> OneOf(string name, string description, params string[] words) =>
        new(name)
        {
            Description = $"{description} (default {words[0]})",
            HelpName = string.Join('|', words),
            Arity = ArgumentArity.ExactlyOne,
            DefaultValueFactory = _ => words[0],
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (words.Contains(text, StringComparer.Ordinal))
                {
                    return text;
                }

                result.AddError($"`{name} {text}`: give one of {string.Join(", ", words)}.{ParseFaults.Question(text, words)}");
                return null;
            },
        };

    /// <summary>An argument: a word without dashes, at its place.</summary>
    /// <param name="name">What it is, in one word.</param>
    /// <param name="description">What may be written.</param>
    public static Argument<string> Word(string name, string description) => new(name) { Description = description };

    /// <summary>An argument that may be left out.</summary>
    public static Argument<string?> OptionalWord(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.ZeroOrOne };

    /// <summary>An argument of several words.</summary>
    public static Argument<string[]> Words(string name, string description) => new(name) { Description = description, Arity = ArgumentArity.OneOrMore };

    private static string Range(long minimum, long maximum) =>
        maximum == long.MaxValue ? $"of at least {minimum}" : $"from {minimum} to {maximum}";
}
