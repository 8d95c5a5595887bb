using System.Collections.ObjectModel;
using Engram.Tasks;

namespace Engram.Simulation;

/// <summary>What a recorded trial was, and how it was answered.</summary>
/// <param name="Index">Its place in the recording, which is its index in the stream of trials.</param>
/// <param name="IsCatch">Whether it showed nothing and asked for nothing.</param>
/// <param name="Condition">Which of the task's conditions; −1 for none.</param>
/// <param name="ConditionName">Name of the condition; <c>catch</c> in a catch trial, empty for none.</param>
/// <param name="Answer">Which of the task's choices is right; −1 where there is none, or where the task asks for no choice.</param>
/// <param name="IsCorrect">Whether it was answered correctly; null where it is not scored.</param>
/// <param name="Steps">The trial's own steps.</param>
/// <param name="Periods">Its periods, in their order.</param>
/// <param name="Factors">Its factors: milliseconds for a time, the place of a label, else the number.</param>
public sealed record RecordedTrial(
    int Index,
    bool IsCatch,
    int Condition,
    string ConditionName,
    int Answer,
    bool? IsCorrect,
    int Steps,
    IReadOnlyList<Period> Periods,
    IReadOnlyDictionary<string, double> Factors)
{
    /// <summary>Which of the task's choices the network made, whatever would have been right; −1 for none.</summary>
    public int Choice { get; init; } = -1;

    /// <summary>What the task read from the outputs beside the choice, by name; NaN in a catch trial, and empty for most tasks.</summary>
    public IReadOnlyDictionary<string, double> Measures { get; init; } = ReadOnlyDictionary<string, double>.Empty;

    /// <summary>The step of the whole trial that is the first of the recording; 0 unless the recording was cut to some periods.</summary>
    public int FirstStep { get; init; }

    internal static RecordedTrial Of(Trial trial, int index, TimeSpan dt, IReadOnlyList<string> conditions) => new(
        index,
        trial.IsCatch,
        trial.Condition,
        trial.IsCatch ? "catch" : trial.Condition >= 0 ? conditions[trial.Condition] : "",
        trial.Answer,
        null,
        trial.Steps(dt),
        [.. trial.Periods],
        // A name may return, as that of a period that repeats; its first value counts, as in Trial.Factor.
        trial.FactorValues.DistinctBy(factor => factor.Name).ToDictionary(factor => factor.Name, factor => factor.Value));
}
