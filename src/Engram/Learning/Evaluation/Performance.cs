using System.Globalization;
using System.Text.Json.Serialization;

namespace Engram.Learning;

/// <summary>Correct answers under one condition.</summary>
/// <param name="Condition">Name of the condition.</param>
/// <param name="Correct">Trials answered correctly.</param>
/// <param name="Trials">Trials that count.</param>
public sealed record ConditionPerformance(string Condition, int Correct, int Trials)
{
    /// <summary>Share of correct answers, 0 to 1; 0 without trials.</summary>
    [JsonIgnore]
    public double Fraction => Trials == 0 ? 0 : (double)Correct / Trials;
}

/// <summary>
/// Correct answers per condition, in the ordinal order of the conditions' names. Made by <see cref="PerformanceCounter"/>.
/// </summary>
/// <param name="Conditions">The conditions that had trials, and those that were to have some.</param>
public sealed record Performance(IReadOnlyList<ConditionPerformance> Conditions)
{
    /// <summary>Share of correct answers over all trials, 0 to 1; 0 without trials.</summary>
    [JsonIgnore]
    public double Overall
    {
        get
        {
            var trials = Conditions.Sum(c => c.Trials);
            return trials == 0 ? 0 : (double)Conditions.Sum(c => c.Correct) / trials;
        }
    }

    /// <summary>The least share of correct answers over the conditions; 0 without trials, also of one condition.</summary>
    [JsonIgnore]
    public double Minimum => Conditions.Count == 0 ? 0 : Conditions.Min(c => c.Fraction);

    /// <summary>Such as <c>70 % correct (left 60 of 100, right 80 of 100)</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{100 * Overall:0.#} % correct ({string.Join(", ", Conditions.Select(c => $"{c.Condition} {c.Correct} of {c.Trials}"))})");

    /// <summary>The share that a criterion asks for.</summary>
    /// <param name="measure">Which.</param>
    public double Of(PerformanceMeasure measure) => measure == PerformanceMeasure.Minimum ? Minimum : Overall;
}
