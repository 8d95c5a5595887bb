using Engram.Configuration;
using Engram.Numerics;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>
/// What a scanner would see of a network: each voxel is a weighted mean of the rates of some units, blurred over time by the blood's response, sampled once
/// in every repetition time, with noise. Units lie in a random order on a line along which voxels are spaced evenly; a voxel takes those nearest to it.
/// The result is a recording whose units are voxels and whose steps are volumes, which everything accepts that takes a recording.
/// </summary>
public sealed record Voxels
{
    /// <summary>V.</summary>
    [Range(1, 1_000_000)]
    public int Count { get; init; } = 100;

    /// <summary>Share of the units that a voxel takes, at least one.</summary>
    [Range(0, 1, Above = true)]
    public double Share { get; init; } = 0.2;

    /// <summary>Weights are exp(s ξ) with standard normal ξ; this is s. With 0 all units of a voxel weigh the same.</summary>
    [Range(0, 10)]
    public double Spread { get; init; } = 1;

    /// <summary>Whether each weight is negative with probability ½, as where suppression lowers the signal.</summary>
    public bool Signed { get; init; }

    /// <summary>Standard deviation of the noise of a volume, relative to that of the voxel's signal over all volumes and trials.</summary>
    [Range(0, 1e6)]
    public double Noise { get; init; } = 1;

    /// <summary>Standard deviation, in voxels, of the Gaussian by which neighbours are averaged after the noise was added; 0 for none.</summary>
    [Range(0, 1000)]
    public double Smoothing { get; init; }

    /// <summary>Time from volume to volume. Volume k, from 0, is taken in the middle of its time, at (k + ½) of it.</summary>
    [Range(0, Above = true)]
    public TimeSpan RepetitionTime { get; init; } = 2000.Ms;

    /// <summary>How long volumes are taken after the end of a trial, because the blood is late. Rates are those of rest by then.</summary>
    [Range(0, 600_000)]
    public TimeSpan Rest { get; init; } = 8000.Ms;

    /// <summary>The blood's response to activity.</summary>
    [NotASetting]
    public HaemodynamicResponse Response { get; init; } = new();

    /// <summary>The units that are seen, such as those of an area; none for all.</summary>
    public IReadOnlyList<int>? Units { get; init; }

    /// <summary>Seed of places, weights and noise.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>
    /// Scans: y_v(t) = Σᵤ w_vu (r̄ᵤ + dt Σₛ h(t − s) (rᵤ(s) − r̄ᵤ)/∫h) + noise, where r̄ᵤ, the mean over trials of the rate in their first step, is what a unit
    /// does before and after a trial.
    /// </summary>
    /// <param name="recording">The recording.</param>
    /// <returns>
    /// The same trials with volumes for steps and voxels for rates; without inputs, outputs and states. Decode it in bins of <see cref="RepetitionTime"/>.
    /// </returns>
    /// <exception cref="UsageException">A setting or unit is not allowed, a rate is not finite, or no trial is as long as to the first volume.</exception>
    public Recording Scan(Recording recording)
    {
        Settings.Check(this);
        Settings.Check(Response);
        Finite.Rates(recording);
        var units = BinnedRates.Chosen(Units, recording.Units);
        var scan = Blank(recording);
        var weights = Weights(units.Length);
        var rest = RestingRates(recording, units);
        var blurred = new double[units.Length];
        for (var trial = 0; trial < scan.TrialCount; trial++)
        {
            for (var volume = 0; volume < scan.Trials[trial].Steps; volume++)
            {
                Blur(recording, trial, (volume + 0.5) * RepetitionTime, units, rest, blurred);
                var y = scan.Rate(volume, trial);
                for (var v = 0; v < Count; v++)
                {
                    y[v] = (float)Rows.Dot(weights.AsSpan(v * units.Length, units.Length), blurred);
                }
            }
        }

        ScannerNoise.Add(scan, Noise, trial => Stream(1 + trial));
        ScannerNoise.Smooth(scan, Smoothing);
        return scan;
    }

    private Recording Blank(Recording recording)
    {
        var trials = recording.Trials.Select(trial => trial with
        {
            Steps = (int)(((trial.Steps * recording.Dt) + Rest).Ticks / RepetitionTime.Ticks), FirstStep = 0,
        }).ToList();
        return trials.Exists(trial => trial.Steps > 0)
            ? new(RepetitionTime, trials, recording.Factors, Count, 0, 0, 0) { Choices = recording.Choices, ConditionNames = recording.ConditionNames }
            : throw new UsageException(
                $"`RepetitionTime` is {TimeText.Format(RepetitionTime)}, and no trial with its `Rest` is as long; set a shorter one.");
    }

    // w (V × N): each voxel's weights have a sum of absolute values of 1.
    private double[] Weights(int units)
    {
        var stream = Stream(0);
        int[] order = [.. Enumerable.Range(0, units)];
        Resampling.Shuffle<int>(order, ref stream);
        var taken = Math.Max(1, (int)Math.Round(Share * units));
        var weights = new double[Count * units];
        for (var v = 0; v < Count; v++)
        {
            var first = Math.Clamp((int)Math.Round(((v + 0.5) / Count * units) - (taken / 2.0)), 0, units - taken);
            var own = weights.AsSpan(v * units, units);
            var sum = 0.0;
            foreach (var unit in order.AsSpan(first, taken))
            {
                var size = Math.Exp(Spread * stream.NextNormal());
                sum += size;
                own[unit] = Signed && stream.NextUniform() < 0.5 ? -size : size;
            }

            Rows.Scale(own, 1 / sum);
        }

        return weights;
    }

    private static double[] RestingRates(Recording recording, int[] units)
    {
        var begun = recording.Trials.Where(trial => trial.Steps > 0).ToList();
        return [.. units.Select(unit => begun.Average(trial => (double)recording.Rate(0, trial.Index)[unit]))];
    }

    private void Blur(Recording recording, int trial, TimeSpan time, int[] units, double[] rest, double[] blurred)
    {
        rest.CopyTo(blurred, 0);
        for (var step = 0; step < recording.Trials[trial].Steps; step++)
        {
            var h = Response.At((time - ((step + 1) * recording.Dt)).TotalSeconds) * recording.Dt.TotalSeconds / Response.Area;
            if (h == 0)
            {
                continue;
            }

            var rates = recording.Rate(step, trial);
            for (var u = 0; u < units.Length; u++)
            {
                blurred[u] += h * (rates[units[u]] - rest[u]);
            }
        }
    }

    // Apart from the streams that decoders permute labels with.
    private RandomStream Stream(int index) => new(new StreamKey(Seed, Purpose.Analysis), index, part: 2);
}
