using System.Globalization;
using Engram.Simulation;

namespace Engram.Storage;

/// <summary>A recording as a table with a row for each step of each trial, which pandas, R and spreadsheets group by trial or period.</summary>
/// <param name="recording">The recording.</param>
internal sealed class RecordingTable(Recording recording)
{
    /// <summary>Names of the columns.</summary>
    public IReadOnlyList<string> Headers { get; } =
    [
        "trial", "step", "time", "period", "condition", "answer", "choice", "correct",
        .. recording.Factors.Select(factor => $"factor-{factor.Name}"),
        .. recording.MeasureNames.Select(name => $"measure-{name}"),
        .. recording.CovariateNames.Select(name => $"covariate-{name}"),
        .. recording.InputNames.Select(name => $"input-{name}"),
        .. recording.OutputNames.SelectMany(name => new[] { $"target-{name}", $"output-{name}" }),
        .. Enumerable.Range(0, recording.Units).Select(unit => string.Create(CultureInfo.InvariantCulture, $"rate-{unit}")),
    ];

    /// <summary>The rows, trial by trial. A cell is empty where there is nothing to say, and so is a target that the loss does not count.</summary>
    public IEnumerable<IReadOnlyList<string>> Rows()
    {
        foreach (var (place, trial) in recording.Trials.Index())
        {
            string[] same =
            [
                trial.ConditionName, RecordingCells.Choice(recording, trial.Answer), RecordingCells.Choice(recording, trial.Choice), RecordingCells.Correct(trial),
                .. RecordingCells.Factors(recording, trial),
                .. RecordingCells.Measures(recording, trial),
            ];
            for (var step = 0; step < trial.Steps; step++)
            {
                yield return Row(place, step, same);
            }
        }
    }

    private string[] Row(int trial, int step, string[] same)
    {
        var row = new List<string>(Headers.Count)
        {
            RecordingCells.Text(trial), RecordingCells.Text(step), RecordingCells.Text(((step + 1) * recording.Dt).TotalSeconds),
            recording.Trials[trial].Periods.FirstOrDefault(period => period.Steps(recording.Dt) is var steps && step >= steps.First && step < steps.End).Name ?? "",
        };
        row.AddRange(same);
        foreach (var value in recording.CovariatesAt(step, trial))
        {
            row.Add(RecordingCells.Text(value));
        }

        var at = (step * recording.TrialCount) + trial;
        Add(row, recording.Input, recording.Exact?.Input, at, recording.Inputs);
        for (var output = 0; output < recording.Outputs; output++)
        {
            row.Add(recording.MaskAt(step, trial)[output] == 0 ? "" : RecordingCells.Text(recording.TargetAt(step, trial)[output]));
            row.Add(Number(recording.Output, recording.Exact?.Output, (at * recording.Outputs) + output));
        }

        Add(row, recording.Rates, recording.Exact?.Rates, at, recording.Units);
        return [.. row];
    }

    private static void Add(List<string> row, float[] rounded, double[]? exact, int at, int width)
    {
        for (var i = at * width; i < (at + 1) * width; i++)
        {
            row.Add(Number(rounded, exact, i));
        }
    }

    private static string Number(float[] rounded, double[]? exact, int place) => exact is null ? RecordingCells.Text(rounded[place]) : RecordingCells.Text(exact[place]);
}
