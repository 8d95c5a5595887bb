using System.Globalization;
using Engram.Configuration;
using Engram.Numerics;
using Engram.Tasks;

namespace Engram.App.Catalogue;

/// <summary>One trial of a task without noise: what is shown and what is asked at the end of each period.</summary>
internal sealed class ExampleTrial
{
    private static readonly TimeSpan Dt = 1.Ms;
    private readonly Trial trial = new();

    /// <summary>Draws the first trial that is no catch trial.</summary>
    public ExampleTrial(CognitiveTask task)
    {
        Task = task with { CatchProbability = 0, InputNoise = 0 };
        Task.Draw(trial, new StreamKey(1, Purpose.Analysis), 0);
        Factors =
        [
            .. Task.Factors.Where(factor => factor.Kind != FactorKind.Time).Select(factor => factor.Kind == FactorKind.Label
                ? $"{factor.Name} {factor.Labels[(int)trial.Factor(factor.Name)]}"
                : $"{factor.Name} {Text((float)trial.Factor(factor.Name))}"),
        ];
        var drawn = Task.Factors.ToDictionary(factor => factor.Name, factor => factor.Values);
        Periods = [.. trial.Periods.Select(period => (period.Name, drawn.GetValueOrDefault(period.Name, task is TimeSeriesTask ? "as long as its samples" : "as long as its symbols")))];
        Rows = [.. Render()];
    }

    /// <summary>The task as drawn.</summary>
    public CognitiveTask Task { get; }

    /// <summary>What was drawn, times excepted.</summary>
    public IReadOnlyList<string> Factors { get; }

    /// <summary>The periods and how long they last, in all trials.</summary>
    public IReadOnlyList<(string Name, string Lasts)> Periods { get; }

    /// <summary>One row a period: its name, when it ends, the inputs, the targets.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows { get; }

    private IEnumerable<IReadOnlyList<string>> Render()
    {
        var (steps, inputs, outputs) = (trial.Steps(Dt), Task.Inputs.Count, Task.Outputs.Count);
        var u = new float[steps * inputs];
        var (y, mask) = (new float[steps * outputs], new float[steps * outputs]);
        trial.RenderInputs(u, 0, inputs, steps, Dt, new StreamKey(1, Purpose.Analysis), 0);
        trial.RenderTargets(y, mask, 0, outputs, steps, Dt);
        foreach (var period in trial.Periods.Where(period => period.Duration >= Dt))
        {
            var last = StepGrid.Count(period.End, Dt) - 1;
            yield return
            [
                period.Name,
                TimeText.Format(period.End),
                .. u.Skip(last * inputs).Take(inputs).Select(Text),
                .. y.Skip(last * outputs).Take(outputs).Select((target, c) => mask[(last * outputs) + c] > 0 ? Text(target) : "free"),
            ];
        }
    }

    private static string Text(float value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
