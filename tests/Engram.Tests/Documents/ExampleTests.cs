using System.Text.Json.Nodes;
using Engram.Figures;
using Engram.Tests.Figures;
using Engram.Tests.Storage;

namespace Engram.Tests.Documents;

/// <summary>The programs in examples/, each run, and two of them as a user runs them.</summary>
[Long]
public sealed class ExampleTests
{
    [Theory]
    [InlineData("train-a-task.cs", "Reached after ")]
    [InlineData("define-a-task.cs", "memory-saccade: Reached after ")]
    [InlineData("define-a-loss.cs", "huber on delayed-match: Reached after ")]
    [InlineData("define-an-optimiser.cs", "; the same bits as without the stop")]
    [InlineData("define-a-cell.cs", "gradient: 562 weights, agrees with differences to 1e-6")]
    [InlineData("perturb.cs", "all inhibitory units silent")]
    [InlineData("lesion-an-area.cs", "two areas: Reached after ")]
    [InlineData("take-apart.cs", "dimension of the delay activity")]
    [InlineData("my-study.cs", "1 claim: 0 hold, ")]
    [InlineData("memory-of-a-direction.cs", "direction-memory: Reached after ")]
    [InlineData("follow-a-recording.cs", "place: Reached after ")]
    [InlineData("short-term-plasticity.cs", "without activity, synapses at rest: ")]
    [InlineData("spike.cs", "spiking on perceptual-decision: Reached after ")]
    [InlineData("eat-food.cs", "gradients by hand are Engram's")]
    [InlineData("sort-digits.cs", "3141 -> 1134 with probability 0.9")]
    [InlineData("predict-a-map.cs", "logistic-map: Reached after ")]
    [InlineData("reach-by-sight.cs", "gain  1.0: 100 % of the targets reached")]
    [InlineData("play-a-sequence.cs", "Reverse: 19 18 17 16 15 14 13 12 11 10 9 8 7 6 5 4 3 2 1 0; the least overlap is ")]
    [InlineData("learn-by-replay.cs", "Learned: the loss goes from 1.79 to 0.1")]
    [InlineData("run-backwards.cs", "with a checkpoint every 25 steps it is ")]
    [InlineData("score-replays.cs", "  back from the end: 60 of 60 are replays, 0 of them forward")]
    [InlineData("find-grid-cells.cs", "grid cells: 0, 1, 2, 3, 4, 5, 6, 7; spacing 0.")]
    [InlineData("search-settings.cs", "the best of 24 trials: learning-rate 0.")]
    [InlineData("reduce-to-a-circuit.cs", "exact fixed point κ =  0.000: unstable")]
    public void The_example_runs_and_says_so(string file, string line)
    {
        using var folder = new TemporaryFolder();
        string[] arguments = file switch
        {
            "train-a-task.cs" or "define-an-optimiser.cs" => [folder["run"]],
            "my-study.cs" => ["--quick", "--out", folder["study"]],
            _ => [],
        };
        using var programs = new TemporaryFolder();
        Says(ExampleProgram.Run(file, programs.Path, arguments), line);
    }

    // As a user has them: one in its place, and one elsewhere, where no file of this repository sets a property.
    [Fact]
    public void Dotnet_runs_them()
    {
        using var folder = new TemporaryFolder();
        Says(ExampleProgram.Start("dotnet", ["run", Path.Combine("examples", "reduce-to-a-circuit.cs")]), "exact fixed point κ =  0.000: unstable");
        var project = Path.Combine(Repository.Root, "src", "Engram", "Engram.csproj");
        var path = folder["my-study.cs"];
        File.WriteAllText(path, Repository.Read("examples", "my-study.cs").Replace("../src/Engram/Engram.csproj", project, StringComparison.Ordinal));
        Says(ExampleProgram.Start("dotnet", ["run", path, "--", "--quick", "--out", folder["study"]]), "1 claim: 0 hold, ");
    }

    [Fact]
    public void The_figure_of_its_own_kind_has_the_look_of_the_others_and_is_drawn()
    {
        using var folder = new TemporaryFolder();
        var path = folder["slopes.vl.json"];
        var (code, standard, error) = ExampleProgram.Run("define-a-figure.cs", folder.Path, [path]);
        Assert.True(code == 0, $"exit code {code}: {standard}{error}");
        Assert.Matches("^4 networks, [1-4] of them worse; the figure is in ", standard);
        var text = File.ReadAllText(path);
        Assert.Equal("Ten units silent", (string?)JsonNode.Parse(text)!["description"]);
        Tools.NeedNode();
        var (svg, warnings) = new FigureRenderer().Svg(text, path, TestContext.Current.CancellationToken);
        Assert.Empty(warnings);
        Assert.Equal(4, svg.Split("aria-roledescription=\"line mark\"").Length - 1);
        Assert.Contains(">Correct (%)<", svg, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("follow-a-recording.cs", 2, "'nowhere.npz' cannot be read: it does not exist. Check the path.")]
    [InlineData("perturb.cs", 2, "There is no run 'nowhere.npz'.")]
    public void A_wrong_argument_is_one_sentence_and_no_stack_trace(string file, int expected, string sentence)
    {
        using var folder = new TemporaryFolder();
        var (code, standard, error) = ExampleProgram.Run(file, folder.Path, ["nowhere.npz"]);
        Assert.Equal((expected, ""), (code, standard));
        Assert.StartsWith(sentence, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void Every_example_is_run() => Assert.Equal(
        [
            "define-a-cell.cs", "define-a-figure.cs", "define-a-loss.cs", "define-a-task.cs",
            "define-an-optimiser.cs", "eat-food.cs", "find-grid-cells.cs", "follow-a-recording.cs", "learn-by-replay.cs", "lesion-an-area.cs", "memory-of-a-direction.cs", "my-study.cs",
            "perturb.cs", "play-a-sequence.cs", "predict-a-map.cs", "reach-by-sight.cs", "reduce-to-a-circuit.cs", "run-backwards.cs", "score-replays.cs", "search-settings.cs",
            "short-term-plasticity.cs", "sort-digits.cs", "spike.cs", "take-apart.cs", "train-a-task.cs",
        ],
        Repository.Files("examples", "*.cs").Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Fact]
    public void Examples_leave_no_lock_files_behind() => Assert.Empty(Repository.Files("examples", "*.json"));

    private static void Says((int Code, string Standard, string Error) ended, string line)
    {
        Assert.True(ended.Code == 0, $"exit code {ended.Code}: {ended.Standard}{ended.Error}");
        Assert.Contains(line, ended.Standard, StringComparison.Ordinal);
        Assert.DoesNotContain("warning", ended.Standard + ended.Error, StringComparison.Ordinal);
    }
}
