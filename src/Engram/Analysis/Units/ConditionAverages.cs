using Engram.Configuration;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Analysis;

/// <summary>
/// Rates averaged over the trials that have something in common, aligned at the start of the trial. Only steps that all averaged trials
/// have are kept; catch trials are left out.
/// </summary>
/// <param name="Factor">What the trials of an average have in common.</param>
/// <param name="Dt">Length of a step.</param>
/// <param name="Steps">T, the steps that all averaged trials have.</param>
/// <param name="Units">N.</param>
/// <param name="Periods">The periods that lie at the same time in all averaged trials, from the first on, up to the last kept step.</param>
/// <param name="Conditions">The averages, in the order of the factor's values.</param>
public sealed record ConditionAverages(
    string Factor, TimeSpan Dt, int Steps, int Units, IReadOnlyList<Period> Periods, IReadOnlyList<ConditionAverage> Conditions)
{
    /// <summary>Averages the rates.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="factor">Name of a factor, <c>condition</c>, <c>answer</c> (the right choice), or <c>choice</c> (the one made).</param>
    /// <exception cref="UsageException">There is no such factor, there are only catch trials, or a rate is not finite.</exception>
    public static ConditionAverages Of(Recording recording, string factor = "condition")
    {
        Finite.Rates(recording);
        var levels = FactorLevels.Of(recording, factor);
        var steps = levels.Trials.Min(trial => recording.Trials[trial].Steps);
        return new(
            factor,
            recording.Dt,
            steps,
            recording.Units,
            CommonPeriods(recording, levels.Trials, steps),
            [
                .. levels.Names.Select((name, level) =>
                    Average(recording, name, levels.Trials.Where(trial => levels.LevelOf[trial] == level), steps)),
            ]);
    }

    private static ConditionAverage Average(Recording recording, string name, IEnumerable<int> members, int steps)
    {
        int[] trials = [.. members];
        var mean = new double[steps * recording.Units];
        for (var step = 0; step < steps; step++)
        {
            var row = mean.AsSpan(step * recording.Units, recording.Units);
            foreach (var trial in trials)
            {
                var rates = recording.Rate(step, trial);
                for (var unit = 0; unit < row.Length; unit++)
                {
                    row[unit] += rates[unit];
                }
            }

            foreach (ref var rate in row)
            {
                rate /= trials.Length;
            }
        }

        return new(name, trials.Length, mean);
    }

    private static List<Period> CommonPeriods(Recording recording, int[] trials, int steps) =>
    [
        .. recording.Trials[trials[0]].Periods
            .TakeWhile((period, place) => trials.All(t => recording.Trials[t].Periods.ElementAtOrDefault(place) == period))
            .TakeWhile(period => period.End <= steps * recording.Dt),
    ];
}

/// <summary>The average of one condition.</summary>
/// <param name="Name">Name of the condition, or the factor's value.</param>
/// <param name="Trials">Trials averaged.</param>
/// <param name="Rates">Mean rates after each step (T × N).</param>
public sealed record ConditionAverage(string Name, int Trials, double[] Rates);
