using System.Text.Json.Nodes;
using Engram.App.Commands;
using Engram.App.Parsing;
using Engram.App.Terminal;
using Engram.Configuration;
using Engram.Storage;

namespace Engram.App;

/// <summary>Reads the command line, runs one command, and puts every failure into one sentence and an exit code.</summary>
/// <param name="commands">The commands that there are.</param>
/// <param name="standard">Standard output.</param>
/// <param name="error">Standard error.</param>
/// <param name="terminal">What is known of the terminal.</param>
internal sealed class Application(IReadOnlyList<AppCommand> commands, TextWriter standard, TextWriter error, TerminalTraits terminal)
{
    /// <summary>Runs the program.</summary>
    /// <param name="args">The arguments, without the program's name.</param>
    /// <param name="cancel">Cancelled when the user interrupts.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public int Run(IReadOnlyList<string> args, CancellationToken cancel)
    {
        var output = new Output(standard, error, terminal, CommandLine.Has(args, Flag.JsonName), CommandLine.Has(args, Flag.QuietName));
        try
        {
            return Dispatch(args, output, cancel);
        }
        catch (UsageException exception)
        {
            output.Fail("usage", exception.Faults);
            return ExitCode.Usage;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            output.Fail("interrupted", ["interrupted."]);
            return ExitCode.Interrupted;
        }
        catch (Exception exception)
        {
            output.Fail("failed", [Sentence(exception)]);
            if (Debugging)
            {
                error.WriteLine(exception);
            }

            return ExitCode.Failed;
        }
    }

    private static bool Debugging => Environment.GetEnvironmentVariable("ENGRAM_DEBUG") is { Length: > 0 } value && value != "0";

    private static string Sentence(Exception exception) => exception switch
    {
        OutOfMemoryException => "the memory of this machine does not suffice. Use fewer units, fewer trials in a batch or a shorter trial.",
        StorageException => exception.Message,
        IOException or UnauthorizedAccessException => OneLine(exception.Message),
        _ => $"internal error: {exception.GetType().Name}: {OneLine(exception.Message)}"
            + (Debugging ? string.Empty : " Run the same command with ENGRAM_DEBUG=1 for the details."),
    };

    private static string OneLine(string text) => string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));

    private int Dispatch(IReadOnlyList<string> args, Output output, CancellationToken cancel)
    {
        var line = CommandLine.Read(args, commands);
        if (line.Command is not { } command)
        {
            Show(output, line.Version ? $"engram {Program.Version}" : Help.OfProgram(commands), line.Version ? "version" : "help");
            return ExitCode.Done;
        }

        if (line.Help)
        {
            Show(output, Help.OfCommand(command), "help");
            return ExitCode.Done;
        }

        var code = command.Run(line.Call(), output, cancel);
        output.Close();
        return code;
    }

    private static void Show(Output output, string text, string key)
    {
        output.Line(text);
        output.Result(new JsonObject { [key] = key == "version" ? Program.Version : text });
    }
}
