using Engram.Configuration;
using Engram.Numerics;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>In which bin of a plane each step of each trial lies, and the activity there.</summary>
internal sealed class PlaneSteps
{
    private readonly (int Trial, int[] Steps, int[] Bins)[] trials;
    private readonly double[][] activity;
    private readonly double[] across;

    private PlaneSteps(int bins, int units, double smoothing, (int Trial, int[] Steps, int[] Bins)[] trials, double[][] activity)
    {
        (Side, Units, this.trials, this.activity) = (bins, units, trials, activity);
        Occupancy = new int[bins * bins];
        foreach (var bin in trials.SelectMany(trial => trial.Bins))
        {
            Occupancy[bin]++;
        }

        across = [.. Enumerable.Range(0, bins).Select(k => k == 0 ? 1 : smoothing == 0 ? 0 : Math.Exp(-k * k / (2 * smoothing * smoothing)))];
    }

    /// <summary>Bins along either axis.</summary>
    public int Side { get; }

    /// <summary>N.</summary>
    public int Units { get; }

    /// <summary>Steps in each bin, row after row.</summary>
    public int[] Occupancy { get; }

    /// <summary>Trials that are somewhere on the plane.</summary>
    public int Trials => trials.Length;

    /// <summary>Steps of a trial on the plane.</summary>
    public int StepsOf(int trial) => trials[trial].Steps.Length;

    /// <summary>Sorts the steps into bins.</summary>
    /// <exception cref="UsageException">There is no such covariate, a position is not finite, or no step is on the plane.</exception>
    public static PlaneSteps Of(Recording recording, RateMaps settings, (double Left, double Right, double Bottom, double Top) plane)
    {
        var (x, y) = (recording.Covariate(settings.X), recording.Covariate(settings.Y));
        var (bins, found, rates) = (settings.Bins, new List<(int, int[], int[])>(), new List<double[]>());
        foreach (var trial in recording.Trials.Where(trial => !trial.IsCatch))
        {
            var (steps, places) = (new List<int>(), new List<int>());
            for (var step = 0; step < trial.Steps; step++)
            {
                var (atX, atY) = (x[(step * recording.TrialCount) + trial.Index], y[(step * recording.TrialCount) + trial.Index]);
                if (float.IsInfinity(atX) || float.IsInfinity(atY))
                {
                    throw new UsageException(
                        $"The position in step {step} of trial {trial.Index} (counted from 0) is infinite; positions must be finite, or NaN where unknown.");
                }

                // Positions are single; half a unit of the last place must not put a step outside.
                if (atX >= (float)plane.Left && atX <= (float)plane.Right && atY >= (float)plane.Bottom && atY <= (float)plane.Top)
                {
                    steps.Add(step);
                    places.Add((Bin(atY, plane.Bottom, plane.Top) * bins) + Bin(atX, plane.Left, plane.Right));
                }
            }

            if (steps.Count > 0)
            {
                found.Add((trial.Index, [.. steps], [.. places]));
                rates.Add(TrackActivity.Rows(recording, trial.Index, steps));
            }
        }

        return found.Count > 0 ? new(bins, recording.Units, settings.Smoothing, [.. found], [.. rates])
            : throw new UsageException($"In no trial is the position ('{settings.X}', '{settings.Y}') known and on the plane; name the covariates that have it, or a wider plane.");

        int Bin(double at, double from, double to) => Math.Clamp((int)((at - from) / (to - from) * bins), 0, bins - 1);
    }

    /// <summary>
    /// Mean activity r̄(b) = Σ_c k(b − c) Σ_t∈c r(t) / Σ_c k(b − c) n(c) in each bin, where n(c) counts the steps in bin c and k is a Gaussian, or 1 at 0 alone
    /// (bins × N); NaN where nobody was.
    /// </summary>
    /// <param name="lag">By how many of its steps the activity of each trial is late.</param>
    /// <param name="take">Which trials take part; null for all.</param>
    public double[] Maps(Func<int, int> lag, Func<int, bool>? take = null)
    {
        var (sums, counts) = (new double[Side * Side * Units], new double[Side * Side]);
        for (var trial = 0; trial < trials.Length; trial++)
        {
            if (take?.Invoke(trial) == false)
            {
                continue;
            }

            var (bins, late) = (trials[trial].Bins, lag(trial));
            for (var step = 0; step < bins.Length; step++)
            {
                counts[bins[step]]++;
                Rows.AddScaled(sums.AsSpan(bins[step] * Units, Units), 1, activity[trial].AsSpan((step + late) % bins.Length * Units, Units));
            }
        }

        int[] visited = [.. Enumerable.Range(0, counts.Length).Where(bin => counts[bin] > 0)];
        if (Array.TrueForAll(across[1..], weight => weight == 0))
        {
            return Divided(sums, counts, visited);
        }

        return Divided(Smoothed(sums, Units), Smoothed(counts, 1), visited);
    }

    private double[] Divided(double[] sums, double[] counts, int[] visited)
    {
        var made = new double[sums.Length];
        Array.Fill(made, double.NaN);
        foreach (var bin in visited)
        {
            for (var unit = 0; unit < Units; unit++)
            {
                made[(bin * Units) + unit] = sums[(bin * Units) + unit] / counts[bin];
            }
        }

        return made;
    }

    // First along x, then along y.
    private double[] Smoothed(double[] values, int width)
    {
        foreach (var isAlongX in new[] { true, false })
        {
            var made = new double[values.Length];
            for (var line = 0; line < Side; line++)
            {
                for (var to = 0; to < Side; to++)
                {
                    for (var from = 0; from < Side; from++)
                    {
                        var (into, outOf) = isAlongX ? ((line * Side) + to, (line * Side) + from) : ((to * Side) + line, (from * Side) + line);
                        Rows.AddScaled(made.AsSpan(into * width, width), across[Math.Abs(to - from)], values.AsSpan(outOf * width, width));
                    }
                }
            }

            values = made;
        }

        return values;
    }
}
