using System.Globalization;
using Engram.Tests.App;
using Engram.Tests.Storage;

namespace Engram.Tests.Studies;

/// <summary>Lesions of a network, as the program reports them.</summary>
public sealed class LesionAnalysisTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void Every_cell_of_the_grid_is_reported()
    {
        var run = Trained();
        Shell.Json(0, "analyse", "lesion", run, "--area", "back", "--shares", "0,0.5,1", "--period", "delay", "--factor", "delay", "--values", "100ms,300ms", "--trials", "40", "--draws", "2");
        var rows = Rows(run, "lesion");
        Assert.Equal((string[])["0", "0.5", "1"], rows.Select(row => row[0]).Distinct());
        Assert.Equal((string[])["100ms", "300ms"], rows.Select(row => row[1]).Distinct());
        Assert.Equal(2, rows.Where(row => row[0] == "0.5").Select(row => row[2]).Distinct().Count());
        Assert.Single(rows.Where(row => row[0] == "1").Select(row => row[2]).Distinct());
        Assert.All(rows, row => Assert.True(int.Parse(row[5], CultureInfo.InvariantCulture) <= int.Parse(row[6], CultureInfo.InvariantCulture)));
        Assert.True(File.Exists(Path.Combine(run, "analysis", "lesion", "figures", "lesion.vl.json")));
    }

    [Theory]
    [InlineData("noise", "--amounts", "0,0.5")]
    [InlineData("drive", "--amounts", "0,0.5")]
    [InlineData("cut", "--to", "front")]
    public void Other_kinds_take_what_they_need(string kind, string flag, string value)
    {
        var run = Trained();
        Shell.Json(0, "analyse", "lesion", run, "--kind", kind, "--area", "back", flag, value, "--trials", "20", "--draws", "1");
        Assert.NotEmpty(Rows(run, "lesion"));
        Shell.Refused(flag, "analyse", "lesion", run, "--kind", kind, "--area", "back");
    }

    [Theory]
    [InlineData("--area", "bak", "'back'")]
    [InlineData("--period", "dela", "'delay'")]
    [InlineData("--factor", "dely", "'delay'")]
    [InlineData("--shares", "0,2", "from 0 to 1")]
    public void A_name_that_there_is_not_is_refused_and_leaves_nothing(string flag, string value, string hint)
    {
        var run = Trained();
        string[] more = flag == "--factor" ? ["--values", "1"] : [];
        Shell.Refused(hint, ["analyse", "lesion", run, flag, value, .. more]);
        Assert.False(Directory.Exists(Path.Combine(run, "analysis")));
    }

    [Fact]
    public void A_run_is_trained_on_after_a_lesion()
    {
        var run = Trained();
        Shell.Json(3, "train", "delayed-match", "--from", run, "--lesions", "back:0.5", "--max-updates", "2", "--out", folder["after"]);
        var answer = Shell.Json(0, "describe", folder["after"]);
        Assert.Equal("back:0.5", (string?)answer["configuration"]!["network"]!["lesions"]![0]);
    }

    public void Dispose() => folder.Dispose();

    private string Trained()
    {
        Shell.Json(3, Tiny.Train(folder["run"], 2, "--areas", "front,back"));
        return folder["run"];
    }

    private static List<string[]> Rows(string run, string name) =>
        [.. File.ReadAllLines(Path.Combine(run, "analysis", "lesion", "data", $"{name}.csv")).Skip(1).Select(line => line.Split(','))];
}
