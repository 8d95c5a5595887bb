using Engram.Cells;
using Engram.Configuration;
using Engram.Networks;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Tests.Simulation;

/// <summary>Joined and cut recordings have the numbers of those that they were made of.</summary>
public sealed class RecordingPartsTests
{
    private static readonly DelayedMatchTask Task = new() { Delay = Duration.Uniform(100.Ms, 400.Ms), CatchProbability = 0.3 };

    [Fact]
    public void A_cut_trial_begins_with_the_period_and_ends_with_it()
    {
        var whole = Record(Task, 12);
        var cut = RecordingParts.Cut(whole, ["delay", "test"]);
        Assert.Equal(12, cut.TrialCount);
        Assert.Contains(whole.Trials, trial => trial.IsCatch);
        Assert.True(cut.Trials.Select(trial => trial.Steps).Distinct().Count() > 2);
        for (var trial = 0; trial < 12; trial++)
        {
            if (whole.StepsOf("delay", trial) is not { } delay)
            {
                Assert.Equal((0, 0), (cut.Trials[trial].Steps, cut.Trials[trial].Periods.Count));
                continue;
            }

            var test = whole.StepsOf("test", trial)!.Value;
            Assert.Equal((delay.First, test.End - delay.First), (cut.Trials[trial].FirstStep, cut.Trials[trial].Steps));
            Assert.Equal((0, delay.End - delay.First), cut.StepsOf("delay", trial));
            Assert.Equal((test.First - delay.First, test.End - delay.First), cut.StepsOf("test", trial));
            Assert.Null(cut.StepsOf("sample", trial));
            for (var step = 0; step < cut.Trials[trial].Steps; step++)
            {
                Assert.Equal(whole.Rate(delay.First + step, trial), cut.Rate(step, trial));
                Assert.Equal(whole.InputAt(delay.First + step, trial), cut.InputAt(step, trial));
                Assert.Equal(whole.TargetAt(delay.First + step, trial), cut.TargetAt(step, trial));
                Assert.Equal(whole.State(delay.First + step, trial), cut.State(step, trial));
            }
        }

        Assert.Contains("No trial has a period 'delai'", Assert.Throws<UsageException>(() => RecordingParts.Cut(whole, ["delai"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Joined_trials_follow_each_other_and_conditions_keep_their_names()
    {
        var (few, more) = (Record(Task.Pin("delay", "100ms"), 4), Record(Task.Pin("delay", "400ms"), 5));
        var joined = RecordingParts.Join([few, more]);
        Assert.Equal((9, more.Steps), (joined.TrialCount, joined.Steps));
        Assert.Equal(few.Trials.Concat(more.Trials).Select(trial => trial.ConditionName), joined.Trials.Select(trial => trial.ConditionName));
        Assert.All(joined.Trials, trial => Assert.Equal(trial.IsCatch ? "catch" : joined.ConditionNames[trial.Condition], trial.ConditionName));
        Assert.Equal(few.Rate(few.Steps - 1, 3), joined.Rate(few.Steps - 1, 3));
        Assert.All(joined.Rate(more.Steps - 1, 3).ToArray(), rate => Assert.Equal(0, rate));
        Assert.Equal(more.OutputAt(7, 2), joined.OutputAt(7, 6));
        Assert.Same(few, RecordingParts.Join([few]));
    }

    [Fact]
    public void What_is_kept_in_double_precision_is_what_was_rounded()
    {
        var recording = Record(Task, 6, exact: true);
        var exact = recording.Exact!;
        Assert.Equal(recording.Rates, exact.Rates.Select(value => (float)value));
        Assert.Equal(recording.States, exact.States.Select(value => (float)value));
        Assert.Equal(recording.Input, exact.Input.Select(value => (float)value));
        Assert.Equal(recording.Output, exact.Output.Select(value => (float)value));
        Assert.Contains(exact.Rates, value => value != (float)value);
        var cut = RecordingParts.Cut(RecordingParts.Join([recording, recording]), ["test"]);
        Assert.Equal(cut.Rates, cut.Exact!.Rates.Select(value => (float)value));
        Assert.Null(Record(Task, 2).Exact);
    }

    private static Recording Record(CognitiveTask task, int trials, bool exact = false)
    {
        var cell = new LeakyCell { Units = 4, Noise = 0.1 };
        return new Experiment
        {
            Network = Network.Create(cell, cell.Graph(task.Inputs.Count, task.Outputs.Count, 20.Ms), new NetworkOptions(), 5),
            Task = task, Trials = trials, KeepStates = true, DoublePrecision = exact, KeepExact = exact,
        }.Run(TestContext.Current.CancellationToken);
    }
}
