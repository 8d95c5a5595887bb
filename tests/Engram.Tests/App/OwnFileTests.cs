using System.Text.Json.Nodes;
using Engram.Storage;
using Engram.Tests.Storage;

namespace Engram.Tests.App;

/// <summary>Files of the user's own: written by <c>engram new</c>, known by <c>--with</c>, remembered by runs.</summary>
public sealed class OwnFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_new_task_is_described_trained_tested_swept_and_analysed()
    {
        var file = New("task", "own-choice");
        Assert.Contains("How long the cue is shown.", Shell.Run("describe", "own-choice", "--with", file).Standard, StringComparison.Ordinal);
        var run = Train(file, "own-choice", "run");
        Assert.Equal(1000, Trials(Shell.Json(0, "test", run, "--with", file)));
        Assert.Equal(4, Shell.Json(3, [
            "sweep", "own-choice", "--with", file, "--sweep", "cue-input=1,2", "--seeds", "1..2", "--units", "4", "--max-updates", "1",
            "--out", folder["sweep"]])["runs"]!.AsArray().Count);
        var analysis = New("analysis", "own-rates");
        var answer = Shell.Json(0, "analyse", "own-rates", run, "--trials", "10", "--with", file, $"--with={analysis}");
        Assert.Contains($"--with {file} --with {analysis}", File.ReadAllText((string)answer["report"]!), StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_cell_is_described_and_trained()
    {
        var file = New("cell", "own-tired");
        Assert.Contains("Strength β of the adaptation.", Shell.Run("describe", "own-tired", "--with", file).Standard, StringComparison.Ordinal);
        var run = Train(file, "perceptual-decision", "run", "--cell", "own-tired", "--adaptation", "0.5");
        Assert.Equal(0.5, (double?)Document(run)["cell"]!["adaptation"]);
        Assert.Equal(0, Shell.Run("test", run, "--with", file, "--trials", "10").Code);
    }

    [Fact]
    public void A_new_study_runs()
    {
        var file = New("study", "own-delays");
        var answer = Shell.Json(0, "study", "own-delays", "--quick", "--with", file, "--out", folder["study"]);
        Assert.Single(answer["claims"]!.AsArray());
        Assert.Contains("own-delays", Shell.Run("study", "list", "--with", file).Standard, StringComparison.Ordinal);
        Assert.DoesNotContain("own-delays", Shell.Run("study", "list").Standard, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_remembers_its_file_and_says_what_to_add()
    {
        var file = New("task", "own-choice");
        var run = Train(file, "own-choice", "run");
        var copy = Path.Combine(run, "sources", "own-choice.cs");
        Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(copy));
        Assert.Equal("own-choice.cs", (string?)Document(run)["sources"]![0]!["file"]);

        var missing = Shell.Run("test", run);
        Assert.Equal((2, $"engram: '{run}' was trained with own-choice.cs, without which it cannot be read. Add `--with {copy}`, the run's copy of it.\n"),
            (missing.Code, missing.Error));
        Assert.Contains($"engram test {run} --with {copy}\n", Shell.Run("describe", run).Standard, StringComparison.Ordinal);
        Assert.Equal(0, Shell.Run("test", run, "--with", copy, "--trials", "10").Code);

        File.AppendAllText(file, "// changed\n");
        var changed = Shell.Run("test", run, "--with", file);
        Assert.Equal(2, changed.Code);
        Assert.Contains($"was trained with another own-choice.cs than '{file}', which has changed since. Add `--with {copy}`", changed.Error, StringComparison.Ordinal);
        File.Delete(copy);
        Assert.Contains("SHA-256 is", Shell.Run("test", run).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_packed_run_is_read_and_not_written()
    {
        var file = New("task", "own-choice");
        var run = Train(file, "own-choice", "run");
        var zip = folder["packed.zip"];
        Assert.Equal(5, Shell.Json(0, "pack", run, "--out", zip)["files"]!.AsArray().Count);
        Assert.Contains($"`unzip {zip} sources/own-choice.cs`", Shell.Run("test", zip).Error, StringComparison.Ordinal);
        var (there, here) = (Shell.Json(0, "test", run, "--with", file), Shell.Json(0, "test", zip, "--with", file));
        Assert.Equal($"{there["conditions"]}", $"{here["conditions"]}");
        var resumed = Shell.Run("train", "own-choice", "--with", file, "--resume", "--out", zip);
        Assert.Equal(2, resumed.Code);
        Assert.Contains("packed", resumed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_with_an_own_file_resumes_to_the_same_bits()
    {
        var file = New("task", "own-choice");
        string[] more = ["--check-every", "5"];
        var whole = Train(file, "own-choice", "whole", [.. more, "--max-updates", "20"]);
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        var stopped = Shell.Run(stop.Token, Words(file, "own-choice", "stopped", [.. more, "--max-updates", "20"]));
        Assert.Equal(130, stopped.Code);
        Assert.Contains($"--with {file}", stopped.Standard, StringComparison.Ordinal);
        Assert.Equal(3, Shell.Run("train", "--resume", "--out", folder["stopped"], "--with", file).Code);
        Assert.Equal(Tiny.Weights(whole), Tiny.Weights(folder["stopped"]));
    }

    [Theory]
    [InlineData("there is no such file", null, "gone.cs")]
    [InlineData("no C# file", "", "own.txt")]
    [InlineData("defines nothing that Engram could use", "class Nothing;", "own.cs")]
    [InlineData("line 2, column 13: ", "class Broken {\n    int a = b;\n}", "own.cs")]
    [InlineData("`#:package Foo@1.0`", "#:package Foo@1.0\nclass Nothing;", "own.cs")]
    [InlineData(" more errors; correct these first", "a; b; c; d; e; f;", "own.cs")]
    public void What_is_wrong_with_a_file_is_one_sentence(string expected, string? content, string name)
    {
        if (content is not null)
        {
            File.WriteAllText(folder[name], content);
        }

        var (code, standard, error) = Shell.Run("list", "tasks", "--with", folder[name]);
        Assert.Equal((2, ""), (code, standard));
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is a task 'delayed-match' already", "task", "delayed-match")]
    [InlineData("There is an analysis 'low-rank' already", "analysis", "low-rank")]
    [InlineData("Did you mean `task`?", "tasks", "own")]
    [InlineData("write for example `engram new task my-task`", "task", "Own Task")]
    [InlineData("write for example `engram new cell my-cell`", "cell", "../own")]
    [InlineData("write for example `engram new cell my-cell`", "cell", "own--cell")]
    public void What_cannot_be_made_is_one_sentence(string expected, string kind, string name)
    {
        var (code, _, error) = Shell.Run("new", kind, name, "--out", folder["own.cs"]);
        Assert.Equal(2, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["own.cs"]));
    }

    [Fact]
    public void A_file_that_is_there_is_left_as_it_is()
    {
        File.WriteAllText(folder["own.cs"], "mine");
        Assert.Contains("exists already", Shell.Run("new", "task", "own", "--out", folder["own.cs"]).Error, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(folder["own.cs"]));
    }

    [Fact]
    public void Examples_that_are_programs_can_be_used_as_files()
    {
        var example = Path.Combine(Documents.Repository.Root, "examples", "define-a-task.cs");
        Assert.Contains("memory-saccade", Shell.Run("list", "tasks", "--with", example).Standard, StringComparison.Ordinal);
    }

    private static JsonObject Document(string run) => RunDocument.Read(run);

    private static int Trials(JsonObject answer) => (int)answer["trials"]!;

    private string New(string kind, string name)
    {
        var file = folder[$"{name}.cs"];
        Assert.Equal(file, (string?)Shell.Json(0, "new", kind, name, "--out", file)["file"]);
        return file;
    }

    private string Train(string file, string task, string run, params string[] more)
    {
        Shell.Json(3, Words(file, task, run, more));
        return folder[run];
    }

    private string[] Words(string file, string task, string run, string[] more) =>
    [
        "train", task, "--with", file, "--units", "6", "--trials", "4", "--validation-trials", "20", "--threshold", "1", "--dt", "50ms",
        .. more.Contains("--max-updates") ? [] : new[] { "--max-updates", "2" }, .. more, "--out", folder[run],
    ];
}
