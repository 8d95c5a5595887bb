using System.Text.Json.Nodes;
using Engram.App.Parsing;
using Engram.Tests.Storage;

namespace Engram.Tests.App;

public sealed class TrainingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Train_answers_with_how_it_ended_and_keeps_the_run()
    {
        var path = folder["run"];
        var answer = Shell.Json(3, Tiny.Train(path, 100));
        Assert.Equal(
            (path, "exhausted", 100, 400),
            ((string?)answer["run"], (string?)answer["outcome"], (int)answer["updates"]!, (int)answer["trials"]!));
        Assert.True((double)answer["seconds"]! > 0);
        Assert.True((double)answer["loss"]! > 0);
        Assert.True((double)answer["error"]! > 0);
        var performance = answer["performance"]!.AsObject();
        Assert.NotEmpty(performance);
        Assert.Equal(performance.Min(condition => (double)condition.Value!), (double)answer["minimum"]!);
        Assert.Equal(2, File.ReadAllLines(Path.Combine(path, "log.jsonl")).Length);
        Assert.NotEmpty(Tiny.Weights(path));
    }

    [Fact]
    public void A_criterion_that_is_met_exits_with_0()
    {
        var (code, standard, error) = Shell.Run(Tiny.Train(folder["run"], 100, "--target-error", "1000"));
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("reached after 0 updates", standard, StringComparison.Ordinal);
        Assert.Contains($"engram test {folder["run"]}", standard, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_that_diverges_exits_with_4_says_what_to_do_and_leaves_no_number_that_is_none()
    {
        var answer = Shell.Json(4, Tiny.Train(folder["run"], 400, "--optimiser", "sgd", "--learning-rate", "1e12", "--clip-norm", "0"));
        Assert.Equal("diverged", (string?)answer["outcome"]);
        Assert.Contains("Lower `--learning-rate` from", (string)answer["advice"]!, StringComparison.Ordinal);
        Assert.Equal(0, Shell.Run("test", folder["run"], "--trials", "8").Code);
    }

    [Theory]
    [InlineData("gru", "none")]
    [InlineData("leaky", "rectify")]
    [InlineData("tdnn", "none")]
    public void A_cell_that_cannot_have_signs_is_trained_without_the_presets_dales_law(string cell, string expected)
    {
        Shell.Json(3, Tiny.Train(folder["run"], 0, "--cell", cell));
        Assert.Equal(expected, (string?)Shell.Json(0, "describe", folder["run"])["configuration"]!["network"]!["dale"]);
        Refused("dale", Tiny.Train(folder["other"], 0, "--cell", "gru", "--dale", "rectify"));
    }

    [Fact]
    public void A_huge_first_loss_is_said_once_with_what_to_change_and_kept_in_the_log()
    {
        string[] words = Tiny.Train(folder["run"], 200, "--spectral-radius", "30", "--input-scale", "100", "--readout-scale", "10");
        var (code, standard, error) = Shell.Run(words);
        Assert.Equal(3, code);
        Assert.DoesNotContain("first loss", standard, StringComparison.Ordinal);
        var line = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("engram: the first loss is ", line, StringComparison.Ordinal);
        Assert.Contains("`--input-scale` from 100 to 10", line, StringComparison.Ordinal);
        var log = File.ReadAllLines(Path.Combine(folder["run"], "log.jsonl")).Select(one => JsonNode.Parse(one)!).ToArray();
        Assert.Equal(line["engram: ".Length..], SettingFlags.In((string?)log[0]["warning"] ?? ""));
        Assert.Contains("`InputScale` from 100 to 10", (string?)log[0]["warning"], StringComparison.Ordinal);
        Assert.All(log[1..], one => Assert.False(one.AsObject().ContainsKey("warning")));
        words[Array.IndexOf(words, folder["run"])] = folder["again"];
        Assert.Equal(line["engram: ".Length..], (string?)Shell.Json(3, words)["warning"]);
        Assert.False(Shell.Json(3, Tiny.Train(folder["quiet"], 0)).ContainsKey("warning"));
    }

    [Fact]
    public void The_preset_follows_the_settings_of_the_task_and_not_against_what_is_asked()
    {
        double Scale(string name, params string[] more)
        {
            Shell.Json(3, ["train", "flip-flop", "--max-updates", "0", "--out", folder[name], .. more]);
            return (double)Shell.Json(0, "describe", folder[name])["configuration"]!["network"]!["input-scale"]!;
        }

        var three = Scale("three");
        Assert.Equal(Scale("same", "--bits", "3"), three);
        Assert.True(Scale("eight", "--bits", "8") < three / 1.5);
        Assert.Equal(1.25, Scale("asked", "--bits", "8", "--input-scale", "1.25"));
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        Shell.Json(3, Tiny.Train(folder["one"], 100, "--threads", "1"));
        Shell.Json(3, Tiny.Train(folder["two"], 100, "--threads", "2"));
        Assert.Equal(Tiny.Weights(folder["one"]), Tiny.Weights(folder["two"]));
    }

    [Fact]
    public void Training_that_is_stopped_says_how_to_go_on_and_going_on_ends_with_the_same_bits()
    {
        var (code, standard, _) = Shell.Run(new CancellationToken(canceled: true), Tiny.Train(folder["run"], 100));
        Assert.Equal(130, code);
        var line = standard.Split('\n').Single(text => text.StartsWith("To go on: ", StringComparison.Ordinal));
        var words = line["To go on: engram ".Length..].Split(' ');
        Assert.Equal(["train", Tiny.Task, "--resume", "--out", folder["run"]], words);
        Assert.Equal(100, (int)Shell.Json(3, words)["updates"]!);
        Shell.Json(3, Tiny.Train(folder["unbroken"], 100));
        Assert.Equal(Tiny.Weights(folder["unbroken"]), Tiny.Weights(folder["run"]));
    }

    [Fact]
    public void A_folder_that_is_taken_is_refused_and_going_on_with_other_settings_too()
    {
        Shell.Json(3, Tiny.Train(folder["run"], 100));
        Refused("holds this run already. It has ended and cannot be made longer.", Tiny.Train(folder["run"], 100));
        Refused("holds another run (seed: 1 there, 2 here)", Tiny.Train(folder["run"], 100, "--seed", "2"));
        Refused("was started with other settings (seed: 1 there, 2 here). It has ended", Tiny.Train(folder["run"], 100, "--seed", "2", "--resume"));
        Refused("Leave out `--max-updates`, or name the task", "train", "--resume", "--out", folder["run"], "--max-updates", "200");
        Refused(
            "is a run of delayed-match, not of perceptual-decision",
            "train", "perceptual-decision", "--resume", "--out", folder["run"]);
    }

    [Fact]
    public void A_run_that_has_ended_says_how_to_train_more_and_that_works()
    {
        Shell.Json(3, Tiny.Train(folder["run"], 100));
        Refused(
            "Train in another `--out`: anew, or with that run as `--from` and the task's settings again", Tiny.Train(folder["run"], 200, "--resume"));
        Assert.Equal(200, (int)Shell.Json(3, Tiny.Train(folder["anew"], 200))["updates"]!);
        string[] more = ["train", Tiny.Task, "--delay", "0s", "--from", folder["run"], "--max-updates", "50", "--out", folder["more"]];
        Assert.Equal(50, (int)Shell.Json(3, more)["updates"]!);
    }

    [Fact]
    public void Going_on_with_a_run_that_is_not_there_starts_it()
    {
        var (code, _, error) = Shell.Run(Tiny.Train(folder["run"], 0, "--resume"));
        Assert.Equal((3, $"engram: there is no run in '{folder["run"]}' to resume; it is started.\n"), (code, error));
        Directory.CreateDirectory(folder["ruin"]);
        Assert.Equal(
            $"engram: there is no run in '{folder["rum"]}' to resume; it is started. Runs of a similar name beside it: run.\n",
            Shell.Run(Tiny.Train(folder["rum"], 0, "--resume")).Error);
    }

    [Fact]
    public void Runs_lists_them_and_describe_tells_of_one()
    {
        Shell.Json(3, Tiny.Train(folder["a"], 100));
        Shell.Json(3, Tiny.Train(folder["b/c"], 0, "--seed", "7"));
        var runs = Shell.Json(0, "runs", folder.Path)["runs"]!.AsArray();
        Assert.Equal([folder["a"], folder["b/c"]], runs.Select(run => (string)run!["run"]!));
        Assert.Equal(["delayed-match", "modern", "7", "exhausted", "0"], Values(runs[1]!, "task", "preset", "seed", "outcome", "updates"));
        Assert.Contains("exhausted", Shell.Run("runs", folder.Path).Standard, StringComparison.Ordinal);

        var described = Shell.Json(0, "describe", folder["a"]);
        Assert.Equal("0ms", (string?)described["configuration"]!["task"]!["delay"]);
        Assert.Equal(100, (int)described["last"]!["update"]!);
        Assert.Contains($"engram test {folder["a"]}", Shell.Run("describe", folder["a"]).Standard, StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_without_any_says_how_to_make_one()
    {
        var (code, standard, _) = Shell.Run("runs", folder.Path);
        Assert.Equal(0, code);
        Assert.Contains("`engram train <task>` makes one", standard, StringComparison.Ordinal);
        Assert.Equal(2, Shell.Run("runs", folder["nowhere"]).Code);
    }

    private static void Refused(string expected, params string[] args)
    {
        var (code, _, error) = Shell.Run(args);
        Assert.Equal(2, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Values(JsonNode run, params string[] keys) => keys.Select(key => run[key]!.ToString());
}
