using System.CommandLine;
using Engram.App.Parsing;
using Engram.App.Terminal;
using Engram.Configuration;

namespace Engram.App.Commands;

/// <summary>
/// A command of the program. One file per command: give it a public parameterless constructor and the program finds it, lists it,
/// parses its flags and writes its help.
/// </summary>
internal abstract class AppCommand
{
    /// <summary>The commands of the program.</summary>
    public static Catalog<AppCommand> Catalog { get; } = new();

    /// <summary>The word that the user types: the type's name without <c>Command</c> at its end, in kebab-case.</summary>
    public string Name => Catalog<AppCommand>.NameOf(this);

    /// <summary>What it does, in one sentence.</summary>
    public abstract string Summary { get; }

    /// <summary>
    /// For a command that takes settings beside its own flags (<c>--delay 1s</c>): one sentence that says which and where they are listed.
    /// Null for a command that takes none.
    /// </summary>
    public virtual string? Settings => null;

    /// <summary>Command lines that work, for the help.</summary>
    public virtual IReadOnlyList<string> Examples => [];

    /// <summary>Whether it is to be left to keep what it has done when it is interrupted; asked at that moment.</summary>
    public virtual bool SavesWhenInterrupted => false;

    /// <summary>Whether the same command goes on where it was interrupted.</summary>
    public virtual bool GoesOn => false;

    /// <summary>Adds the command's own arguments and flags.</summary>
    /// <param name="command">The command, which already has <c>--json</c>, <c>--quiet</c> and <c>--help</c>.</param>
    public abstract void Configure(Command command);

    /// <summary>Refuses a first argument that names nothing, where help is asked for: help would look as if it did.</summary>
    /// <param name="word">The argument.</param>
    /// <exception cref="Engram.Configuration.UsageException">There is no such thing.</exception>
    public virtual void CheckName(string word)
    {
    }

    /// <summary>Does the work.</summary>
    /// <param name="call">What the user wrote.</param>
    /// <param name="output">Where the answer goes; with <c>--json</c>, exactly one <see cref="Output.Result"/>.</param>
    /// <param name="cancel">Cancelled when the user interrupts.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    /// <exception cref="Engram.Configuration.UsageException">Bad input.</exception>
    public abstract int Run(Call call, Output output, CancellationToken cancel);
}
