using Engram.Numerics;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>Mean rates of each trial in each bin, less their mean over trials (trials × bins × N); 0 where a trial has no step in a bin.</summary>
internal sealed class SplitterSamples
{
    private readonly double[] samples, total, least, greatest;
    private readonly bool[,] isThere;
    private readonly int bins, units, levels;

    private SplitterSamples(int[] labels, int levels, int bins, int units)
    {
        (Labels, this.levels, this.bins, this.units) = (labels, levels, bins, units);
        (samples, total) = (new double[labels.Length * bins * units], new double[bins * units]);
        (least, greatest, isThere) = (new double[units], new double[units], new bool[labels.Length, bins]);
        Array.Fill(least, double.PositiveInfinity);
        Array.Fill(greatest, double.NegativeInfinity);
    }

    /// <summary>The trajectory of each trial.</summary>
    public int[] Labels { get; }

    /// <summary>In which bins at least two trajectories have two trials each.</summary>
    public bool[] IsCompared => [.. Enumerable.Range(0, bins).Select(bin => Counts(Labels, bin).Count(count => count > 1) > 1)];

    public static SplitterSamples Of(Recording recording, TrackSteps track)
    {
        var made = new SplitterSamples([.. track.Trials.Select(trial => trial.Trajectory)], track.Names.Length, track.Bins, recording.Units);
        for (var trial = 0; trial < track.Trials.Length; trial++)
        {
            made.Add(trial, track.Trials[trial], TrackActivity.Rows(recording, track.Trials[trial]));
        }

        made.Centre();
        return made;
    }

    /// <summary>η² = Σₖ nₖ(mₖ − m)²/Σ(r − m)² (bins × N); 0 for rates that do not vary.</summary>
    public double[] EtaSquared(int[] labels)
    {
        var (sums, width) = (new double[levels * bins * units], bins * units);
        for (var trial = 0; trial < labels.Length; trial++)
        {
            Rows.AddScaled(sums.AsSpan(labels[trial] * width, width), 1, samples.AsSpan(trial * width, width));
        }

        var eta = new double[width];
        for (var bin = 0; bin < bins; bin++)
        {
            var counts = Counts(labels, bin);
            for (var k = 0; k < levels; k++)
            {
                var part = sums.AsSpan((k * width) + (bin * units), units);
                for (var unit = 0; unit < units && counts[k] > 0; unit++)
                {
                    eta[(bin * units) + unit] += part[unit] * part[unit] / counts[k];
                }
            }
        }

        for (var k = 0; k < width; k++)
        {
            eta[k] = total[k] > 0 ? Math.Min(1, eta[k] / total[k]) : 0;
        }

        return eta;
    }

    /// <summary>The greatest of each unit among the bins that are compared (N).</summary>
    public double[] Greatest(double[] eta)
    {
        var (greatestOf, compared) = (new double[units], IsCompared);
        for (var k = 0; k < eta.Length; k++)
        {
            greatestOf[k % units] = compared[k / units] ? Math.Max(greatestOf[k % units], eta[k]) : greatestOf[k % units];
        }

        return greatestOf;
    }

    /// <summary>Greatest difference of mean rates in each bin as a share of the unit's range; null where a bin is not compared.</summary>
    public IReadOnlyList<double?> Differences(int unit)
    {
        var (compared, range) = (IsCompared, greatest[unit] - least[unit]);
        return [.. Enumerable.Range(0, bins).Select(bin => !compared[bin] ? (double?)null
            : range > 0 && Means(unit, bin).Where(double.IsFinite).ToList() is var means ? (means.Max() - means.Min()) / range : 0)];
    }

    /// <summary>The trajectory of the greatest mean rate in a bin.</summary>
    public int Preferred(int unit, int bin) => Means(unit, bin) is var means
        ? Enumerable.Range(0, levels).MaxBy(k => double.IsNaN(means[k]) ? double.NegativeInfinity : means[k]) : -1;

    // NaN for a trajectory that has no trial there.
    private double[] Means(int unit, int bin)
    {
        var (means, counts) = (new double[levels], Counts(Labels, bin));
        for (var trial = 0; trial < Labels.Length; trial++)
        {
            means[Labels[trial]] += samples[(((trial * bins) + bin) * units) + unit];
        }

        return [.. means.Zip(counts, (sum, count) => sum / count)];
    }

    private int[] Counts(int[] labels, int bin)
    {
        var counts = new int[levels];
        for (var trial = 0; trial < labels.Length; trial++)
        {
            counts[labels[trial]] += isThere[trial, bin] ? 1 : 0;
        }

        return counts;
    }

    private void Add(int trial, TrackTrial track, double[] rows)
    {
        var steps = new int[bins];
        foreach (var bin in track.Bins)
        {
            steps[bin]++;
        }

        for (var k = 0; k < track.Bins.Length; k++)
        {
            var bin = track.Bins[k];
            isThere[trial, bin] = true;
            Rows.AddScaled(samples.AsSpan(((trial * bins) + bin) * units, units), 1.0 / steps[bin], rows.AsSpan(k * units, units));
        }

        for (var k = 0; k < rows.Length; k++)
        {
            (least[k % units], greatest[k % units]) = (Math.Min(least[k % units], rows[k]), Math.Max(greatest[k % units], rows[k]));
        }
    }

    private void Centre()
    {
        var width = bins * units;
        for (var k = 0; k < width; k++)
        {
            var (bin, sum, count) = (k / units, 0.0, 0);
            for (var trial = 0; trial < Labels.Length; trial++)
            {
                (sum, count) = isThere[trial, bin] ? (sum + samples[(trial * width) + k], count + 1) : (sum, count);
            }

            var mean = count > 0 ? sum / count : 0;
            for (var trial = 0; trial < Labels.Length; trial++)
            {
                ref var sample = ref samples[(trial * width) + k];
                sample = isThere[trial, bin] ? sample - mean : 0;
                total[k] += sample * sample;
            }

            // What rounding leaves of equal rates is no variance.
            total[k] = total[k] <= 1e-18 * count * mean * mean ? 0 : total[k];
        }
    }
}
