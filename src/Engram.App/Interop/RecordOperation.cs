using System.Text.Json.Nodes;
using Engram.App.Parsing;
using Engram.App.Training;
using Engram.Configuration;
using Engram.Simulation;
using Engram.Storage;
using Engram.Tasks;
using Setting = Engram.App.Parsing.Setting;

namespace Engram.App.Interop;

/// <summary>
/// Records a run: <c>run</c>, <c>trials</c>, <c>seed</c>, <c>threads</c>; <c>pins</c> (factor: value), <c>sweep</c> (<c>factor=a,b</c>),
/// <c>silence</c> (period: units), <c>noise</c>, <c>states</c>, <c>double</c>, <c>dt</c>. The answer has one recording for each value swept.
/// </summary>
internal sealed class RecordOperation : Operation
{
    /// <inheritdoc/>
    public override JsonObject Answer(Question question, CancellationToken cancel)
    {
        var run = TrainingRun.Load(question.Text("run"));
        Setting[] pins = [.. question.Pairs("pins").Select(pin => new Setting(pin.Name, pin.Value))];
        var plan = TestPlan.Of(run, pins, ["trials", "seed", "threads", "sweep", "silence", "noise", "states", "dt"], question.OptionalText("sweep"));
        var plain = run.Experiment((int)question.Number("trials", 100, 1, int.MaxValue), (ulong)question.Number("seed", 2, 0)) with
        {
            Noise = question.Holds("noise", true),
            KeepStates = question.Holds("states", true),
            DoublePrecision = question.Holds("double"),
            Threads = Threads.Of(question.Number("threads", Environment.ProcessorCount, 1, 1024)),
            Lesions = [.. question.Lists("silence").Select(lesion => new Lesion(lesion.Values, lesion.Name))],
        };
        if (question.OptionalText("dt") is { } dt)
        {
            plain = plain with { Dt = TimeText.Parse(dt) };
        }

        var recordings = plan.Tasks.Select(point => Described((plain with { Task = point.Task }).Run(cancel), point.Task)).ToArray();
        return new() { ["recordings"] = new JsonArray(recordings) };
    }

    private static JsonObject Described(Recording recording, CognitiveTask task)
    {
        var (steps, trials, arrays) = (recording.Steps, recording.TrialCount, new SharedArrays());
        arrays.Add("rates", recording.Rates, steps, trials, recording.Units)
            .Add("outputs", recording.Output, steps, trials, recording.Outputs)
            .Add("targets", recording.Target, steps, trials, recording.Outputs)
            .Add("mask", recording.Mask, steps, trials, recording.Outputs)
            .Add("inputs", recording.Input, steps, trials, recording.Inputs)
            .Add("steps", OfTrials(trial => trial.Steps), trials)
            .Add("condition", OfTrials(trial => trial.Condition), trials)
            .Add("answer", OfTrials(trial => trial.Answer), trials)
            .Add("choice", OfTrials(trial => trial.Choice), trials)
            .Add("correct", OfTrials(trial => trial.IsCorrect is { } isCorrect ? isCorrect ? 1 : 0 : -1), trials);
        if (recording.StateWidth > 0)
        {
            arrays.Add("states", recording.States, steps, trials, recording.StateWidth);
        }

        foreach (var factor in recording.Factors)
        {
            arrays.Add($"factor-{factor.Name}", [.. recording.Trials.Select(trial => trial.Factors.GetValueOrDefault(factor.Name, double.NaN))], trials);
        }

        foreach (var name in recording.MeasureNames)
        {
            arrays.Add($"measure-{name}", [.. recording.Trials.Select(trial => trial.Measures[name])], trials);
        }

        foreach (var name in recording.CovariateNames)
        {
            arrays.Add($"covariate-{name}", recording.Covariate(name), steps, trials);
        }

        foreach (var period in recording.Trials.SelectMany(trial => trial.Periods).Select(period => period.Name).Distinct())
        {
            var bounds = Enumerable.Range(0, trials).Select(trial => recording.StepsOf(period, trial) ?? (-1, -1)).ToArray();
            arrays.Add($"period-{period}", [.. bounds.SelectMany(bound => new long[] { bound.Item1, bound.Item2 })], trials, 2);
        }

        return new()
        {
            ["task"] = task.Name,
            ["dt"] = recording.Dt.TotalSeconds,
            ["inputs"] = Names(task.Inputs),
            ["outputs"] = Names(task.Outputs),
            ["conditions"] = Names(task.Conditions),
            ["choices"] = Names(recording.Choices),
            ["factors"] = new JsonArray([.. recording.Factors.Select(factor => new JsonObject
            {
                ["name"] = factor.Name, ["kind"] = Kebab.Of(factor.Kind.ToString()), ["labels"] = Names(factor.Labels),
            })]),
            ["arrays"] = arrays.Pinned(),
        };

        long[] OfTrials(Func<RecordedTrial, long> value) => [.. recording.Trials.Select(value)];
    }

    private static JsonArray Names(IEnumerable<string> names) => [.. names.Select(name => JsonValue.Create(name))];
}
