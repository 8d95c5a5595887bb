using System.Text.Json.Nodes;
using Engram.App.Pages;
using Engram.Learning;
using Engram.Storage;
using Engram.Tasks;
using Engram.Tests.Storage;

namespace Engram.Tests.App;

/// <summary>Runs side by side.</summary>
public sealed class CompareCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Two_runs_are_told_apart_by_settings_outcome_performance_curves_and_dynamics()
    {
        Shell.Json(3, Tiny.Train(folder["one"], 200, "--seed", "1"));
        Shell.Json(3, Tiny.Train(folder["two"], 100, "--seed", "2", "--tau", "200ms"));
        string[] line = ["compare", folder["one"], folder["two"], "--trials", "50", "--out", folder["page"]];
        var answer = Shell.Json(0, line);

        var settings = answer["settings"]!.AsObject();
        Assert.Equal(["cell.tau", "seed", "stopping.max-updates"], settings.Select(setting => setting.Key).Order(StringComparer.Ordinal));
        Assert.Equal(["100ms", "200ms"], Words(settings["cell.tau"]!));
        var runs = answer["runs"]!.AsArray();
        Assert.Equal(["one", "two"], runs.Select(run => (string)run!["name"]!));
        Assert.Equal([200, 100], runs.Select(run => (int)run!["updates"]!));

        // The same trials as those of `engram test`.
        var tested = Shell.Json(0, "test", folder["two"], "--trials", "50");
        Assert.Equal((double)tested["performance"]!, (double)runs[1]!["performance"]!);
        Assert.Equal((double)tested["minimum"]!, (double)runs[1]!["minimum"]!);
        Assert.InRange((double)runs[0]!["participation-ratio"]!, 1, 8);

        // A network is nearer to itself on other trials than to the other.
        var angles = answer["angles"]!.AsArray();
        Assert.True(At(0, 0) < At(0, 1) && At(1, 1) < At(1, 0), angles.ToJsonString());

        var page = (string)answer["page"]!;
        Assert.Equal(Path.Combine(folder["page"], "report.html"), page);
        foreach (var figure in new[] { "performance", "loss", "variance" })
        {
            Assert.True(File.Exists(Path.Combine(folder["page"], "figures", $"{figure}.vl.json")), figure);
        }

        var text = File.ReadAllText(page);
        Shell.Json(0, line);
        Assert.Equal(text, File.ReadAllText(page));

        double At(int row, int column) => (double)angles[row]![column]!;
    }

    [Fact]
    public void A_setting_that_is_empty_is_none_and_one_that_is_not_there_a_dash()
    {
        Shell.Json(3, Tiny.Train(folder["one"], 1));
        var one = TrainingRun.Load(folder["one"]).Configuration;
        var settings = SettingsTable.Differing([one, one with { Curriculum = new Curriculum { Factor = "delay" } }]);
        Assert.Equal(["none", "delay"], settings.Single(row => row.Name == "curriculum.factor").Values);
        settings = SettingsTable.Differing([one, one with { Task = new PerceptualDecisionTask() }]);
        Assert.Contains(settings, row => row.Values.Contains("-"));
    }

    [Fact]
    public void The_same_run_twice_over_differs_in_nothing_and_is_as_near_as_itself()
    {
        Shell.Json(3, Tiny.Train(folder["one"], 100));
        Shell.Json(0, "pack", folder["one"], "--out", folder["packed.zip"]);
        var answer = Shell.Json(0, "compare", folder["one"], folder["packed.zip"], "--trials", "20", "--out", folder["page"]);
        Assert.Empty(answer["settings"]!.AsObject());
        var angles = answer["angles"]!.AsArray().Select(row => row!.AsArray().Select(cell => (double)cell!).ToArray()).ToArray();
        Assert.Equal(angles[0], angles[1]);
        Assert.Equal(angles[0][0], angles[0][1]);
        var (_, standard, _) = Shell.Run("compare", folder["one"], folder["packed.zip"], "--trials", "20", "--out", folder["page"]);
        Assert.Contains("How training ended.", standard, StringComparison.Ordinal);
        Assert.DoesNotContain("It replaces", standard, StringComparison.Ordinal);
    }

    [Fact]
    public void Imported_networks_other_tasks_and_other_steps_stand_beside()
    {
        Shell.Json(3, Tiny.Train(folder["a/run"], 50));
        Shell.Json(0, "export", folder["a/run"], "--npz", folder["network.npz"]);
        Shell.Json(0, "import", folder["network.npz"], "--dt", "40ms", "--out", folder["b/run"]);
        var (code, standard, error) = Shell.Run("compare", folder["a/run"], folder["b/run"], "--trials", "20", "--out", folder["page"]);
        Assert.True(code == 0, error);
        Assert.Contains("a/run", standard, StringComparison.Ordinal);
        Assert.Contains("imported", standard, StringComparison.Ordinal);
        Assert.Contains("Distances between dynamics are left out: the steps 100ms, 40ms", File.ReadAllText(folder["page/report.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_without_a_name_is_refused()
    {
        Shell.Json(3, Tiny.Train(folder["one"], 0));
        Shell.Refused("There is no run ''", "compare", folder["one"], "");
    }

    [Theory]
    [InlineData("takes from 2 to 10 runs, but 1 path is given", "one")]
    [InlineData("is given twice", "one", "one/")]
    [InlineData("There is no run", "one", "nowhere")]
    public void Slips_are_refused_and_leave_nothing(string expected, params string[] names)
    {
        Shell.Json(3, Tiny.Train(folder["one"], 3));
        var (code, _, error) = Shell.Run(["compare", .. names.Select(name => folder[name]), "--out", folder["page"]]);
        Assert.Equal(2, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.False(Path.Exists(folder["page"]));
    }

    [Fact]
    public void A_folder_that_holds_something_else_is_left_alone()
    {
        Shell.Json(3, Tiny.Train(folder["one"], 3));
        Shell.Json(3, Tiny.Train(folder["two"], 3));
        var (code, _, error) = Shell.Run("compare", folder["one"], folder["two"], "--out", folder["one"], "--trials", "10");
        Assert.Equal(2, code);
        Assert.Contains("is not the folder of a comparison of runs", error, StringComparison.Ordinal);
        Assert.True(File.Exists(folder["one/run.json"]));
    }

    private static IEnumerable<string> Words(JsonNode values) => values.AsArray().Select(value => (string)value!);
}
