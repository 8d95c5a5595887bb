using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>Adds up the values of a gate.</summary>
internal sealed class GateSums(string name, int units, int steps, string[] conditions)
{
    private readonly Dictionary<string, double[]> byStep = conditions.ToDictionary(condition => condition, _ => new double[steps * units]);
    private readonly double[] all = new double[units];
    private readonly long[] parts = new long[20];
    private long open, closed, rows;

    /// <summary>Takes the values of one step of a trial (N).</summary>
    public void Add(int step, string condition, ReadOnlySpan<double> values)
    {
        rows++;
        var sums = step < steps ? byStep[condition].AsSpan(step * units, units) : default;
        for (var unit = 0; unit < units; unit++)
        {
            var value = values[unit];
            all[unit] += value;
            open += value > GateActivity.Open ? 1 : 0;
            closed += value < 1 - GateActivity.Open ? 1 : 0;
            parts[Math.Clamp((int)(value * parts.Length), 0, parts.Length - 1)]++;
            if (!sums.IsEmpty)
            {
                sums[unit] += value;
            }
        }
    }

    /// <summary>What was added up.</summary>
    public GateTrace Trace(IReadOnlyList<RecordedTrial> trials)
    {
        var count = (double)rows * units;
        return new(
            name, all.Sum() / count, open / count, closed / count, [.. all.Select(sum => sum / rows)], [.. parts.Select(part => part / count)],
            [.. conditions.Select(condition => Condition(condition, trials.Count(trial => trial.ConditionName == condition)))]);
    }

    private GateCondition Condition(string condition, int trials)
    {
        var sums = byStep[condition];
        double[] Over(Func<IEnumerable<double>, double> measure) =>
            [.. Enumerable.Range(0, steps).Select(step => measure(sums.Skip(step * units).Take(units).Select(sum => sum / trials)))];
        return new(condition, trials, Over(values => values.Average()), Over(values => Spread.Quantile(values, 0.25)), Over(values => Spread.Quantile(values, 0.75)));
    }
}

/// <summary>Adds up the logarithms of the shares of a state that are kept.</summary>
internal sealed class MemorySums(string state, int units)
{
    private readonly List<string> periods = [""];
    private readonly Dictionary<string, (double[] Sums, long Rows)> byPeriod = new() { [""] = (new double[units], 0) };

    /// <summary>Takes the shares of one step of a trial (N).</summary>
    public void Add(int step, RecordedTrial trial, TimeSpan dt, ReadOnlySpan<double> shares)
    {
        Add("", shares);
        foreach (var period in trial.Periods)
        {
            if (period.Steps(dt) is var (first, end) && step >= first && step < end)
            {
                Add(period.Name, shares);
            }
        }
    }

    /// <summary>The whole trial, and the periods in the order in which they came.</summary>
    public IEnumerable<GateMemory> All(TimeSpan dt) => periods.Select(period => new GateMemory(
        state, period, [.. byPeriod[period].Sums.Select(sum => sum < 0 ? -dt.TotalSeconds * byPeriod[period].Rows / sum : double.PositiveInfinity)]));

    private void Add(string period, ReadOnlySpan<double> shares)
    {
        if (!byPeriod.TryGetValue(period, out var known))
        {
            periods.Add(period);
            known = (new double[units], 0);
        }

        for (var unit = 0; unit < units; unit++)
        {
            known.Sums[unit] += Math.Log(Math.Abs(shares[shares.Length == 1 ? 0 : unit]));
        }

        byPeriod[period] = (known.Sums, known.Rows + 1);
    }
}
