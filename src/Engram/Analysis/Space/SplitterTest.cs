using Engram.Configuration;
using Engram.Numerics;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>
/// Finds splitter cells: units whose activity, on a stretch of a track that several trajectories share, differs by where they go. In each bin of the
/// stretch, η² is the share of the variance of a unit's mean rates over trials that the trajectory explains. The greatest among the bins is compared with
/// those under permutations of the trajectories among the trials, so that the number of bins is accounted for; all units are corrected together
/// (Benjamini and Hochberg 1995).
/// </summary>
/// <remarks>
/// In a network with little noise, the least difference is significant. Read the shares beside <see cref="SplitterUnit.Differences"/>, which say how
/// great it is.
/// </remarks>
[Cite(
    "10.1016/S0896-6273(00)00071-4",
    "Wood, Dudchenko, Robitsek & Eichenbaum 2000, Hippocampal neurons encode information about different types of memory episodes occurring in the same location")]
public sealed record SplitterTest
{
    /// <summary>The covariate of the recording that says where the animal is.</summary>
    public string Covariate { get; init; } = "place";

    /// <summary>Another covariate that says where the stretch is; none for the whole track.</summary>
    public string? Within { get; init; }

    /// <summary>The value that <see cref="Within"/> has on the stretch.</summary>
    public double WithinValue { get; init; }

    /// <summary>Equal bins of the stretch.</summary>
    [Range(1, 1000)]
    public int Bins { get; init; } = 10;

    /// <summary>Expected share of false ones among the units that are said to be splitter cells.</summary>
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

    /// <summary>Tests all units.</summary>
    /// <param name="recording">The recording; catch trials, and steps where the position is not known, are left out.</param>
    /// <param name="trajectory">
    /// Where a trial goes: name of a factor, <c>condition</c>, <c>answer</c> (the right choice), or <c>choice</c> (the one made).
    /// </param>
    /// <exception cref="UsageException">
    /// There is no such covariate or factor, in no bin are there two trajectories with two trials each, or a rate is not finite.
    /// </exception>
    public SplitterCells Of(Recording recording, string trajectory)
    {
        ArgumentNullException.ThrowIfNull(recording);
        Settings.Check(this);
        MultipleTesting.CheckRate(FalseDiscoveries);
        Finite.Rates(recording);
        var track = TrackSteps.Of(recording, Covariate, trajectory, Bins, null, null, Within is null ? null : (Within, WithinValue));
        int[] counts = [.. track.Names.Select((_, k) => track.Trials.Count(trial => trial.Trajectory == k))];
        var samples = SplitterSamples.Of(recording, track);
        if (!samples.IsCompared.Contains(true))
        {
            throw new UsageException(
                $"{trajectory} took {string.Join(", ", track.Names.Zip(counts, (name, count) => $"{name} in {count} trials"))} on the stretch; but a comparison "
                + "needs two values with two trials each at the same place; record more trials.");
        }

        var permutations = Permutations ?? (int)Math.Clamp(Math.Ceiling(recording.Units / FalseDiscoveries), 1000, 10_000);
        var observed = samples.EtaSquared(samples.Labels);
        var p = Test(samples, samples.Greatest(observed), permutations);
        var splitters = MultipleTesting.BenjaminiHochberg(p, FalseDiscoveries);
        return new(
            trajectory, track.Names, counts, track.Edges, permutations,
            [
                .. Enumerable.Range(0, recording.Units).Select(unit =>
                {
                    double?[] eta = [.. Enumerable.Range(0, Bins).Select(bin => samples.IsCompared[bin] ? observed[(bin * recording.Units) + unit] : (double?)null)];
                    var at = Enumerable.Range(0, Bins).Where(bin => eta[bin] is not null).MaxBy(bin => eta[bin]);
                    return new SplitterUnit(
                        unit, eta, samples.Differences(unit), (track.Edges[at] + track.Edges[at + 1]) / 2, samples.Preferred(unit, at), p[unit], splitters[unit]);
                }),
            ]);
    }

    private double[] Test(SplitterSamples samples, double[] observed, int permutations)
    {
        var asGreat = new int[observed.Length];
        for (var k = 0; k < permutations; k++)
        {
            var stream = Resampling.Stream(Seed, k);
            int[] labels = [.. samples.Labels];
            Resampling.Shuffle<int>(labels, ref stream);
            var permuted = samples.Greatest(samples.EtaSquared(labels));
            for (var unit = 0; unit < observed.Length; unit++)
            {
                // Equal sums may differ by rounding where the order of adding differs.
                asGreat[unit] += permuted[unit] >= observed[unit] * (1 - 1e-9) ? 1 : 0;
            }
        }

        return [.. asGreat.Select(count => (1.0 + count) / (1 + permutations))];
    }
}
