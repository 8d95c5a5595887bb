using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>
/// How much each unit does in each of several tasks: the variance of its rate over the trials of a task at each time after the fixation,
/// averaged over time. Record without noise, so that only what differs between trials makes them vary.
/// </summary>
/// <param name="Rules">Names of the tasks, R.</param>
/// <param name="Values">Variances of all units (N × R).</param>
/// <param name="Active">The units whose variance, summed over tasks, is not below the threshold.</param>
/// <param name="Threshold">The threshold.</param>
[Cite("10.1038/s41593-018-0310-2", "Yang et al. 2019, Task representations in neural networks trained to perform many cognitive tasks")]
public sealed record TaskVariance(IReadOnlyList<string> Rules, double[,] Values, IReadOnlyList<int> Active, double Threshold)
{
    /// <summary>Measures it.</summary>
    /// <param name="recording">The recording, without noise; catch trials are left out.</param>
    /// <param name="rule">Which task a trial is of: name of a factor, or <c>condition</c>.</param>
    /// <param name="fixation">Name of the period after which time counts; none for each trial's first.</param>
    /// <param name="threshold">Units with a lesser sum of variances are not active.</param>
    /// <exception cref="UsageException">
    /// There is no such factor or period, not two tasks with two trials each, a task without a step after the fixation, or a rate is not finite.
    /// </exception>
    public static TaskVariance Of(Recording recording, string rule = "condition", string? fixation = null, double threshold = 1e-3)
    {
        ArgumentNullException.ThrowIfNull(recording);
        if (!(threshold >= 0))
        {
            throw new UsageException(FormattableString.Invariant($"`threshold` is {threshold}, but must be a number of 0 or more."));
        }

        Finite.Rates(recording);
        var levels = FactorLevels.Of(recording, rule);
        if (levels.Names.Length < 2)
        {
            throw new UsageException($"{rule} is {levels.Names[0]} in all trials; task variance compares two tasks or more, so name another factor.");
        }

        var values = new double[recording.Units, levels.Names.Length];
        for (var level = 0; level < levels.Names.Length; level++)
        {
            int[] trials = [.. levels.Trials.Where(trial => levels.LevelOf[trial] == level)];
            int[] starts = [.. trials.Select(trial => Start(recording, trial, fixation))];
            var steps = trials.Zip(starts, (trial, start) => recording.Trials[trial].Steps - start).Min();
            if (trials.Length < 2 || steps < 1)
            {
                throw new UsageException(
                    $"The task {levels.Names[level]} has {trials.Length} trials with {Math.Max(0, steps)} steps after the fixation that all have; at "
                    + "least two trials and one step are needed, so record more trials, or name another period.");
            }

            Add(recording, trials, starts, steps, values, level);
        }

        int[] active =
        [
            .. Enumerable.Range(0, recording.Units)
                .Where(unit => Enumerable.Range(0, levels.Names.Length).Sum(level => values[unit, level]) is var sum && sum >= threshold && sum > 0),
        ];
        return new(levels.Names, values, active, threshold);
    }

    /// <summary>Variances of the active units, each divided by its greatest (active × R).</summary>
    public double[,] Normalised()
    {
        var normalised = new double[Active.Count, Rules.Count];
        foreach (var (row, unit) in Active.Index())
        {
            var most = Enumerable.Range(0, Rules.Count).Max(rule => Values[unit, rule]);
            for (var rule = 0; rule < Rules.Count; rule++)
            {
                normalised[row, rule] = Values[unit, rule] / most;
            }
        }

        return normalised;
    }

    /// <summary>
    /// Fractional task variance of the active units, FTV(A, B) = (TV(A) − TV(B))/(TV(A) + TV(B)): 1 for units of task A alone, −1 for those of B
    /// alone. Units whose variance in both together is below the threshold are left out.
    /// </summary>
    /// <param name="a">Task A, from 0.</param>
    /// <param name="b">Task B.</param>
    public IReadOnlyList<double> Fractional(int a, int b)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(a);
        ArgumentOutOfRangeException.ThrowIfNegative(b);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(a, Rules.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(b, Rules.Count);
        return
        [
            .. Active.Select(unit => (A: Values[unit, a], B: Values[unit, b])).Where(unit => unit.A + unit.B is var sum && sum >= Threshold && sum > 0)
                .Select(unit => (unit.A - unit.B) / (unit.A + unit.B)),
        ];
    }

    private static void Add(Recording recording, int[] trials, int[] starts, int steps, double[,] values, int level)
    {
        var (mean, square) = (new double[recording.Units], new double[recording.Units]);
        for (var step = 0; step < steps; step++)
        {
            Array.Clear(mean);
            Array.Clear(square);
            for (var k = 0; k < trials.Length; k++)
            {
                // Deviations from the first trial, so that a large mean costs no digits.
                var rates = recording.Rate(starts[k] + step, trials[k]);
                var from = recording.Rate(starts[0] + step, trials[0]);
                for (var unit = 0; unit < mean.Length; unit++)
                {
                    var deviation = (double)rates[unit] - from[unit];
                    (mean[unit], square[unit]) = (mean[unit] + (deviation / trials.Length), square[unit] + (deviation * deviation / trials.Length));
                }
            }

            for (var unit = 0; unit < mean.Length; unit++)
            {
                values[unit, level] += Math.Max(0, square[unit] - (mean[unit] * mean[unit])) / steps;
            }
        }
    }

    private static int Start(Recording recording, int trial, string? fixation) => fixation is null
        ? recording.Trials[trial].Periods is [var first, ..] ? first.Steps(recording.Dt).End : 0
        : recording.StepsOf(fixation, trial)?.End ?? throw new UsageException(
            $"Trial {trial} has no period '{fixation}'. {Nearest.Hint(fixation, recording.Trials[trial].Periods.Select(known => known.Name))}");
}
