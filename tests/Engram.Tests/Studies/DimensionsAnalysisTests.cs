using Engram.Tests.App;
using Engram.Tests.Storage;

namespace Engram.Tests.Studies;

/// <summary>The dimensions of a network's rates, as the program reports them.</summary>
public sealed class DimensionsAnalysisTests
{
    [Theory]
    [InlineData("leaky")]
    [InlineData("gru")]
    public void Shares_rise_to_one_in_every_period_and_the_participation_ratio_is_within_the_units(string cell)
    {
        using var folder = new TemporaryFolder();
        var run = folder["run"];
        Shell.Json(3, Tiny.Train(run, 2, "--cell", cell));
        Shell.Json(0, "analyse", "dimensions", run, "--trials", "20");
        var place = Path.Combine(run, "analysis", "dimensions");
        Assert.True(File.Exists(Path.Combine(place, "figures", "trajectories.vl.json")));
        var rows = File.ReadAllLines(Path.Combine(place, "data", "variance.csv")).Skip(1).Select(line => line.Split(',')).ToList();
        Assert.Contains(rows, row => row[0] == "whole trial");
        Assert.All(rows.GroupBy(row => row[0]), period =>
        {
            double[] shares = [.. period.Select(row => double.Parse(row[2], System.Globalization.CultureInfo.InvariantCulture))];
            Assert.Equal(8, shares.Length);
            Assert.Equal(1, shares.Sum(), 9);
            Assert.Equal(shares.OrderDescending(), shares);
        });
    }

    [Fact]
    public void Periods_of_catch_trials_are_none_of_the_trials_that_are_scored()
    {
        using var folder = new TemporaryFolder();
        var run = folder["run"];
        Shell.Json(3, Tiny.Train(run, 2, "--catch-probability", "0.5"));
        Shell.Json(0, "analyse", "dimensions", run, "--trials", "20");
        var names = File.ReadAllLines(Path.Combine(run, "analysis", "dimensions", "data", "variance.csv")).Skip(1)
            .Select(line => line.Split(',')[0]).Distinct();
        Assert.Equal(["whole trial", "sample", "test", "decision"], names.Intersect(["whole trial", "sample", "test", "decision", "catch"]));
    }

    [Fact]
    public void A_network_of_one_unit_has_one_dimension_and_no_plane()
    {
        using var folder = new TemporaryFolder();
        var run = folder["run"];
        Shell.Json(3, [.. Tiny.Train(run, 2, "--readout", "all", "--spectral-radius", "none").Select(word => word == "8" ? "1" : word)]);
        Shell.Json(0, "analyse", "dimensions", run, "--trials", "20");
        Assert.False(File.Exists(Path.Combine(run, "analysis", "dimensions", "figures", "trajectories.vl.json")));
        var page = (string)Shell.Json(0, "plot", run, "--trials", "20")["page"]!;
        Assert.Contains("has one unit", File.ReadAllText(page), StringComparison.Ordinal);
    }
}
