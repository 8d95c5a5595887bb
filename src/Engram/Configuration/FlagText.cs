using System.Text.RegularExpressions;

namespace Engram.Configuration;

/// <summary>
/// Messages of the library name a setting as the property in backquotes, with a value where one is advised: <c>`Omega`</c>,
/// <c>`Credit = back-propagation`</c>, <c>`Curriculum.From`</c>; and an argument of a method by its name: <c>`folder`</c>. A program shows
/// them as its flags.
/// </summary>
internal static partial class FlagText
{
    /// <summary>The text with flags in place of properties: <c>`--omega`</c>, <c>`--credit back-propagation`</c>.</summary>
    /// <param name="text">A message.</param>
    /// <param name="flag">The flag of a name such as <c>Omega</c>, <c>Curriculum.From</c> or <c>folder</c>; null for what is no setting, which is left as it is.</param>
    public static string Of(string text, Func<string, string?> flag) => text.Contains('`', StringComparison.Ordinal)
        ? Named().Replace(text, match => flag(match.Groups["name"].Value) is not { } found ? match.Value
            : match.Groups["value"] is { Success: true } value ? $"`{found} {value.Value}`" : $"`{found}`")
        : text;

    /// <summary>A property as its flag is named, without dashes: <c>Curriculum.From</c> becomes <c>curriculum-from</c>.</summary>
    /// <param name="name">A property, with the part of the configuration before it where another part has a property of that name.</param>
    public static string Name(string name) => string.Join('-', name.Split('.').Select(Kebab.Of));

    [GeneratedRegex("`(?<name>[A-Za-z][A-Za-z0-9]*(?:\\.[A-Z][A-Za-z0-9]*)?)(?: = (?<value>[^`]+))?`")]
    private static partial Regex Named();
}
