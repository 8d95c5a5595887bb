using Engram.Analysis;
using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Tests.Analysis.Space;

/// <summary>Modulation by the direction of movement among synthetic voxels.</summary>
public sealed class HexadirectionalTestTests
{
    private const int Sets = 400;

    [Theory]
    [InlineData(0.2, 0.173, 5.8)]
    [InlineData(0.5, 0.493, 2.0)]
    [InlineData(1.0, 0.994, 0.96)]
    public void A_planted_amplitude_and_orientation_come_back(double amplitude, double mean, double rms)
    {
        var (beta, change, others) = (new List<double>(), new List<double>(), new List<double>());
        foreach (var signal in Many(amplitude, new() { Shuffles = 19 }))
        {
            beta.Add(signal.Tested.Beta);
            change.Add(Math.IEEERemainder(signal.Tested.Orientation - 10, 60));
            others.AddRange(signal.Folds.Skip(1).Select(fold => fold.Beta));
        }

        // √(2/200)/(6a), but more where the amplitude is small; 0.10 to 0.12 from set to set, √400 less for the mean of all.
        Assert.InRange(beta.Average(), mean - 0.02, mean + 0.02);
        Assert.InRange(Deviation(beta), 0.09, 0.125);
        Assert.InRange(Math.Sqrt(change.Average(angle => angle * angle)), 0.87 * rms, 1.15 * rms);
        Assert.InRange(others.Average(), -0.01, 0.01);

        // To the other symmetries, what is planted is noise of variance a²/2 more.
        var expected = Math.Sqrt((2 + (amplitude * amplitude)) / 200);
        Assert.InRange(Deviation(others), 0.93 * expected, 1.07 * expected);
    }

    [Fact]
    public void An_amplitude_of_a_half_is_found_and_differs_from_the_other_symmetries()
    {
        var found = Many(0.5, new() { Shuffles = 199 }).ToList();
        Assert.InRange(found.Count(signal => signal.Tested.IsModulated), 0.95 * Sets, Sets);
        foreach (var k in Enumerable.Range(1, 4))
        {
            Assert.InRange(found.Count(signal => signal.Folds[k].PValue <= 0.05) / (double)Sets, 0.01, 0.09);
        }

        // The mean of a cos over half of its period, where it is positive, is 2a/π.
        Assert.Equal(4 * 0.493 / Math.PI, found.Average(signal => signal.Tested.Difference!.Value), 0.03);
    }

    // Directions and signals that change slowly, and have nothing to do with each other.
    [Fact]
    public void Samples_that_follow_each_other_are_turned_in_time()
    {
        var random = new RandomStream(new StreamKey(8, Purpose.Analysis), 0);
        var (course, shuffled) = (0, 0);
        const int Walks = 200;
        for (var walk = 0; walk < Walks; walk++)
        {
            var (first, second) = (Session(), Session());
            course += new HexadirectionalTest { Shuffles = 199 }.Of(first, second).Signals[0].Tested.PValue <= 0.05 ? 1 : 0;
            shuffled += new HexadirectionalTest { Shuffles = 199 }.Of(first, second with { IsCourse = false }).Signals[0].Tested.PValue <= 0.05 ? 1 : 0;
        }

        Assert.InRange(course, 0, (int)(0.1 * Walks));
        Assert.True(shuffled > 0.12 * Walks);

        DirectionalSignal Session()
        {
            var (theta, value, directions, signal) = (0.0, 0.0, new double[300], new double[300]);
            for (var t = 0; t < 300; t++)
            {
                (theta, value) = (theta + (0.05 * random.NextNormal()), (0.95 * value) + random.NextNormal());
                (directions[t], signal[t]) = (theta, value);
            }

            return new(directions, [signal]) { IsCourse = true };
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Five_in_a_hundred_sets_without_modulation_are_called_significant(bool bothWays)
    {
        var found = Many(0, new() { Shuffles = 199, BothWays = bothWays }).ToList();
        Assert.InRange(found.Count(signal => signal.Tested.PValue <= 0.05) / (double)Sets, 0.03, 0.07);
        Assert.InRange(found.Average(signal => signal.Tested.Beta), -0.02, 0.02);
        Assert.InRange(found.Count(signal => signal.Folds.Any(fold => fold.CorrectedPValue <= 0.05)) / (double)Sets, 0.0, 0.08);

        // Orientations of noise are uniform in both sessions.
        var change = found.Select(signal => signal.Tested.OrientationChange).ToList();
        Assert.All(change, angle => Assert.InRange(angle, -30, 30));
        Assert.Equal(60 / Math.Sqrt(12), Math.Sqrt(change.Average(angle => angle * angle)), 1.0);
    }

    [Fact]
    public void Without_noise_both_sessions_give_what_was_planted()
    {
        var voxels = new SyntheticVoxels { Noise = 0, Amplitude = 0.7, Orientation = 50, Fold = 5 };
        var found = new HexadirectionalTest { Fold = 5, ControlFolds = [4, 6], BothWays = true, Shuffles = 99 }.Of(voxels.Session(0), voxels.Session(1));
        var tested = found.Signals[0].Tested;
        Assert.Equal(0.7, tested.Beta, 1e-9);
        Assert.Equal(50, tested.Orientation, 1e-9);
        Assert.Equal(0, tested.OrientationChange, 1e-9);
        Assert.Equal(0.01, tested.PValue);
        Assert.Equal(0.03, tested.CorrectedPValue, 1e-12);
        Assert.Equal(1, found.Consistency, 1e-9);
        Assert.Equal(1, found.Count);
        Assert.True(tested.Aligned > 0 && tested.Misaligned < 0);
    }

    [Fact]
    public void A_constant_changes_nothing_and_a_factor_scales_beta()
    {
        var voxels = new SyntheticVoxels { Seed = 4 };
        var (first, second) = (voxels.Session(0), voxels.Session(1));
        var plain = new HexadirectionalTest().Of(first, second).Signals[0].Tested;
        var changed = new HexadirectionalTest().Of(Change(first), Change(second)).Signals[0].Tested;
        Assert.Equal(3 * plain.Beta, changed.Beta, 1e-9);
        Assert.Equal(plain.Orientation, changed.Orientation, 1e-9);
        Assert.Equal(plain.PValue, changed.PValue);

        static DirectionalSignal Change(DirectionalSignal signal) => new(signal.Directions, [.. signal.Signals.Select(values => values.Select(y => 100 + (3 * y)).ToArray())]);
    }

    [Fact]
    public void A_silent_signal_is_not_modulated()
    {
        var directions = new SyntheticVoxels().Session(0).Directions;
        DirectionalSignal silent = new(directions, [.. new[] { directions.Select(_ => 0.1).ToArray() }]);
        var tested = new HexadirectionalTest().Of(silent, silent).Signals[0].Tested;
        Assert.Equal((0, 1, false), (tested.Beta, tested.PValue, tested.IsModulated));
    }

    [Fact]
    public void False_discoveries_are_controlled_among_signals()
    {
        var (noise, planted) = (new SyntheticVoxels { Count = 60, Amplitude = 0, Seed = 2 }, new SyntheticVoxels { Count = 40, Amplitude = 0.6, Seed = 2 });
        var found = new HexadirectionalTest { Shuffles = 1999 }.Of(planted.Session(0), planted.Session(1));
        Assert.InRange(found.Count, 38, 40);
        Assert.InRange(new HexadirectionalTest { Shuffles = 1999 }.Of(noise.Session(0), noise.Session(1)).Count, 0, 1);
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        var voxels = new SyntheticVoxels();
        var (first, second) = (voxels.Session(0), voxels.Session(1));
        Refused("`ControlFolds` is 4, 6, but these must differ", () => new HexadirectionalTest { ControlFolds = [4, 6] }.Of(first, second));
        Refused("`Shuffles`", () => new HexadirectionalTest { Shuffles = 1 }.Of(first, second));
        Refused("too few or too alike to tell a 6-fold", () => new HexadirectionalTest().Of(first, new([.. Enumerable.Range(0, 30).Select(k => k * Math.PI / 3)], [[.. Enumerable.Range(0, 30).Select(k => (double)k)]])));
        Refused("first session has 1 signals, but the second has 2", () => new HexadirectionalTest().Of(first, (voxels with { Count = 2 }).Session(1)));
        Refused("Number 1 of the signal 0", () => _ = new DirectionalSignal([1, 2, 3, 4, 5, 6], [[1, double.NaN, 1, 1, 1, 1]]));
        Refused("has 2 samples, but there are 6", () => _ = new DirectionalSignal([1, 2, 3, 4, 5, 6], [[1, 2]]));
        Refused("There are 1 directions", () => _ = new DirectionalSignal([1], [[1]]));
        Refused("`session` is -1", () => voxels.Session(-1));

        static void Refused(string text, Action run) => Assert.Contains(text, Assert.Throws<UsageException>(run).Message, StringComparison.Ordinal);
    }

    private static IEnumerable<HexadirectionalSignal> Many(double amplitude, HexadirectionalTest test) => Enumerable.Range(0, Sets).Select(set =>
    {
        var voxels = new SyntheticVoxels { Amplitude = amplitude, Seed = (ulong)set + 1 };
        return (test with { Seed = (ulong)set }).Of(voxels.Session(0), voxels.Session(1)).Signals[0];
    });

    private static double Deviation(List<double> values) => Math.Sqrt(values.Average(value => (value - values.Average()) * (value - values.Average())));
}
