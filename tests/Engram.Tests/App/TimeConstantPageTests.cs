using Engram.Tests.Storage;

namespace Engram.Tests.App;

/// <summary>What is said of time constants that were learned.</summary>
public sealed class TimeConstantPageTests
{
    private static readonly string[] Learning = ["--train-tau", "true", "--tau", "200ms", "--tau-min", "100ms"];

    [Fact]
    public void A_run_shows_how_many_units_have_which()
    {
        using var folder = new TemporaryFolder();
        Shell.Run([.. Tiny.Train(folder["run"], 20), .. Learning]);
        var taus = Shell.Json(0, "describe", folder["run"])["time-constants"]!["tau"]!.AsArray();
        Assert.Equal(8, taus.Count);
        Assert.All(taus, tau => Assert.InRange((double)tau!, 0.1, 1));
        Assert.Contains(taus, tau => Math.Abs((double)tau! - 0.2) > 1e-4);
        var (_, standard, _) = Shell.Run("describe", folder["run"]);
        Assert.Contains("Learned time constants tau: ", standard, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^\d+(\.\d)?ms +\d+(\.\d)?ms +\d+ +█+", standard);

        // Packed, it is the same.
        Shell.Json(0, "pack", folder["run"], "--out", folder["run.zip"]);
        Assert.Equal(taus.ToJsonString(), Shell.Json(0, "describe", folder["run.zip"])["time-constants"]?["tau"]?.ToJsonString());

        // The page of the run has them as a figure and as data.
        Shell.Json(0, "plot", folder["run"], "--trials", "10");
        var plot = Path.Combine(folder["run"], "analysis", "plot");
        Assert.True(File.Exists(Path.Combine(plot, "figures", "time-constants-tau.vl.json")));
        var rows = File.ReadAllLines(Path.Combine(plot, "data", "time-constants.csv")).Skip(1).Select(line => line.Split(',')).ToList();
        Assert.Equal(8, rows.Count);
        Assert.All(rows.Zip(taus), pair => Assert.Equal((double)pair.Second!, double.Parse(pair.First[2], System.Globalization.CultureInfo.InvariantCulture), 1e-6));
    }

    [Fact]
    public void A_run_without_them_says_nothing_of_them()
    {
        using var folder = new TemporaryFolder();
        Shell.Run(Tiny.Train(folder["run"], 1));
        Assert.Null(Shell.Json(0, "describe", folder["run"])["time-constants"]);
        Shell.Json(0, "plot", folder["run"], "--trials", "10");
        Assert.False(File.Exists(Path.Combine(folder["run"], "analysis", "plot", "data", "time-constants.csv")));
    }

    [Fact]
    public void Analyses_of_low_rank_take_one_for_all_units()
    {
        using var folder = new TemporaryFolder();
        Shell.Run([.. Tiny.Train(folder["run"], 1), "--cell", "low-rank", .. Learning]);
        var (code, _, error) = Shell.Run("analyse", "low-rank", folder["run"]);
        Assert.Equal(2, code);
        Assert.Contains("has a time constant for each unit (tau)", error, StringComparison.Ordinal);
        Assert.Contains("`--train-tau false`", error, StringComparison.Ordinal);
    }
}
