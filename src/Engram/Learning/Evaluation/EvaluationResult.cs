using Engram.Numerics;

namespace Engram.Learning;

/// <summary>How a network does on trials that it was not trained on.</summary>
/// <param name="Trials">Trials that were run, catch trials included.</param>
/// <param name="Loss">Σ mask · loss / Σ mask, penalties not included.</param>
/// <param name="Error">√(Σ mask (output − y)² / Σ mask).</param>
/// <param name="Performance">Correct answers per condition; null for a task without right and wrong.</param>
public sealed record EvaluationResult(int Trials, double Loss, double Error, Performance? Performance)
{
    /// <summary>What the task measures beside right and wrong (<see cref="Tasks.CognitiveTask.Measures"/>), over the trials; empty for most tasks.</summary>
    public IReadOnlyList<MeasureSummary> Measures { get; init; } = [];

    /// <summary>The conditions with their intervals; empty for a task without right and wrong.</summary>
    public IReadOnlyList<ScoredShare> Conditions =>
        [.. (Performance?.Conditions ?? []).Select(c => ScoredShare.Of(c.Condition, c.Correct, c.Trials))];

    /// <summary>All scored trials together; null for a task without right and wrong.</summary>
    public ScoredShare? Overall => Performance is null ? null
        : ScoredShare.Of("overall", Performance.Conditions.Sum(c => c.Correct), Performance.Conditions.Sum(c => c.Trials));
}

/// <summary>What a task measured in the outputs of many trials; trials in which it is not a number are left out.</summary>
/// <param name="Name">Name of the measure.</param>
/// <param name="Median">The middle one of the values, or the mean of the two in the middle; NaN without any.</param>
/// <param name="Least">The least value.</param>
/// <param name="Greatest">The greatest value.</param>
/// <param name="Trials">How many trials have one.</param>
public sealed record MeasureSummary(string Name, double Median, double Least, double Greatest, int Trials)
{
    internal static MeasureSummary Of(string name, IEnumerable<double> values)
    {
        double[] sorted = [.. values.Where(value => !double.IsNaN(value)).Order()];
        return sorted.Length == 0 ? new(name, double.NaN, double.NaN, double.NaN, 0)
            : new(name, (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2, sorted[0], sorted[^1], sorted.Length);
    }
}

/// <summary>A share of correct answers with Wilson's 95 % interval.</summary>
/// <param name="Name">What the trials have in common.</param>
/// <param name="Correct">Trials answered correctly.</param>
/// <param name="Trials">Trials that count.</param>
/// <param name="Share">Share of correct answers, 0 to 1.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
public sealed record ScoredShare(string Name, int Correct, int Trials, double Share, double Low, double High)
{
    internal static ScoredShare Of(string name, int correct, int trials)
    {
        var (low, high) = Binomial.Wilson(correct, trials);
        return new(name, correct, trials, trials == 0 ? 0 : (double)correct / trials, low, high);
    }
}
