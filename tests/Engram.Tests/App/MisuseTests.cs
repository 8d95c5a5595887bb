using Engram.App.Commands;
using Engram.App.Parsing;
using Engram.App.Terminal;
using Engram.Tests.Storage;

namespace Engram.Tests.App;

/// <summary>What users write by mistake, and what they are told.</summary>
public sealed class MisuseTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("sweep delayed-match --sweep sweep=1s,2", "`--sweep` is a flag of the command itself, not a setting.")]
    [InlineData("sweep delayed-match --sweep threads=1,2", "`--threads` is a flag of the command itself, not a setting.")]
    [InlineData("train delayed-match --lr 0.1", "Did you mean `--learning-rate`?")]
    [InlineData("train delayed-match --batch_size 10", "Did you mean `--trials`?")]
    [InlineData("train delayed-match --epochs 10", "Did you mean `--max-updates`?")]
    [InlineData("train delayed-match --hidden-size 10", "Did you mean `--units`?")]
    [InlineData("train delayed-match --Delay 1s", "Did you mean `--delay`?")]
    [InlineData("sweep delayed-match --sweep lr=0.1,0.2", "Did you mean `--learning-rate`?")]
    [InlineData("test RUN --n-trials 10", "Did you mean `--trials`?")]
    [InlineData("train delayed-match --dale yes", "`--dale`: 'yes' is not one of none, rectify, absolute.\n")]
    [InlineData("train delayed-match --dale rectfy", "is not one of none, rectify, absolute. Did you mean 'rectify'?")]
    [InlineData("train", "`engram train` needs <task>")]
    [InlineData("train --resume", "`engram train` needs <task>")]
    [InlineData("train --resume --out nowhere", "There is no run in 'nowhere' to resume.")]
    [InlineData("train --out RUN", "`engram train` needs <task>")]
    [InlineData("figure nosuch.vl.json", "'nosuch.vl.json' cannot be read: it does not exist.")]
    [InlineData("figure nosuch.vl.json --svg", "'nosuch.vl.json' cannot be read: it does not exist.")]
    [InlineData("figure RUN/run.json --svg --out x.pdf", "`--svg` and `--out x.pdf` are two different formats; leave out `--svg` for PDF, or give a file that ends in .svg.")]
    [InlineData("figure RUN/run.json --png --out X.SVG", "`--png` and `--out X.SVG` are two different formats")]
    [InlineData("bench --threads 1,100000", "give whole numbers from 1 to ")]
    [InlineData("train delayed-match --units --out x", "engram: `--units` needs a value: a whole number.\n")]
    [InlineData("train delayed-match --cell-units --delay 1s", "engram: `--cell-units` needs a value: a whole number.\n")]
    [InlineData("train delayed-match --optimiser", "`--optimiser` needs a value.")]
    [InlineData("sweep delayed-match --dt --sweep units=2,3", "engram: `--dt` needs a value: a duration such as 500ms, 1.5s or 2min.\n")]
    [InlineData("describe lstm --peepholes", "`--peepholes` needs a value: none | diagonal | full.")]
    [InlineData("describe lstm --credit rlfo", "There is no credit rule 'rlfo'.")]
    [InlineData("describe lstm --peephole full", "The cell `lstm` has no setting `--peephole`. Did you mean `--peepholes`?")]
    [InlineData("analyse low-rank RUN --drawz 3 --draws", "The analysis `low-rank` has no setting `--drawz`. Did you mean `--draws`?\nengram: `--draws` needs a value")]
    [InlineData("analyse low-rank RUN --quick", "The analysis `low-rank` has no setting `--quick`. Only `engram study` has `--quick`.\n")]
    [InlineData("analyse low-rank", "`engram analyse` needs <run>")]
    [InlineData("analyse", "`engram analyse` needs <analysis>: `")]
    [InlineData("train delayed-match --curriculum weight", "`--curriculum`: delayed-match has no factor 'weight'. Name one of its factors (")]
    [InlineData("train delayed-match --curriculum weight", "), or set `--curriculum none` to train without one.\n")]
    [InlineData("train delayed-match --unit-taus", "`--unit-taus` needs a value: durations such as 500ms, 1.5s or 2min, separated by commas, or none.")]
    [InlineData("analyse nosuch --help", "There is no analysis 'nosuch'.")]
    [InlineData("study nosuch --help", "There is no study 'nosuch'.")]
    [InlineData("train delayed-mach --help", "Did you mean 'delayed-match'?")]
    [InlineData("test RUN --sweep delay=1s,2s,1s", "`--sweep delay=1s,2s,1s` has the value '1s' and again '1s'; write it once.")]
    [InlineData("test RUN --sweep delay=1s,1000ms", "has the value '1s' and again '1000ms'; write it once.")]
    [InlineData("train perceptual-decision --coherences 0", "`--coherences` is 0, but at coherence 0 neither answer is correct")]
    [InlineData("train context-dependent-decision --coherences 0", "`--coherences` is 0, but at coherence 0 neither answer is correct")]
    [InlineData("train delayed-match --out RUN/run.json", "is a file, but a folder is needed; give another `--out`.")]
    [InlineData("train delayed-match --train-input false --train-recurrent false --train-readout false --train-initial-state false --train-bias false --train-readout-bias false", "set at least one of them to true, or `--max-updates 0`.")]
    [InlineData("train delayed-match --dt 99.9999ms --tau 99.9998ms", "A time constant is 99.9998ms, shorter than a step of 99.9999ms")]
    [InlineData("train delayed-match --curriculum delay --curriculum-from=abc", "`--curriculum-from`: 'abc' is not a number")]
    [InlineData("train perceptual-decision --curriculum-from=0", "`--curriculum-from` is 0, but has no effect because there is no curriculum")]
    [InlineData("train delayed-match --layers 100000,100000", "`--layers` is 100000:rectify,100000:rectify, which makes ")]
    [InlineData("train delayed-match --layers 100000,100000", "set narrower `--layers`.")]
    [InlineData("train delayed-match --units 100000", "set fewer `--units`.")]
    [InlineData("train delayed-match --readout identity --readout-units 1,1 --train-readout-bias false", "`--readout-units` names unit 1 more than once")]
    [InlineData("train delayed-match --cell low-rank --rank 500 --units 10", "`--rank` is 500, but there are only 10 units; set `--rank` to at most 10, or more `--units`.")]
    public void The_sentence_helps(string line, string expected)
    {
        var run = folder["run"];
        if (line.Contains("RUN", StringComparison.Ordinal))
        {
            Shell.Json(3, Tiny.Train(run, 0));
        }

        var (code, standard, error) = Shell.Run([.. line.Split(' ').Select(word => word.Replace("RUN", run, StringComparison.Ordinal))]);
        Assert.Equal((2, ""), (code, standard));
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_switch_stands_alone()
    {
        var run = Shell.Json(3, Tiny.Train(folder["run"], 0, "--positive-input", "--train-bias"));
        var network = Shell.Json(0, "describe", folder["run"]);
        Assert.Equal(folder["run"], (string?)run["run"]);
        Assert.Contains("\"train-bias\":true", network.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_is_resumed_by_its_folder_alone()
    {
        Shell.Json(3, Tiny.Train(folder["run"], 20));
        var answer = Shell.Json(3, "train", "--resume", "--out", folder["run"]);
        Assert.Equal((Tiny.Task, 20), ((string?)answer["task"], (int?)answer["updates"]));
    }

    [Fact]
    public void A_second_process_is_told_that_the_folder_is_being_written()
    {
        using var child = Shell.Start(Tiny.Train(folder["run"], int.MaxValue));
        child.StandardOutput.ReadLine();
        try
        {
            foreach (string[] more in new string[][] { [], ["--resume"], ["--resume", "--units", "9"] })
            {
                string[] line = more.Length > 1 ? ["train", Tiny.Task, "--out", folder["run"], .. more] : Tiny.Train(folder["run"], int.MaxValue, more);
                var (code, _, error) = Shell.Run(line);
                Assert.Equal(2, code);
                Assert.Contains("is being written by another engram process", error, StringComparison.Ordinal);
            }
        }
        finally
        {
            child.Kill();
            child.WaitForExit();
        }
    }

    [Fact]
    public void What_a_sweep_wrote_a_sweep_reads()
    {
        string[] settings = ["--trials", "4", "--validation-trials", "20", "--dt", "100ms", "--delay", "0s", "--max-updates", "10"];
        var sweep = Shell.Json(3, ["sweep", Tiny.Task, .. settings, "--sweep", "units=2,3", "--out", folder["sweep"]]);
        var again = Shell.Json(3, "sweep", Path.Combine(folder["sweep"], "sweep.json"));
        Assert.Equal(sweep["runs"]!.ToJsonString(), again["runs"]!.ToJsonString());
        var elsewhere = Shell.Json(3, "sweep", Path.Combine(folder["sweep"], "sweep.json"), "--out", folder["copy"]);
        Assert.Equal(2, elsewhere["runs"]!.AsArray().Count);
        Assert.Equal(Directory.GetDirectories(folder["sweep"], "runs/*").Length, Directory.GetDirectories(folder["copy"], "runs/*").Length);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{\"format\": 2, \"preset\": \"\\ud800\"}")]
    [InlineData("[]")]
    [InlineData("{\"format\": 99}")]
    public void A_broken_run_is_one_line_of_runs(string content)
    {
        Shell.Json(3, Tiny.Train(folder["good"], 0));
        Directory.CreateDirectory(folder["bad"]);
        File.WriteAllText(folder["bad/run.json"], content);
        var (code, standard, error) = Shell.Run("runs", folder.Path);
        var line = standard.Split('\n').Single(one => one.Contains("/bad", StringComparison.Ordinal));
        Assert.Equal(0, code);
        Assert.Matches(@"bad +- +- +- +broken +- +- +-$", line);
        Assert.Contains("exhausted", standard.Split('\n').Single(one => one.Contains("/good", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("/bad", error, StringComparison.Ordinal);
        var runs = Shell.Json(0, "runs", folder.Path)["runs"]!.AsArray();
        Assert.Equal(["broken", "exhausted"], runs.Select(run => (string)run!["outcome"]!));
        Assert.NotEmpty(runs[0]!["faults"]!.AsArray());
    }

    [Fact]
    public void Every_list_has_something()
    {
        foreach (var (_, things) in Shell.Json(0, "list"))
        {
            Assert.NotEmpty(things!.AsArray());
        }

        var help = Shell.Run("analyse", "--help").Standard;
        Assert.Contains("structure", help, StringComparison.Ordinal);
        Assert.Contains("`engram describe analysis <analysis>` lists them", help, StringComparison.Ordinal);
        Assert.Equal(help, Shell.Run("analyse", "perturbation", "--help").Standard);

        // Angles and replays were noted down while the network learned; there is nothing to set.
        Assert.All(Shell.Json(0, "list", "analyses")["analyses"]!.AsArray().Select(analysis => (string)analysis!["name"]!), name =>
            Assert.Equal(name is "alignment" or "replay", Shell.Json(0, "describe", "analysis", name)["settings"]!.AsArray().Count == 0));
        Assert.Contains("learning-curve", Shell.Run("list", "figures").Standard, StringComparison.Ordinal);
    }

    // Every flag that the help of a command shows is one that the command takes, and every one that it takes is shown.
    [Fact]
    public void The_help_of_every_command_is_true()
    {
        foreach (var command in AppCommand.Catalog.All)
        {
            var help = Help.OfCommand(command);
            var parser = CommandLine.Parser(command);
            foreach (var flag in parser.Options)
            {
                Assert.Contains(flag.Name, help, StringComparison.Ordinal);
                Assert.NotEmpty(flag.Description!);
            }

            foreach (var example in command.Examples)
            {
                // An example may go on with another command.
                var words = example.Split(' ');
                var shown = AppCommand.Catalog.All.Single(one => one.Name == words[1]);
                var itsParser = CommandLine.Parser(shown);
                var (own, settings, bare) = SettingSplitter.Split(words[2..], itsParser);
                Assert.Empty(bare);
                Assert.True(shown.Settings is not null || settings.Count == 0, example);
                Assert.Empty(itsParser.Parse([shown.Name, .. own]).Errors);
            }

            foreach (System.Text.RegularExpressions.Match line in System.Text.RegularExpressions.Regex.Matches(help, "(?m)^  (--[a-z-]+)"))
            {
                Assert.Contains(parser.Options, flag => flag.Name == line.Groups[1].Value);
            }
        }
    }

    [Fact]
    public void As_many_threads_work_as_there_are_cores()
    {
        Assert.Equal(Environment.ProcessorCount, Threads.Of(1024));
        Assert.Equal(Environment.ProcessorCount, Threads.Of(null));
        Assert.Equal(1, Threads.Of(1));
    }
}
