using Engram.Tests.App;
using Engram.Tests.Storage;

namespace Engram.Tests.Studies;

/// <summary>Places of a network, as the program reports them.</summary>
public sealed class PlacesAnalysisTests
{
    [Theory]
    [InlineData("way=led", 2, "of 8 units are splitter cells")]
    [InlineData("way=free", 0, "They were not looked for. No trial has a step")]
    public void Units_are_mapped_and_their_numbers_written(string pin, int maps, string splitters)
    {
        using var folder = new TemporaryFolder();
        var run = Trained(folder);
        Shell.Json(0, "analyse", "places", run, "--pin", pin, "--trials", "20", "--permutations", "100", "--bins", "20");
        var place = Path.Combine(run, "analysis", "places");
        var rows = File.ReadAllLines(Path.Combine(place, "data", "units.csv"));
        Assert.Equal(9, rows.Length);
        Assert.All(rows, row => Assert.Equal(14, row.Split(',').Length));
        Assert.Equal(1 + (2 * 8 * 20), File.ReadAllLines(Path.Combine(place, "data", "maps.csv")).Length);
        Assert.DoesNotContain(rows, row => row.Contains("NaN", StringComparison.Ordinal));
        Assert.True(Directory.GetFiles(Path.Combine(place, "figures"), "maps-*.vl.json").Length >= maps);
        var report = File.ReadAllText(Path.Combine(place, "report.html"));
        Assert.Contains("of 8 units are place cells", report, StringComparison.Ordinal);
        Assert.Contains(splitters, report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--covariate", "plaec", "Did you mean 'place'?")]
    [InlineData("--factor", "sied", "side")]
    [InlineData("--pin", "free", "such as way=free")]
    [InlineData("--pin", "way=fre", "free")]
    [InlineData("--common", "part", "such as part=1")]
    [InlineData("--common", "prat=1", "Did you mean 'part'?")]
    [InlineData("--bins", "1", "2")]
    public void What_there_is_not_is_refused_and_leaves_nothing(string flag, string value, string hint)
    {
        using var folder = new TemporaryFolder();
        var run = Trained(folder);
        var (code, _, error) = Shell.Run("analyse", "places", run, "--trials", "8", "--permutations", "100", flag, value);
        Assert.Equal(2, code);
        Assert.Contains(hint, error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(run, "analysis")));
    }

    [Fact]
    public void A_task_without_places_is_refused_in_one_sentence()
    {
        using var folder = new TemporaryFolder();
        Shell.Json(3, Tiny.Train(folder["run"], 1));
        var (code, _, error) = Shell.Run("analyse", "places", folder["run"]);
        Assert.Equal(2, code);
        Assert.Equal(
            "engram: delayed-match does not say where an animal is, for it has no covariates; take a run of a task that has some, such as t-maze.\n",
            error.ReplaceLineEndings("\n"));
    }

    private static string Trained(TemporaryFolder folder)
    {
        var run = folder["run"];
        Shell.Json(
            3, "train", "t-maze", "--cell", "elman", "--units", "8", "--trials", "4", "--validation-trials", "8", "--cue-zone", "100ms", "--delay", "200ms",
            "--arm-length", "80ms", "--max-updates", "1", "--out", run);
        return run;
    }
}
