using Engram.App.Pages;
using Engram.Tests.Storage;

namespace Engram.Tests.App;

/// <summary>A run on one page.</summary>
public sealed class PlotCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string run;

    public PlotCommandTests()
    {
        run = folder["run"];
        Shell.Json(3, Tiny.Train(run, 3));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_page_has_learning_trials_weights_and_trajectories_and_the_same_command_gives_the_same_page()
    {
        var page = (string)Shell.Json(0, "plot", run, "--trials", "10")["page"]!;
        Assert.Equal(Path.Combine(run, "analysis", "plot", "report.html"), page);
        var text = File.ReadAllText(page);
        Assert.DoesNotContain("<dt>Source</dt>", text, StringComparison.Ordinal);
        foreach (var figure in new[] { "performance", "loss", "weights-w-rec", "weights-w-in", "weights-w-out", "trajectories" })
        {
            Assert.True(File.Exists(Path.Combine(run, "analysis", "plot", "figures", $"{figure}.vl.json")), figure);
        }

        Shell.Json(0, "plot", run, "--trials", "10");
        Assert.Equal(text, File.ReadAllText(page));
    }

    [Fact]
    public void A_packed_and_an_imported_network_are_drawn_too()
    {
        Shell.Json(0, "pack", run, "--out", folder["run.zip"]);
        Assert.Contains("give the folder of the report as `--out`", Shell.Run("plot", folder["run.zip"]).Error, StringComparison.Ordinal);
        Shell.Json(0, "plot", folder["run.zip"], "--trials", "10", "--out", folder["page"]);
        Shell.Json(0, "export", run, "--npz", folder["network.npz"]);
        Shell.Json(0, "import", folder["network.npz"], "--out", folder["imported"]);
        var page = (string)Shell.Json(0, "plot", folder["imported"], "--trials", "10")["page"]!;
        Assert.Contains("The network was imported", File.ReadAllText(page), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rectify", 1)]
    [InlineData("none", 0)]
    public void Weights_say_what_sends_and_what_receives_and_only_units_under_the_law_excite(string dale, int blocks)
    {
        Shell.Json(3, Tiny.Train(folder["other"], 1, "--dale", dale));
        Shell.Json(0, "plot", folder["other"], "--trials", "10");
        string Figure(string name) => File.ReadAllText(Path.Combine(folder["other"], "analysis", "plot", "figures", $"weights-{name}.vl.json"));
        var (recurrent, input, output) = (Figure("w-rec"), Figure("w-in"), Figure("w-out"));
        Assert.Contains("From unit", recurrent, StringComparison.Ordinal);
        Assert.Contains("From input", input, StringComparison.Ordinal);
        Assert.Contains("To unit", input, StringComparison.Ordinal);
        Assert.Contains("To output", output, StringComparison.Ordinal);
        Assert.Equal([2 * blocks, blocks, blocks], new[] { recurrent, input, output }.Select(figure => figure.Split("\"E\"").Length - 1));
    }

    [Fact]
    public void Conditions_follow_the_task_and_a_task_without_answers_has_no_table_of_them()
    {
        Shell.Run("train", "perceptual-decision", "--units", "4", "--trials", "4", "--validation-trials", "20", "--max-updates", "1", "--out", folder["dots"]);
        var page = File.ReadAllText((string)Shell.Json(0, "plot", folder["dots"], "--trials", "100")["page"]!);
        var table = page[page.IndexOf("Correct answers on", StringComparison.Ordinal)..];
        Assert.InRange(table.IndexOf("left 2%", StringComparison.Ordinal), 1, table.IndexOf("left 16%", StringComparison.Ordinal));
        Shell.Json(0, "export", run, "--npz", folder["network.npz"]);
        Shell.Json(0, "import", folder["network.npz"], "--cell", "leaky", "--map", "w_rec=w_rec,w_in=w_in,w_out=w_out", "--out", folder["free"]);
        page = File.ReadAllText((string)Shell.Json(0, "plot", folder["free"], "--trials", "10")["page"]!);
        Assert.DoesNotContain("Correct answers on", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "0")]
    [InlineData(4, "0 1 2 3")]
    [InlineData(5, "0 1 3 4")]
    [InlineData(10, "0 3 6 9")]
    public void Trials_are_of_the_first_and_last_condition_and_those_between(int conditions, string shown) =>
        Assert.Equal(shown, string.Join(' ', PlotAnalysis.Spread([.. Enumerable.Range(0, conditions)], 4)));

    [Fact]
    public void Trials_of_both_choices_are_shown()
    {
        Shell.Run("train", "perceptual-decision", "--units", "4", "--trials", "4", "--validation-trials", "20", "--max-updates", "1", "--out", folder["dots"]);
        var page = File.ReadAllText((string)Shell.Json(0, "plot", folder["dots"], "--trials", "100")["page"]!);
        Assert.Contains("A trial of condition left", page, StringComparison.Ordinal);
        Assert.Contains("A trial of condition right", page, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_run_is_refused_and_leaves_nothing()
    {
        var (code, _, error) = Shell.Run("plot", folder["nowhere"]);
        Assert.Equal(2, code);
        Assert.Contains("There is no run", error, StringComparison.Ordinal);
        Assert.False(Path.Exists(folder["nowhere"]));
    }
}
