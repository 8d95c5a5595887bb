using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>
/// Sums of activity by trajectory and bin, and the information about the bin that is in them. The activity of each trial can be turned against
/// its positions.
/// </summary>
internal sealed class TrackSums
{
    private readonly TrackSteps track;
    private readonly double[][] activity;
    private readonly double[,] kernel;
    private readonly double[] weights;

    public TrackSums(TrackSteps track, double[][] activity, int units, double smoothing)
    {
        (this.track, this.activity, Units) = (track, activity, units);
        Occupancy = new int[track.Names.Length, track.Bins];
        foreach (var trial in track.Trials)
        {
            foreach (var bin in trial.Bins)
            {
                Occupancy[trial.Trajectory, bin]++;
            }
        }

        kernel = new double[track.Bins, track.Bins];
        for (var a = 0; a < track.Bins; a++)
        {
            for (var b = 0; b < track.Bins; b++)
            {
                kernel[a, b] = a == b ? 1 : smoothing == 0 ? 0 : Math.Exp(-(a - b) * (a - b) / (2 * smoothing * smoothing));
            }
        }

        weights = new double[track.Names.Length * track.Bins];
        for (var k = 0; k < weights.Length; k++)
        {
            for (var b = 0; b < track.Bins; b++)
            {
                weights[k] += kernel[k % track.Bins, b] * Occupancy[k / track.Bins, b];
            }
        }
    }

    public int Units { get; }

    /// <summary>Steps in each bin (K × bins).</summary>
    public int[,] Occupancy { get; }

    /// <summary>
    /// Mean activity r̄(b) = Σ_c k(b − c) Σ_t∈c r(t) / Σ_c k(b − c) n(c), where n(c) counts the steps in bin c and k is a Gaussian, or 1 at 0 alone
    /// (K × bins × N). Bins without a step are 0.
    /// </summary>
    /// <param name="lag">By how many of its steps the activity of each trial is late.</param>
    public double[] Maps(Func<int, int> lag)
    {
        var sums = new double[weights.Length * Units];
        for (var trial = 0; trial < track.Trials.Length; trial++)
        {
            var (bins, into, late) = (track.Trials[trial].Bins, track.Trials[trial].Trajectory * track.Bins, lag(trial));
            for (var step = 0; step < bins.Length; step++)
            {
                var from = (step + late) % bins.Length;
                Rows.AddScaled(sums.AsSpan((into + bins[step]) * Units, Units), 1, activity[trial].AsSpan(from * Units, Units));
            }
        }

        var maps = new double[sums.Length];
        for (var k = 0; k < weights.Length; k++)
        {
            var (trajectory, bin) = (k / track.Bins, k % track.Bins);
            for (var b = 0; b < track.Bins && Occupancy[trajectory, bin] > 0; b++)
            {
                if (kernel[bin, b] > 0 && Occupancy[trajectory, b] > 0)
                {
                    Rows.AddScaled(maps.AsSpan(k * Units, Units), kernel[bin, b] / weights[k], sums.AsSpan(((trajectory * track.Bins) + b) * Units, Units));
                }
            }
        }

        return maps;
    }

    /// <summary>Information about the bin, and the mean activity.</summary>
    /// <param name="maps">Of <see cref="Maps"/>.</param>
    /// <param name="trajectory">Along which trajectory.</param>
    /// <param name="information">Of each unit (N).</param>
    /// <param name="mean">Of each unit (N).</param>
    public void Information(double[] maps, int trajectory, Span<double> information, Span<double> mean)
    {
        int[] occupancy = [.. Enumerable.Range(0, track.Bins).Select(bin => Occupancy[trajectory, bin])];
        SkaggsInformation.Of(occupancy, maps.AsSpan(trajectory * track.Bins * Units, track.Bins * Units), information, mean);
    }
}
