using Engram.Configuration;
using Engram.Storage;
using Engram.Studies;
using Engram.Tasks;
using Engram.Tests.Storage;

namespace Engram.Tests.Studies;

public sealed class SweepTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_last_axis_varies_faster_than_the_first_and_the_seed_fastest()
    {
        var sweep = Sweep.Of(SmallStudy.Basis, [new("units", ["10", "12"]), new("delay", ["0s", "100ms"])], [3, 1]);
        var labels = SweepLabels.Of(sweep);
        Assert.Equal(["seed", "delay", "units"], labels.Names);
        Assert.Equal(
            ["3 0ms 10", "1 0ms 10", "3 100ms 10", "1 100ms 10", "3 0ms 12", "1 0ms 12", "3 100ms 12", "1 100ms 12"],
            labels.Values.Select(values => string.Join(' ', values)));
    }

    [Fact]
    public void What_files_leave_out_at_its_default_is_told_where_it_varies()
    {
        var labels = SweepLabels.Of(Sweep.Of(SmallStudy.Basis, [new("through-recurrent", ["own", "none"])], [1]));
        Assert.Equal(["through-recurrent"], labels.Names);
        Assert.Equal(["own", "none"], labels.Values.Select(values => values[0]));
    }

    [Fact]
    public void A_list_is_told_as_it_is_written_in_a_flag()
    {
        var labels = SweepLabels.Of(Sweep.Of(SmallStudy.Basis, [new("layers", ["none", "64:tanh", "8:tanh,4:linear"])], [1]));
        Assert.Equal(["none", "64:tanh", "8:tanh,4:linear"], labels.Values.Select(values => Assert.Single(values)));
    }

    [Theory]
    [InlineData("The axis 'delay' has no values", "delay", "")]
    [InlineData("The axis 'delay' has an empty value", "delay", "1s,,2s")]
    [InlineData("has the value '1s' 2 times", "delay", "1s,1s")]
    [InlineData("delay=1000ms is the same as delay=1s", "delay", "1s,1000ms")]
    [InlineData("Did you mean 'delay'", "dely", "1s")]
    [InlineData("'seed' cannot be an axis", "seed", "1,2")]
    [InlineData("It is a factor, which is drawn in each trial and can be pinned in tests; the settings of delayed-match are", "f1", "1,2")]
    public void An_axis_that_cannot_be_swept_is_refused(string expected, string axis, string values)
    {
        var refused = Assert.Throws<UsageException>(() => Sweep.Of(
            SmallStudy.Basis, [new(axis, values.Length == 0 ? [] : values.Split(','))], [1]));
        Assert.Contains(expected, Assert.Single(refused.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Seeds_and_counts_that_make_no_sense_are_refused()
    {
        Refused("There are no seeds", []);
        Refused("The seed 2 is given 2 times", [1, 2, 2]);
        Refused("The sweep has 12000 networks", [.. Enumerable.Range(1, 6000).Select(seed => (ulong)seed)]);

        static void Refused(string expected, ulong[] seeds) => Assert.Contains(
            expected,
            Assert.Throws<UsageException>(() => Sweep.Of(SmallStudy.Basis, SmallStudy.Axis("0s", "1s"), seeds)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_pinned_factor_is_refused_because_no_file_would_tell_of_it()
    {
        var pinned = SmallStudy.Basis with { Task = SmallStudy.Basis.Task.Pin("delay", 1.Seconds) };
        Assert.Contains(
            "cannot train delayed-match with a pinned factor",
            Assert.Throws<UsageException>(() => new Sweep([pinned]).Train(folder["sweep"], 1)).Message,
            StringComparison.Ordinal);
        Assert.False(Path.Exists(folder["sweep"]));
    }

    [Fact]
    public void Threads_do_not_change_a_bit_and_results_come_in_the_order_of_the_configurations()
    {
        var sweep = Sweep.Of(SmallStudy.Basis, SmallStudy.Axis("300ms", "0s", "100ms"), [2, 1]);
        var one = sweep.Train(folder["one"], 1);
        var two = sweep.Train(folder["two"], 2);
        Assert.Equal(sweep.Configurations, one.Select(run => run.Configuration));
        Assert.Equal(sweep.Configurations, two.Select(run => run.Configuration));
        Assert.All(one.Zip(two), pair => Assert.Equal(Weights(pair.First), Weights(pair.Second)));
        Assert.Equal(6, one.Select(Weights).Select(Convert.ToHexString).Distinct().Count());
        Assert.All(one, run => Assert.Equal((RunStatus.Exhausted, 40L), (run.Status, run.Updates)));
        Assert.Equal([0L, 20, 40], one[0].Log().Select(check => check.Update));
        Assert.Equal(one[0].Minimum, one[0].Log()[^1].Minimum);
        Assert.Equal(300.Ms.TotalMilliseconds, one[0].Load().Configuration.Task.Pin("delay", "300ms").Longest.TotalMilliseconds - 400, 9);
        Assert.Equal(File.ReadAllText(folder["one/sweep.json"]), File.ReadAllText(folder["two/sweep.json"]));
    }

    [Fact]
    public void What_has_ended_is_skipped_and_what_says_the_same_is_trained_once()
    {
        var sweep = Sweep.Of(SmallStudy.Basis, [], [1, 2]);
        var first = sweep.Train(folder["sweep"], 2);
        var stamps = first.Select(run => File.GetLastWriteTimeUtc(Path.Combine(run.Path, "run.json"))).ToList();
        var reports = new List<SweepProgress>();
        var twice = new Sweep([.. sweep.Configurations, .. sweep.Configurations]);
        Assert.Equal([.. first, .. first], twice.Train(folder["sweep"], 2, reports.Add));
        Assert.Equal(stamps, first.Select(run => File.GetLastWriteTimeUtc(Path.Combine(run.Path, "run.json"))));
        Assert.Equal(2, Directory.GetDirectories(folder["sweep/runs"]).Length);
        Assert.Equal([new SweepProgress(2, 0, 0, 2, TimeSpan.Zero)], reports);
    }

    [Theory]
    [InlineData(0.4, null)]
    [InlineData(1.5, 3.0)]
    public void No_time_is_said_to_be_left_before_the_finished_runs_are_enough_to_tell(double seconds, double? left)
    {
        var reports = new List<SweepProgress>();
        var queue = new SweepQueue(1, reports.Add);
        foreach (var seed in new ulong[] { 1, 2, 3 })
        {
            var run = new SweepRun(SmallStudy.Basis with { Seed = seed }, $"{seed}", "", RunStatus.Exhausted, 40, seconds, null, null);
            queue.Add(run.Configuration, run.Hash, seed == 1 ? run : null, "");
        }

        queue.Begin();
        Assert.Equal(left, reports[^1].Left?.TotalSeconds);
    }

    [Fact]
    public void A_run_that_fails_is_recorded_does_not_stop_the_others_and_is_tried_again()
    {
        var sweep = Sweep.Of(SmallStudy.Basis, [], [1, 2, 3]);
        var hash = Settings.Hash(sweep.Configurations[1].ToJson());
        var broken = Directory.CreateDirectory(folder[$"sweep/runs/{hash[..16]}"]).FullName;
        File.WriteAllText(Path.Combine(broken, "notes.txt"), "");
        var reports = new List<SweepProgress>();
        var runs = sweep.Train(folder["sweep"], 1, reports.Add);
        Assert.Equal([RunStatus.Exhausted, RunStatus.Failed, RunStatus.Exhausted], runs.Select(run => run.Status));
        Assert.Contains("is not empty and is not a run", runs[1].Failure, StringComparison.Ordinal);
        Assert.Contains("is not empty", File.ReadAllText(Path.Combine(broken, "failure.json")), StringComparison.Ordinal);
        Assert.Equal((2, 0, 1, 3), (reports[^1].Done, reports[^1].Running, reports[^1].Failed, reports[^1].Total));

        File.Delete(Path.Combine(broken, "notes.txt"));
        Assert.Equal(RunStatus.Exhausted, sweep.Train(folder["sweep"], 1)[1].Status);
        Assert.False(File.Exists(Path.Combine(broken, "failure.json")));
    }

    [Fact]
    public void A_sweep_that_was_stopped_goes_on_and_ends_with_the_same_bits()
    {
        var sweep = Sweep.Of(SmallStudy.Basis, SmallStudy.Axis("0s", "100ms"), [1, 2]);
        var unbroken = sweep.Train(folder["unbroken"], 1);
        for (var stop = 1; stop <= 2; stop++)
        {
            using var cancel = new CancellationTokenSource();
            var started = 0;
            Assert.Throws<OperationCanceledException>(() => sweep.Execute(
                folder["stopped"],
                1,
                report =>
                {
                    if (report.Running > 0 && ++started == stop)
                    {
                        cancel.Cancel();
                    }
                },
                cancel.Token));
        }

        var runs = sweep.Train(folder["stopped"], 2);
        Assert.All(unbroken.Zip(runs), pair => Assert.Equal(Weights(pair.First), Weights(pair.Second)));
    }

    [Fact]
    public void A_task_that_the_library_does_not_know_is_trained_and_read()
    {
        var run = new Sweep([SmallStudy.Basis with { Task = new LookTask() }]).Train(folder["sweep"], 1)[0];
        Assert.Equal(RunStatus.Exhausted, run.Status);
        Assert.IsType<LookTask>(run.Load().Configuration.Task);
    }

    [Fact]
    public void A_folder_that_another_process_writes_is_refused()
    {
        using var held = RunLock.Take(folder["sweep"]);
        Assert.Contains(
            "is being written by another engram process",
            Assert.Throws<UsageException>(() => Sweep.Of(SmallStudy.Basis, [], [1]).Train(folder["sweep"], 1)).Message,
            StringComparison.Ordinal);
    }

    private sealed record LookTask : ChoiceTask
    {
        private static readonly string[] Places = ["left", "right"];

        public Duration Cue { get; init; } = 200.Ms;

        public override IReadOnlyList<string> Inputs => Places;

        public override IReadOnlyList<string> Outputs => Places;

        public override IReadOnlyList<string> Conditions => Places;

        protected override void Compose(Trial trial)
        {
            var place = trial.Choose("place", Places);
            trial.Condition = place;
            Fixate(trial);
            trial.Input(place, 1, during: trial.Period("cue", Cue));
            Decide(trial, place);
        }
    }

    private static byte[] Weights(SweepRun run) => File.ReadAllBytes(Path.Combine(run.Path, "weights.safetensors"));
}
