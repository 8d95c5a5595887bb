using System.Globalization;
using Engram.Tests.App;
using Engram.Tests.Storage;

namespace Engram.Tests.Studies;

/// <summary>What a network makes of inputs, as the program reports it.</summary>
public sealed class ReservoirAnalysisTests
{
    [Theory]
    [InlineData("leaky")]
    [InlineData("liquid-state")]
    public void Memory_ranks_and_separation_are_reported(string cell)
    {
        using var folder = new TemporaryFolder();
        var run = folder["run"];
        Shell.Json(3, Tiny.Train(run, 2, "--cell", cell));
        Shell.Json(0, "analyse", "reservoir", run, "--steps", "200", "--length", "20");
        var place = Path.Combine(run, "analysis", "reservoir");
        Assert.True(File.Exists(Path.Combine(place, "figures", "memory.vl.json")));
        double[] memory = [.. Rows(place, "memory").Select(row => double.Parse(row[1], CultureInfo.InvariantCulture))];
        Assert.Equal(16, memory.Length);
        Assert.InRange(memory.Sum(), 0, 8);
        Assert.All(memory, r => Assert.InRange(r, 0, 1));
        Assert.Equal(8, Rows(place, "singular-values").Count);
        Assert.Equal(8, Rows(place, "separation").Count);
    }

    [Fact]
    public void An_input_that_the_task_does_not_have_is_refused()
    {
        using var folder = new TemporaryFolder();
        var run = folder["run"];
        Shell.Json(3, Tiny.Train(run, 2));
        Shell.Refused("is 'x', which is no input of the task delayed-match; write one of", "analyse", "reservoir", run, "--channel", "x");
        Assert.False(Directory.Exists(Path.Combine(run, "analysis")));
    }

    private static List<string[]> Rows(string place, string name) =>
        [.. File.ReadAllLines(Path.Combine(place, "data", $"{name}.csv")).Skip(1).Select(line => line.Split(','))];
}
