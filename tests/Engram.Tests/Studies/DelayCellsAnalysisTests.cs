using Engram.Tests.App;
using Engram.Tests.Storage;

namespace Engram.Tests.Studies;

/// <summary>Delay cells of a network, as the program reports them.</summary>
public sealed class DelayCellsAnalysisTests
{
    [Fact]
    public void Units_are_classed_and_their_numbers_written()
    {
        using var folder = new TemporaryFolder();
        var run = folder["run"];
        Shell.Json(3, Tiny.Train(run, 2));
        Shell.Json(
            0, "analyse", "delay-cells", run, "--period", "test", "--factor", "f1", "--second-factor", "f2", "--trials", "80", "--permutations", "200",
            "--timescale-bin", "100ms");
        var place = Path.Combine(run, "analysis", "delay-cells");
        var rows = File.ReadAllLines(Path.Combine(place, "data", "units.csv"));
        Assert.Equal(9, rows.Length);
        Assert.All(rows, row => Assert.Equal(20, row.Split(',').Length));
        Assert.Equal(1 + (3 * 8), File.ReadAllLines(Path.Combine(place, "data", "coding.csv")).Length);
        Assert.True(File.Exists(Path.Combine(place, "figures", "coding.vl.json")));
    }

    [Theory]
    [InlineData("--factor", "f3", "f1")]
    [InlineData("--period", "tset", "test")]
    [InlineData("--baseline", "fixatoin", "fixation")]
    [InlineData("--second-factor", "f1", "cannot be told apart")]
    [InlineData("--permutations", "5", "100")]
    public void What_there_is_not_is_refused_and_leaves_nothing(string flag, string value, string hint)
    {
        using var folder = new TemporaryFolder();
        var run = folder["run"];
        Shell.Json(3, Tiny.Train(run, 2));
        string[] period = flag == "--period" ? [] : ["--period", "test"];
        string[] factor = flag == "--factor" ? [] : ["--factor", "f1"];
        var (code, _, error) = Shell.Run(["analyse", "delay-cells", run, "--trials", "40", flag, value, .. period, .. factor]);
        Assert.Equal(2, code);
        Assert.Contains(hint, error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(run, "analysis")));
    }
}
