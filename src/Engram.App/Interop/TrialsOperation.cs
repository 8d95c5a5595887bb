using System.Text.Json.Nodes;
using Engram.Configuration;
using Engram.Learning;
using Engram.Numerics;
using Engram.Tasks;

namespace Engram.App.Interop;

/// <summary>
/// Trials of a task without a network, as a test would show them: <c>name</c>, <c>settings</c>, <c>pins</c>, <c>dt</c>, <c>seed</c>,
/// <c>first</c> (place of the first in its stream), <c>trials</c>. Inputs (T × B × I) have their noise; targets and mask are (T × B × O).
/// </summary>
internal sealed class TrialsOperation : Operation
{
    /// <inheritdoc/>
    public override JsonObject Answer(Question question, CancellationToken cancel)
    {
        var task = Settings.With(
            CognitiveTask.Catalog.Create(question.Text("name")), question.Pairs("settings").Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));
        var dt = TimeText.Parse(question.OptionalText("dt") ?? "20ms");
        if (dt <= TimeSpan.Zero)
        {
            throw new UsageException($"`--dt {TimeText.Format(dt)}`: a step has a length above 0; write such as `--dt 20ms`.");
        }

        task = question.Pairs("pins").Aggregate(task, (pinned, pin) => pinned.Pin(pin.Name, pin.Value));
        task.Validate();
        return Laid(task, dt, (ulong)question.Number("seed", 2, 0), question.Number("first", 0, 0), (int)question.Number("trials", 64, 1, 100_000), cancel);
    }

    private static JsonObject Laid(CognitiveTask task, TimeSpan dt, ulong seed, long first, int count, CancellationToken cancel)
    {
        var (draws, noise) = (new StreamKey(seed, Purpose.TestTrials), new StreamKey(seed, NoiseOf.Trials(Purpose.TestTrials).Inputs));
        var drawn = Enumerable.Range(0, count).Select(_ => new Trial()).ToArray();
        for (var place = 0; place < count; place++)
        {
            cancel.ThrowIfCancellationRequested();
            task.Draw(drawn[place], draws, first + place);
            if (task is ClosedLoopTask loop && loop.Responds(drawn[place]))
            {
                throw new UsageException($"The inputs of {task.Name} depend on what was done, so its trials cannot be laid out before; use a task without a closed loop.");
            }
        }

        int steps = drawn.Max(trial => trial.Steps(dt)), inputs = task.Inputs.Count, outputs = task.Outputs.Count;
        var (u, y, mask) = (new float[steps * count * inputs], new float[steps * count * outputs], new float[steps * count * outputs]);
        for (var place = 0; place < count; place++)
        {
            if (inputs > 0)
            {
                drawn[place].RenderInputs(u, place * inputs, count * inputs, steps, dt, noise, first + place);
            }

            drawn[place].RenderTargets(y, mask, place * outputs, count * outputs, steps, dt, cleared: true);
        }

        var arrays = new SharedArrays()
            .Add("inputs", u, steps, count, inputs).Add("targets", y, steps, count, outputs).Add("mask", mask, steps, count, outputs)
            .Add("steps", OfTrials(trial => trial.Steps(dt)), count).Add("condition", OfTrials(trial => trial.Condition), count)
            .Add("answer", OfTrials(trial => trial.IsScored ? trial.Answer : -1), count);
        foreach (var factor in task.Factors)
        {
            arrays.Add($"factor-{factor.Name}", [.. drawn.Select(trial => trial.FactorValues.Any(value => value.Name == factor.Name) ? trial.Factor(factor.Name) : double.NaN)], count);
        }

        return new()
        {
            ["task"] = task.Name,
            ["dt"] = dt.TotalSeconds,
            ["inputs"] = Names(task.Inputs),
            ["outputs"] = Names(task.Outputs),
            ["conditions"] = Names(task.Conditions),
            ["choices"] = Names(task.Choices),
            ["labels"] = new JsonObject(task.Factors.Where(factor => factor.Labels.Count > 0).Select(factor => KeyValuePair.Create(factor.Name, (JsonNode?)Names(factor.Labels)))),
            ["arrays"] = arrays.Pinned(),
        };

        long[] OfTrials(Func<Trial, long> value) => [.. drawn.Select(value)];
    }
}
