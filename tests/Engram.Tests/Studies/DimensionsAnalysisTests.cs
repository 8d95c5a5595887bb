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
}
