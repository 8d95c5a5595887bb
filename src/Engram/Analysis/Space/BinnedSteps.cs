using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>In which bin each step of each trial lies, and the activity there.</summary>
internal sealed class BinnedSteps
{
    private readonly (int Trial, int[] Steps, int[] Bins)[] trials;
    private readonly double[] activity;
    private readonly int[] starts;

    /// <summary>Counts the steps.</summary>
    /// <param name="bins">How many bins.</param>
    /// <param name="units">N.</param>
    /// <param name="trials">Trials that have a step in a bin, with these steps and their bins.</param>
    /// <param name="activity">Of each of these trials (steps × N).</param>
    public BinnedSteps(int bins, int units, (int Trial, int[] Steps, int[] Bins)[] trials, double[][] activity)
    {
        (Units, this.trials, this.activity, Occupancy) = (units, trials, [.. activity.SelectMany(rows => rows)], new int[bins]);
        (starts, Count) = (new int[trials.Length], 0);
        for (var trial = 0; trial < trials.Length; trial++)
        {
            starts[trial] = Count;
            Count += StepsOf(trial);
        }

        foreach (var bin in trials.SelectMany(trial => trial.Bins))
        {
            Occupancy[bin]++;
        }
    }

    // The same steps with the activity of some of the units.
    private BinnedSteps(BinnedSteps all, int[] units)
    {
        (Units, trials, starts, Count, Occupancy, activity) = (units.Length, all.trials, all.starts, all.Count, all.Occupancy, new double[all.Count * units.Length]);
        for (var step = 0; step < Count; step++)
        {
            for (var i = 0; i < Units; i++)
            {
                activity[(step * Units) + i] = all.activity[(step * all.Units) + units[i]];
            }
        }
    }

    /// <summary>N.</summary>
    public int Units { get; }

    /// <summary>Steps in each bin.</summary>
    public int[] Occupancy { get; }

    /// <summary>Trials that have a step in a bin.</summary>
    public int Trials => trials.Length;

    /// <summary>Steps in bins, of all trials.</summary>
    public int Count { get; }

    /// <summary>The same of some of the units, in their order.</summary>
    public BinnedSteps Of(int[] units) => new(this, units);

    /// <summary>The first step of a trial among all.</summary>
    public int StartOf(int trial) => starts[trial];

    /// <summary>Steps of a trial in bins.</summary>
    public int StepsOf(int trial) => trials[trial].Steps.Length;

    /// <summary>Σ_t∈b r(t) in each bin (bins × N), and the number of steps.</summary>
    /// <param name="late">Which of all steps gives its activity to a step of a trial; null for itself.</param>
    /// <param name="take">Which steps of which trial take part; null for all.</param>
    public (double[] Sums, double[] Counts) Sums(Func<int, int, int>? late = null, Func<int, int, bool>? take = null)
    {
        var (sums, counts) = (new double[Occupancy.Length * Units], new double[Occupancy.Length]);
        for (var trial = 0; trial < trials.Length; trial++)
        {
            var (bins, start) = (trials[trial].Bins, starts[trial]);
            for (var step = 0; step < bins.Length; step++)
            {
                if (take?.Invoke(trial, step) != false)
                {
                    counts[bins[step]]++;
                    Rows.AddScaled(sums.AsSpan(bins[step] * Units, Units), 1, activity.AsSpan((late?.Invoke(trial, step) ?? (start + step)) * Units, Units));
                }
            }
        }

        return (sums, counts);
    }

    /// <summary>Sums over counts (bins × N); NaN in all bins but some.</summary>
    public double[] Means(double[] sums, double[] counts, IEnumerable<int> some)
    {
        var made = new double[sums.Length];
        Array.Fill(made, double.NaN);
        foreach (var bin in some)
        {
            for (var unit = 0; unit < Units; unit++)
            {
                made[(bin * Units) + unit] = sums[(bin * Units) + unit] / counts[bin];
            }
        }

        return made;
    }

    /// <summary>Mean activity in each bin (bins × N); NaN where nobody was.</summary>
    /// <param name="late">As for <see cref="Sums"/>.</param>
    public double[] Means(Func<int, int, int>? late)
    {
        var (sums, counts) = Sums(late);
        return Means(sums, counts, Enumerable.Range(0, counts.Length).Where(bin => counts[bin] > 0));
    }
}
