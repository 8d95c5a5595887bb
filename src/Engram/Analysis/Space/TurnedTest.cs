using Engram.Configuration;
using Engram.Equations;
using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>
/// Compares each unit with shuffles in which activity is turned, by a random number of steps, against where the animal was: that keeps its course in time. The
/// share of false ones among all units is controlled (Benjamini and Hochberg 1995).
/// </summary>
public abstract record TurnedTest
{
    private protected TurnedTest()
    {
    }

    /// <summary>What is turned: the recording as a whole, one trial after the other, or each trial by itself.</summary>
    public Turning Turning { get; init; }

    /// <summary>Shuffles P at most, of each kind where there are several, below whose 1/(P + 1) no p is.</summary>
    [Range(19, 100_000)]
    public int Shuffles { get; init; } = 500;

    /// <summary>Expected share of false ones among the units that are found.</summary>
    [Range(0, 1, Above = true)]
    public double FalseDiscoveries { get; init; } = 0.05;

    /// <summary>Seed of the shuffles.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads that work.</summary>
    [Range(1, 1024)]
    public int Threads { get; init; } = 1;

    /// <summary>Checks the settings.</summary>
    private protected void Check()
    {
        Settings.Check(this);
        MultipleTesting.CheckRate(FalseDiscoveries);
    }

    /// <summary>Calls with each of some shuffles: who works, its number, and which of all steps gives its activity to a step of a trial.</summary>
    private protected void Shuffle(BinnedSteps steps, Workers workers, int from, int count, Action<int, int, Func<int, int, int>> each) => workers.Run(count, (worker, shuffle) =>
    {
        var k = from + shuffle;
        var stream = Resampling.Stream(Seed, k);
        if (Turning == Turning.Recording)
        {
            var lag = stream.NextInt(steps.Count);
            each(worker, k, (trial, step) => (steps.StartOf(trial) + step + lag) % steps.Count);
            return;
        }

        int[] lags = [.. Enumerable.Range(0, steps.Trials).Select(trial => stream.NextInt(steps.StepsOf(trial)))];
        each(worker, k, (trial, step) => steps.StartOf(trial) + ((step + lags[trial]) % steps.StepsOf(trial)));
    });

    /// <summary>p of each unit against shuffles (N × P), and the 95th percentile of these.</summary>
    private protected (double[] P, double[] Most) Above(double[] values, double[,] shuffled)
    {
        double[][] rows = [.. values.Select((_, unit) => Enumerable.Range(0, Shuffles).Select(k => shuffled[unit, k]).ToArray())];
        return ([.. values.Zip(rows, (value, row) => Resampling.PValue(value, row))], [.. rows.Select(row => Resampling.Quantile(row, 0.95))]);
    }

    /// <summary>A statistic of each unit, compared with its shuffles.</summary>
    /// <param name="steps">The steps.</param>
    /// <param name="statistic">Of all units (N), by which of all steps gives its activity to a step of a trial; null for itself.</param>
    private protected (double Value, double PValue, double Quantile, bool IsFound)[] Compare(BinnedSteps steps, Func<Func<int, int, int>?, double[]> statistic)
    {
        var (values, shuffled) = (statistic(null), new double[steps.Units, Shuffles]);
        using var workers = new Workers(Math.Min(Threads, Shuffles));
        Shuffle(steps, workers, 0, Shuffles, (_, k, late) =>
        {
            foreach (var (unit, value) in statistic(late).Index())
            {
                shuffled[unit, k] = value;
            }
        });
        var (p, most) = Above(values, shuffled);
        var isFound = MultipleTesting.BenjaminiHochberg(p, FalseDiscoveries);
        return [.. values.Select((value, unit) => (value, p[unit], most[unit], isFound[unit]))];
    }
}

/// <summary>What is turned in time where activity is compared with itself at other times.</summary>
public enum Turning
{
    /// <summary>The recording, one trial after the other: activity may come from another trial, and so from anywhere that the animal was.</summary>
    Recording,

    /// <summary>Each trial by itself: activity stays within its trial. Where trials are so short that the animal gets nowhere, shuffles are too like the data.</summary>
    Trials,
}
