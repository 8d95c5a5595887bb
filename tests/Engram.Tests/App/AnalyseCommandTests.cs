using Engram.Tests.Storage;

namespace Engram.Tests.App;

/// <summary>One trained network taken apart by the program, and what cannot be.</summary>
[Long]
public sealed class AnalyseCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string run;

    public AnalyseCommandTests()
    {
        run = folder["run"];
        Train("perceptual-decision-low-rank", 5);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void It_ends_in_one_result_and_a_report_within_the_run()
    {
        var answer = Shell.Json(0, Quick());
        var report = Path.Combine(run, "analysis", "low-rank", "report.html");
        Assert.Equal("low-rank", (string?)answer["analysis"]);
        Assert.Equal(run, (string?)answer["run"]);
        Assert.Equal(report, (string?)answer["report"]);
        Assert.Contains("Fixed points", File.ReadAllText(report), StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_analysis_replaces_the_first_and_out_is_the_folder()
    {
        Assert.False(Shell.Json(0, Quick()).ContainsKey("replaced"));
        Assert.False(Shell.Json(0, Quick()).ContainsKey("replaced"));
        var first = $"engram analyse low-rank {run} --draws 2 --trials 20";
        Assert.Contains(
            $"\nIt replaces that of `{first}`; to keep both, give --out another folder.\n", Shell.Run(Quick("--populations", "2")).Standard,
            StringComparison.Ordinal);
        Assert.Equal($"{first} --populations 2", (string?)Shell.Json(0, Quick())["replaced"]);
        Assert.Single(Directory.GetDirectories(Path.Combine(run, "analysis")));
        Shell.Json(0, Quick("--out", folder["elsewhere"]));
        Assert.True(File.Exists(Path.Combine(folder["elsewhere"], "report.html")));
    }

    [Fact]
    public void Rank_three_and_several_inputs_are_taken_apart()
    {
        Train("context-dependent-decision", 5, "--rank", "3");
        Shell.Json(0, Quick());
    }

    [Theory]
    [InlineData("There is no analysis 'low-rnk'. Did you mean", "low-rnk", "RUN")]
    [InlineData("populations", "low-rank", "RUN", "--populations", "0")]
    [InlineData("populations", "low-rank", "RUN", "--populations", "500")]
    [InlineData("draws", "low-rank", "RUN", "--draws", "0")]
    [InlineData("needs a value", "low-rank", "RUN", "--draws")]
    [InlineData("Did you mean", "low-rank", "RUN", "--population", "2")]
    [InlineData("run", "low-rank")]
    public void What_cannot_be_asked_is_one_error_and_leaves_nothing(string expected, params string[] words) =>
        Refused(expected, [.. words.Select(word => word == "RUN" ? run : word)]);

    [Fact]
    public void A_folder_that_is_no_run_is_refused()
    {
        Refused("is not a run", "low-rank", Directory.CreateDirectory(folder["empty"]).FullName);
        Assert.Empty(Directory.GetFileSystemEntries(folder["empty"]));
        Refused("nowhere", "low-rank", folder["nowhere"]);
        Assert.False(Path.Exists(folder["nowhere"]));
    }

    [Fact]
    public void An_untrained_network_is_refused()
    {
        Train("perceptual-decision-low-rank", 0);
        Refused("`--max-updates` above 0", "low-rank", run);
    }

    [Fact]
    public void A_network_of_another_cell_is_refused()
    {
        Directory.Delete(run, true);
        Shell.Json(3, Tiny.Train(run, 1));
        Refused("`--cell low-rank`", "low-rank", run);
    }

    private void Train(string task, int updates, params string[] more)
    {
        if (Directory.Exists(run))
        {
            Directory.Delete(run, true);
        }

        Shell.Json(
            3,
            ["train", task, "--preset", "dubreuil2022", "--units", "32", "--max-updates", $"{updates}", "--out", run, .. more]);
    }

    private string[] Quick(params string[] more) => ["analyse", "low-rank", run, "--draws", "2", "--trials", "20", .. more];

    private void Refused(string expected, params string[] words)
    {
        var (code, standard, error) = Shell.Run(["analyse", .. words]);
        Assert.True(code == 2, $"exit code {code}: {standard}{error}");
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.False(Path.Exists(Path.Combine(run, "analysis")));
    }
}
