using Engram.Tests.App;
using Engram.Tests.Storage;

namespace Engram.Tests.Studies;

/// <summary>Representations and task variance of a network, as the program reports them.</summary>
public sealed class RepresentationAnalysisTests
{
    [Fact]
    public void Dissimilarities_and_angles_of_two_factors_are_reported()
    {
        using var folder = new TemporaryFolder();
        var run = folder["run"];
        Shell.Json(3, Tiny.Train(run, 2));
        Shell.Json(
            0, "analyse", "representation", run, "--factor", "f1", "--second-factor", "f2", "--trials", "120", "--permutations", "20");
        var place = Path.Combine(run, "analysis", "representation");
        Assert.All(["dissimilarity", "angles-between-periods", "angles-between-factors"], name =>
            Assert.True(File.ReadAllLines(Path.Combine(place, "data", $"{name}.csv")).Length > 1, name));
        Assert.True(File.Exists(Path.Combine(place, "figures", "dissimilarity.vl.json")));
        Assert.Contains("Abstraction of f1", File.ReadAllText(Path.Combine(place, "report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void Units_are_grouped_by_the_conditions_in_which_they_vary()
    {
        using var folder = new TemporaryFolder();
        var run = folder["run"];
        Shell.Json(3, Tiny.Train(run, 2));
        Shell.Json(0, "analyse", "task-variance", run, "--rule", "f1", "--trials", "60", "--threshold", "0");
        var place = Path.Combine(run, "analysis", "task-variance");
        Assert.True(File.Exists(Path.Combine(place, "figures", "task-variance.vl.json")));
        Assert.True(File.Exists(Path.Combine(place, "figures", "fractional-1.vl.json")));
        var groups = File.ReadAllLines(Path.Combine(place, "data", "groups.csv"));
        Assert.InRange(groups.Length, 4, 9);
    }

    [Theory]
    [InlineData("representation", "--factor", "f3", "f1")]
    [InlineData("representation", "--period", "tset", "test")]
    [InlineData("representation", "--measure", "cosine", "correlation")]
    [InlineData("task-variance", "--rule", "f3", "f1")]
    [InlineData("task-variance", "--fixation", "fixatoin", "fixation")]
    public void What_there_is_not_is_refused_and_leaves_nothing(string analysis, string flag, string value, string hint)
    {
        using var folder = new TemporaryFolder();
        var run = folder["run"];
        Shell.Json(3, Tiny.Train(run, 2));
        var (code, _, error) = Shell.Run("analyse", analysis, run, "--trials", "40", flag, value);
        Assert.Equal(2, code);
        Assert.Contains(hint, error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(run, "analysis")));
    }
}
