using Engram.App.Cluster;
using Engram.Studies;
using Engram.Tests.Storage;
using Engram.Tests.Studies;

namespace Engram.Tests.App;

/// <summary><c>engram work</c>, and what the flags of a cluster accept; a real cluster is in <see cref="Cluster.SlurmTests"/>.</summary>
public sealed class WorkCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Workers_share_a_folder_and_train_what_is_left_to_the_table_of_one_process()
    {
        Started("here", Words("here", 600));
        Started("shared", Words("shared", 600));
        foreach (var run in Directory.GetDirectories(folder["shared/runs"]).Skip(1))
        {
            Directory.Delete(run, true);
        }

        using var first = Shell.Start("work", folder["shared"], "--threads", "1", "--quiet");
        using var second = Shell.Start("work", folder["shared"], "--threads", "2", "--quiet");
        first.WaitForExit();
        second.WaitForExit();
        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));
        Assert.Equal(0, (int)Shell.Json(0, "work", folder["shared"])["left"]!);
        SweepTable.Read(folder["here"]).Write(folder["here.csv"]);
        SweepTable.Read(folder["shared"]).Write(folder["shared.csv"]);
        Assert.Equal(File.ReadAllText(folder["here.csv"]), File.ReadAllText(folder["shared.csv"]));
        Assert.All(Directory.GetFiles(folder["shared/claims"]), claim => Assert.StartsWith("free", File.ReadAllText(claim), StringComparison.Ordinal));
    }

    [Fact]
    public void A_run_that_is_broken_fails_once_and_the_others_are_trained()
    {
        Started("broken", Words("broken", 20));
        var runs = Directory.GetDirectories(folder["broken/runs"]);
        File.WriteAllText(Path.Combine(runs[0], "run.json"), "{");
        var answer = Shell.Json(0, "work", folder["broken"]);
        Assert.Equal((0, 1), ((int)answer["left"]!, (int)answer["failed"]!));
        Assert.True(File.Exists(Path.Combine(runs[0], "failure.json")));
        Assert.Equal("failed", SweepTable.Read(folder["broken"]).Rows.Single(row => row.Path == runs[0]).Outcome);
    }

    [Fact]
    public void The_runs_of_a_study_are_known_by_name_and_those_that_continue_others_wait_for_them()
    {
        var before = Sweep.Of(SmallStudy.Basis, [], [1]);
        var after = new Sweep([.. before.Configurations.Select(one => one with { After = one, Stopping = one.Stopping with { MaxUpdates = 20 } })]);
        using (var cancel = new CancellationTokenSource())
        {
            cancel.Cancel();
            Assert.ThrowsAny<OperationCanceledException>(() => after.Execute(folder["chain"], 1, cancel: cancel.Token));
        }

        Assert.False(Directory.Exists(folder["chain/runs"]) && Directory.GetFiles(folder["chain/runs"], "weights*", SearchOption.AllDirectories).Length > 1);
        Directory.CreateDirectory(folder["chain/sweeps"]);
        foreach (var file in Directory.GetFiles(folder["chain"], "sweep*.json"))
        {
            File.Move(file, folder[$"chain/sweeps/{Path.GetFileName(file)}"]);
        }

        var answer = Shell.Json(0, "work", folder["chain"], "--threads", "1");
        Assert.True((int)answer["networks"]! >= 1);
        Assert.Equal(0, (int)answer["left"]!);
    }

    [Theory]
    [InlineData("There is no folder 'nowhere'", "nowhere")]
    [InlineData("has neither sweep.json nor sweeps, so it is not the folder of a sweep", "FOLDER")]
    [InlineData("`--lease 1s`: give a time from 2s to 1h, such as `--lease 60s`.", "FOLDER", "--lease", "1s")]
    [InlineData("`--only` names no run", "FOLDER", "--only", ",")]
    public void What_cannot_be_worked_on_is_one_line(string expected, params string[] words) => Refused(expected, ["work", .. words]);

    [Theory]
    [InlineData("`--partition` is for `--on slurm`; give that too, or leave it out.", "--partition", "main")]
    [InlineData("`--on pbs`: give one of local, slurm.", "--on", "pbs")]
    [InlineData("`--time 2h`: write minutes, hours:minutes:seconds or days-hours", "--on", "slurm", "--time", "2h")]
    [InlineData("`--time 0`: write minutes", "--on", "slurm", "--time", "0")]
    [InlineData("`--memory 4GB`: write a whole number with K, M, G or T", "--on", "slurm", "--memory", "4GB")]
    [InlineData("`--per-job 0`: give a whole number from 1", "--on", "slurm", "--per-job", "0")]
    [InlineData("`--partition a b` is not the name of a partition", "--on", "slurm", "--partition", "a b")]
    [InlineData("`--sbatch account`: write one argument of sbatch with its dashes", "--on", "slurm", "--sbatch", "account")]
    public void What_a_cluster_cannot_mean_is_one_line_and_leaves_no_folder(string expected, params string[] words)
    {
        Refused(expected, ["sweep", "delayed-match", "--seeds", "1..2", "--out", folder["run"], .. words]);
        Assert.False(Path.Exists(folder["run"]));
    }

    [Fact]
    public void Times_are_read_as_Slurm_reads_them()
    {
        foreach (var (text, seconds) in new[]
        {
            ("90", 5400.0), ("1:30", 90), ("2:00:00", 7200), ("1-0", 86_400), ("1-12", 129_600), ("1-12:30", 131_400), ("1-0:0:1", 86_401), ("0:01", 1),
        })
        {
            Assert.Equal(seconds, SlurmOptions.Seconds(text));
        }

        foreach (var text in new[] { "", "0", "1h", "1:2:3:4", "1-", "-1", "1-2:3:4:5", "1.5", "١" })
        {
            Assert.Null(SlurmOptions.Seconds(text));
        }

        Assert.Equal((60, 60, 15), (new SlurmOptions().Notice, new SlurmOptions { Time = "1-0" }.Notice, new SlurmOptions { Time = "1" }.Notice));
    }

    [Theory]
    [InlineData("17|3|RUNNING|engram-x-0001|None", true, false)]
    [InlineData("17|3|PENDING|engram-x-0001|PartitionConfig", true, false)]
    [InlineData("17|3|NODE_FAIL|engram-x-0001|None", false, false)]
    [InlineData("17|3|CANCELLED|engram-x-0001|None", false, true)]
    public void What_Slurm_tells_of_a_task_is_understood(string line, bool alive, bool cancelled)
    {
        var task = SlurmTask.Of(line)!;
        Assert.Equal(("17", 3, "engram-x-0001", alive, cancelled), (task.Job, task.Index, task.Name, task.IsAlive, task.IsCancelled));
        Assert.Equal(line.Contains("PartitionConfig", StringComparison.Ordinal) ? "PartitionConfig" : null, task.Worry);
        Assert.Null(SlurmTask.Of("17|N/A|RUNNING|other|None"));
        Assert.Null(SlurmTask.Of(""));
    }

    [Fact]
    public void An_array_is_found_again_by_its_name_and_its_script_names_its_runs()
    {
        var arrays = new SlurmArrays(folder["it's here"]);
        var (array, script) = arrays.Add([["a", "b"], ["c"]], tasks => SlurmScript.Text(arrays.Root, tasks, new()));
        var again = new SlurmArrays(folder["it's here"]).All.Single();
        Assert.Equal(array.Name, again.Name);
        Assert.Equal([["a", "b"], ["c"]], again.Tasks);
        Assert.Contains("it'\\''s here' --only \"$runs\" --threads 1 --lease 60s --requeue", File.ReadAllText(script), StringComparison.Ordinal);
        Assert.Contains("--array=0-1", SlurmScript.Arguments(array, arrays.Logs, new()));
        arrays.Remove(array);
        Assert.Empty(new SlurmArrays(folder["it's here"]).All);
    }

    private static void Started(string name, string[] words)
    {
        var (code, _, error) = Shell.Run(words);
        Assert.True(code == 3, $"{name}: {error}");
    }

    private void Refused(string expected, string[] words) =>
        Shell.Refused(expected, [.. words.Select(word => word.Replace("FOLDER", folder[""], StringComparison.Ordinal))]);

    private string[] Words(string name, int updates) => Tiny.Sweep(folder[name], updates);
}
