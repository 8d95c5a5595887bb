using System.Globalization;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Storage;

/// <summary>Recordings for other programs: everything as arrays, or the trials as a table.</summary>
public static class RecordingFile
{
    /// <summary>
    /// Writes an npz file. <c>rates</c> (T × B × N), <c>output</c>, <c>target</c> and <c>mask</c> (T × B × O), <c>input</c> (T × B × I),
    /// <c>states</c> (T × B × S) where kept, <c>dt</c> in seconds, and by trial (B): <c>steps</c>, <c>condition</c>, <c>answer</c> (the right
    /// choice), <c>choice</c> (the one made), <c>correct</c> (1, 0; −1 where not scored), and <c>factor-NAME</c> for each factor: milliseconds
    /// for a time, the place of a label; <c>measure-NAME</c> (B) for each measure of the task, and <c>covariate-NAME</c> (T × B) for each covariate of the task. Places count from 0; −1 is none, and NaN a factor that was not drawn.
    /// </summary>
    /// <param name="recording">The recording.</param>
    /// <param name="path">Where.</param>
    /// <exception cref="Configuration.UsageException">The folder cannot be written, or the disk is full.</exception>
    public static void WriteNpz(Recording recording, string path)
    {
        var (steps, trials) = (recording.Steps, recording.TrialCount);
        NamedArray[] states = recording.StateWidth > 0 ? [new("states", recording.States, steps, trials, recording.StateWidth)] : [];
        Npz.Write(path,
        [
            new("rates", recording.Rates, steps, trials, recording.Units),
            new("output", recording.Output, steps, trials, recording.Outputs),
            new("target", recording.Target, steps, trials, recording.Outputs),
            new("mask", recording.Mask, steps, trials, recording.Outputs),
            new("input", recording.Input, steps, trials, recording.Inputs),
            .. states,
            new("dt", [recording.Dt.TotalSeconds]),
            OfTrials("steps", trial => trial.Steps),
            OfTrials("condition", trial => trial.Condition),
            OfTrials("answer", trial => trial.Answer),
            OfTrials("choice", trial => trial.Choice),
            OfTrials("correct", trial => trial.IsCorrect is { } isCorrect ? isCorrect ? 1 : 0 : -1),
            .. recording.Factors.Select(factor => new NamedArray(
                $"factor-{factor.Name}", [.. recording.Trials.Select(trial => trial.Factors.GetValueOrDefault(factor.Name, double.NaN))])),
            .. recording.MeasureNames.Select(name => new NamedArray($"measure-{name}", [.. recording.Trials.Select(trial => trial.Measures[name])])),
            .. recording.CovariateNames.Select(name => new NamedArray($"covariate-{name}", recording.Covariate(name), steps, trials)),
        ]);

        NamedArray OfTrials(string name, Func<RecordedTrial, long> value) => new(name, [.. recording.Trials.Select(value)]);
    }

    /// <summary>
    /// Writes a table with a row for each trial: its condition, the right choice and the one made by name, whether that was correct (1 or 0),
    /// its steps, the value of each factor, in milliseconds for a time, and of each measure. A cell is empty where there is nothing to say.
    /// </summary>
    /// <param name="recording">The recording.</param>
    /// <param name="path">Where.</param>
    /// <exception cref="Configuration.UsageException">The folder cannot be written, or the disk is full.</exception>
    public static void WriteTrials(Recording recording, string path) => Csv.Write(
        path,
        [
            "trial", "condition", "answer", "choice", "correct", "steps",
            .. recording.Factors.Select(factor => factor.Kind == FactorKind.Time ? $"{factor.Name} (ms)" : factor.Name),
            .. recording.MeasureNames,
        ],
        recording.Trials.Select(trial => (IReadOnlyList<string>)
        [
            Text(trial.Index), trial.ConditionName, Choice(recording, trial.Answer), Choice(recording, trial.Choice),
            trial.IsCorrect is { } isCorrect ? isCorrect ? "1" : "0" : "", Text(trial.Steps),
            .. recording.Factors.Select(factor => trial.Factors.TryGetValue(factor.Name, out var value) ? Value(factor, value) : ""),
            .. recording.MeasureNames.Select(name => double.IsNaN(trial.Measures[name]) ? "" : Text(trial.Measures[name])),
        ]));

    private static string Choice(Recording recording, int place) => place < 0 ? ""
        : place < recording.Choices.Count ? recording.Choices[place] : Text(place);

    private static string Value(Factor factor, double value) => factor.Kind == FactorKind.Label ? factor.Labels[(int)value] : Text(value);

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
