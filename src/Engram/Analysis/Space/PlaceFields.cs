using Engram.Configuration;
using Engram.Equations;
using Engram.Numerics;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>
/// Finds place cells on a track: units whose activity tells where on it the animal is. The mean activity in each bin of a position, for each
/// trajectory, is the sum over the steps spent there over their number. The spatial information of the trajectory that has most of it is
/// compared with that of activity which is turned in each trial, by a random number of its steps, against the position; all units are corrected together
/// (Benjamini and Hochberg 1995).
/// </summary>
/// <remarks>
/// <para>
/// The information is that of Skaggs, McNaughton, Gothard &amp; Markus (1993), An information-theoretic approach to deciphering the hippocampal code,
/// NeurIPS 5, with activity in the place of spikes. Few steps in a bin make it too great, in the data as in what it is compared with.
/// </para>
/// <para>
/// An animal that runs along a track at one speed is at the same place at the same time in every trial. Then a unit that tells the time is a place cell
/// too: to tell one from the other, the time at which the animal is somewhere must vary.
/// </para>
/// </remarks>
[Cite("10.1016/0006-8993(71)90358-1", "O'Keefe & Dostrovsky 1971, The hippocampus as a spatial map")]
public sealed record PlaceFields
{
    /// <summary>The covariate of the recording that says where the animal is.</summary>
    public string Covariate { get; init; } = "place";

    /// <summary>Equal bins of the track.</summary>
    [Range(2, 10_000)]
    public int Bins { get; init; } = 40;

    /// <summary>Where the track begins; none for the least position.</summary>
    public double? From { get; init; }

    /// <summary>Where the track ends; none for the greatest position.</summary>
    public double? To { get; init; }

    /// <summary>Standard deviation, in bins, of the Gaussian that sums of activity and steps are smoothed by; 0 for none. Bins without a step stay empty.</summary>
    [Range(0, 1000)]
    public double Smoothing { get; init; }

    /// <summary>How rates are made into activity that is not negative.</summary>
    public RateScaling Scaling { get; init; }

    /// <summary>Greatest width of the field of a place cell, as a share of the track; 1 for any.</summary>
    [Range(0, 1, Above = true)]
    public double WidestField { get; init; } = 0.5;

    /// <summary>Expected share of false ones among the units whose information is said to be above chance.</summary>
    [Range(0, 1, Above = true)]
    public double FalseDiscoveries { get; init; } = 0.05;

    /// <summary>
    /// Permutations P of the test, below whose 1/(P + 1) no p is; none for the number of units over <see cref="FalseDiscoveries"/>, by which a
    /// single cell among them can be found, but from 1000 to 10 000.
    /// </summary>
    [Range(100, 1_000_000)]
    public int? Permutations { get; init; }

    /// <summary>Seed of the permutations.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads that work.</summary>
    [Range(1, 1024)]
    public int Threads { get; init; } = 1;

    /// <summary>Finds them.</summary>
    /// <param name="recording">The recording; catch trials, and steps where the position is not known, are left out.</param>
    /// <param name="trajectory">
    /// Which way a trial goes: name of a factor, <c>condition</c>, <c>answer</c> (the right choice), or <c>choice</c> (the one made); none for one way.
    /// </param>
    /// <exception cref="UsageException">There is no such covariate or factor, the position does not change, or a rate cannot be used.</exception>
    public PlaceCells Of(Recording recording, string? trajectory = null)
    {
        ArgumentNullException.ThrowIfNull(recording);
        Settings.Check(this);
        MultipleTesting.CheckRate(FalseDiscoveries);
        Finite.Rates(recording);
        var track = TrackSteps.Of(recording, Covariate, trajectory, Bins, From, To);
        var sums = new TrackSums(track, TrackActivity.Of(recording, track, Scaling), recording.Units, Smoothing);
        var maps = sums.Maps(_ => 0);
        var (information, mean) = Measure(sums, maps, track.Names.Length);
        double[] greatest = [.. Enumerable.Range(0, sums.Units).Select(unit => information.Max(one => one[unit]))];
        var permutations = Permutations ?? (int)Math.Clamp(Math.Ceiling(sums.Units / FalseDiscoveries), 1000, 10_000);
        var p = Test(track, sums, greatest, permutations);
        var significant = MultipleTesting.BenjaminiHochberg(p, FalseDiscoveries);
        TrackMap[] drawn = [.. track.Names.Select((_, k) => Map(track, sums, maps, k))];
        return new(
            Covariate, track.Names, track.Edges, drawn, permutations,
            [.. Enumerable.Range(0, sums.Units).Select(unit => Unit(unit))]);

        PlaceUnit Unit(int unit)
        {
            PlaceField?[] fields = [.. drawn.Select((map, k) => Field(track, map, unit, information[k][unit], mean[k][unit]))];
            var best = Enumerable.Range(0, fields.Length).Where(k => fields[k] is not null)
                .OrderByDescending(k => fields[k]!.Information).ThenBy(k => k).FirstOrDefault(-1);
            var isNarrow = best >= 0 && fields[best]!.Width <= WidestField * (track.Edges[^1] - track.Edges[0]) * (1 + 1e-9);
            return new(unit, fields, best, p[unit], significant[unit] && best >= 0, significant[unit] && isNarrow);
        }
    }

    private static (double[][] Information, double[][] Mean) Measure(TrackSums sums, double[] maps, int trajectories)
    {
        double[][] information = [.. Enumerable.Range(0, trajectories).Select(_ => new double[sums.Units])];
        double[][] mean = [.. Enumerable.Range(0, trajectories).Select(_ => new double[sums.Units])];
        for (var k = 0; k < trajectories; k++)
        {
            sums.Information(maps, k, information[k], mean[k]);
        }

        return (information, mean);
    }

    private double[] Test(TrackSteps track, TrackSums sums, double[] observed, int permutations)
    {
        using var workers = new Workers(Math.Min(Threads, permutations));
        int[][] asGreat = [.. Enumerable.Range(0, workers.Count).Select(_ => new int[sums.Units])];
        workers.Run(permutations, (worker, k) =>
        {
            var stream = Resampling.Stream(Seed, k);
            int[] lags = [.. track.Trials.Select(trial => stream.NextInt(trial.Steps.Length))];
            var (turned, _) = Measure(sums, sums.Maps(trial => lags[trial]), track.Names.Length);
            for (var unit = 0; unit < sums.Units; unit++)
            {
                // Equal sums may differ by rounding where the order of adding differs.
                asGreat[worker][unit] += turned.Max(one => one[unit]) >= observed[unit] * (1 - 1e-9) ? 1 : 0;
            }
        });
        return [.. Enumerable.Range(0, sums.Units).Select(unit => (1.0 + asGreat.Sum(one => one[unit])) / (1 + permutations))];
    }

    private static TrackMap Map(TrackSteps track, TrackSums sums, double[] maps, int trajectory)
    {
        var rates = new double?[sums.Units, track.Bins];
        for (var bin = 0; bin < track.Bins; bin++)
        {
            for (var unit = 0; unit < sums.Units; unit++)
            {
                rates[unit, bin] = sums.Occupancy[trajectory, bin] > 0 ? maps[(((trajectory * track.Bins) + bin) * sums.Units) + unit] : null;
            }
        }

        return new(
            track.Names[trajectory], track.Trials.Count(trial => trial.Trajectory == trajectory),
            [.. Enumerable.Range(0, track.Bins).Select(bin => sums.Occupancy[trajectory, bin])], rates);
    }

    private static PlaceField? Field(TrackSteps track, TrackMap map, int unit, double information, double mean)
    {
        int[] visited = [.. Enumerable.Range(0, track.Bins).Where(bin => map.Rates[unit, bin] is not null)];
        if (visited.Length == 0)
        {
            return null;
        }

        var peak = visited.MaxBy(Rate);
        var (least, greatest) = (visited.Min(Rate), Rate(peak));
        if (greatest - least <= 1e-9 * greatest)
        {
            return null;
        }

        // A bin that was not visited neither ends a field nor adds to it.
        var half = (least + greatest) / 2;
        var (left, right) = (Array.IndexOf(visited, peak), Array.IndexOf(visited, peak));
        while (left > 0 && Rate(visited[left - 1]) >= half)
        {
            left--;
        }

        while (right + 1 < visited.Length && Rate(visited[right + 1]) >= half)
        {
            right++;
        }

        var bin = track.Edges[1] - track.Edges[0];
        return new((track.Edges[peak] + track.Edges[peak + 1]) / 2, greatest, (right - left + 1) * bin, information, information * mean);
        double Rate(int at) => map.Rates[unit, at]!.Value;
    }
}
