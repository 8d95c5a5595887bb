using Engram.Configuration;
using Engram.Numerics;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>How performance depends on what was shown, such as a psychometric curve.</summary>
public static class PerformanceByFactor
{
    /// <summary>
    /// Shares of correct answers for every combination of the factors' values that was recorded, in ascending order, the first factor
    /// slowest. Trials that are not scored are left out.
    /// </summary>
    /// <param name="recording">The recording.</param>
    /// <param name="factors">
    /// Names of factors, or <c>condition</c>, <c>answer</c> (the right choice), or <c>choice</c> (the one made); none for all trials together.
    /// </param>
    /// <exception cref="UsageException">There is no such factor, no scored trial, or an output that is not finite.</exception>
    public static IReadOnlyList<FactorShare> Of(Recording recording, params string[] factors)
    {
        Finite.Outputs(recording);
        var levels = factors.Select(factor => FactorLevels.Of(recording, factor)).ToList();
        var scored = recording.Trials.Where(trial => trial.IsCorrect is not null).ToList();
        if (scored.Count == 0)
        {
            throw new UsageException("No recorded trial is scored, so there is no performance; record trials that ask for an answer.");
        }

        return
        [
            .. scored.Where(trial => levels.All(level => level.LevelOf[trial.Index] >= 0))
                .GroupBy(trial => levels.Aggregate(0L, (place, level) => (place * level.Values.Length) + level.LevelOf[trial.Index]))
                .OrderBy(group => group.Key)
                .Select(group => Share(levels, group.First().Index, group.Count(trial => trial.IsCorrect == true), group.Count())),
        ];
    }

    private static FactorShare Share(List<FactorLevels> levels, int trial, int correct, int trials)
    {
        var (low, high) = Binomial.Wilson(correct, trials);
        return new(
            [.. levels.Select(level => level.Names[level.LevelOf[trial]])],
            [.. levels.Select(level => level.Values[level.LevelOf[trial]])],
            correct,
            trials,
            (double)correct / trials,
            low,
            high);
    }
}

/// <summary>The share of correct answers where the factors took certain values, with Wilson's 95 % interval.</summary>
/// <param name="Levels">The values as text, one per factor.</param>
/// <param name="Values">The values: milliseconds for a time, the place of a label.</param>
/// <param name="Correct">Trials answered correctly.</param>
/// <param name="Trials">Trials that count.</param>
/// <param name="Share">Share of correct answers, 0 to 1.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
public sealed record FactorShare(
    IReadOnlyList<string> Levels, IReadOnlyList<double> Values, int Correct, int Trials, double Share, double Low, double High);
