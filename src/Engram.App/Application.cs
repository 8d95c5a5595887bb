using System.Text.Json.Nodes;
using Engram.App.Commands;
using Engram.App.Own;
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
    private Output? output;
    private AppCommand? running;
    private bool ended;

    /// <summary>Runs the program.</summary>
    /// <param name="args">The arguments, without the program's name.</param>
    /// <param name="cancel">Cancelled when the user interrupts.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public int Run(IReadOnlyList<string> args, CancellationToken cancel)
    {
        output = new Output(standard, error, terminal, CommandLine.Has(args, Flag.JsonName), CommandLine.Has(args, Flag.QuietName));
        try
        {
            return Dispatch(args, output, cancel);
        }
        catch (UsageException exception) when (Claim())
        {
            output.Fail("usage", [.. exception.Faults, .. OwnFile.Forgotten(args, exception.Faults)]);
            return ExitCode.Usage;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested && Claim())
        {
            output.Fail("interrupted", ["interrupted."]);
            return ExitCode.Interrupted;
        }
        catch (Exception exception) when (Claim())
        {
            output.Fail("failed", [Sentence(exception)]);
            if (Debugging)
            {
                error.WriteLine(exception);
            }

            return ExitCode.Failed;
        }
    }

    /// <summary>
    /// Says that the work was interrupted, for a work that does not stop by itself. A command that keeps what it has done when it is
    /// interrupted is left to do so.
    /// </summary>
    /// <returns>Whether it was said; false when the work has ended, and for such a command.</returns>
    public bool Abandon()
    {
        if (output is null || running is { SavesWhenInterrupted: true } || !Claim())
        {
            return false;
        }

        output.Fail("interrupted", [running is { GoesOn: true } ? "interrupted; the same command goes on from here." : "interrupted."]);
        return true;
    }

    /// <summary>What a fault of the program or the machine is told as, in one line.</summary>
    public static string Sentence(Exception exception) => exception switch
    {
        OutOfMemoryException => "this machine does not have enough memory. Use fewer units, fewer trials in a batch, or shorter trials.",
        TypeInitializationException { InnerException: { } cause } => Sentence(cause),
        StorageException => exception.Message,
        IOException or UnauthorizedAccessException => OneLine(exception.Message),
        _ => $"internal error: {exception.GetType().Name}: {OneLine(exception.Message)}"
            + (Debugging ? string.Empty : " Run the same command with ENGRAM_DEBUG=1 for the details."),
    };

    // Whoever ends the work, it is told once.
    private bool Claim() => !Interlocked.Exchange(ref ended, true);

    private static bool Debugging => Environment.GetEnvironmentVariable("ENGRAM_DEBUG") is { Length: > 0 } value && value != "0";

    private static string OneLine(string text) => string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries));

    private int Dispatch(IReadOnlyList<string> args, Output output, CancellationToken cancel)
    {
        var line = CommandLine.Read(args, commands);
        if (line.Command is not { } command)
        {
            Show(output, line.Version ? $"engram {Program.Version}" : Help.OfProgram(commands), line.Version ? "version" : "help");
            return ExitCode.Done;
        }

        using var own = OwnCode.Enter(OwnFile.Read(line.OwnFiles));
        if (line.Help)
        {
            if (line.FirstArgument is { } word)
            {
                command.CheckName(word);
            }

            Show(output, Help.OfCommand(command), "help");
            return ExitCode.Done;
        }

        running = command;
        var code = command.Run(line.Call(), output, cancel);
        output.Close();
        return code;
    }

    private static void Show(Output output, string text, string key)
    {
        output.Lines(text);
        output.Result(new JsonObject { [key] = key == "version" ? Program.Version : text });
    }
}
