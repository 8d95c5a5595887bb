using System.Text.Json.Nodes;
using Engram.Numerics;
using Engram.Tests.Storage;

namespace Engram.Tests.App;

public sealed class SweepCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_combination_is_trained_shown_and_kept()
    {
        string[] words = Words("s", 20, "--sweep", "delay=0s,0.2s", "--sweep", "units=8,10", "--seeds", "1..2");
        var answer = Shell.Json(3, words);
        Assert.Equal((0, 8, 0, 0), Counts(answer));
        Assert.Equal(
            ["1 0ms 8", "2 0ms 8", "1 0ms 10", "2 0ms 10", "1 200ms 8", "2 200ms 8", "1 200ms 10", "2 200ms 10"],
            answer["runs"]!.AsArray().Select(run => string.Join(' ', run!["varies"]!.AsObject().Select(pair => pair.Value))));
        var (code, standard, error) = Shell.Run([.. words, "--quiet"]);
        Assert.Equal((3, ""), (code, error));
        Assert.Matches("(?m)^seed +delay +units +status +updates +minimum +seconds$", standard);
        Assert.Matches("(?m)^2 +200ms +10 +exhausted +20 ", standard);
        Assert.EndsWith(
            $"0 reached, 8 exhausted, 0 diverged, 0 failed. The runs are in {folder["s"]}.\n", standard, StringComparison.Ordinal);
        Assert.Contains("8 of 8 done  0 running  0 failed", Shell.Run(words).Standard, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_preset_fits_is_no_label_unless_it_is_swept()
    {
        string[] Labels(string name, params string[] more) =>
            [.. Shell.Json(3, Words(name, 0, more))["runs"]![0]!["varies"]!.AsObject().Select(pair => pair.Key)];

        Assert.Equal(["high-input", "units"], Labels("fitted", "--sweep", "high-input=1.2,2.6", "--sweep", "units=8,10"));
        Assert.Equal(["units", "input-scale"], Labels("swept", "--sweep", "input-scale=1,2", "--sweep", "units=8,10"));
        Assert.Equal(["spectral-radius"], Labels("other", "--sweep", "spectral-radius=0.5,0.7"));
    }

    [Fact]
    public void A_setting_that_does_nothing_in_any_network_is_refused_and_one_that_does_something_in_some_is_not()
    {
        var (code, _, error) = Shell.Run(Words("idle", 0, "--curriculum-growth", "1", "--seeds", "1..2"));
        Assert.Equal(2, code);
        Assert.Contains("`--curriculum-growth` is 1, but has no effect because there is no curriculum; set `--curriculum` to the factor", error, StringComparison.Ordinal);
        Assert.Equal(2, Shell.Run(Words("swept", 0, "--sweep", "omega-bound=1e-3,1e-4")).Code);
        Assert.False(Path.Exists(folder["idle"]) || Path.Exists(folder["swept"]));
        Shell.Json(3, Words("some", 0, "--sweep", "omega=0,2", "--omega-bound", "1e-3"));
    }

    [Fact]
    public void A_huge_first_loss_is_said_once_for_all_networks()
    {
        var (code, standard, error) = Shell.Run(
            Words("loud", 0, "--sweep", "delay=0s,0.2s", "--spectral-radius", "30", "--input-scale", "100", "--readout-scale", "10"));
        Assert.Equal(3, code);
        Assert.Contains("2 began with a huge loss", standard, StringComparison.Ordinal);
        Assert.Contains("engram: in a network of this sweep: the first loss is ", error, StringComparison.Ordinal);
        Assert.Contains("Lower `--spectral-radius` from 30 to 0.9", error, StringComparison.Ordinal);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void A_file_says_the_same_as_flags()
    {
        File.WriteAllText(folder["mine.json"], """
            { "task": "delayed-match", "preset": "modern",
              "settings": { "units": 8, "trials": 4, "validation-trials": 20, "dt": "100ms", "curriculum": "none", "max-updates": 0 },
              "sweep": { "delay": ["0s", "0.2s"], "cell": "leaky,gru" }, "seeds": "1..2" }
            """);
        var file = Shell.Json(3, "sweep", folder["mine.json"], "--out", folder["file"]);
        var flags = Shell.Json(
            3, "sweep", "delayed-match", "--units", "8", "--trials", "4", "--validation-trials", "20", "--dt", "100ms", "--curriculum",
            "none", "--max-updates", "0", "--sweep", "delay=0s,0.2s", "--sweep", "cell=leaky,gru", "--seeds", "1,2", "--out",
            folder["flags"]);
        Assert.Equal(Names(flags), Names(file));
        Assert.Equal(File.ReadAllText(folder["flags/sweep.json"]), File.ReadAllText(folder["file/sweep.json"]));

        static IEnumerable<string> Names(JsonNode answer) =>
            answer["runs"]!.AsArray().Select(run => Path.GetFileName((string)run!["run"]!));
    }

    [Fact]
    public void The_exit_code_tells_the_worst()
    {
        Assert.Equal((2, 0, 0, 0), Counts(Shell.Json(0, Words("reached", 20, "--target-error", "1000", "--seeds", "1,2"))));
        Assert.Equal((0, 1, 1, 0), Counts(Shell.Json(
            4, Words("diverged", 400, "--optimiser", "sgd", "--clip-norm", "0", "--sweep", "learning-rate=1e-6,1e12"))));

        Shell.Json(3, Words("failed", 0, "--seeds", "1,2"));
        var broken = Directory.GetDirectories(folder["failed/runs"])[0];
        File.WriteAllText(Path.Combine(broken, "run.json"), "{");
        var answer = Shell.Json(1, Words("failed", 0, "--seeds", "1,2"));
        Assert.Equal((0, 1, 0, 1), Counts(answer));
        Assert.Contains("1 of 2 networks failed: ", Shell.Run(Words("failed", 0, "--seeds", "1,2")).Standard, StringComparison.Ordinal);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var (code, _, error) = Shell.Run(cancelled.Token, Words("stopped", 20, "--seeds", "1,2"));
        Assert.Equal(130, code);
        Assert.Contains("the same command goes on from here", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Killed_at_random_moments_it_goes_on_to_the_bits_of_an_unbroken_one()
    {
        string[] sweep = ["--sweep", "delay=0s,0.2s", "--seeds", "1..2", "--threads", "2"];
        var unbroken = Shell.Json(3, Words("unbroken", 600, sweep));
        var moments = new RandomStream(new StreamKey(2, Purpose.Analysis), 0);
        for (var kill = 0; kill < 3; kill++)
        {
            using var child = Shell.Start(Words("killed", 600, [.. sweep, "--quiet"]));
            child.WaitForExit(TimeSpan.FromSeconds(moments.NextUniform(0.3, 1.5)));
            child.Kill();
            child.WaitForExit();
        }

        Shell.Json(3, Words("killed", 600, sweep));
        foreach (var run in unbroken["runs"]!.AsArray().Select(run => (string)run!["run"]!))
        {
            var killed = run.Replace(folder["unbroken"], folder["killed"], StringComparison.Ordinal);
            Assert.Equal(Tiny.Weights(run), Tiny.Weights(killed));
            Assert.Equal(File.ReadAllText(Path.Combine(run, "log.jsonl")), File.ReadAllText(Path.Combine(killed, "log.jsonl")));
        }
    }

    [Theory]
    [InlineData("Nothing varies")]
    [InlineData("`--sweep delay` has no values; write", "--sweep", "delay")]
    [InlineData("The axis 'delay' has an empty value", "--sweep", "delay=")]
    [InlineData("The axis 'delay' has an empty value", "--sweep", "delay=1s,,2s")]
    [InlineData("has the value '1s' 2 times", "--sweep", "delay=1s,1s")]
    [InlineData("delay=1000ms is the same as delay=1s", "--sweep", "delay=1s,1000ms")]
    [InlineData("The axis 'delay' is given 2 times", "--sweep", "delay=1s", "--sweep", "delay=2s")]
    [InlineData("'units' is swept, but also has one value for all networks", "--sweep", "units=8,10", "--units", "9")]
    [InlineData("Did you mean `--delay`?", "--sweep", "dely=1s,2s")]
    [InlineData("It is a factor, which is drawn in each trial and which `engram test` can pin; the settings of delayed", "--sweep", "f1=1,2")]
    [InlineData("'1' has no unit; write 1ms or 1s", "--sweep", "delay=1s,1")]
    [InlineData("Did you mean 'gru'?", "--sweep", "cell=leaky,gruu")]
    [InlineData("`--seeds 5..1`: write a range from low to high", "--seeds", "5..1")]
    [InlineData("`--seeds one`: write a range", "--seeds", "one")]
    [InlineData("at most 10000 seeds", "--seeds", "1..1000000000000")]
    [InlineData("The sweep has 20000 networks", "--seeds", "1..10000", "--sweep", "units=8,10")]
    [InlineData("The seed 1 is given 2 times", "--seeds", "1,2,1")]
    [InlineData("Did you mean `--seeds`?", "--seed", "3", "--seeds", "1..2")]
    [InlineData("Did you mean 'modern'?", "--preset", "modren", "--seeds", "1..2")]
    public void What_cannot_be_swept_is_one_line_and_leaves_no_folder(string expected, params string[] words)
    {
        Shell.Refused(expected, ["sweep", "delayed-match", "--out", folder["run"], .. words]);
        Assert.False(Path.Exists(folder["run"]));
    }

    [Theory]
    [InlineData("names no task", """{ "seeds": "1..2" }""")]
    [InlineData("has an unknown key 'seed'. Did you mean 'seeds'", """{ "task": "delayed-match", "seed": 1 }""")]
    [InlineData("is not valid JSON or is cut off", """{ "task": """)]
    [InlineData("sweep must be an object", """{ "task": "delayed-match", "sweep": "delay" }""")]
    [InlineData("units must be a text, a number, true or false", """{ "task": "delayed-match", "settings": { "units": {} } }""")]
    [InlineData("There is no task 'delayed-mach'", """{ "task": "delayed-mach", "seeds": "1..2" }""")]
    public void A_file_that_cannot_be_used_is_told(string expected, string text)
    {
        File.WriteAllText(folder["mine.json"], text);
        Shell.Refused(expected, ["sweep", folder["mine.json"], "--out", folder["run"]]);
    }

    [Fact]
    public void A_file_that_is_missing_and_flags_beside_a_file_are_told()
    {
        Shell.Refused("There is no file", ["sweep", folder["mine.json"]]);
        File.WriteAllText(folder["mine.json"], "{}");
        Shell.Refused("so `--seeds`, `--units` cannot be given too", ["sweep", folder["mine.json"], "--seeds", "1", "--units", "9"]);
    }

    private static (int Reached, int Exhausted, int Diverged, int Failed) Counts(JsonNode answer) =>
        ((int)answer["reached"]!, (int)answer["exhausted"]!, (int)answer["diverged"]!, (int)answer["failed"]!);

    private string[] Words(string name, int updates, params string[] more) => Tiny.Sweep(folder[name], updates, more);
}
