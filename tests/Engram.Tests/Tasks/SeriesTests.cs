using Engram.Cells;
using Engram.Configuration;
using Engram.Networks;
using Engram.Numerics;
using Engram.Simulation;
using Engram.Storage;
using Engram.Tasks;
using Engram.Tests.Storage;

namespace Engram.Tests.Tasks;

/// <summary>Inputs, targets and covariates that are given step by step: recorded signals, random walks, functions of time.</summary>
public sealed class SeriesTests
{
    private static readonly TimeSpan Dt = 10.Ms;

    [Theory]
    [InlineData(Reading.Hold, 10, "1 2 4 8 16")]
    [InlineData(Reading.Linear, 10, "1 2 4 8 16")]
    [InlineData(Reading.Hold, 5, "1 1 2 2 4")]
    [InlineData(Reading.Linear, 5, "1 1 1.5 2 3")]
    [InlineData(Reading.Hold, 20, "2 8")]
    [InlineData(Reading.Linear, 20, "2 8")]
    public void A_sample_is_at_its_own_time_whatever_the_step_is(Reading reading, int dt, string values)
    {
        double[] expected = [.. values.Split(' ').Select(double.Parse)];
        var series = Series.Of([1, 2, 4, 8, 16], 10.Ms, reading);
        Assert.Equal(50.Ms, series.Duration);
        Assert.Equal(expected, expected.Select((_, step) => series.At((step + 1) * dt.Ms)));
    }

    [Fact]
    public void A_sample_is_found_at_its_own_time_where_times_are_rounded_to_ticks()
    {
        var (every, dt) = (TimeText.Parse("33.3333ms"), TimeText.Parse("16.6667ms"));
        var series = Series.Of([.. Enumerable.Range(0, 600).Select(value => (float)value)], every);
        Assert.All(Enumerable.Range(0, 1200), step => Assert.Equal(step / 2, series.At((step + 1) * dt)));
    }

    [Fact]
    public void Columns_go_to_channels_from_any_time_on_and_are_added_to_the_baseline()
    {
        var task = new RecordedTask { From = 30.Ms };
        var rendered = Rendered.From(task, Rendered.Draw(task, 0), Dt);
        for (var step = 0; step < 8; step++)
        {
            var u = rendered.Inputs.AsSpan(step * 5, 5).ToArray();
            var during = step is >= 2 and < 6;
            Assert.Equal(during ? 0.2f + (10 * (step + 1)) : 0.2f, u[0]);
            Assert.Equal(during ? 0.2f + (10 * (step + 1)) + 1 : 0.2f, u[1]);
            Assert.Equal(Enumerable.Range(0, 3).Select(unit => during ? 0.2f + (float)(2 * unit * (10.0 * (step + 1))) : 0.2f), u[2..]);
            Assert.Equal(during ? [(10 * (step + 1)) + 1, (float)((step - 1) * 0.01)] : [0, 0], rendered.Targets.AsSpan(step * 2, 2).ToArray());
            Assert.Equal(during ? [2, 1] : [0, 0], rendered.Mask.AsSpan(step * 2, 2).ToArray());
        }
    }

    [Fact]
    public void A_walk_is_of_the_trial_alone_and_neither_step_nor_length_change_it()
    {
        var (task, longer) = (new WalkTask(), new WalkTask { Length = 2.Seconds });
        var (factors, walks) = (new HashSet<double>(), new HashSet<float>());
        for (var index = 0; index < 20; index++)
        {
            var (a, b) = (Rendered.Draw(task, index), Rendered.Draw(longer, index));
            Assert.Equal(a.Factor("after"), b.Factor("after"));
            var (coarse, fine, extended) = (Rendered.From(task, a, Dt).Inputs, Rendered.From(task, a, Dt / 4).Inputs, Rendered.From(longer, b, Dt).Inputs);
            Assert.Equal(coarse, fine.Chunk(2).Where((_, step) => (step + 1) % 4 == 0).SelectMany(u => u));
            Assert.Equal(coarse[..^40], extended[..(coarse.Length - 40)]);
            Assert.NotEqual(coarse[^1], coarse[^2]);
            Assert.True(factors.Add(a.Factor("after")) && walks.Add(coarse[^1]));

            // Another purpose of the same seed has other walks.
            task.Draw(b, new StreamKey(Rendered.Trials.Seed, Purpose.TrainingTrials), index);
            Assert.NotEqual(coarse[^1], Rendered.From(task, b, Dt).Inputs[^1]);
        }

        // x_k has the variance k·σ²: 1 s at 20 ms has 49 steps of 0.1 before its last sample.
        var ends = Enumerable.Range(0, 2000).Select(index => Rendered.Draw(task, index)).Select(trial => Rendered.From(task, trial, Dt).Inputs[^1]).ToList();
        Assert.Equal(0.1 * Math.Sqrt(49), Math.Sqrt(ends.Average(end => (double)end * end)), 0.04);
        Assert.Equal(0, ends.Average(), 0.06);
    }

    [Fact]
    public void A_trial_with_series_of_its_own_allocates_nothing_once_warm()
    {
        var (task, trial) = (new WalkTask(), new Trial());
        var (u, c) = (new float[400], new float[400]);
        Assert.Equal(0, Allocated.InEachRun(Run));

        void Run()
        {
            for (var index = 0; index < 50; index++)
            {
                task.Draw(trial, Rendered.Trials, index);
                trial.RenderInputs(u, 0, 2, 100, Dt, Rendered.Noise, index);
                trial.RenderCovariates(c, 0, 2, Dt);
            }
        }
    }

    [Fact]
    public void Recordings_and_their_files_keep_covariates_by_name()
    {
        var (task, cell) = (new WalkTask { Before = Duration.Uniform(0.Ms, 100.Ms) }, new LeakyCell { Units = 6 });
        var network = Network.Create(cell, cell.Graph(2, 1, 20.Ms), new NetworkOptions(), 5);
        var recording = new Experiment { Network = network, Task = task, Trials = 70, Dt = 20.Ms }.Run(TestContext.Current.CancellationToken);
        Assert.Equal(["x", "moving"], recording.CovariateNames);
        var (x, trial) = (recording.Covariate("x"), new Trial());
        for (var index = 0; index < 70; index++)
        {
            task.Draw(trial, new StreamKey(2, Purpose.TestTrials), index);
            var run = recording.StepsOf("run", index)!.Value;
            for (var step = 0; step < recording.Steps; step++)
            {
                var covariates = recording.CovariatesAt(step, index);
                var isOwn = step < recording.Trials[index].Steps;
                Assert.Equal(covariates[0], x[(step * 70) + index]);
                Assert.Equal(!isOwn, covariates[1] == 0);
                Assert.Equal(isOwn && step < run.First, float.IsNaN(covariates[1]));
                Assert.True(step < run.First || !isOwn || covariates[0] == recording.InputAt(step, index)[0]);
            }
        }

        using var folder = new TemporaryFolder();
        RecordingFile.WriteNpz(recording, folder["recording.npz"]);
        var arrays = Npz.Read(folder["recording.npz"]).ToDictionary(array => array.Name);
        Assert.Equal(x, arrays["covariate-x"].Values);
        Assert.Equal([recording.Steps, 70], arrays["covariate-moving"].Shape);
        var fault = Assert.Throws<UsageException>(() => recording.Covariate("movin")).Message;
        Assert.Contains("There is no covariate 'movin'. Did you mean 'moving'?", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_without_covariates_has_a_recording_and_a_file_without()
    {
        var cell = new LeakyCell { Units = 6 };
        var network = Network.Create(cell, cell.Graph(2, 2, 20.Ms), new NetworkOptions(), 5);
        var recording = new Experiment { Network = network, Task = new PerceptualDecisionTask(), Trials = 3 }.Run(TestContext.Current.CancellationToken);
        Assert.Empty(recording.Covariates);
        using var folder = new TemporaryFolder();
        RecordingFile.WriteNpz(recording, folder["recording.npz"]);
        Assert.Equal(
            ["rates", "output", "target", "mask", "input", "times", "dt", "steps", "first", "condition", "answer", "choice", "correct"],
            Npz.Read(folder["recording.npz"]).Select(array => array.Name).Where(name => !name.Contains('-', StringComparison.Ordinal)));
        Assert.Contains("has none", Assert.Throws<UsageException>(() => recording.Covariate("x")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("long", "needs 40ms of a series in the period 'run' from 80ms on, but the series lasts 100ms; give a longer series")]
    [InlineData("early", "from -10ms on")]
    [InlineData("channel", "sets a signal on input 9 in the period 'run', but it has inputs 0 to 4")]
    [InlineData("range", "gives 3 channels a series of 2 columns in the period 'run'; give as many channels as columns")]
    [InlineData("column", "uses column 2 of a series in the period 'run', but its columns are 0 to 1")]
    [InlineData("covariate", "gives covariate 0 the value 1 in the period 'run', but it has no covariates; name them in the task's Covariates.")]
    [InlineData("walk", "walks from 0 in steps of NaN in the period 'run'")]
    [InlineData("interval", "makes a series of 1 columns every 0ms for the period 'run' of 40ms")]
    [InlineData("sample", "Sample 0 of a series is NaN in column 0; give finite numbers")]
    public void What_a_series_cannot_do_is_told_in_the_words_of_the_trial(string mistake, string expected)
    {
        var fault = Assert.Throws<UsageException>(() => Rendered.Draw(new RecordedTask { Mistake = mistake }, 0));
        Assert.Contains(expected, Assert.Single(fault.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_series_is_refused()
    {
        Assert.Contains("at least one sample", Fault(() => Series.Of([], 10.Ms)), StringComparison.Ordinal);
        Assert.Contains("3 columns cannot have 4 values", Fault(() => Series.Of([1, 2, 3, 4], 3, 10.Ms)), StringComparison.Ordinal);
        Assert.Contains("sampled every 0ms", Fault(() => Series.Of([1], TimeSpan.Zero)), StringComparison.Ordinal);
        Assert.Contains("Sample 1 of a series is NaN in column 1", Fault(() => Series.Of([1, 2, 3, float.NaN], 2, 10.Ms)), StringComparison.Ordinal);
        Assert.Contains("0 columns", Fault(() => Series.Of(0, (_, _) => 1)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_series_is_read_from_a_file_of_any_real_numbers()
    {
        using var folder = new TemporaryFolder();
        Npz.Write(folder["a.npz"],
        [
            new("whole", [1L, 2, 3]), new("path", [1.5, 2, 3, 4, 5, 6], 3, 2), new("cube", [1f], 1, 1, 1), new("odd", [1, double.PositiveInfinity]),
            new("empty", Array.Empty<float>(), 0, 2),
        ]);
        Assert.Equal(3, SeriesFile.Read(folder["a.npz"], "whole", 10.Ms).At(30.Ms));
        var path = SeriesFile.Read(folder["a.npz"], "path", 10.Ms, Reading.Linear);
        Assert.Equal((2, 30.Ms, 3.0), (path.Columns, path.Duration, path.At(15.Ms, 1)));
        Assert.Contains("cannot be read", Fault(() => SeriesFile.Read(folder["b.npz"], "path", 10.Ms)), StringComparison.Ordinal);
        Assert.Contains("has no array 'paht'. Did you mean 'path'?", Fault(() => SeriesFile.Read(folder["a.npz"], "paht", 10.Ms)), StringComparison.Ordinal);
        Assert.Contains("has the shape (1 × 1 × 1)", Fault(() => SeriesFile.Read(folder["a.npz"], "cube", 10.Ms)), StringComparison.Ordinal);
        Assert.Contains("has the shape (0 × 2)", Fault(() => SeriesFile.Read(folder["a.npz"], "empty", 10.Ms)), StringComparison.Ordinal);
        Assert.Contains("Array 'odd' of ", Fault(() => SeriesFile.Read(folder["a.npz"], "odd", 10.Ms)), StringComparison.Ordinal);
    }

    private static string Fault(Func<object> made) => Assert.Single(Assert.Throws<UsageException>(made).Faults);

    private sealed record RecordedTask : CognitiveTask
    {
        private static readonly Series Recorded =
            Series.Of([.. Enumerable.Range(0, 10).SelectMany(k => new[] { 10f * (k + 1), (10f * (k + 1)) + 1 })], 2, 10.Ms);

        private static readonly Series Clock = Series.Of(1, static (time, _) => time.TotalSeconds);
        private static readonly Tuning Times = static (int unit, ReadOnlySpan<double> values, in Shape shape) => shape.Amplitude * unit * values[0];

        public RecordedTask() => InputNoise = 0;

        public TimeSpan From { get; init; }

        public string Mistake { get; init; } = "";

        public override IReadOnlyList<string> Inputs => ["a", "b", "c", "d", "e"];

        public override IReadOnlyList<string> Outputs => ["z", "y"];

        public override IReadOnlyList<string> Conditions => ["all"];

        protected override void Compose(Trial trial)
        {
            (trial.Condition, trial.IsScored) = (0, false);
            trial.Period("before", 20.Ms);
            var run = trial.Period("run", 40.Ms);
            trial.Period("after", 20.Ms);
            trial.Input(..2, Recorded, run, From - 10.Ms + (From == TimeSpan.Zero ? 10.Ms : TimeSpan.Zero));
            trial.Input(2.., Recorded, new Shape(2), run, Times, from: 20.Ms);
            trial.Target(0, Recorded, run, column: 1, from: 20.Ms, weight: 2);
            trial.Target(1.., Clock, run);
            switch (Mistake)
            {
                case "long":
                    trial.Input(0, Recorded, run, from: 80.Ms);
                    break;
                case "early":
                    trial.Input(0, Recorded, run, from: (-10).Ms);
                    break;
                case "channel":
                    trial.Input(9, Recorded, run);
                    break;
                case "range":
                    trial.Input(..3, Recorded, run);
                    break;
                case "column":
                    trial.Input(0, Recorded, run, column: 2);
                    break;
                case "covariate":
                    trial.Covariate(0, 1, run);
                    break;
                case "walk":
                    trial.Walk(1, 10.Ms, double.NaN, run);
                    break;
                case "interval":
                    trial.Series(1, 0.Ms, run);
                    break;
                case "sample":
                    trial.Series(1, 10.Ms, run)[0] = double.NaN;
                    break;
                default:
                    break;
            }
        }
    }

    private sealed record WalkTask : CognitiveTask
    {
        public WalkTask() => (InputNoise, BaselineInput) = (0, 0);

        public Duration Before { get; init; } = 0.Ms;

        public Duration Length { get; init; } = 1.Seconds;

        public override IReadOnlyList<string> Inputs => ["x", "y"];

        public override IReadOnlyList<string> Outputs => ["z"];

        public override IReadOnlyList<string> Conditions => ["all"];

        public override IReadOnlyList<string> Covariates => ["x", "moving"];

        protected internal override bool RectifiesInputs => false;

        protected override void Compose(Trial trial)
        {
            (trial.Condition, trial.IsScored) = (0, false);
            trial.Period("before", Before);
            var run = trial.Period("run", Length);
            var walk = trial.Walk(2, 20.Ms, 0.1, run);
            trial.Draw("after", 0, 1);
            trial.Input(.., walk, run);
            trial.Target(0, walk, run);
            trial.Covariate(0, walk, run);
            trial.Covariate(1, 1, run);
        }
    }
}
