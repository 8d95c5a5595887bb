using Engram.Tests.App;
using Engram.Tests.Storage;

namespace Engram.Tests.Studies;

/// <summary>The selectivity of a network's units, as the program reports it.</summary>
public sealed class SelectivityAnalysisTests
{
    [Theory]
    [InlineData("leaky")]
    [InlineData("gru")]
    public void A_pulse_that_has_not_come_yet_explains_less_than_the_one_that_is_shown(string cell)
    {
        using var folder = new TemporaryFolder();
        var run = folder["run"];
        Shell.Json(3, Tiny.Train(run, 2, "--cell", cell));
        Shell.Json(0, "analyse", "selectivity", run, "--trials", "60");
        var rows = File.ReadAllLines(Path.Combine(run, "analysis", "selectivity", "data", "selectivity.csv"))
            .Skip(1).Select(line => line.Split(',')).ToList();
        double Mean(string factor) => rows.Where(row => row[0] == factor && row[1] == "sample")
            .Average(row => double.Parse(row[3], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(8, rows.Count(row => row[0] == "f1" && row[1] == "sample"));
        Assert.True(Mean("f1") > 2 * Mean("f2"));
        Assert.Contains(rows, row => row[0] == "f1" && row[1] == "sample" && row[6] == "true");
    }

    [Theory]
    [InlineData("--factor", "f3", "f1")]
    [InlineData("--period", "sampel", "sample")]
    [InlineData("--false-discoveries", "0.0001", "0.001 to 0.5")]
    public void A_name_that_there_is_not_is_refused_and_leaves_nothing(string flag, string value, string hint)
    {
        using var folder = new TemporaryFolder();
        var run = folder["run"];
        Shell.Json(3, Tiny.Train(run, 2));
        var (code, _, error) = Shell.Run("analyse", "selectivity", run, "--trials", "20", flag, value);
        Assert.Equal(2, code);
        Assert.Contains(hint, error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(run, "analysis")));
    }
}
