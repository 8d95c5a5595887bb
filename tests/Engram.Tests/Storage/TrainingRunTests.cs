using Engram.Configuration;
using Engram.Learning;
using Engram.Storage;
using Engram.Tests.Learning;

namespace Engram.Tests.Storage;

public sealed class TrainingRunTests
{
    private static readonly string[] Kept = ["weights.safetensors", "log.jsonl"];

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(15)]
    [InlineData(46)]
    public void A_run_that_was_stopped_ends_with_the_same_bytes_as_one_in_one_go(int stop)
    {
        using var folder = new TemporaryFolder();
        Train(folder["whole"], false, 2);
        using (var cancel = new CancellationTokenSource())
        {
            var stopped = TrainingRun.Execute(
                SmallRun.Growing(), folder["broken"], false, 1, SmallRun.StopAfter(stop, cancel), cancel.Token);
            Assert.Equal(Outcome.Cancelled, stopped.Outcome);
        }

        var result = Train(folder["broken"], true, 1);
        Assert.Equal(60, result.Updates);
        AssertSame(folder);
    }

    [Fact]
    public void A_run_that_was_killed_after_a_check_ends_with_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        Train(folder["whole"], false, 1);
        Assert.Throws<InvalidOperationException>(() => TrainingRun.Execute(
            SmallRun.Growing(), folder["broken"], false, 1,
            new TrainerHooks { OnUpdate = made => _ = made < 40 ? 0 : throw new InvalidOperationException("killed") },
            CancellationToken.None));
        Assert.Equal(3, File.ReadAllLines(Path.Combine(folder["broken"], "log.jsonl")).Length);
        Train(folder["broken"], true, 1);
        AssertSame(folder);
    }

    [Fact]
    public void A_finished_run_that_is_resumed_stays_as_it_was()
    {
        using var folder = new TemporaryFolder();
        var first = Train(folder["whole"], false, 1);
        var bytes = Kept.Select(file => File.ReadAllBytes(Path.Combine(folder["whole"], file))).ToList();
        var again = Train(folder["whole"], true, 1);
        Assert.Equal((first.Outcome, first.Updates, first.Loss, first.Advice), (again.Outcome, again.Updates, again.Loss, again.Advice));
        Assert.Equal(bytes, Kept.Select(file => File.ReadAllBytes(Path.Combine(folder["whole"], file))));
    }

    [Fact]
    public void A_run_is_read_back_as_it_was_trained()
    {
        using var folder = new TemporaryFolder();
        Train(folder["run"], false, 1);
        using var trainer = new Trainer(SmallRun.Growing(), 1);
        trainer.Run(TrainerHooks.None, CancellationToken.None);
        var read = TrainingRun.Load(folder["run"]);
        Assert.Equal(SmallRun.Growing(), read.Configuration);
        Assert.Equal(trainer.Network.RawValues, read.Network.RawValues);
        Assert.Equal(trainer.Network.EffectiveValues, read.Network.EffectiveValues);
        var weights = Safetensors.Read(Path.Combine(folder["run"], "weights.safetensors"));
        Assert.Equal(trainer.Network.Effective("w_rec").ToArray(), weights.Float32("w_rec", 16, 16));

        using var run = RunFolder.Open(folder["run"]);
        Assert.Equal("exhausted", run.Outcome!["outcome"]!.ToString());
        Assert.Equal(["0", "15", "30", "45", "60"], run.ReadLog().Select(line => line["update"]!.ToString()));
    }

    [Fact]
    public void Other_settings_are_not_resumed()
    {
        using var folder = new TemporaryFolder();
        Train(folder["run"], false, 1);
        var other = SmallRun.Growing().With([new("learning-rate", "0.5"), new("delay", "100ms")]);
        var fault = Assert.Throws<UsageException>(
            () => TrainingRun.Execute(other, folder["run"], true, 1, TrainerHooks.None, CancellationToken.None));
        Assert.Equal(2, fault.Faults.Count);
        Assert.Contains("learning-rate", fault.Message, StringComparison.Ordinal);
        Assert.Throws<UsageException>(() => Train(folder["run"], false, 1));
    }

    [Fact]
    public void Weights_of_another_shape_are_refused()
    {
        using var folder = new TemporaryFolder();
        Train(folder["run"], false, 1);
        EditedRun.Write(folder["run"], run => run["cell"]!["units"] = 17);
        Assert.Contains("shape", Assert.Throws<UsageException>(() => TrainingRun.Load(folder["run"])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("seed", 3, "lacks seed, so it does not say what was trained")]
    [InlineData("seed", 2, "lacks seed, so it does not say")]
    [InlineData("seed", 1, "lacks seed, so it does not say")]
    [InlineData("task.delay", 3, "lacks task.delay, so it does not say")]
    [InlineData("training.dt", 3, "lacks training.dt, so it does not say")]
    [InlineData("stopping", 3, "lacks stopping, so it does not say")]
    [InlineData("training.dt", 2, null)]
    [InlineData("continual", 2, null)]
    public void What_a_document_lacks_has_no_default_unless_its_format_is_older(string key, int format, string? expected)
    {
        using var folder = new TemporaryFolder();
        Train(folder["run"], false, 1);
        EditedRun.MakeOlder(folder["run"], format);
        var parts = key.Split('.');
        EditedRun.Write(folder["run"], run => (parts.Length == 1 ? run : run[parts[0]]!.AsObject()).Remove(parts[^1]));
        var fault = Record.Exception(() => TrainingRun.Load(folder["run"]));
        if (expected is null)
        {
            Assert.Null(fault);
            return;
        }

        Assert.Contains(expected, Assert.IsType<UsageException>(fault).Message, StringComparison.Ordinal);
        EditedRun.Write(folder["run"], run => (parts.Length == 1 ? run : run[parts[0]]!.AsObject())[parts[^1]] = null);
        Assert.IsType<UsageException>(Record.Exception(() => TrainingRun.Load(folder["run"])));
    }

    private static TrainingResult Train(string path, bool resume, int threads) =>
        TrainingRun.Execute(SmallRun.Growing(), path, resume, threads, TrainerHooks.None, CancellationToken.None);

    private static void AssertSame(TemporaryFolder folder)
    {
        foreach (var file in Kept)
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(folder["whole"], file)), File.ReadAllBytes(Path.Combine(folder["broken"], file)));
        }
    }
}
