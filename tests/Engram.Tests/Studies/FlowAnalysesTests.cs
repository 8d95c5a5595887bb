using System.Globalization;
using Engram.Tests.App;
using Engram.Tests.Storage;

namespace Engram.Tests.Studies;

/// <summary>Gradients, Lyapunov exponents and gates of a run, as the program reports them.</summary>
public sealed class FlowAnalysesTests
{
    [Fact]
    public void Gradients_are_those_of_the_network_as_it_began_and_as_it_was_left()
    {
        using var folder = new TemporaryFolder();
        var run = Train(folder, "lstm");
        Shell.Json(0, "analyse", "gradients", run, "--trials", "4", "--jacobians", "3");
        var place = Path.Combine(run, "analysis", "gradients");
        Assert.All(
            ["gradients", "singular-values", "saturation", "norms"],
            name => Assert.True(File.Exists(Path.Combine(place, "figures", $"{name}.vl.json")), name));
        var rows = Rows(place, "gradients");
        Assert.Equal(["before training", "after training"], rows.Select(row => row[0]).Distinct());
        double[] Norms(string network) => [.. rows.Where(row => row[0] == network && row[1] == "0").Select(row => Number(row[3]))];
        var (before, after) = (Norms("before training"), Norms("after training"));
        Assert.Equal(before.Length, after.Length);
        Assert.NotEqual(before, after);

        // 8 units with two states each.
        Assert.Equal(16, Rows(place, "singular-values").Count(row => row[0] == "after training" && row[1] == "0"));

        // What training began with is the network that the configuration draws: as much is known without any update of its weights.
        var again = folder["again"];
        Shell.Json(3, [.. Tiny.Train(again, 2, "--cell", "lstm", "--learning-rate", "1e-30")]);
        Shell.Json(0, "analyse", "gradients", again, "--trials", "4", "--jacobians", "3");
        var still = Rows(Path.Combine(again, "analysis", "gradients"), "gradients");
        double[] left = [.. still.Where(row => row[0] == "after training" && row[1] == "0").Select(row => Number(row[3]))];
        Assert.Equal(before, left, (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Fact]
    public void Part_of_a_gradient_and_random_vectors_can_be_asked_for()
    {
        using var folder = new TemporaryFolder();
        var run = Train(folder, "lstm");
        Shell.Json(0, "analyse", "gradients", run, "--trials", "3", "--jacobians", "2", "--random-vectors", "--state", "c", "--fit-from", "5", "--fit-to", "10");
        var place = Path.Combine(run, "analysis", "gradients");
        var page = File.ReadAllText(Path.Combine(place, "report.json"));
        Assert.Contains("fitted to the lags 5 to 10", page, StringComparison.Ordinal);
        Assert.Contains("a random vector of unit length", page, StringComparison.Ordinal);

        // The part of c is less than the unit length of the whole.
        Assert.All(Rows(place, "gradients").Where(row => row[2] == "0"), row => Assert.InRange(Number(row[3]), -5, -1e-6));
    }

    [Theory]
    [InlineData("`--state` is 'x', but the cell has no such state. Known: h, c.", "--state", "x")]
    [InlineData("`--fit-to` is 3, but the fit begins at the lag 5; set `--fit-to` above `--fit-from`.", "--fit-from", "5", "--fit-to", "3")]
    [InlineData("No trial has a loss with a gradient at step 5000 (from 0); ask for another `--step`, or for random vectors.", "--step", "5000")]
    public void What_cannot_be_asked_is_said_in_a_sentence(string message, params string[] words)
    {
        using var folder = new TemporaryFolder();
        var run = Train(folder, "lstm");
        var (code, _, error) = Shell.Run(["analyse", "gradients", run, "--trials", "3", .. words]);
        Assert.Equal(2, code);
        Assert.Contains(message, error.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(run, "analysis")));
    }

    [Theory]
    [InlineData("period")]
    [InlineData("trials")]
    public void Exponents_are_given_for_each_start_with_their_halves(string drive)
    {
        using var folder = new TemporaryFolder();
        var run = Train(folder, "gru");
        Shell.Json(0, "analyse", "lyapunov", run, "--trials", "5", "--starts", "2", "--steps", "400", "--transient", "20", "--exponents", "3", "--drive", drive);
        var place = Path.Combine(run, "analysis", "lyapunov");
        Assert.All(["spectrum", "convergence"], name => Assert.True(File.Exists(Path.Combine(place, "figures", $"{name}.vl.json")), name));
        var rows = Rows(place, "exponents");
        Assert.Equal(2 * 2 * 3, rows.Count);
        Assert.All(rows, row =>
        {
            Assert.Equal(Number(row[3]), (Number(row[5]) + Number(row[6])) / 2, 1e-9);
            Assert.Equal(Number(row[3]) / 0.1, Number(row[4]), 1e-9);
        });
        Assert.All(rows.GroupBy(row => row[0] + row[1]), run => Assert.Equal(run.Select(row => Number(row[3])).OrderDescending(), run.Select(row => Number(row[3]))));
        Assert.Equal(400, Rows(place, "convergence").Max(row => int.Parse(row[2], CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void A_period_whose_input_is_held_and_the_inputs_of_trials_exclude_each_other()
    {
        using var folder = new TemporaryFolder();
        var run = Train(folder, "gru");
        var (code, _, error) = Shell.Run("analyse", "lyapunov", run, "--drive", "trials", "--period", "delay");
        Assert.Equal(2, code);
        Assert.Contains("`--period` is 'delay', but with `--drive trials` all inputs of the trials are given", error.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public void Gates_are_drawn_by_condition_and_give_time_constants_by_period()
    {
        using var folder = new TemporaryFolder();
        var run = Train(folder, "gru");
        Shell.Json(0, "analyse", "gates", run, "--trials", "12");
        var place = Path.Combine(run, "analysis", "gates");
        Assert.All(["units", "gate-z", "gate-r", "memory-h"], name => Assert.True(File.Exists(Path.Combine(place, "figures", $"{name}.vl.json")), name));
        Assert.All(Rows(place, "gates"), row =>
        {
            Assert.InRange(Number(row[4]), 0, 1);
            Assert.True(Number(row[5]) <= Number(row[6]));
        });
        // Fixation lasts for the first step alone, which does not count.
        Assert.Equal(["", "sample", "test", "decision"], Rows(place, "time-constants").Select(row => row[2]).Distinct());
        var (code, _, error) = Shell.Run("analyse", "gates", Train(folder, "elman"));
        Assert.Equal(2, code);
        Assert.Contains("The cell elman has no gates;", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Gates_of_an_encoder_and_a_decoder_are_drawn_and_points_at_which_one_of_them_rests_have_no_time_constant()
    {
        using var folder = new TemporaryFolder();
        var run = folder["run"];
        string[] train = ["train", "reverse", "--preset", "patterns", "--cell", "encoder-decoder", "--units", "4", "--max-updates", "1", "--out", run];
        Shell.Json(3, train);
        Shell.Json(0, "analyse", "gates", run, "--trials", "12");
        var place = Path.Combine(run, "analysis", "gates", "figures");
        Assert.All(["gate-enc-z", "gate-enc-r", "gate-dec-z", "gate-dec-r", "memory-enc-h", "memory-dec-h"], name => Assert.True(File.Exists(Path.Combine(place, $"{name}.vl.json")), string.Join(", ", Directory.GetFiles(place))));
        Shell.Json(0, "analyse", "fixed-points", run, "--starts", "3", "--trials", "4");
        var report = File.ReadAllText(Path.Combine(run, "analysis", "fixed-points", "report.json"));
        Assert.Contains("∞", report, StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Exponents_and_gradients_of_an_encoder_and_a_decoder_follow_what_each_step_is_given()
    {
        using var folder = new TemporaryFolder();
        var run = folder["pairs"];
        Shell.Json(3, "train", "reverse", "--preset", "patterns", "--cell", "encoder-decoder", "--units", "8", "--max-updates", "1", "--validation-trials", "20", "--out", run);
        Shell.Json(0, "analyse", "gates", run, "--trials", "12");
        Assert.Contains("It is 0 where in some step nothing is kept", File.ReadAllText(Path.Combine(run, "analysis", "gates", "report.json")), StringComparison.Ordinal);

        // While the answer is written, the encoder keeps its state, and with it every deviation.
        Shell.Json(0, "analyse", "lyapunov", run, "--period", "answer", "--trials", "5", "--starts", "2", "--steps", "100", "--transient", "200", "--exponents", "2");
        var page = File.ReadAllText(Path.Combine(run, "analysis", "lyapunov", "report.json"));
        Assert.Contains("neither grow nor shrink", page, StringComparison.Ordinal);
        Assert.Contains("\"∞\"", System.Text.RegularExpressions.Regex.Unescape(page), StringComparison.Ordinal);

        // What goes back through the decoder changes with every step.
        Shell.Json(0, "analyse", "gradients", run, "--trials", "12", "--jacobians", "2");
        Assert.All(
            Rows(Path.Combine(run, "analysis", "gradients"), "gradients").GroupBy(row => row[0] + row[1]),
            trial => Assert.NotEqual(trial.First().Last(), trial.Skip(1).First().Last()));
    }

    private static string Train(TemporaryFolder folder, string cell)
    {
        var run = folder[cell];
        Shell.Json(3, Tiny.Train(run, 2, "--cell", cell));
        return run;
    }

    private static List<string[]> Rows(string place, string name) =>
        [.. File.ReadAllLines(Path.Combine(place, "data", $"{name}.csv")).Skip(1).Select(line => line.Split(','))];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
