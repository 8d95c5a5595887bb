using System.CommandLine;
using Engram.App.Commands;
using Engram.Configuration;

namespace Engram.App.Parsing;

/// <summary>The command line, read: which command, whether help or the version is asked for, and the words for the command.</summary>
internal sealed class CommandLine
{
    private const string ListsCommands = "`engram --help` lists the commands.";
    private readonly IReadOnlyList<string> words;

    private CommandLine(AppCommand? command, IReadOnlyList<string> words)
    {
        Command = command;
        this.words = words;
    }

    /// <summary>The command; null for the program itself.</summary>
    public AppCommand? Command { get; }

    /// <summary>Whether help is asked for.</summary>
    public bool Help => Has(words, Flag.HelpName) || Has(words, "-h");

    /// <summary>The first argument of the command; null where none comes before its flags.</summary>
    public string? FirstArgument => words.Count > 0 && !SettingSplitter.IsFlag(words[0]) && words[0] != "--" ? words[0] : null;

    /// <summary>Whether the version is asked for, which only the program itself knows.</summary>
    public bool Version { get; private init; }

    /// <summary>The C# files of the user's own that are named among the words, for what comes before the command is read.</summary>
    public IReadOnlyList<string> OwnFiles =>
    [
        .. words.TakeWhile(word => word != "--").Index().Select(word =>
                word.Item.StartsWith($"{Flag.WithName}=", StringComparison.Ordinal) ? word.Item[(Flag.WithName.Length + 1)..]
                : word.Item == Flag.WithName && word.Index + 1 < words.Count && !SettingSplitter.IsFlag(words[word.Index + 1]) ? words[word.Index + 1] : null)
            .OfType<string>(),
    ];

    /// <summary>Whether a flag stands among the words, before any <c>--</c>.</summary>
    public static bool Has(IEnumerable<string> words, string flag) =>
        words.TakeWhile(word => word != "--").Contains(flag, StringComparer.Ordinal);

    /// <summary>
    /// Finds the command. The first word without dashes names it, so <c>engram --json list</c> is <c>engram list --json</c>.
    /// </summary>
    /// <param name="args">The arguments, without the program's name.</param>
    /// <param name="commands">The commands that there are.</param>
    /// <exception cref="UsageException">There is no such command or flag.</exception>
    public static CommandLine Read(IReadOnlyList<string> args, IReadOnlyList<AppCommand> commands)
    {
        var words = args.Count > 0 && args[0] == "help" ? [.. args.Skip(1), Flag.HelpName] : args.ToList();
        var at = words.FindIndex(word => !SettingSplitter.IsFlag(word));
        if (at < 0)
        {
            string[] known = [Flag.HelpName, "-h", "--version", Flag.JsonName, Flag.QuietName];
            var faults = words.Except(known)
                .Select(word => $"There is no flag `{word}` without a command.{ParseFaults.Question(word, known)} {ListsCommands}")
                .ToList();
            return faults.Count == 0
                ? new CommandLine(null, words) { Version = words.Contains("--version", StringComparer.Ordinal) }
                : throw new UsageException(faults);
        }

        var name = words[at];
        var command = commands.FirstOrDefault(candidate => candidate.Name == name)
            ?? throw new UsageException(
                $"There is no command `{name}`.{ParseFaults.Question(name, commands.Select(candidate => candidate.Name))} {ListsCommands}");
        words.RemoveAt(at);
        return new CommandLine(command, words);
    }

    /// <summary>The parser of a command: its own arguments and flags, and those that every command has.</summary>
    public static Command Parser(AppCommand command)
    {
        var parser = new Command(command.Name, command.Summary) { TreatUnmatchedTokensAsErrors = false };
        command.Configure(parser);
        parser.Options.Add(Flag.Texts(
            Flag.WithName, "file.cs", "Know the tasks, cells and analyses of a C# file of your own (`engram new` writes one); can be repeated"));
        parser.Options.Add(Flag.Switch(Flag.JsonName, "Print exactly one JSON object to stdout"));
        parser.Options.Add(Flag.Switch(Flag.QuietName, "Print no progress and no notices"));
        parser.Options.Add(Flag.Switch(Flag.HelpName, "Print this help", "-h"));
        return parser;
    }

    /// <summary>Reads the command's arguments, flags and settings.</summary>
    /// <exception cref="UsageException">All that is wrong with them.</exception>
    public Call Call()
    {
        var command = Command ?? throw new InvalidOperationException("The program itself takes no arguments.");
        var parser = Parser(command);
        var (own, settings, bare) = SettingSplitter.Split(words, parser);

        // The command's own name goes first: the parser drops a first word whose file name equals it, such as the run `runs/test`.
        var plain = new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null };
        var parsed = parser.Parse([command.Name, .. own], plain);
        string[] flags = [.. parser.Options.Select(flag => flag.Name)];
        var unknown = command.Settings is null
            ? settings.Select(setting => $"--{setting.Name}").Select(flag =>
                $"`engram {command.Name}` has no flag `{flag}`.{ParseFaults.Question(flag, flags)} "
                    + $"`engram {command.Name} --help` lists its flags.")
            : [];
        List<string> faults = [.. unknown, .. bare.Select(ParseFaults.NeedsValue), .. ParseFaults.Of(parsed, command.Name)];
        return faults.Count == 0
            ? new Call(parsed, settings, [.. flags.Select(flag => flag.TrimStart('-'))])
            : throw new UsageException(faults);
    }
}
