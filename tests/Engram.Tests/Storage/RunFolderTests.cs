using System.Text.Json.Nodes;
using Engram.Cells;
using Engram.Configuration;
using Engram.Learning;
using Engram.Storage;
using Engram.Tasks;

namespace Engram.Tests.Storage;

public sealed class RunFolderTests
{
    private static JsonObject Configuration(int seed = 1) =>
        new() { ["task"] = new JsonObject { ["name"] = "romo", ["delay"] = "1s" }, ["seed"] = seed };

    [Fact]
    public void A_run_gives_back_all_that_was_written()
    {
        using var folder = new TemporaryFolder();
        using (var run = RunFolder.Create(folder["r"], Configuration()))
        {
            run.AppendLog(new JsonObject { ["update"] = 0, ["note"] = "two\nlines", ["loss"] = double.NaN });
            run.SaveCheckpoint([new("w", [1f, 2f])], new JsonObject { ["update"] = 7, ["loss"] = double.PositiveInfinity });
            run.SaveWeights([new("w", [3f])], new Dictionary<string, string> { ["units"] = "1" });
            run.SetOutcome(new JsonObject { ["outcome"] = "reached" });
        }

        using var read = RunFolder.Open(folder["r"]);
        Assert.Empty(read.Differences(Configuration()));
        Assert.Equal(Configuration().ToJsonString(), read.Configuration.ToJsonString());
        Assert.Equal("reached", (string?)read.Outcome!["outcome"]);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", read.Started);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", read.Finished);
        Assert.Matches(@"^\d+\.\d+\.\d+", read.ProgramVersion);
        var line = Assert.Single(read.ReadLog());
        Assert.Equal(("two\nlines", "NaN"), ((string?)line["note"], (string?)line["loss"]));
        var checkpoint = read.TryLoadCheckpoint()!;
        Assert.Equal((7, 1), ((int)checkpoint.State["update"]!, checkpoint.LogLines));
        Assert.Equal([1f, 2f], checkpoint.Arrays.Float32("w"));
        Assert.Equal([3f], read.LoadWeights().Float32("w"));
        Assert.Throws<InvalidOperationException>(() => read.SetOutcome(null));
        Assert.Equal([folder["r"]], RunFolder.Find(folder.Path));
        Assert.Equal(
            ["checkpoint.safetensors", "log.jsonl", "run.json", "weights.safetensors"],
            Directory.GetFiles(folder["r"]).Select(f => Path.GetFileName(f)!).Where(f => f != ".lock").Order());
    }

    [Fact]
    public void A_folder_that_holds_a_run_is_refused_and_told_what_differs()
    {
        using var folder = new TemporaryFolder();
        RunFolder.Create(folder["r"], Configuration()).Dispose();
        Assert.Contains("holds this run already. Continue it with `resume`", Fault(() => RunFolder.Create(folder["r"], Configuration())));
        using (var run = RunFolder.Resume(folder["r"]))
        {
            run.SaveCheckpoint([], []);
            run.SetOutcome(new() { ["outcome"] = "exhausted" });
        }

        Assert.Contains("holds this run already. It has ended and cannot be made longer.", Fault(() => RunFolder.Create(folder["r"], Configuration())));
        Assert.Contains("cannot be made longer. Train in another `folder`: anew, or", Fault(() => RunFolder.Create(folder["r"], Configuration(2))));
        var other = Fault(() => RunFolder.Create(folder["r"], Configuration(2)));
        Assert.Contains("holds another run (seed: 1 there, 2 here)", other);
        Assert.Contains("another `folder`", other);
    }

    [Fact]
    public void A_run_of_a_program_of_its_own_says_so_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        var json = new RunConfiguration { Task = new DelayedMatchTask(), Seed = 1 }.ToJson();
        json["task"] = new JsonObject { ["name"] = "track", ["speed"] = 3 };
        json["cell"] = new JsonObject { ["name"] = "gated-delay", ["lag"] = "20ms" };
        using var run = RunFolder.Create(folder["r"], json);
        Assert.Equal(
            [$"'{folder["r"]}' was trained by a program of its own, which alone knows its task 'track' and its cell 'gated-delay'. Open it in that "
                + "program, with TrainingRun.Load, or add the file that defines it: `with = my-task.cs`."],
            Assert.Throws<UsageException>(run.ReadConfiguration).Faults);
        Assert.Equal(2, Assert.Throws<UsageException>(() => RunConfiguration.FromJson(json)).Faults.Count);
    }

    // A file without such a setting means its default, which is what it is told with.
    [Fact]
    public void A_setting_that_files_leave_out_differs_from_its_default()
    {
        using var folder = new TemporaryFolder();
        var plain = new RunConfiguration { Task = new DelayedMatchTask(), Cell = new LstmCell(), Seed = 1 };
        using var run = RunFolder.Create(folder["r"], plain.ToJson());
        Assert.Equal(
            ["cell.peepholes: \"none\" there, \"full\" here"], run.Differences((plain with { Cell = new LstmCell { Peepholes = Peepholes.Full } }).ToJson()));
        Assert.Equal(
            ["credit.through-recurrent: \"own\" there, \"none\" here", "credit.feedback-scale: none there, 2 here"],
            run.Differences((plain with { Credit = new Credit { ThroughRecurrent = Feedback.None, FeedbackScale = 2 } }).ToJson()));
    }

    [Fact]
    public void A_folder_that_holds_something_else_is_refused_untouched()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["thesis.tex"], "years of work");
        Assert.Contains("is not empty and is not a run", Fault(() => RunFolder.Create(folder.Path, Configuration())));
        Assert.Equal([folder["thesis.tex"]], Directory.GetFileSystemEntries(folder.Path));
        Assert.Contains("thesis.tex' is a file, but a folder is needed", Fault(() => RunFolder.Create(folder["thesis.tex"], Configuration())));
    }

    [Fact]
    public void What_a_kill_before_the_first_write_left_counts_as_empty()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder[".lock"], "");
        File.WriteAllText(folder["run.json" + AtomicFile.TemporarySuffix], "{");
        RunFolder.Create(folder.Path, Configuration()).Dispose();
        Assert.Equal([".lock", "run.json"], Directory.GetFiles(folder.Path).Select(f => Path.GetFileName(f)!).Order());
    }

    [Fact]
    public void Folders_that_are_no_usable_run_say_why()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("There is no run", Fault(() => RunFolder.Open(folder["missing"])));
        Assert.Contains("is not a run: it has no run.json", Fault(() => RunFolder.Open(folder.Path)));
        Assert.Contains("is not a run: it has no run.json", Fault(() => RunFolder.Resume(folder.Path)));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));

        File.WriteAllText(folder["run.json"], """{ "name": "another program's" }""");
        Assert.Contains("has no format number", Fault(() => RunFolder.Open(folder.Path)));
        File.WriteAllText(folder["run.json"], """{ "format": 4, "program": "9.0.0" }""");
        Assert.Contains(
            "has format 4, written by engram 9.0.0; this program reads up to format 3. Update engram.",
            Fault(() => RunFolder.Open(folder.Path)));
        Assert.Contains("has format 4", Fault(() => RunFolder.Create(folder.Path, Configuration())));
        Assert.Contains("There is no folder", Fault(() => RunFolder.Find(folder["missing"])));
    }

    [Fact]
    public void A_run_json_cut_at_any_byte_is_a_usage_error()
    {
        using var folder = new TemporaryFolder();
        RunFolder.Create(folder.Path, Configuration()).Dispose();
        var whole = File.ReadAllText(folder["run.json"]).TrimEnd();
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllText(folder["run.json"], whole[..length]);
            Assert.Contains("run.json", Fault(() => RunFolder.Open(folder.Path)));
        }
    }

    [Fact]
    public void Only_one_writer_holds_a_run_but_readers_come_and_go()
    {
        using var folder = new TemporaryFolder();
        var first = RunFolder.Create(folder["r"], Configuration());
        first.AppendLog(new JsonObject { ["update"] = 0 });
        Assert.Contains("is being written by another engram process", Fault(() => RunFolder.Resume(folder["r"])));
        using (var reader = RunFolder.Open(folder["r"]))
        {
            Assert.Single(reader.ReadLog());
            first.AppendLog(new JsonObject { ["update"] = 1 });
            Assert.Equal(2, reader.ReadLog().Count);
        }

        first.Dispose();

        // The file that a dead writer left holds nobody off.
        Assert.True(File.Exists(Path.Combine(folder["r"], ".lock")));
        RunFolder.Resume(folder["r"]).Dispose();
    }

    [Fact]
    public void Resuming_cuts_the_log_back_to_the_checkpoint()
    {
        using var folder = new TemporaryFolder();
        using (var run = RunFolder.Create(folder["r"], Configuration()))
        {
            run.AppendLog(new JsonObject { ["update"] = 0 });
            run.SaveCheckpoint([], new JsonObject());
            run.AppendLog(new JsonObject { ["update"] = 10 });
        }

        File.AppendAllText(Path.Combine(folder["r"], "log.jsonl"), """{"upd""");
        using (var read = RunFolder.Open(folder["r"]))
        {
            Assert.Equal(2, read.ReadLog().Count);
        }

        using (var resumed = RunFolder.Resume(folder["r"]))
        {
            resumed.AppendLog(new JsonObject { ["update"] = 10 });
            Assert.Equal([0, 10], resumed.ReadLog().Select(line => (int)line["update"]!));
        }

        File.WriteAllText(Path.Combine(folder["r"], "log.jsonl"), "");
        Assert.Contains("has 0 lines, but the checkpoint was written after 1", Fault(() => RunFolder.Resume(folder["r"])));
        Assert.Contains("being written", FaultWhileHeld(folder["r"]));
    }

    [Fact]
    public void A_broken_log_line_or_checkpoint_is_a_usage_error()
    {
        using var folder = new TemporaryFolder();
        RunFolder.Create(folder["r"], Configuration()).Dispose();
        using var run = RunFolder.Open(folder["r"]);
        Assert.Contains("it was stopped before its first check", Fault(() => run.LoadWeights()));
        using (RunFolder.Create(folder["held"], Configuration()))
        {
            using var trained = RunFolder.Open(folder["held"]);
            Assert.Contains("it is being trained, and keeps them at its first check", Fault(() => trained.LoadWeights()));
        }

        Assert.Null(run.TryLoadCheckpoint());
        File.WriteAllText(Path.Combine(folder["r"], "log.jsonl"), "{}\n{broken\n");
        Assert.Contains("log.jsonl, line 2", Fault(() => run.ReadLog()));
        Safetensors.WriteSealed(Path.Combine(folder["r"], "checkpoint.safetensors"), []);
        Assert.Contains("is not a checkpoint of a run", Fault(() => RunFolder.Resume(folder["r"])));
        File.WriteAllText(Path.Combine(folder["r"], "checkpoint.safetensors"), "half");
        Assert.Contains("cut off", Fault(() => RunFolder.Resume(folder["r"])));
    }

    [Fact]
    public void A_file_that_an_ended_run_must_have_is_missed()
    {
        using var folder = new TemporaryFolder();
        using (var run = RunFolder.Create(folder["r"], Configuration()))
        {
            run.AppendLog(new JsonObject { ["update"] = 0 });
            run.SaveCheckpoint([], new JsonObject());
            run.SaveWeights([new("w", [1f])]);
            run.SetOutcome(new JsonObject { ["outcome"] = "exhausted", ["updates"] = 0 });
        }

        var (weights, log) = (Path.Combine(folder["r"], "weights.safetensors"), Path.Combine(folder["r"], "log.jsonl"));
        var lines = File.ReadAllText(log);
        using var read = RunFolder.Open(folder["r"]);
        File.WriteAllText(log, "");
        Assert.Contains("log.jsonl' is missing or empty, although the run has ended", Fault(() => read.ReadLog()));
        File.Delete(log);
        Assert.Contains("log.jsonl' is missing or empty, although the run has ended", Fault(() => read.ReadLog()));
        File.WriteAllText(log, lines);
        File.Delete(weights);
        Assert.Contains("weights.safetensors' is missing, although the run has ended", Fault(() => read.LoadWeights()));

        // Without its checkpoint it would begin anew, and its log would be cut to nothing.
        File.Delete(Path.Combine(folder["r"], "checkpoint.safetensors"));
        Assert.Contains("checkpoint.safetensors' is missing, and the run cannot go on without it", Fault(() => RunFolder.Resume(folder["r"])));
        Assert.Equal(lines, File.ReadAllText(log));
    }

    [Fact]
    public void A_document_that_was_changed_is_refused_and_an_older_one_has_no_checksum()
    {
        using var folder = new TemporaryFolder();
        RunFolder.Create(folder["r"], Configuration()).Dispose();
        var path = Path.Combine(folder["r"], "run.json");
        var text = File.ReadAllText(path);
        File.WriteAllText(path, text.Replace("\"1s\"", "\"2s\"", StringComparison.Ordinal));
        Assert.Contains("run.json' cannot be used: it does not match its checksum", Fault(() => RunFolder.Open(folder["r"])));
        File.WriteAllText(path, text.Replace("\"checksum\"", "\"chacksum\"", StringComparison.Ordinal));
        Assert.Contains("it has no checksum", Fault(() => RunFolder.Open(folder["r"])));
        File.WriteAllText(path, text);
        EditedRun.MakeOlder(folder["r"], 2);
        Assert.DoesNotContain("checksum", File.ReadAllText(path), StringComparison.Ordinal);
        using (var resumed = RunFolder.Resume(folder["r"]))
        {
            resumed.SetOutcome(null);
        }

        Assert.DoesNotContain("checksum", File.ReadAllText(path), StringComparison.Ordinal);
    }

    private static string FaultWhileHeld(string path)
    {
        File.Delete(Path.Combine(path, "checkpoint.safetensors"));
        using var holder = RunFolder.Resume(path);
        return Fault(() => RunFolder.Resume(path));
    }

    private static string Fault(Action action) => Assert.Throws<UsageException>(action).Message;
}
