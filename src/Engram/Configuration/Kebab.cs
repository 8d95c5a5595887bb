using System.Text;

namespace Engram.Configuration;

/// <summary>
/// Names as flags and files write them: <c>LearningRate</c> becomes <c>learning-rate</c>, <c>RMSProp</c> <c>rms-prop</c>.
/// </summary>
public static class Kebab
{
    /// <summary>The kebab-case form of a C# name without the word that says what kind of thing it is.</summary>
    /// <param name="name">Such as <c>LeakyCell</c>.</param>
    /// <param name="kind">Such as <c>Cell</c>; left in a name that does not end with it, or is nothing else.</param>
    internal static string Of(string name, string kind) =>
        Of(name.Length > kind.Length && name.EndsWith(kind, StringComparison.Ordinal) ? name[..^kind.Length] : name);

    /// <summary>The C# name of a kebab-case form.</summary>
    /// <param name="name">Such as <c>readout-rule</c>.</param>
    internal static string Pascal(string name) =>
        string.Concat(name.Split('-', StringSplitOptions.RemoveEmptyEntries).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>The kebab-case form of a C# name.</summary>
    /// <param name="name">Such as <c>LearningRate</c>.</param>
    public static string Of(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (c == '_')
            {
                text.Append('-');
                continue;
            }

            var wordBegins = char.IsUpper(c) && i > 0 && name[i - 1] != '_'
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (wordBegins)
            {
                text.Append('-');
            }

            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
