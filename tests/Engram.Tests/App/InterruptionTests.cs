using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Engram.Numerics;
using Engram.Tests.Storage;

namespace Engram.Tests.App;

/// <summary>Child processes that are interrupted and killed.</summary>
[Long]
public sealed class InterruptionTests : IDisposable
{
    private const int Updates = 5000, Kills = 3;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_run_killed_at_random_moments_and_resumed_has_the_bytes_of_an_unbroken_one()
    {
        Shell.Json(3, Tiny.Train(folder["unbroken"], Updates, "--threads", "2"));
        var moments = new RandomStream(new StreamKey(1, Purpose.Analysis), 0);
        for (var kill = 0; kill < Kills; kill++)
        {
            using var child = Shell.Start(Tiny.Train(folder["killed"], Updates, "--resume", "--quiet", "--threads", "1"));
            child.WaitForExit(TimeSpan.FromSeconds(moments.NextUniform(0.2, 2)));
            child.Kill();
            child.WaitForExit();
        }

        Shell.Json(3, Tiny.Train(folder["killed"], Updates, "--resume"));
        Assert.Equal(Tiny.Weights(folder["unbroken"]), Tiny.Weights(folder["killed"]));
        Assert.Equal(
            File.ReadAllText(Path.Combine(folder["unbroken"], "log.jsonl")), File.ReadAllText(Path.Combine(folder["killed"], "log.jsonl")));
    }

    [Fact]
    public async Task An_interrupted_child_saves_its_state_says_how_to_go_on_and_exits_with_130()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var child = Shell.Start(Tiny.Train(folder["run"], int.MaxValue, "--json"));
        var first = await child.StandardError.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("update ", first, StringComparison.Ordinal);
        using (var kill = Process.Start("kill", ["-INT", $"{child.Id}"]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var rest = child.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var answer = JsonNode.Parse(await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken))!;
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((130, "cancelled"), (child.ExitCode, (string?)answer["outcome"]));
        Assert.Equal($"engram train {Tiny.Task} --resume --out {folder["run"]}", (string?)answer["resume"]);
        Assert.Contains((string)answer["resume"]!, await rest, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder["run"], "checkpoint.safetensors")));
    }

    [Theory]
    [InlineData("train perceptual-decision --units 700 --trials 400 --validation-trials 400", "update ")]
    [InlineData("train perceptual-decision --units 1200 --trials 400", "")]
    [InlineData("train delayed-match --units 10 --threads 1024 --max-updates 1000000", "update ")]
    [InlineData("sweep delayed-match --units 300 --trials 200 --seeds 1..8 --threads 1024", "8 networks")]
    [InlineData("bench", "")]
    [InlineData("study low-rank-decisions --quick", "training")]
    public async Task One_interrupt_stops_the_work_at_once_whatever_is_done(string line, string sign)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var child = Shell.Start(folder.Path, line.Split(' '));
        var error = child.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var first = sign.Length == 0 ? "" : await child.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith(sign, first, StringComparison.Ordinal);
        var standard = child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

        // A moment in the midst of the work: what is being compiled, drawn or computed then is not known.
        await Task.Delay(sign.Length == 0 ? 2000 : 300, TestContext.Current.CancellationToken);
        using (var kill = Process.Start("kill", ["-INT", $"{child.Id}"]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        // Processor time, which other work of the machine does not lengthen: a second, twice over.
        var (before, after) = (Worked(child) ?? TimeSpan.Zero, TimeSpan.Zero);
        while (!child.HasExited)
        {
            after = Worked(child) ?? after;
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.Equal(130, child.ExitCode);
        Assert.InRange((after - before).TotalSeconds, double.NegativeInfinity, 2 * Environment.ProcessorCount);
        Assert.NotEmpty(await error + await standard);
    }

    [Fact]
    public void Without_out_the_run_is_named_after_what_is_trained()
    {
        var names = new List<string>();
        foreach (var delay in new[] { "0s", "0ms", "100ms" })
        {
            var words = Tiny.Train("unused", 0).ToList();
            words.RemoveRange(words.IndexOf("--out"), 2);
            words[words.IndexOf("--delay") + 1] = delay;
            using var child = Shell.Start(folder.Path, [.. words, "--json", "--quiet", "--resume"]);
            names.Add((string)JsonNode.Parse(child.StandardOutput.ReadToEnd())!["run"]!);
            child.WaitForExit();
        }

        Assert.Equal(names[0], names[1]);
        Assert.NotEqual(names[0], names[2]);
        Assert.All(names, name => Assert.Matches("^runs/delayed-match-modern-seed1-[0-9a-f]{6}$", name));
    }

    // What a process has worked so far; null where it has just ended.
    private static TimeSpan? Worked(Process child)
    {
        try
        {
            return child.TotalProcessorTime;
        }
        catch (Exception fault) when (fault is InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }
}
