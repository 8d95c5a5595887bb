using Engram.Storage;
using Engram.Tests.Storage;

namespace Engram.Tests.App;

/// <summary><c>engram train --from</c>: a second task after a first.</summary>
public sealed class ContinuationTests : IDisposable
{
    private static readonly string[] Small =
        ["--units", "8", "--peaks", "2", "--trials", "4", "--validation-trials", "8", "--dt", "50ms", "--max-updates", "5"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_second_task_goes_on_from_the_first_and_can_be_resumed()
    {
        Shell.Run([.. "train sequence-a --track-importance true --out".Split(' '), folder["a"], .. Small]);
        string[] second = ["train", "sequence-b", "--peaks", "2", "--from", folder["a"], "--protection", "ewc", "--strength", "2", "--out", folder["b"]];
        var answer = Shell.Json(3, second);
        Assert.Equal(5, (int)answer["updates"]!);
        Assert.True(File.Exists(Path.Combine(folder["b"], "memory.safetensors")));
        var run = File.ReadAllText(Path.Combine(folder["b"], "run.json"));
        Assert.Contains("\"after\"", run, StringComparison.Ordinal);
        Assert.Contains("\"units\": 8", run, StringComparison.Ordinal);

        var (before, after) = (TrainingRun.Load(folder["a"]), TrainingRun.Load(folder["b"]));
        Assert.Equal(before.Network.RawValues, after.Initial().RawValues);
        Assert.NotEqual(before.Initial().RawValues.ToArray(), before.Network.RawValues.ToArray());

        Directory.Delete(folder["a"], true);
        Shell.Json(3, "train", "sequence-b", "--resume", "--out", folder["b"]);
        var tasks = Shell.Json(0, "test", folder["b"], "--trials", "8")["tasks"]!.AsArray();
        Assert.Equal(["sequence-a", "sequence-b"], tasks.Select(task => (string)task!["task"]!));
        Assert.All(tasks, task => Assert.True((double)task!["error"]! > 0 && (double)task["r2"]! < 1));
        Assert.Contains("in the order in which they were learned", Shell.Run("test", folder["b"], "--trials", "8").Standard, StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_that_several_runs_of_a_chain_learned_is_tested_once()
    {
        Shell.Run([.. "train sequence-a --out".Split(' '), folder["a"], .. Small]);
        Shell.Json(3, "train", "sequence-a", "--peaks", "2", "--from", folder["a"], "--dt", "25ms", "--out", folder["finer"]);
        Shell.Json(3, "train", "sequence-b", "--peaks", "2", "--from", folder["finer"], "--out", folder["b"]);
        Shell.Json(3, "train", "sequence-a", "--peaks", "2", "--from", folder["b"], "--out", folder["again"]);
        Assert.Equal(["sequence-a"], Tasks("finer"));
        Assert.Equal(["sequence-a", "sequence-b"], Tasks("b"));
        Assert.Equal(["sequence-a", "sequence-b"], Tasks("again"));

        // Other units are silent each time, so that the tests are two.
        Shell.Json(3, "train", "sequence-a", "--peaks", "2", "--from", folder["a"], "--gating", "0.5", "--out", folder["gated"]);
        Assert.Equal(["sequence-a", "sequence-a"], Tasks("gated"));

        IEnumerable<string> Tasks(string name) =>
            Shell.Json(0, "test", folder[name], "--trials", "8")["tasks"]!.AsArray().Select(task => (string)task!["task"]!);
    }

    [Fact]
    public void Tasks_of_one_name_are_told_apart_by_their_settings()
    {
        string[] small = ["--ring-units", "4", "--max-updates", "2", "--validation-trials", "40", "--criterion", "overall"];
        Shell.Run(["train", "multi-task", "--rules", "go,delayed-go", "--units", "8", "--trials", "4", "--out", folder["a"], .. small]);
        Shell.Json(3, ["train", "multi-task", "--rules", "anti", "--from", folder["a"], "--protection", "replay", "--out", folder["b"], .. small]);
        var tasks = Shell.Json(0, "test", folder["b"], "--trials", "8")["tasks"]!.AsArray();
        Assert.Equal(["multi-task, rules go,delayed-go", "multi-task, rules anti"], tasks.Select(task => (string)task!["label"]!));
        Assert.Contains("multi-task, rules go,delayed-go ", Shell.Run("test", folder["b"], "--trials", "8").Standard, StringComparison.Ordinal);
    }

    [Fact]
    public void A_third_task_is_refused_when_what_keeps_the_first_is_not_there()
    {
        Shell.Run([.. "train sequence-a --out".Split(' '), folder["a"], .. Small]);
        Shell.Json(3, "train", "sequence-b", "--peaks", "2", "--from", folder["a"], "--protection", "ewc", "--out", folder["b"]);
        string[] third = ["train", "sequence-a", "--peaks", "2", "--from", folder["b"], "--protection", "ewc", "--out"];
        Shell.Json(3, [.. third, folder["c"]]);
        File.Delete(Path.Combine(folder["b"], "memory.safetensors"));
        var (code, _, error) = Shell.Run([.. third, folder["d"]]);
        Assert.Equal(2, code);
        Assert.Contains("memory.safetensors' is missing, but", error, StringComparison.Ordinal);
        Assert.False(Path.Exists(folder["d"]));
        Assert.Throws<Engram.Configuration.UsageException>(() => TrainingRun.Load(folder["b"]).Initial());

        // The first task began with weights that were drawn, and has nothing to miss.
        Assert.NotNull(TrainingRun.Load(folder["a"]).Initial());
    }

    [Fact]
    public void Mistakes_are_one_message_and_leave_no_folder()
    {
        Shell.Run([.. "train sequence-a --out".Split(' '), folder["a"], .. Small]);
        Refused("nothing to protect", "--protection", "ewc");
        Refused("Did you mean 'ewc'?", "--from", folder["a"], "--peaks", "2", "--protection", "ewe");
        Refused("1 input and 10 outputs", "--from", folder["a"]);
        Refused("--track-importance", "--from", folder["a"], "--peaks", "2", "--protection", "synaptic-intelligence");
        Refused("leave one of them out", "--from", folder["a"], "--preset", "modern");
        Refused("There is no run", "--from", folder["none"]);
        string[] on = ["--from", folder["a"], "--peaks", "2"];
        Refused("`--strength` is 10, but has no effect because `--protection` is none; set `--protection` to ewc", [.. on, "--strength", "10"]);
        Refused("`--strength` is 10, but has no effect because `--protection` is replay;", [.. on, "--protection", "replay", "--strength", "10"]);
        Refused("`--fisher-trials` is 9, but has no effect because `--protection` is l2;", [.. on, "--protection", "l2", "--fisher-trials", "9"]);
        Refused("`--replay-share` is 0.1, but has no effect because `--protection` is ewc;", [.. on, "--protection", "ewc", "--replay-share", "0.1"]);
        Refused("`--damping` is 0.1, but has no effect because `--track-importance` is false;", [.. on, "--continual-damping", "0.1"]);
        Refused("but has no effect because `--protection` is none", "--strength", "1");

        void Refused(string expected, params string[] words)
        {
            var (code, _, error) = Shell.Run(["train", "sequence-b", "--out", folder["b"], .. words]);
            Assert.Equal(2, code);
            Assert.Contains(expected, error, StringComparison.Ordinal);
            Assert.False(Path.Exists(folder["b"]));
        }
    }
}
