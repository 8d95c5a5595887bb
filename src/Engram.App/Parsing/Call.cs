using System.CommandLine;

namespace Engram.App.Parsing;

/// <summary>What the user wrote to one command.</summary>
/// <param name="parsed">The command's own arguments and flags.</param>
/// <param name="settings">All other flags, in the order written.</param>
/// <param name="flagNames">The names of the command's own flags, without dashes.</param>
internal sealed class Call(ParseResult parsed, IReadOnlyList<Setting> settings, IReadOnlyList<string> flagNames)
{
    /// <summary>The flags that are not the command's own; empty unless <see cref="Commands.AppCommand.Settings"/> takes some.</summary>
    public IReadOnlyList<Setting> Settings => settings;

    /// <summary>The command's own flags, for a message that names the one nearest to an unknown setting.</summary>
    public IReadOnlyList<string> FlagNames => flagNames;

    /// <summary>The value of a flag.</summary>
    public T? Get<T>(Option<T> flag) => parsed.GetValue(flag);

    /// <summary>The value of an argument.</summary>
    public T? Get<T>(Argument<T> argument) => parsed.GetValue(argument);

    /// <summary>Whether the user wrote the flag, rather than leaving it to its default.</summary>
    public bool Has(Option flag) => parsed.GetResult(flag) is { Implicit: false };
}
