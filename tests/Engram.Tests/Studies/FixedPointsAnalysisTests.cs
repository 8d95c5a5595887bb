using System.Globalization;
using Engram.Storage;
using Engram.Tests.App;
using Engram.Tests.Storage;

namespace Engram.Tests.Studies;

/// <summary>The fixed points of a network, as the program reports them.</summary>
public sealed class FixedPointsAnalysisTests
{
    [Theory]
    [InlineData("leaky")]
    [InlineData("gru")]
    public void One_step_of_the_network_leaves_each_fixed_point_where_it_is(string cell)
    {
        using var folder = new TemporaryFolder();
        var run = folder["run"];
        Shell.Json(3, Tiny.Train(run, 2, "--cell", cell));
        Shell.Json(0, "analyse", "fixed-points", run, "--period", "sample", "--starts", "10", "--trials", "10");
        var data = Path.Combine(run, "analysis", "fixed-points", "data");
        double[] input = [.. Rows(data, "input").Select(row => double.Parse(row[1], CultureInfo.InvariantCulture))];
        var states = Rows(data, "states").GroupBy(row => row[0])
            .ToDictionary(point => point.Key, point => point.Select(row => double.Parse(row[2], CultureInfo.InvariantCulture)).ToArray());
        using var map = TrainingRun.Load(run).Map();
        var points = Rows(data, "points").Where(row => row[1] == "fixed").ToList();
        Assert.NotEmpty(points);
        Assert.All(points, point =>
        {
            var (state, next) = (states[point[0]], new double[states[point[0]].Length]);
            map.Next(state, input, next);
            Assert.All(state.Zip(next), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
        });
        Assert.True(File.Exists(Path.Combine(run, "analysis", "fixed-points", "figures", "points.vl.json")));

        // The last search starts from other states.
        var searches = Rows(data, "searches").ToList();
        Assert.Equal(["10 2", "20 2", "20 3"], searches.Select(row => $"{row[0]} {row[1]}"));
        Assert.Equal($"{points.Count}", searches[1][2]);
        var report = File.ReadAllText(Path.Combine(run, "analysis", "fixed-points", "report.html"));
        var same = searches.Select(row => (row[2], row[3])).Distinct().Count() == 1;
        Assert.Contains(same ? "All searches found the same numbers of points." : "is not a result yet; give more `--starts`.", report, StringComparison.Ordinal);
        Assert.Matches(@"The rest of this page is about the search from 20 starts with seed 2\. (\d+ starts? led to \d+ points?, of which |No start led)", report);
    }

    [Theory]
    [InlineData("sample", "--period", "sampel")]
    [InlineData("hi-lo", "--condition", "hi-low")]
    public void A_name_that_there_is_not_is_refused_and_leaves_nothing(string hint, string flag, string value)
    {
        using var folder = new TemporaryFolder();
        var run = folder["run"];
        Shell.Json(3, Tiny.Train(run, 2));
        var (code, _, error) = Shell.Run("analyse", "fixed-points", run, flag, value);
        Assert.Equal(2, code);
        Assert.Contains(hint, error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(run, "analysis")));
    }

    private static IEnumerable<string[]> Rows(string data, string name) =>
        File.ReadAllLines(Path.Combine(data, $"{name}.csv")).Skip(1).Select(line => line.Split(','));
}
