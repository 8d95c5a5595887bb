using System.Globalization;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Storage;

/// <summary>The cells of tables of a recording, each as text that is read as the same value; empty where there is nothing to say.</summary>
internal static class RecordingCells
{
    /// <summary>A choice by its name, or by its place where choices have none.</summary>
    public static string Choice(Recording recording, int place) => place < 0 ? "" : place < recording.Choices.Count ? recording.Choices[place] : Text(place);

    /// <summary>1 for correct, 0 for wrong.</summary>
    public static string Correct(RecordedTrial trial) => trial.IsCorrect is { } isCorrect ? isCorrect ? "1" : "0" : "";

    /// <summary>The factors of a trial: milliseconds for a time, the name of a label.</summary>
    public static IEnumerable<string> Factors(Recording recording, RecordedTrial trial) => recording.Factors.Select(factor =>
        !trial.Factors.TryGetValue(factor.Name, out var value) ? "" : factor.Kind == FactorKind.Label ? factor.Labels[(int)value] : Text(value));

    /// <summary>The measures of a trial.</summary>
    public static IEnumerable<string> Measures(Recording recording, RecordedTrial trial) => recording.MeasureNames.Select(name => Text(trial.Measures[name]));

    /// <summary>A whole number.</summary>
    public static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A number in the fewest digits that are read as the same one.</summary>
    public static string Text(float value) => float.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A number in the fewest digits that are read as the same one.</summary>
    public static string Text(double value) => double.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture);
}
