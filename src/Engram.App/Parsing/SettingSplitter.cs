using System.CommandLine;

namespace Engram.App.Parsing;

/// <summary>
/// Separates a command's own flags from settings, which belong to the task, the cell or the optimiser and are known only once those are.
/// The parser would take an unknown flag for an argument.
/// </summary>
internal static class SettingSplitter
{
    /// <summary>Whether a word is a flag. A negative number is not: <c>--delay -1s</c> has the value <c>-1s</c>.</summary>
    public static bool IsFlag(string word) =>
        word.Length > 1 && word[0] == '-' && word != "--" && !char.IsAsciiDigit(word[1]) && word[1] != '.';

    /// <summary>Splits the words after the command's name.</summary>
    /// <param name="words">As the user wrote them; all after <c>--</c> is the command's own.</param>
    /// <param name="parser">The command with its flags.</param>
    /// <returns>The words for the parser and the settings, in the order written, and the flags that lack their value.</returns>
    public static (IReadOnlyList<string> Own, IReadOnlyList<Setting> Settings, IReadOnlyList<Option> Bare) Split(
        IReadOnlyList<string> words, Command parser)
    {
        var flags = parser.Options.SelectMany(flag => flag.Aliases.Append(flag.Name).Select(name => (name, flag)))
            .ToDictionary(pair => pair.name, pair => pair.flag, StringComparer.Ordinal);
        List<string> own = [];
        List<Setting> settings = [];
        List<Option> bare = [];
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i] == "--")
            {
                own.AddRange(words.Skip(i));
                break;
            }

            if (!IsFlag(words[i]))
            {
                own.Add(words[i]);
                continue;
            }

            var equals = words[i].IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? words[i] : words[i][..equals];
            flags.TryGetValue(name, out var flag);
            string? value = null;
            if (equals >= 0)
            {
                value = words[i][(equals + 1)..];
            }
            else if (i + 1 < words.Count && words[i + 1] != "--" && !IsFlag(words[i + 1]) && flag?.Arity.MaximumNumberOfValues != 0)
            {
                value = words[++i];
            }

            if (flag is null)
            {
                settings.Add(new Setting(name.TrimStart('-'), value));
            }
            else if (value is null && flag.Arity.MinimumNumberOfValues > 0)
            {
                bare.Add(flag);
            }
            else
            {
                own.Add(value is null ? name : $"{name}={value}");
            }
        }

        return (own, settings, bare);
    }
}
