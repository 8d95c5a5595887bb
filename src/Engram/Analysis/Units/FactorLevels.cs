using System.Globalization;
using Engram.Configuration;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Analysis;

/// <summary>
/// The values that a factor took in a recording, in ascending order, and which trial took which. Besides the task's factors,
/// <c>condition</c>, <c>answer</c> (the right choice) and <c>choice</c> (the one made) can be asked for. Catch trials are left out.
/// </summary>
internal sealed class FactorLevels
{
    private const string Condition = "condition", Answer = "answer", Choice = "choice";

    private FactorLevels(string factor, double[] values, string[] names, int[] levelOf)
    {
        (Factor, Values, Names, LevelOf) = (factor, values, names, levelOf);
        Trials = [.. Enumerable.Range(0, levelOf.Length).Where(trial => levelOf[trial] >= 0)];
        Labels = [.. Trials.Select(trial => levelOf[trial])];
    }

    public string Factor { get; }

    /// <summary>The values: milliseconds for a time, places of labels.</summary>
    public double[] Values { get; }

    /// <summary>The values as text: <c>500ms</c>, <c>left</c>, <c>16</c>.</summary>
    public string[] Names { get; }

    /// <summary>The level of each trial (B); −1 where a trial is left out.</summary>
    public int[] LevelOf { get; }

    /// <summary>The trials that have a level.</summary>
    public int[] Trials { get; }

    /// <summary>The level of each of <see cref="Trials"/>.</summary>
    public int[] Labels { get; }

    /// <summary>Finds the levels.</summary>
    /// <exception cref="UsageException">The recording has no such factor, or only catch trials.</exception>
    public static FactorLevels Of(Recording recording, string factor)
    {
        var known = recording.Factors.FirstOrDefault(candidate => candidate.Name == factor);
        if (known is null && factor is not (Condition or Answer or Choice))
        {
            throw new UsageException(
                $"The recorded task has no factor '{factor}'. "
                + Nearest.Hint(factor, [.. recording.Factors.Select(candidate => candidate.Name), Condition, Answer, Choice]));
        }

        double[] taken = [.. recording.Trials.Select(trial => Value(trial, known, factor))];
        double[] values = [.. taken.Where(double.IsFinite).Distinct().Order()];
        if (values.Length == 0)
        {
            throw new UsageException($"No recorded trial has a value of '{factor}'; record more trials that are not catch trials.");
        }

        string[] names =
        [
            .. values.Select(value => known is not null ? Text(known, value)
                : factor == Condition ? recording.Trials.First(trial => trial.Condition == (int)value).ConditionName
                : (int)value < recording.Choices.Count ? recording.Choices[(int)value]
                : value.ToString(CultureInfo.InvariantCulture)),
        ];
        return new(factor, values, names, [.. taken.Select(value => double.IsFinite(value) ? Array.IndexOf(values, value) : -1)]);
    }

    private static double Value(RecordedTrial trial, Factor? known, string factor) =>
        trial.IsCatch ? double.NaN
        : known is not null ? trial.Factors.GetValueOrDefault(factor, double.NaN)
        : (factor == Condition ? trial.Condition : factor == Answer ? trial.Answer : trial.Choice) is var place and >= 0 ? place
        : double.NaN;

    private static string Text(Factor factor, double value) => factor.Kind switch
    {
        FactorKind.Label => factor.Labels[(int)value],
        FactorKind.Time => TimeText.FormatMilliseconds(value),
        _ => value.ToString(CultureInfo.InvariantCulture),
    };
}
