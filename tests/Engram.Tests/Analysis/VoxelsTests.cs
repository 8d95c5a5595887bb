using Engram.Analysis;
using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Tests.Analysis;

public sealed class VoxelsTests
{
    // Trials of 3 s with a cue of 1 s, in which the third unit tells the side while the cue lasts.
    private static Recording Network(int units = 8, double signal = 3) => Synthetic.Of(
        Synthetic.Sides(60), _ => 150, _ => 50, units, (step, trial, unit) =>
            2 + (0.2 * Synthetic.Noise(step / 50, trial, unit)) + (unit == 2 && step < 50 && step > 0 ? signal * (trial % 2) : 0));

    [Fact]
    public void The_response_is_the_difference_of_two_gamma_densities()
    {
        // Γ(6) = 5! and Γ(16) = 15!, so that h(t) = t⁵ e⁻ᵗ/5! − t¹⁵ e⁻ᵗ/(6·15!).
        var response = new HaemodynamicResponse();
        var factorial = Enumerable.Range(1, 15).Aggregate(1.0, (product, k) => product * k);
        Assert.All(new[] { 0.5, 3, 5, 8.3, 16, 25 }, t => Assert.Equal(
            (Math.Pow(t, 5) * Math.Exp(-t) / 120) - (Math.Pow(t, 15) * Math.Exp(-t) / (6 * factorial)), response.At(t), 1e-14));
        Assert.Equal((0, 0), (response.At(0), response.At(-1)));
        double[] times = [.. Enumerable.Range(1, 4000).Select(k => k * 0.01)];
        Assert.Equal(5.0, times.MaxBy(response.At), 0.02);
        Assert.Equal(15.75, times.MinBy(response.At), 0.05);
        Assert.Equal(response.Area, times.Sum(response.At) * 0.01, 1e-4);

        // With a delay of 3 s and half the dispersion the first part is as before in half the time.
        var quick = new HaemodynamicResponse { Delay = 3000.Ms, Dispersion = 500.Ms, UndershootDelay = 8000.Ms, UndershootDispersion = 500.Ms };
        Assert.All(times, t => Assert.Equal(2 * response.At(2 * t), quick.At(t), 1e-12));
    }

    [Fact]
    public void A_pulse_appears_as_the_response_and_rest_as_rest()
    {
        // One step of 20 ms at 1 s, of height 1 in both units.
        var recording = Synthetic.Of(Synthetic.Sides(2), _ => 100, _ => 50, 2, (step, _, _) => 3 + (step == 49 ? 1 : 0));
        var voxels = new Voxels { Count = 3, Share = 1, Noise = 0, RepetitionTime = 500.Ms, Rest = 20_000.Ms };
        var scan = voxels.Scan(recording);
        Assert.Equal((44, 3, 500.Ms), (scan.Steps, scan.Units, scan.Dt));
        var response = new HaemodynamicResponse();
        for (var volume = 0; volume < 44; volume++)
        {
            var expected = 3 + (0.02 * response.At((0.5 * (volume + 0.5)) - 1) / (5.0 / 6));
            Assert.All(scan.Rate(volume, 1).ToArray(), value => Assert.Equal(expected, value, 1e-6));
        }

        Assert.Equal(recording.Trials[1].Periods, scan.Trials[1].Periods);
        Assert.Equal("right", scan.Trials[1].ConditionName);
    }

    [Fact]
    public void Activity_that_lasts_is_the_weighted_mean_of_units_in_the_end()
    {
        // Held for 60 s, a change of units by 1, 2, 3 and 4 is seen whole; without spread all units weigh the same.
        var recording = Synthetic.Of(Synthetic.Sides(1), _ => 3000, _ => 1, 4, (step, _, unit) => step == 0 ? 0 : unit + 1);
        var voxels = new Voxels { Count = 50, Share = 1, Spread = 0, Noise = 0, Rest = TimeSpan.Zero };
        Assert.All(voxels.Scan(recording).Rate(29, 0).ToArray(), value => Assert.Equal(2.5, value, 1e-2));
        var spread = (voxels with { Spread = 1 }).Scan(recording).Rate(29, 0).ToArray();
        Assert.All(spread, value => Assert.InRange(value, 0.99, 4.01));
        Assert.InRange(spread.Max() - spread.Min(), 0.8, 3);

        // A quarter of the units is one: every unit is seen by a quarter of the voxels that lie next to each other.
        var sparse = (voxels with { Share = 0.25, Count = 8 }).Scan(recording).Rate(29, 0).ToArray();
        Assert.Equal([1, 1, 2, 2, 3, 3, 4, 4], sparse.Order().Select(value => Math.Round(value)));
        Assert.All(Enumerable.Range(0, 4), k => Assert.Equal(sparse[2 * k], sparse[(2 * k) + 1]));
        Assert.Contains((voxels with { Signed = true }).Scan(recording).Rate(29, 0).ToArray(), value => value < 0);
        Assert.All((voxels with { Units = [3] }).Scan(recording).Rate(29, 0).ToArray(), value => Assert.Equal(4, value, 1e-2));
    }

    [Fact]
    public void Noise_is_relative_to_the_signal_and_neighbours_are_averaged()
    {
        var voxels = new Voxels { Count = 40, Noise = 0, RepetitionTime = 200.Ms };
        var (clean, noisy) = (voxels.Scan(Network()), (voxels with { Noise = 0.5 }).Scan(Network()));
        for (var v = 0; v < 40; v++)
        {
            double[] signal = [.. Values(clean, v)], noise = [.. Values(noisy, v).Zip(signal, (with, without) => with - without)];
            Assert.Equal(0.5, Deviation(noise) / Deviation(signal), 0.03);
        }

        var smooth = (voxels with { Noise = 0.5, Smoothing = 2 }).Scan(Network()).Rate(5, 7).ToArray();
        var rough = noisy.Rate(5, 7).ToArray();
        double[] kernel = [.. Enumerable.Range(0, 40).Select(other => Math.Exp(-Math.Pow(other - 20, 2) / 8.0) * (Math.Abs(other - 20) <= 8 ? 1 : 0))];
        Assert.Equal(kernel.Zip(rough, (k, value) => k * value).Sum() / kernel.Sum(), smooth[20], 1e-5);

        static IEnumerable<double> Values(Recording scan, int v) =>
            Enumerable.Range(0, scan.TrialCount).SelectMany(trial => Enumerable.Range(0, scan.Steps).Select(step => (double)scan.Rate(step, trial)[v]));
        static double Deviation(double[] values) => Math.Sqrt(values.Average(value => Math.Pow(value - values.Average(), 2)));
    }

    [Fact]
    public void The_seed_decides_every_voxel()
    {
        var scan = new Voxels { Count = 10 }.Scan(Network());
        Assert.Equal(scan.Rates, new Voxels { Count = 10 }.Scan(Network()).Rates);
        Assert.NotEqual(scan.Rates, new Voxels { Count = 10, Seed = 2 }.Scan(Network()).Rates);
    }

    [Fact]
    public void What_the_network_remembers_is_decoded_late_from_its_voxels()
    {
        // Nothing is known at the first volume, the blood not having moved; at its peak, 5 s later, the side is.
        var voxels = new Voxels { Count = 60, RepetitionTime = 1000.Ms, Noise = 0.5 };
        var decoder = new LinearDecoder { Bin = 1000.Ms, Permutations = 19, Classifier = new SvmClassifier() };
        var curve = decoder.Decode(voxels.Scan(Network()), "side");
        Assert.Equal(11, curve.Times.Count);
        Assert.InRange(curve.Accuracy[0], 0.3, 0.75);
        Assert.All(curve.Accuracy.Skip(3).Take(4), accuracy => Assert.InRange(accuracy, 0.95, 1));
        Assert.Contains(curve.Clusters, cluster => cluster.PValue == 0.05 && cluster.Bins.Contains(5));

        // Units that do not know it give voxels that do not.
        var blind = decoder.Decode((voxels with { Units = [0, 1, 3, 4, 5, 6, 7] }).Scan(Network()), "side");
        Assert.DoesNotContain(blind.Clusters, cluster => cluster.PValue <= 0.05);
    }

    [Fact]
    public void Mean_activity_of_voxels_rises_with_the_units_that_they_see()
    {
        // Half of the trials raise one unit of eight by 3 for a second; the first volumes, in the cue, are the baseline.
        var scan = new Voxels { Count = 60, RepetitionTime = 500.Ms, Noise = 0.2, Share = 1, Spread = 0 }.Scan(Network());
        var found = new LinearDecoder { Bin = 500.Ms, Permutations = 99 }.DecodeWithActivity(scan, "side", "cue");
        var late = found.Decoding.Times.Index().Where(bin => bin.Item is > 4 and < 7).Select(bin => bin.Index).ToList();
        Assert.All(late, bin => Assert.True(found.Change[bin] > 3 * found.StandardErrors[bin] && found.Activity.ClusterPValues[bin] == 0.01));
        Assert.All(late, bin => Assert.True(found.ChangeByLevel[1][bin] > 10 * Math.Abs(found.ChangeByLevel[0][bin])));
        Assert.Empty(found.DecodedWithoutRise().Intersect(late));
    }

    [Fact]
    public void What_cannot_be_scanned_is_refused_in_a_sentence()
    {
        void Refused(string part, Voxels voxels, Recording recording) =>
            Assert.Contains(part, Assert.Throws<UsageException>(() => voxels.Scan(recording)).Message, StringComparison.Ordinal);
        Refused("`Count`", new() { Count = 0 }, Network());
        Refused("`Delay`", new() { Response = new() { Delay = TimeSpan.Zero } }, Network());
        Refused("`RepetitionTime` is 1min, and no trial", new() { RepetitionTime = 60_000.Ms }, Network());
        Refused("`Units` has 8", new() { Units = [8] }, Network());
        var broken = Network();
        broken.Rate(3, 5)[2] = float.NaN;
        Refused("rate of unit 2 in step 3 of trial 5 is not a number", new(), broken);
    }
}
