using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Engram.App.Commands;
using Engram.App.Own;
using Engram.App.Parsing;
using Engram.App.Terminal;
using Engram.Configuration;

namespace Engram.App.Interop;

/// <summary>
/// Answers calls from another language. A question is either <c>{"words": ["train", …]}</c>, a command line without the program's name, or
/// <c>{"operation": "record", …}</c>, with <c>"with"</c>, C# files of the user's own, where it needs them. With <c>"task"</c>, the settings of
/// a <see cref="PythonTask"/>, that is the task <c>python</c>. With <c>"width"</c>, progress is told as to a terminal of so many columns. No
/// exception leaves here.
/// </summary>
internal static class Calls
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly ConcurrentDictionary<long, CancellationTokenSource> Running = new();

    /// <summary>Answers.</summary>
    /// <param name="question">JSON in UTF-8.</param>
    /// <param name="ticket">A number of the caller's own, for <see cref="Cancel"/>.</param>
    /// <param name="told">Where progress and notices go.</param>
    /// <returns>One of <see cref="ExitCode"/>, what was printed, and the number of a fault in the caller's own code.</returns>
    public static (int Code, string Answer, int Fault) Answer(ReadOnlySpan<byte> question, long ticket, TextWriter told)
    {
        using var source = new CancellationTokenSource();
        var scope = new CallScope();
        Running[ticket] = source;
        try
        {
            var asked = Question.Read(question);
            CallScope.Current = scope = new CallScope { Task = asked.Object("task") is { } task ? Settings.FromJson(new PythonTask(), task) : null };
            var (code, answer) = asked.OptionalText("operation") is { } name
                ? (ExitCode.Done, Operated(name, asked, source.Token))
                : Command(asked, told, source.Token);
            return (code, answer, scope.Fault);
        }
        catch (UsageException fault)
        {
            return (ExitCode.Usage, Failed("usage", fault.Faults), scope.Fault);
        }
        catch (OperationCanceledException) when (source.IsCancellationRequested)
        {
            return (ExitCode.Interrupted, Failed("interrupted", ["interrupted."]), scope.Fault);
        }
        catch (Exception fault)
        {
            return (ExitCode.Failed, Failed("failed", [Application.Sentence(fault)]), scope.Fault);
        }
        finally
        {
            CallScope.Current = null;
            Running.TryRemove(ticket, out _);
        }
    }

    /// <summary>Asks a call to stop in good order; nothing where there is none of that number.</summary>
    public static void Cancel(long ticket)
    {
        try
        {
            if (Running.TryGetValue(ticket, out var source))
            {
                source.Cancel();
            }
        }
        catch (ObjectDisposedException)
        {
            // It ended at this moment.
        }
    }

    private static string Operated(string name, Question asked, CancellationToken cancel)
    {
        using var own = OwnCode.Enter(OwnFile.Read(asked.Texts("with")));
        return Operation.Catalog.Create(name).Answer(asked, cancel).ToJsonString(Plain);
    }

    private static (int Code, string Answer) Command(Question asked, TextWriter told, CancellationToken cancel)
    {
        using var standard = new StringWriter { NewLine = "\n" };
        var width = (int)asked.Number("width", 0, 0, 10_000);
        var terminal = new TerminalTraits(false, width > 0, false, () => Math.Max(40, width));
        var code = new Application(AppCommand.Catalog.All, standard, told, terminal).Run(asked.Texts("words"), cancel);
        return (code, standard.ToString());
    }

    private static string Failed(string kind, IReadOnlyList<string> faults) => new JsonObject
    {
        ["error"] = kind,
        ["faults"] = new JsonArray([.. faults.Select(fault => JsonValue.Create(SettingFlags.In(fault)))]),
    }.ToJsonString(Plain);
}
