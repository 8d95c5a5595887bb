using System.Text.Json.Nodes;
using Engram.Tests.Storage;

namespace Engram.Tests.App;

/// <summary>Searches as a user runs them, over networks that are trained at once.</summary>
public sealed class SearchCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Trials_are_ranked_shown_and_kept_and_the_best_is_trained_again_by_its_command()
    {
        var answer = Shell.Json(0, Words("s", 20, "--trials", "5", "--seeds", "1..2", "--table", folder["s.csv"]));
        var trials = answer["trials"]!.AsArray();
        Assert.Equal([1, 2, 3, 4, 5], trials.Select(trial => (int)trial!["trial"]!));
        Assert.All(trials, trial =>
        {
            var values = trial!["networks"]!.AsArray().Select(network => (double)network!["objective"]!).ToList();
            Assert.Equal(2, values.Count);
            Assert.Equal(values.Average(), (double)trial["mean"]!, 12);
            Assert.Equal(Math.Abs(values[0] - values[1]) / Math.Sqrt(2), (double)trial["sd"]!, 9);
            Assert.InRange(double.Parse((string)trial["settings"]!["learning-rate"]!, null), 1e-4, 1e-2);
            Assert.InRange(int.Parse((string)trial["settings"]!["units"]!, null), 4, 12);
        });
        var best = answer["best"]!;
        Assert.Equal(trials.Min(trial => (double)trial!["mean"]!), (double)best["mean"]!);
        Assert.True(File.Exists((string)answer["report"]!));

        var command = ((string)answer["command"]!).Split(' ');
        Shell.Json(3, [.. command[1..], "--out", folder["again"]]);
        Assert.Equal(Tiny.Weights((string)best["networks"]![0]!["run"]!), Tiny.Weights(folder["again"]));

        // The folder is that of a sweep too, for every command that takes one.
        Assert.Equal(10, (int)Shell.Json(0, "sweep", "report", folder["s"])["ended"]!);
        Assert.NotEmpty(Shell.Json(0, "cite", folder["s"])["sources"]!.AsArray());
        Assert.Equal(10, Shell.Json(0, "runs", folder["s"])["runs"]!.AsArray().Count);
        var lines = File.ReadAllLines(folder["s.csv"]);
        Assert.Equal(11, lines.Length);
        Assert.Equal(
            "trial,run,learning-rate,units,seed,outcome,reached,updates,trained-trials,final-overall,final-minimum,final-loss,final-error", lines[0].Replace("units,learning-rate", "learning-rate,units", StringComparison.Ordinal));
        Assert.Equal(6, File.ReadAllLines(folder["s/search-report/data/trials.csv"]).Length);
    }

    [Fact]
    public void The_answer_for_people_names_the_best_its_command_and_the_page()
    {
        var (code, standard, error) = Shell.Run([.. Words("s", 0, "--trials", "3"), "--quiet"]);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("The best 3 of 3 trials, by validation loss:", standard, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^trial +units +learning-rate +outcome +mean +sd$", standard);
        Assert.Matches(@"(?m)^To train the best again: engram train delayed-match .*--units \d+ --learning-rate \S+ --seed 1$", standard);
        Assert.Contains($"The page is {folder["s/search-report/report.html"]}, the runs are in {folder["s"]}.", standard, StringComparison.Ordinal);
        Assert.Matches(@"trials 1 to 3 of 3: 3 of 3 done  0 running  0 failed", Shell.Run(Words("s", 0, "--trials", "3")).Standard);
    }

    [Fact]
    public void The_bits_are_the_same_on_any_number_of_threads_after_a_kill_and_with_more_trials()
    {
        string[] all = ["--trials", "9", "--round", "3", "--sampler", "tpe:startup=3", "--seeds", "1..2"];
        Shell.Json(0, Words("one", 300, [.. all, "--threads", "1", "--table", folder["one.csv"]]));
        for (var kill = 0; kill < 2; kill++)
        {
            using var child = Shell.Start(Words("two", 300, [.. all, "--threads", "2", "--quiet"]));
            child.WaitForExit(TimeSpan.FromSeconds(1.5 + kill));
            child.Kill();
            child.WaitForExit();
        }

        Shell.Json(0, Words("two", 300, [.. all, "--threads", "2", "--table", folder["two.csv"]]));
        Assert.Equal(File.ReadAllText(folder["one.csv"]), File.ReadAllText(folder["two.csv"]));
        Assert.Equal(File.ReadAllText(folder["one/sweep.json"]), File.ReadAllText(folder["two/sweep.json"]));
        foreach (var file in new[] { "report.html", "data/trials.csv", "figures/best-so-far.vl.json" })
        {
            Assert.Equal(File.ReadAllText(folder[$"one/search-report/{file}"]), File.ReadAllText(folder[$"two/search-report/{file}"]));
        }

        string[] runs = [.. Directory.GetDirectories(folder["one/runs"]).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];
        Assert.Equal(runs, Directory.GetDirectories(folder["two/runs"]).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
        Assert.All(runs, run => Assert.Equal(Tiny.Weights(folder[$"one/runs/{run}"]), Tiny.Weights(folder[$"two/runs/{run}"])));

        Shell.Json(0, Words("three", 300, "--trials", "4", "--round", "3", "--sampler", "tpe:startup=3", "--seeds", "1..2"));
        var more = Shell.Json(0, Words("three", 300, [.. all, "--table", folder["three.csv"]]));
        Assert.Equal(9, more["trials"]!.AsArray().Count);
        Assert.Equal(File.ReadAllText(folder["one.csv"]), File.ReadAllText(folder["three.csv"]));
    }

    [Fact]
    public void A_trial_that_diverges_is_shown_and_is_never_the_best()
    {
        var answer = Shell.Json(0, Tiny.Search(
            folder["s"], 400, "--optimiser", "sgd", "--clip-norm", "0", "--choose", "learning-rate=1e12,1e-6", "--trials", "4", "--sampler", "random", "--units", "8"));
        var trials = answer["trials"]!.AsArray();
        var diverged = trials.Where(trial => (string?)trial!["outcome"] == "diverged").ToList();
        Assert.NotEmpty(diverged);
        Assert.All(diverged, trial => Assert.True(trial!["mean"] is null && (string?)trial["settings"]!["learning-rate"] == "1e12"));
        Assert.Equal("1e-6", (string?)answer["best"]!["settings"]!["learning-rate"]);
        Assert.Contains(",diverged,1,1,,", File.ReadAllText(folder["s/search-report/data/trials.csv"]), StringComparison.Ordinal);
        Assert.Equal(4, Shell.Run(Tiny.Search(
            folder["all"], 400, "--optimiser", "sgd", "--clip-norm", "0", "--range", "learning-rate=1e11..1e12", "--trials", "2", "--units", "8")).Code);
    }

    [Fact]
    public void Settings_that_do_not_fit_together_are_a_refused_trial()
    {
        var answer = Shell.Json(0, Tiny.Search(
            folder["s"], 0, "--range", "tau=50ms..300ms", "--range", "tau-min=40ms..250ms", "--train-tau", "true", "--units", "8", "--trials", "12", "--sampler", "random"));
        var refused = answer["trials"]!.AsArray().Where(trial => (string?)trial!["outcome"] == "refused").ToList();
        Assert.InRange(refused.Count, 1, 11);
        Assert.All(refused, trial => Assert.NotEmpty((string)trial!["refusal"]!));
        Assert.Equal(13, File.ReadAllLines(folder["s/search-report/data/networks.csv"]).Length);
    }

    [Theory]
    [InlineData("overall", true)]
    [InlineData("minimum", true)]
    [InlineData("error", false)]
    [InlineData("updates", false)]
    public void Every_objective_ranks_in_its_own_direction(string objective, bool more)
    {
        string[] reached = objective == "updates" ? ["--target-error", "0.6"] : [];
        var answer = Shell.Json(0, Words("s", 60, ["--trials", "6", "--sampler", "random", "--objective", objective, "--check-every", "10", .. reached]));
        var means = answer["trials"]!.AsArray().Where(trial => trial!["mean"] is not null).Select(trial => (double)trial!["mean"]!).ToList();
        Assert.NotEmpty(means);
        Assert.Equal(more ? means.Max() : means.Min(), (double)answer["best"]!["mean"]!);
    }

    [Theory]
    [InlineData("Nothing is searched; give a setting with its range, such as `--range learning-rate=1e-4..1e-2`.")]
    [InlineData("has a setting `--learning-rat`. Did you mean `--learning-rate`?", "--range", "learning-rat=0.1..1")]
    [InlineData("has a setting `--lr`. Did you mean `--learning-rate`?", "--log", "lr=0.1..1")]
    [InlineData("It is a factor, which is drawn in each trial", "--range", "f1=1..2")]
    [InlineData("`--threads` is a flag of the command itself", "--range", "threads=1..2")]
    [InlineData("`--range spectral-radius=2..0.1` is reversed; write `--range spectral-radius=0.1..2`.", "--range", "spectral-radius=2..0.1")]
    [InlineData("`--range spectral-radius=1..1` holds one value alone", "--range", "spectral-radius=1..1")]
    [InlineData("`--range spectral-radius=1` has one value, but a range needs two", "--range", "spectral-radius=1")]
    [InlineData("or `--choose spectral-radius=1,2` for values to choose from", "--range", "spectral-radius=1,2")]
    [InlineData("has one end, but a range needs two", "--range", "spectral-radius=1..")]
    [InlineData("`--range spectral-radius` is no setting with its values", "--range", "spectral-radius")]
    [InlineData("`--log initial-bias=0..1` begins at 0, but a logarithmic scale has no place for numbers up to 0", "--log", "initial-bias=0..1")]
    [InlineData("`--spectral-radius`: 'abc' is not a number", "--range", "spectral-radius=abc..2")]
    [InlineData("`--spectral-radius`: '-1' is out of range; write a value > 0", "--range", "spectral-radius=-1..2")]
    [InlineData("`--units`: '4.5' is not a whole number", "--range", "units=4.5..10")]
    [InlineData("'1' has no unit; write 1ms or 1s", "--range", "delay=0s..1")]
    [InlineData("is not one number; write two", "--range", "delay=0s..1s..2s")]
    [InlineData("takes a name, which has no range; give its values, as in `--choose cell=<value>,<value>`", "--range", "cell=1..2")]
    [InlineData("give its values, as in `--choose activation=<value>,<value>`", "--range", "activation=1..2")]
    [InlineData("'spectral-radius' is searched, but also has one value for all networks", "--range", "spectral-radius=0.1..1", "--spectral-radius", "1")]
    [InlineData("'spectral-radius' is searched, but also has one value for all networks", "--range", "spectral-radius=0.1..1", "--network-spectral-radius", "1")]
    [InlineData("'spectral-radius' is searched 2 times; give it once", "--range", "spectral-radius=0.1..1", "--log", "network-spectral-radius=0.1..1")]
    [InlineData("'seed' cannot be searched, because every trial gets every seed; give `--seeds 1..5` instead", "--range", "seed=1..5")]
    [InlineData("`--choose cell=leaky` has 1 value; write at least two", "--choose", "cell=leaky")]
    [InlineData("`--choose delay=1s,1000ms`: '1000ms' is the same as '1s'", "--choose", "delay=1s,1000ms")]
    [InlineData("has an empty value", "--choose", "cell=leaky,,gru")]
    [InlineData("Did you mean 'gru'?", "--choose", "cell=leaky,gruu")]
    [InlineData("There is no sampler 'tpee'. Did you mean 'tpe'?", "--range", "spectral-radius=0.1..1", "--sampler", "tpee")]
    [InlineData("'startup' of tpe: '1' is out of range", "--range", "spectral-radius=0.1..1", "--sampler", "tpe:startup=1")]
    [InlineData("`--objective lss`: give one of loss, error, overall, minimum, updates. Did you mean `loss`?", "--range", "spectral-radius=0.1..1", "--objective", "lss")]
    [InlineData("`--objective updates` needs a criterion", "--range", "spectral-radius=0.1..1", "--objective", "updates", "--threshold", "0")]
    [InlineData("The search has 10000 × 2 networks, but at most 10000 are allowed", "--range", "spectral-radius=0.1..1", "--trials", "10000", "--seeds", "1,2")]
    [InlineData("`--trials 0`: give a whole number from 1", "--range", "spectral-radius=0.1..1", "--trials", "0")]
    [InlineData("The seed 1 is given 2 times", "--range", "spectral-radius=0.1..1", "--seeds", "1,1")]
    [InlineData("`--seeds 5..1`: write a range from low to high", "--range", "spectral-radius=0.1..1", "--seeds", "5..1")]
    [InlineData("has no effect because `--omega` is 0", "--log", "omega-bound=1e-4..1e-2")]
    [InlineData("Did you mean 'modern'?", "--range", "spectral-radius=0.1..1", "--preset", "modren")]
    public void What_cannot_be_searched_is_one_line_and_leaves_no_folder(string expected, params string[] words)
    {
        Shell.Refused(expected, ["search", "delayed-match", "--out", folder["run"], .. words]);
        Assert.False(Path.Exists(folder["run"]));
    }

    [Fact]
    public void A_task_without_right_and_wrong_has_no_share_to_look_for() => Shell.Refused(
        "needs right and wrong answers, which free does not have; set `--objective loss` or `--objective error`",
        ["search", "free", "--range", "spectral-radius=0.1..1", "--objective", "overall", "--out", folder["run"]]);

    [Fact]
    public void A_folder_that_holds_something_else_is_refused()
    {
        Shell.Json(0, Words("s", 0, "--trials", "2"));
        Shell.Refused($"'{folder["s"]}' holds another search (round: 8 there, 4 here). Give another `--out`.", Words("s", 0, "--trials", "2", "--round", "4"));
        Shell.Refused("holds another search (settings.units: \"4..12\" there, \"4..13\" here). Give another `--out`.", Tiny.Search(folder["s"], 0, "--range", "units=4..13", "--log", "learning-rate=1e-4..1e-2", "--trials", "2"));
        Shell.Refused("holds another search (configuration.", Words("s", 10, "--trials", "2"));
        Shell.Json(3, Tiny.Train(folder["run"], 0));
        Shell.Refused($"'{folder["run"]}' is not empty and is not the folder of a search. Give another `--out`", Words("run", 0, "--trials", "2"));
        File.WriteAllText(folder["s/search.json"], "{");
        Shell.Refused("is not valid JSON or is cut off", Words("s", 0, "--trials", "2"));
    }

    [Fact]
    public void Without_a_folder_it_is_named_after_what_is_searched_and_more_trials_go_to_the_same()
    {
        string[] words = Words("", 0);
        var at = Array.IndexOf(words, "--out");
        words = [.. words[..at], .. words[(at + 2)..]];
        using var child = Shell.Start(folder.Path, [.. words, "--trials", "1", "--json", "--quiet"]);
        var first = JsonNode.Parse(child.StandardOutput.ReadToEnd())!;
        using var second = Shell.Start(folder.Path, [.. words, "--trials", "2", "--json", "--quiet"]);
        var more = JsonNode.Parse(second.StandardOutput.ReadToEnd())!;
        Assert.Matches("^searches/delayed-match-modern-units-learning-rate-[0-9a-f]{6}$", (string)first["folder"]!);
        Assert.Equal((string?)first["folder"], (string?)more["folder"]);
        Assert.Equal(2, more["trials"]!.AsArray().Count);
    }

    private string[] Words(string name, int updates, params string[] more) =>
        Tiny.Search(folder[name], updates, ["--range", "units=4..12", "--log", "learning-rate=1e-4..1e-2", .. more]);
}
