using System.Globalization;
using Engram.Storage;
using Engram.Studies.Common;
using Engram.Tests.App;
using Engram.Tests.Storage;

namespace Engram.Tests.Studies;

/// <summary>What is decoded from a network's rates, as the program reports it.</summary>
public sealed class DecodingAnalysisTests
{
    [Theory]
    [InlineData("leaky")]
    [InlineData("gru")]
    public void The_first_pulse_is_decoded_while_it_is_shown_and_every_bin_is_tested_in_every_other(string cell)
    {
        using var folder = new TemporaryFolder();
        var run = folder["run"];
        Shell.Json(3, Tiny.Train(run, 2, "--cell", cell));
        Shell.Json(0, "analyse", "decoding", run, "--factor", "f1", "--period", "sample", "--trials", "60", "--permutations", "20");
        var data = Path.Combine(run, "analysis", "decoding", "data");
        Assert.Contains("Share of trials in which f1 is decoded correctly", File.ReadAllText(Path.Combine(run, "analysis", "decoding", "report.html")), StringComparison.Ordinal);
        var curve = Numbers(Path.Combine(data, "decoding.csv"));
        var cross = Numbers(Path.Combine(data, "cross-temporal.csv"));
        Assert.All(curve, row => Assert.InRange(row[1], 0, 1));
        Assert.True(curve.Where(row => row[0] is > 0.2 and < 0.5).Average(row => row[1]) > 0.7);
        Assert.Equal(curve.Count * curve.Count, cross.Count);

        // The diagonal is the curve.
        Assert.All(curve, row => Assert.Equal(row[1], cross.Single(cell => cell[0] == row[0] && cell[1] == row[0])[2], 12));
    }

    [Fact]
    public void Where_a_task_has_no_factor_of_groups_the_condition_is_decoded()
    {
        using var folder = new TemporaryFolder();
        var run = folder["run"];
        Shell.Json(3, Tiny.Train(run, 2));
        var recording = TrainingRun.Load(run).Experiment(200, 2).Run(TestContext.Current.CancellationToken);
        recording.Trials = [.. recording.Trials.Select(one => one with { Factors = new Dictionary<string, double>(), Choice = one.Index % 2 })];
        Assert.Equal(["condition", "choice"], RecordedFactors.Of(recording, null, 5));
    }

    [Fact]
    public void Trials_without_a_value_say_nothing_of_where_periods_lie()
    {
        using var folder = new TemporaryFolder();
        var run = folder["run"];
        Shell.Json(3, Tiny.Train(run, 2));
        var recording = TrainingRun.Load(run).Experiment(40, 2).Run(TestContext.Current.CancellationToken);

        // The first trial has no choice and no period at all.
        recording.Trials = [.. recording.Trials.Select(one => one.Index == 0 ? one with { Choice = -1, Periods = [] } : one with { Choice = 0 })];
        var all = DecodingAnalysis.Bounds(recording, "choice", "test");
        Assert.Equal(["fixation", "sample", "test", "decision"], all.Select(bound => bound.Name));
        Assert.Equal(0, all.Single(bound => bound.Name == "test").Start);
    }

    [Fact]
    public void Periods_that_are_not_aligned_are_named_with_where_to_align_the_trials()
    {
        using var folder = new TemporaryFolder();
        var run = folder["run"];
        Shell.Json(3, [.. Tiny.Train(run, 2).Select(word => word == "0s" ? "0.5s|1s" : word)]);
        var (code, standard, error) = Shell.Run("analyse", "decoding", run, "--factor", "f1", "--trials", "60", "--permutations", "0");
        Assert.True(code == 0, error);
        Assert.Contains(
            "differs between trials: delay, test and decision. To align the trials at the beginning of test, set `--period test`.", standard, StringComparison.Ordinal);
        (_, standard, _) = Shell.Run("analyse", "decoding", run, "--factor", "f1", "--trials", "60", "--permutations", "0", "--period", "test");
        Assert.Contains("differs between trials: fixation, sample and delay.\n", standard, StringComparison.Ordinal);
        Assert.Matches("\ntest +[0-9]", standard);
    }

    [Fact]
    public void Where_all_periods_are_aligned_none_is_said_to_be_left_out()
    {
        using var folder = new TemporaryFolder();
        var run = folder["run"];
        Shell.Json(3, Tiny.Train(run, 2));
        var standard = Shell.Run("analyse", "decoding", run, "--factor", "f1", "--trials", "60", "--permutations", "0").Standard;
        Assert.Contains("Share of trials in which f1", standard, StringComparison.Ordinal);
        Assert.DoesNotContain("Not in the table", standard, StringComparison.Ordinal);
    }

    [Fact]
    public void Classifiers_runs_units_voxels_and_conditions_can_be_chosen()
    {
        using var folder = new TemporaryFolder();
        var run = folder["run"];
        Shell.Json(3, Tiny.Train(run, 2, "--areas", "first:1,second:3"));
        string Report(params string[] more)
        {
            var (code, _, error) = Shell.Run(
                ["analyse", "decoding", run, "--factor", "f1", "--trials", "80", "--permutations", "19", "--bin", "200ms", .. more]);
            Assert.True(code == 0, error);
            return File.ReadAllText(Path.Combine(run, "analysis", "decoding", "report.html"));
        }

        var said = Report("--classifier", "svm:penalty=3", "--validation", "runs", "--runs", "4", "--units", "0..3,5");
        Assert.Contains("The classifier is a support vector machine.", said, StringComparison.Ordinal);
        Assert.Contains("Each of 4 runs of consecutive trials", said, StringComparison.Ordinal);
        Assert.Contains("units 0..3,5 alone", said, StringComparison.Ordinal);
        var data = Path.Combine(run, "analysis", "decoding", "data");
        var all = Numbers(Path.Combine(data, "decoding.csv"));
        Assert.Contains(all, row => row[5] == 0.05 && row[0] is > 0.2 and < 0.8);
        Assert.Contains("f1 is decoded above chance, with p corrected", said, StringComparison.Ordinal);

        said = Report("--voxels", "20", "--repetition-time", "1s", "--area", "second");
        Assert.Contains("Each of 20 voxels is a random weighted mean of these units", said, StringComparison.Ordinal);
        Assert.All(Numbers(Path.Combine(data, "decoding.csv")).Index(), row => Assert.Equal(row.Index + 0.5, row.Item[0], 9));

        Directory.Delete(data, recursive: true);
        said = Report("--train-on", "f2=hi");
        Assert.Contains("fitted where f2=hi and tested where it is not", said, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(data, "cross-temporal.csv")));
    }

    [Theory]
    [InlineData("Did you mean 'svm'", "--classifier", "svn")]
    [InlineData("units are numbered 0 to 7", "--units", "0..8")]
    [InlineData("write units, such as 0..63", "--units", "3..1")]
    [InlineData("there is no area 'prefrontal'", "--area", "prefrontal")]
    [InlineData("write a factor and one of its values", "--train-on", "f2")]
    [InlineData("No recorded trial has f2 '11'", "--train-on", "f2=11")]
    [InlineData("f1 is what is decoded", "--train-on", "f1=hi")]
    public void What_is_chosen_wrongly_is_refused_in_a_sentence(string sentence, string flag, string value)
    {
        using var folder = new TemporaryFolder();
        var run = folder["run"];
        Shell.Json(3, Tiny.Train(run, 2));
        var (code, _, error) = Shell.Run("analyse", "decoding", run, "--trials", "60", "--factor", "f1", flag, value);
        Assert.Equal(2, code);
        Assert.Contains(sentence, error, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("Did you mean 'f1'", "--factor", "f11")]
    [InlineData("record more `--trials`", "--folds", "90")]
    public void What_cannot_be_decoded_is_refused_and_leaves_nothing(string sentence, string flag, string value)
    {
        using var folder = new TemporaryFolder();
        var run = folder["run"];
        Shell.Json(3, Tiny.Train(run, 2));
        var (code, _, error) = Shell.Run("analyse", "decoding", run, "--trials", "40", flag, value);
        Assert.Equal(2, code);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(run, "analysis")));
    }

    private static List<double[]> Numbers(string file) =>
        [.. File.ReadAllLines(file).Skip(1).Select(line => line.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray())];
}
