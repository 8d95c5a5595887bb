using Engram.Tests.Storage;

namespace Engram.Tests.App;

/// <summary>Excitatory and inhibitory structure of a network, taken apart by the program.</summary>
public sealed class AnalyseStructureTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string run;

    public AnalyseStructureTests() => run = folder["run"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_network_of_two_sequences_is_taken_apart_and_its_wrong_outputs_are_freed()
    {
        Train("multi-sequence", "--sequences", "2");
        Assert.Contains("active for the condition", Analyse(), StringComparison.Ordinal);
        foreach (var file in new[] { "weights.npz", "activity-ratio.csv", "balance.csv", "silencing.csv", "inhibition.csv" })
        {
            Assert.True(File.Exists(Path.Combine(run, "analysis", "structure", "data", file)), file);
        }

        Assert.Equal(41, File.ReadAllLines(Path.Combine(run, "analysis", "structure", "data", "balance.csv")).Length);
    }

    [Fact]
    public void A_task_without_wrong_outputs_is_taken_apart_without_them()
    {
        Shell.Json(3, Tiny.Train(run, 1));
        Assert.Contains("there are no wrong outputs", Analyse(), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(run, "analysis", "structure", "data", "silencing.csv")));
    }

    [Theory]
    [InlineData("`--dale rectify`", "none")]
    [InlineData("has no setting `--perid`", "rectify", "--perid", "wait")]
    [InlineData("has no period 'wiat'. Did you mean 'wait'?", "rectify", "--period", "wiat")]
    [InlineData("silenced", "rectify", "--silenced", "2")]
    [InlineData("draws", "rectify", "--draws", "0")]
    public void What_cannot_be_asked_is_one_error_and_leaves_nothing(string expected, string dale, params string[] more)
    {
        Train("multi-sequence", "--sequences", "1", "--dale", dale);
        var (code, _, error) = Shell.Run(["analyse", "structure", run, .. more]);
        Assert.Equal(2, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.False(Path.Exists(Path.Combine(run, "analysis")));
    }

    private void Train(string task, params string[] more) =>
        Shell.Json(
            3,
            ["train", task, "--units", "40", "--trials", "4", "--validation-trials", "10", "--max-updates", "2", "--out", run, .. more]);

    private string Analyse()
    {
        Shell.Json(0, "analyse", "structure", run, "--trials", "12", "--draws", "2");
        return File.ReadAllText(Path.Combine(run, "analysis", "structure", "report.html"));
    }
}
