using System.Text.Json.Nodes;
using Engram.App.Terminal;

namespace Engram.Tests.App;

public sealed class OutputTests
{
    [Fact]
    public void In_a_pipe_a_table_is_aligned_plain_text() => Assert.Equal(
        "name           what\nleaky          a cell\ndelayed-match  a [task]\n",
        Write(TerminalTraits.None, json: false, Table));

    [Fact]
    public void On_a_terminal_without_colour_a_table_has_no_escape_sequences_and_brackets_are_no_markup()
    {
        var shown = Write(new TerminalTraits(Output: true, Error: true, Color: false, () => 80), json: false, output =>
        {
            output.Heading("[things]");
            Table(output);
        });
        Assert.Contains("[things]", shown, StringComparison.Ordinal);
        Assert.Contains("a [task]", shown, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', shown);
    }

    [Fact]
    public void With_json_text_is_dropped_and_the_object_keeps_its_letters()
    {
        var shown = Write(TerminalTraits.None, json: true, output =>
        {
            output.Heading("heading");
            output.Line("line");
            Table(output);
            output.Result(new JsonObject
            {
                ["noise"] = "√(2α)σ",
                ["loss"] = Output.Number(0.1),
                ["error"] = Output.Number(double.PositiveInfinity),
            });
        });
        Assert.Equal("{\"noise\":\"√(2α)σ\",\"loss\":0.1,\"error\":null}\n", shown);
    }

    [Fact]
    public void A_second_json_answer_is_a_defect() => Write(TerminalTraits.None, json: true, output =>
    {
        output.Result([]);
        Assert.Throws<InvalidOperationException>(() => output.Result([]));
    });

    [Fact]
    public void Progress_leaves_standard_output_to_the_json_answer()
    {
        var shown = Write(TerminalTraits.None, json: true, output =>
        {
            using var progress = output.Progress();
            progress.Report(new ProgressReport(1, 2, 0, 0, 0, 0, 0, 0));
        });
        Assert.Equal(string.Empty, shown);
    }

    private static void Table(Output output) => output.Table(["name", "what"], [["leaky", "a cell"], ["delayed-match", "a [task]"]]);

    private static string Write(TerminalTraits traits, bool json, Action<Output> act)
    {
        using var standard = new StringWriter { NewLine = "\n" };
        act(new Output(standard, TextWriter.Null, traits, json, quiet: false));
        return standard.ToString();
    }
}
