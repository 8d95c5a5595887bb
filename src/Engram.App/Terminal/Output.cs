using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Engram.App.Parsing;
using Engram.Configuration;
using Spectre.Console;

namespace Engram.App.Terminal;

/// <summary>
/// Where a command's answer goes. Text for people and the JSON object for programs are both offered by the command; the one that was asked
/// for is printed. Faults and notices go to standard error.
/// </summary>
/// <param name="standard">Standard output.</param>
/// <param name="error">Standard error.</param>
/// <param name="terminal">What is known of the terminal.</param>
/// <param name="json">Whether one JSON object is asked for.</param>
/// <param name="quiet">Whether progress and notices are unwanted.</param>
internal sealed class Output(TextWriter standard, TextWriter error, TerminalTraits terminal, bool json, bool quiet)
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private IAnsiConsole? console;
    private bool answered;

    /// <summary>Whether one JSON object is asked for. Text is then dropped; a command need not ask, unless the text is costly.</summary>
    public bool Json => json;

    /// <summary>Whether progress and notices are unwanted.</summary>
    public bool Quiet => quiet;

    /// <summary>Columns to which prose is wrapped: those of the terminal within reason, or 100 in a file or pipe.</summary>
    public int Width => terminal.Output ? Math.Clamp(terminal.Width() - 1, 40, 120) : 100;

    private IAnsiConsole Console => console ??= AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = terminal.Color ? AnsiSupport.Detect : AnsiSupport.No,
        ColorSystem = terminal.Color ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        Interactive = InteractionSupport.No,
        Out = new AnsiConsoleOutput(standard),
    });

    /// <summary>A line for people.</summary>
    public void Line(string text = "")
    {
        if (!json)
        {
            standard.WriteLine(Visible.Of(SettingFlags.In(text)));
        }
    }

    /// <summary>Several lines of the program's own.</summary>
    public void Lines(string text)
    {
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            Line(line);
        }
    }

    /// <summary>Prose for people, wrapped at spaces.</summary>
    /// <param name="text">The prose, on one line.</param>
    /// <param name="start">What the first line starts with, kept as it is; the others are indented as far.</param>
    public void Prose(string text, string start = "")
    {
        var (line, indent) = (new StringBuilder(start), start.Length);
        foreach (var word in SettingFlags.In(text).TrimEnd().Split(' '))
        {
            if (line.Length > indent && line.Length + 1 + word.Length > Width)
            {
                Line(line.ToString());
                line.Clear().Append(' ', indent).Append(word);
            }
            else
            {
                line.Append(line.Length > indent ? " " : string.Empty).Append(word);
            }
        }

        Line(line.ToString());
    }

    /// <summary>A heading for people; bold on a terminal.</summary>
    public void Heading(string text)
    {
        if (json)
        {
            return;
        }

        if (terminal.Output)
        {
            Console.Write(new Text(Visible.Of(text), new Style(decoration: Decoration.Bold)));
            Console.WriteLine();
        }
        else
        {
            standard.WriteLine(Visible.Of(text));
        }
    }

    /// <summary>A table for people; aligned plain text when standard output is not a terminal.</summary>
    /// <param name="headers">One per column.</param>
    /// <param name="rows">As many cells each as there are headers.</param>
    public void Table(IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        if (json)
        {
            return;
        }

        (headers, rows) = ([.. headers.Select(Visible.Of)], [.. rows.Select(row => (string[])[.. row.Select(Visible.Of)])]);
        if (!terminal.Output)
        {
            PlainTable.Write(standard, headers, rows);
            return;
        }

        var table = new Table { Border = TableBorder.Simple };
        foreach (var header in headers)
        {
            table.AddColumn(new TableColumn(new Text(header)));
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => new Text(cell)));
        }

        Console.Write(table);
    }

    /// <summary>The answer for programs; printed with <c>--json</c> only. Once per command.</summary>
    /// <exception cref="InvalidOperationException">The command has answered already.</exception>
    public void Result(JsonObject answer)
    {
        if (!json)
        {
            return;
        }

        if (answered)
        {
            throw new InvalidOperationException("A command answers with one JSON object, and this one has answered already.");
        }

        answered = true;
        standard.WriteLine(answer.ToJsonString(Readable));
    }

    /// <summary>A remark on standard error; nothing with <c>--quiet</c>.</summary>
    public void Notice(string text)
    {
        if (!quiet)
        {
            error.WriteLine(Visible.Of($"engram: {SettingFlags.In(text)}"));
        }
    }

    /// <summary>
    /// Reports faults, each on a line of standard error, and with <c>--json</c> as <c>{"error": kind, "faults": […]}</c> unless the
    /// command had answered.
    /// </summary>
    /// <param name="kind"><c>usage</c>, <c>interrupted</c> or <c>failed</c>.</param>
    /// <param name="faults">The sentences.</param>
    public void Fail(string kind, IReadOnlyList<string> faults)
    {
        faults = [.. faults.Select(SettingFlags.In)];
        foreach (var fault in faults)
        {
            error.WriteLine(Visible.Of($"engram: {fault}"));
        }

        if (json && !answered)
        {
            Result(new JsonObject { ["error"] = kind, ["faults"] = new JsonArray([.. faults.Select(fault => JsonValue.Create(fault))]) });
        }
    }

    /// <summary>Where training reports how far it is: standard output, or standard error when that is reserved for JSON.</summary>
    public Progress Progress() => new(
        quiet ? TextWriter.Null : json ? error : standard,
        json ? terminal.Error : terminal.Output,
        terminal.Width);

    /// <summary>Checks that the command has answered.</summary>
    /// <exception cref="InvalidOperationException">JSON was asked for and none was given.</exception>
    public void Close()
    {
        if (json && !answered)
        {
            throw new InvalidOperationException("The command gave no JSON answer.");
        }
    }

    /// <summary>A number for JSON, which has no word for infinity or the lack of a number: those become null.</summary>
    public static JsonNode? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;
}
