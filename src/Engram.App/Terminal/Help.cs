using System.CommandLine;
using System.Text;
using Engram.App.Commands;
using Engram.App.Parsing;

namespace Engram.App.Terminal;

/// <summary>The texts of <c>--help</c>.</summary>
internal static class Help
{
    /// <summary>What the program is and which commands it has.</summary>
    public static string OfProgram(IReadOnlyList<AppCommand> commands)
    {
        var text = new StringBuilder()
            .AppendLine("Engram trains recurrent networks on cognitive tasks under biological constraints.")
            .AppendLine()
            .AppendLine("usage: engram <command> [flags]");
        Section(text, "commands", [.. commands.Select(command => (command.Name, command.Summary))]);
        Section(text, "flags", [("--help, -h", "Print this help; after a command, that command's"), ("--version", "Print the version")]);
        return text.ToString().TrimEnd();
    }

    /// <summary>What a command does and what it takes.</summary>
    public static string OfCommand(AppCommand command)
    {
        var parser = CommandLine.Parser(command);
        var words = parser.Arguments.Select(argument =>
            argument.Arity.MaximumNumberOfValues > 1 ? $" <{argument.Name}>..."
            : argument.Arity.MinimumNumberOfValues > 0 ? $" <{argument.Name}>" : $" [<{argument.Name}>]");
        var text = new StringBuilder()
            .AppendLine(command.Summary)
            .AppendLine()
            .Append($"usage: engram {command.Name}{string.Concat(words)} [flags]")
            .AppendLine(command.Settings is null ? string.Empty : " [--<setting> <value>]...");
        Section(text, "arguments", [.. parser.Arguments.Select(argument => ($"<{argument.Name}>", argument.Description ?? string.Empty))]);
        Section(text, "flags", [.. parser.Options.Select(flag => (Names(flag), flag.Description ?? string.Empty))]);
        if (command.Settings is { } settings)
        {
            text.AppendLine().AppendLine("settings:").AppendLine($"  {settings}");
        }

        if (command.Examples.Count > 0)
        {
            text.AppendLine().AppendLine("examples:").AppendJoin(Environment.NewLine, command.Examples.Select(example => $"  {example}"));
        }

        return text.ToString().TrimEnd();
    }

    private static string Names(Option flag) =>
        string.Join(", ", flag.Aliases.Prepend(flag.Name)) + (flag.Arity.MaximumNumberOfValues > 0 ? $" <{flag.HelpName}>" : string.Empty);

    private static void Section(StringBuilder text, string title, IReadOnlyList<(string Left, string Right)> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var width = rows.Max(row => row.Left.Length);
        text.AppendLine().AppendLine($"{title}:");
        foreach (var (left, right) in rows)
        {
            text.AppendLine($"  {left.PadRight(width)}  {right}");
        }
    }
}
