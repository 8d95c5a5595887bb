using Engram.Cells;
using Engram.Configuration;
using Engram.Learning;
using Engram.Networks;
using Engram.Numerics;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Tests.Tasks.TimeSeries;

/// <summary>What every prediction of a series shares: warm-up, steps within a sample, the closed loop, and the measures of both.</summary>
public sealed class ForecastTests
{
    private static readonly MackeyGlassTask Task = new() { WarmUp = [30], TestLength = [200] };

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    public void A_dt_that_divides_the_sample_holds_every_sample(int steps)
    {
        var task = Task with { Sample = 28.Ms };
        var (one, many) = (Rendered.From(task, Rendered.Draw(task, 3), 28.Ms), Rendered.From(task, Rendered.Draw(task, 3), 28.Ms / steps));
        Assert.Equal(230, one.Steps);
        Assert.Equal(Held(one.Inputs), many.Inputs);
        Assert.Equal(Held(one.Targets), many.Targets);
        Assert.Equal(Held(one.Mask), many.Mask);

        IEnumerable<float> Held(float[] values) => values.SelectMany(value => Enumerable.Repeat(value, steps));
    }

    [Fact]
    public void A_dt_longer_than_a_sample_is_refused()
    {
        var fault = Assert.Throws<UsageException>(() => new ModernPreset().For(Task, 1).With([new("dt", "50ms")]));
        Assert.Contains("`Sample`", fault.Message, StringComparison.Ordinal);
    }

    // The answer to a copied series is wrong by exactly how much the series moves in a sample.
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 3)]
    [InlineData(5, 1)]
    public void Errors_of_a_copied_series_are_what_they_must_be(int ahead, int steps)
    {
        var task = Task with { Ahead = ahead };
        var (trial, dt) = (Rendered.Draw(task, 5), 20.Ms / steps);
        var rendered = Rendered.From(task, trial, dt);
        float[] s = [.. rendered.Inputs.Where((_, step) => (step + 1) % steps == 0)], y = [.. rendered.Targets.Where((_, step) => (step + 1) % steps == 0)];
        double[] off = [.. s.Zip(y, (a, b) => (double)a - b).Skip(30)], scored = [.. y.Skip(30).Select(value => (double)value)];
        var rmse = Math.Sqrt(off.Average(e => e * e));
        var variance = scored.Average(value => value * value) - (scored.Average() * scored.Average());
        var values = Answers.Measured(task, trial, rendered.Inputs, dt);
        Assert.Equal([rmse, rmse / Math.Sqrt(variance), rmse / (scored.Max() - scored.Min()), rmse / variance], values[..4], (a, b) => Math.Abs(a - b) < 1e-9 * a);
        Assert.True(double.IsNaN(values[4]));

        // What is answered in the warm-up, or before the last step of a sample, is no part of it.
        var other = rendered.Inputs.Select((value, step) => step < 30 * steps || (step + 1) % steps != 0 ? 9 : value).ToArray();
        Assert.Equal(values[..4], Answers.Measured(task, trial, other, dt)[..4]);
        Assert.Equal([0, 0, 0, 0], Answers.Measured(task, trial, rendered.Targets, dt)[..4]);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(1, 4)]
    [InlineData(3, 4)]
    public void A_closed_loop_of_right_answers_reproduces_the_series(int ahead, int steps)
    {
        var open = Task with { Ahead = ahead };
        var closed = open.Pin("horizon", 200);
        var dt = 20.Ms / steps;
        var (seen, alone) = (Rendered.Draw(open, 6), Rendered.Draw(closed, 6));
        var (expected, blank) = (Rendered.From(open, seen, dt), Rendered.From(closed, alone, dt));
        Assert.Equal(expected.Inputs[..(30 * steps)], blank.Inputs[..(30 * steps)]);
        Assert.All(blank.Inputs[(30 * steps)..], u => Assert.Equal(0, u));
        Assert.Equal((expected.Targets, expected.Mask), (blank.Targets, blank.Mask), (a, b) => a.Targets.SequenceEqual(b.Targets) && a.Mask.SequenceEqual(b.Mask));

        var shown = blank.Inputs.ToArray();
        alone.Play(shown, blank.Targets, blank.Targets.ToArray(), blank.Mask, dt);
        Assert.Equal(expected.Inputs, shown);
        Assert.Equal("washout,free-run", string.Join(',', alone.Periods.Select(period => period.Name)));

        // Answers that are off by 1 from sample k on are shown from sample k + ahead on.
        var later = blank.Targets.Select((y, step) => step >= 50 * steps ? y + 1 : y).ToArray();
        shown = [.. blank.Inputs];
        alone.Play(shown, later, blank.Targets.ToArray(), blank.Mask, dt);
        Assert.Equal(expected.Inputs.Select((u, step) => step >= (50 + ahead) * steps ? u + 1 : u), shown);
    }

    [Fact]
    public void A_closed_loop_is_valid_until_its_error_exceeds_the_bound()
    {
        var closed = Task.Pin("horizon", 200);
        var trial = Rendered.Draw(closed, 6);
        var y = Rendered.From(closed, trial, 20.Ms).Targets;
        var deviation = Math.Sqrt(y.Average(value => (double)value * value) - Math.Pow(y.Average(value => (double)value), 2));
        Assert.Equal(200 * 0.0056, Answers.Measured(closed, trial, y, 20.Ms)[4], 1e-12);
        Assert.Equal(77 * 0.0056, Valid(0.41), 1e-12);
        Assert.Equal(200 * 0.0056, Valid(0.39), 1e-12);
        Assert.Equal(0, Answers.Measured(closed, trial, [.. y.Select(_ => float.NaN)], 20.Ms)[4]);
        Assert.True(double.IsNaN(Perfect((Task with { Tau = 18 }).Pin("horizon", 200))[4]));
        Assert.Equal(0.01 * 200, Perfect((Task with { LyapunovExponent = 0.01 }).Pin("horizon", 200))[4], 1e-12);

        double Valid(double off) => Answers.Measured(closed, trial, [.. y.Select((value, k) => k == 30 + 77 ? value + (float)(off * deviation) : value)], 20.Ms)[4];

        static double[] Perfect(CognitiveTask task) => Answers.Measured(
            task, Rendered.Draw(task, 6), Rendered.From(task, Rendered.Draw(task, 6), 20.Ms).Targets, 20.Ms);
    }

    [Fact]
    public void Training_never_closes_the_loop_and_tests_take_their_own_length()
    {
        var task = Task with { Horizon = [50], Length = [300] };
        foreach (var (set, periods, steps) in new[]
        {
            (Purpose.TrainingTrials, "washout,prediction", 330), (Purpose.ValidationTrials, "washout,free-run", 80), (Purpose.TestTrials, "washout,free-run", 80),
        })
        {
            var trial = new Trial();
            task.Draw(trial, new StreamKey(1, set), 0);
            Assert.Equal((periods, steps), (string.Join(',', trial.Periods.Select(period => period.Name)), trial.Steps(20.Ms)));
            Assert.Equal(set != Purpose.TrainingTrials, task.Responds(trial));
        }

        Assert.Equal(330 * 20.Ms, task.Longest);
        Assert.Equal(1030 * 20.Ms, task.Pin("horizon", 1000).Longest);
        Assert.Contains(
            "`WarmUp` is 2, but before a closed loop", Assert.Throws<UsageException>((Task with { WarmUp = [2], Ahead = 3, Horizon = [9] }).Validate).Message, StringComparison.Ordinal);
        Assert.Contains("`WarmUp` is 2.5, but samples are counted", Assert.Throws<UsageException>((Task with { WarmUp = [2.5] }).Validate).Message, StringComparison.Ordinal);
    }

    // A network shown its own outputs, recorded: each input of the loop is the output of the step before.
    [Fact]
    public void A_network_is_shown_its_own_outputs_and_recordings_and_tests_have_the_measures()
    {
        var task = Task.Pin("horizon", 40);
        var cell = new LeakyCell { Units = 8 };
        var network = Network.Create(cell, cell.Graph(1, 1, 20.Ms), new NetworkOptions(), 3);
        var cancel = TestContext.Current.CancellationToken;
        var recording = new Experiment { Network = network, Task = task, Trials = 5 }.Run(cancel);
        for (var trial = 0; trial < 5; trial++)
        {
            for (var step = 30; step < 70; step++)
            {
                Assert.Equal(recording.OutputAt(step - 1, trial)[0], recording.InputAt(step, trial)[0]);
            }
        }

        string[] names = ["rmse", "nrmse-deviation", "nrmse-range", "nrmse-variance", "valid-time"];
        Assert.Equal(names, recording.MeasureNames);
        var result = Evaluation.Run(network, task, 20.Ms, 5, 2);
        Assert.Null(result.Performance);
        Assert.Equal(names, result.Measures.Select(measure => measure.Name));
        double[] errors = [.. recording.Trials.Select(trial => trial.Measures["rmse"]).Order()];
        Assert.Equal(new MeasureSummary("rmse", errors[2], errors[0], errors[4], 5), result.Measures[0]);
        Assert.Equal(result.Measures, new Experiment { Network = network, Task = task, Trials = 5 }.Score(recording.Output).Measures);
        Assert.Equal(0, Evaluation.Run(network, Task, 20.Ms, 5, 2).Measures[^1].Trials);
    }
}
