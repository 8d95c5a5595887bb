using System.Diagnostics;
using System.Text.Json.Nodes;
using Engram.Tests.Storage;

namespace Engram.Tests.Cluster;

/// <summary>Sweeps in jobs of a real Slurm, whose nodes, limits and submitting process fail; the table is that of one machine, byte for byte.</summary>
[Long]
public sealed class SlurmTests(SlurmCluster cluster) : IClassFixture<SlurmCluster>, IDisposable
{
    private const int Endless = 1_000_000_000;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void An_array_over_two_nodes_survives_the_submitting_process()
    {
        cluster.Need();
        string[] words = Words("array", 1500, "1..6", "--per-job", "2");
        using (var child = cluster.Start(words))
        {
            SlurmCluster.Wait(() => Ended("array") > 0);
            child.Kill();
            child.WaitForExit();
        }

        var (code, _, error) = cluster.Run(words);
        Assert.Equal(3, code);
        Assert.DoesNotContain("engram: submitted", error, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(folder["array/slurm"], "*.tasks"));
        AssertTable("array", 1500, "1..6");
        var jobs = File.ReadAllText(Path.Combine(cluster.Folder, "log", "jobs.txt"));
        Assert.Contains("NodeList=n1", jobs, StringComparison.Ordinal);
        Assert.Contains("NodeList=n2", jobs, StringComparison.Ordinal);

        // Whatever ended is not submitted again.
        Assert.Equal(3, cluster.Run(words).Code);
        Assert.Single(Directory.GetFiles(folder["array/slurm"], "*.tasks"));
    }

    [Theory]
    [InlineData("kill")]
    [InlineData("cut")]
    public void What_a_lost_node_trained_is_trained_to_its_end_and_nothing_twice_at_a_time(string loss)
    {
        cluster.Need();

        // So long that none has ended when the last has begun.
        const int Updates = 50_000;
        var child = cluster.Start(Words(loss, Updates, "1..2"));
        SlurmCluster.Wait(() => cluster.Ask("squeue", "-h", "-t", "R", "-o", "%N").Contains("n1", StringComparison.Ordinal)
            && Directory.Exists(folder[$"{loss}/claims"]) && Directory.GetFiles(folder[$"{loss}/claims"]).Length == 4);
        Assert.Equal(0, Ended(loss));
        cluster.Node(loss, "n1");
        var (code, _, error) = SlurmCluster.End(child);
        cluster.Node("node", "n1");
        Assert.True(code == 3, error);
        AssertTable(loss, Updates, "1..2");

        // What died with its node was claimed again, once or more; what went on unseen was not.
        Assert.Equal(loss == "kill", Directory.GetFiles(folder[$"{loss}/claims"]).Any(claim => !claim.EndsWith(".1", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_job_whose_time_is_over_stops_at_a_checkpoint_and_goes_back_into_the_queue()
    {
        cluster.Need();

        // Slurm looks at limits every half minute: the signal comes after some twenty seconds, when a training of more than a minute is under way, even where other work slowed the trial run.
        const int Tried = 20_000;
        var (_, tried, _) = cluster.Run([.. Sweep(Tried, "1"), "--out", folder["tried"], "--json", "--quiet"]);
        var seconds = JsonNode.Parse(tried)!["runs"]!.AsArray().Max(run => (double)run!["seconds"]!);
        var updates = 1000 * (int)Math.Ceiling(Tried / 1000 * 75 / seconds);
        var local = cluster.Start([.. Sweep(updates, "1"), "--out", folder["local"], "--table", folder["local.csv"]]);
        var (code, _, error) = cluster.Run(Words("limit", updates, "1", "--time", "1", "--sbatch=--signal=B:USR1@55"));
        Assert.True(code == 3, error);
        Assert.Equal(3, SlurmCluster.End(local).Code);
        var logs = string.Concat(Directory.GetFiles(folder["limit/slurm/log"]).Select(File.ReadAllText));
        Assert.Contains("The job goes back into the queue.", logs, StringComparison.Ordinal);
        Assert.DoesNotContain("does not take the job back", logs, StringComparison.Ordinal);

        // On a machine so busy that the signal comes before the first checkpoint, or the checkpoint after the limit, a job is lost and submitted again. The queue loses none.
        string[] lost = [.. error.Split("lost by jobs that ended as ").Skip(1).Select(text => text.Split(';')[0])];
        Assert.All(lost.SelectMany(states => states.Split(", ")), state => Assert.True(state is "FAILED" or "TIMEOUT", state));
        Assert.Equal(1 + lost.Length, Directory.GetFiles(folder["limit/slurm"], "*.tasks").Length);
        Assert.Equal(File.ReadAllText(folder["local.csv"]), File.ReadAllText(folder["limit.csv"]));
    }

    [Fact]
    public void Ctrl_C_leaves_the_jobs_and_scancel_ends_what_is_followed()
    {
        cluster.Need();
        string[] words = Words("stopped", Endless, "1");
        var child = cluster.Start(words);
        SlurmCluster.Wait(() => Directory.Exists(folder["stopped/claims"]));
        using (var signal = Process.Start("kill", ["-INT", $"{child.Id}"]))
        {
            signal.WaitForExit();
        }

        var (code, _, error) = SlurmCluster.End(child);
        Assert.Equal(130, code);
        Assert.Contains("no longer followed, but the jobs go on. The same command follows them again; `scancel ", error, StringComparison.Ordinal);
        var job = error.Split("scancel ")[1].Split('`')[0];
        Assert.Contains(job, cluster.Ask("squeue", "-h", "-o", "%F"), StringComparison.Ordinal);
        var (refused, _, here) = cluster.Run([.. Sweep(Endless, "1"), "--out", folder["stopped"]]);
        Assert.Equal(2, refused);
        Assert.Contains($"Jobs of Slurm ({job}) train in ", here, StringComparison.Ordinal);

        // What is cancelled before it is followed would be submitted again.
        child = cluster.Start(words);
        while (child.StandardError.ReadLine() is { } line && !line.Contains($"submitted before: Slurm job {job}", StringComparison.Ordinal))
        {
        }

        cluster.Ask("scancel", job);
        (code, _, error) = SlurmCluster.End(child);
        Assert.Equal(1, code);
        Assert.Contains("cancelled, and 0 of 2 networks have ended. The same command submits what is left.", error, StringComparison.Ordinal);

        // What was cancelled is submitted again, and stops at a checkpoint again.
        child = cluster.Start(words);
        SlurmCluster.Wait(() => Directory.GetFiles(folder["stopped/slurm"], "*.tasks").Length == 2);
        SlurmCluster.Wait(() => cluster.Ask("squeue", "-h", "-t", "R", "-o", "%F").Length > 0);
        TestContext.Current.CancellationToken.WaitHandle.WaitOne(3000);
        cluster.Ask("scancel", "--name=" + cluster.Ask("squeue", "-h", "-o", "%j").Split('\n')[0]);
        Assert.Equal(1, SlurmCluster.End(child).Code);
        SlurmCluster.Wait(() => Directory.GetFiles(folder["stopped/runs"], "run.json", SearchOption.AllDirectories)
            .All(file => File.ReadAllText(file).Contains("\"cancelled\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_Slurm_refuses_is_one_sentence_and_leaves_no_job()
    {
        cluster.Need();
        foreach (var (flag, expected) in new[]
        {
            ("--partition=nosuch", "There is no partition 'nosuch' on this cluster. Give one of main as `--partition`."),
            ("--sbatch=--nodelist=n9", "Slurm does not take the jobs: Invalid node name specified."),
        })
        {
            var (code, _, error) = cluster.Run(Words("refused", 20, "1", flag, "--quiet"));
            Assert.True(code == 2, error);
            Assert.Contains(expected, Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        }

        Assert.Empty(Directory.Exists(folder["refused/slurm"]) ? Directory.GetFiles(folder["refused/slurm"]) : []);
    }

    private int Ended(string name) => !Directory.Exists(folder[$"{name}/runs"]) ? 0
        : Directory.GetFiles(folder[$"{name}/runs"], "run.json", SearchOption.AllDirectories)
            .Count(file => File.ReadAllText(file).Contains("\"exhausted\"", StringComparison.Ordinal));

    private void AssertTable(string name, int updates, string seeds)
    {
        Assert.Equal(cluster.Once($"{updates}-{seeds}.csv", table =>
        {
            var (code, _, error) = cluster.Run([.. Sweep(updates, seeds), "--out", folder["here"], "--table", table]);
            Assert.True(code == 3, error);
        }), File.ReadAllText(folder[$"{name}.csv"]));
    }

    private string[] Words(string name, int updates, string seeds, params string[] more) =>
        [.. Sweep(updates, seeds), "--out", folder[name], "--table", folder[$"{name}.csv"], "--on", "slurm", "--lease", "10s", .. more];

    private static string[] Sweep(int updates, string seeds) =>
    [
        "sweep", "delayed-match", "--sweep", "delay=0s,0.2s", "--seeds", seeds, "--units", "24", "--trials", "16", "--validation-trials", "100",
        "--check-every", "200", "--dt", "50ms", "--curriculum", "none", "--threshold", "1", "--window", "10000", "--patience", "1000000",
        "--max-updates", $"{updates}",
    ];
}
