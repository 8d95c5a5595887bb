using Engram.Analysis;
using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Tests.Analysis;

public sealed class LinearDecoderTests
{
    [Fact]
    public void Two_gaussians_are_told_apart_as_well_as_can_be()
    {
        // d′ = 2 along a direction that no unit has alone, in noise of unequal variance: the best that can be is Φ(d′/2) = Φ(1) = 0.841.
        const int N = 8, Rows = 4000;
        var stream = Synthetic.Stream();
        var labels = Synthetic.Sides(Rows);
        var rows = new double[Rows * N];
        for (var row = 0; row < Rows; row++)
        {
            for (var i = 0; i < N; i++)
            {
                var scale = 1 + i;
                rows[(row * N) + i] = 50 + (scale * (stream.NextNormal() + ((labels[row] - 0.5) * 2 / Math.Sqrt(N))));
            }
        }

        Assert.Equal(0.841, LinearDecoder.CrossValidate(rows, N, labels), 0.02);
        Assert.Equal(0.5, LinearDecoder.CrossValidate(rows, N, Shuffled(labels)), 0.04);
    }

    [Fact]
    public void The_classifier_is_that_of_the_covariance_within_classes()
    {
        // Fitted to the same rows by the formula itself, W⁻¹mₖ with W inverted, for three classes on a line.
        const int N = 3, K = 3, Rows = 60;
        var stream = Synthetic.Stream();
        var labels = Synthetic.Sides(Rows, K);
        double[] rows = [.. Enumerable.Range(0, Rows * N).Select(i => stream.NextNormal() + labels[i / N])];
        int[] all = [.. Enumerable.Range(0, Rows)];
        var fitted = Discriminant.Fit(new Whitening(rows, N, all, 0.1), rows, N, all, labels, K);

        var build = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build;
        var x = build.Dense(Rows, N, (i, j) => rows[(i * N) + j]);
        var mean = x.ColumnSums() / Rows;
        var m = build.DenseOfRowVectors(Enumerable.Range(0, K).Select(k =>
            all.Where(i => labels[i] == k).Aggregate(mean * 0, (sum, i) => sum + x.Row(i)) / (Rows / K)));
        var total = build.Dense(N, N, (i, j) => (x.Column(i) - mean[i]) * (x.Column(j) - mean[j]) / Rows);
        var residual = build.Dense(Rows, N, (i, j) => x[i, j] - m[labels[i], j]);
        var within = (residual.Transpose() * residual / Rows) + (0.1 * build.DenseOfDiagonalVector(total.Diagonal()));
        var directions = m * within.Inverse();
        var agree = 0;
        for (var trial = 0; trial < 500; trial++)
        {
            double[] point = [.. Enumerable.Range(0, N).Select(_ => 1 + (2 * stream.NextNormal()))];
            var vector = MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(point);
            var best = Enumerable.Range(0, K).MaxBy(k => (directions.Row(k) * vector) - (directions.Row(k) * m.Row(k) / 2));
            agree += fitted.Classify(point) == best ? 1 : 0;
        }

        Assert.Equal(500, agree);
    }

    [Theory]
    [InlineData(1e-6)]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(1000)]
    [InlineData(1e6)]
    public void The_scale_of_a_unit_of_noise_does_not_hide_another_unit(double scale)
    {
        // Means 0 and 4 with a deviation of 0.3 are told apart without an error.
        var stream = Synthetic.Stream();
        var labels = Synthetic.Sides(200);
        double[] rows = [.. labels.SelectMany(label => new[] { scale * stream.NextNormal(), (4 * label) + (0.3 * stream.NextNormal()) })];
        Assert.Equal(1, LinearDecoder.CrossValidate(rows, 2, labels));
    }

    [Theory]
    [InlineData(1e-300)]
    [InlineData(1e-160)]
    [InlineData(1)]
    [InlineData(1e16)]
    [InlineData(1e38)]
    [InlineData(1e100)]
    [InlineData(1e160)]
    [InlineData(1e300)]
    public void No_scale_overflows_and_a_constant_hides_nothing(double scale)
    {
        var stream = Synthetic.Stream();
        var labels = Synthetic.Sides(200);
        double[] rows = [.. labels.SelectMany(label => new[] { scale * ((4 * label) + (0.3 * stream.NextNormal())), scale })];
        Assert.Equal(1, LinearDecoder.CrossValidate(rows, 2, labels));
    }

    [Fact]
    public void Accuracy_does_not_depend_on_the_unit_in_which_each_rate_is_measured()
    {
        var recording = Synthetic.Of(Synthetic.Sides(60), _ => 8, _ => 4, 3, Rate);
        var scaled = Synthetic.Of(
            Synthetic.Sides(60), _ => 8, _ => 4, 3, (step, trial, unit) => Rate(step, trial, unit) * Math.Pow(1024, unit - 1));
        var decoder = new LinearDecoder { Bin = 40.Ms, Permutations = 5 };
        Assert.Equal(decoder.Decode(recording, "side").Accuracy, decoder.Decode(scaled, "side").Accuracy);
        Assert.Equal(decoder.Decode(recording, "side").NullMean, decoder.Decode(scaled, "side").NullMean);
        Assert.Equal(decoder.CrossTemporal(recording, "side").Accuracy, decoder.CrossTemporal(scaled, "side").Accuracy);
        static double Rate(int step, int trial, int unit) => Synthetic.Noise(step, trial, unit) + (unit == 1 ? trial % 2 : 0);
    }

    [Fact]
    public void Classes_on_a_line_do_not_mask_each_other()
    {
        var stream = Synthetic.Stream();
        var labels = Synthetic.Sides(400, 4);
        Assert.InRange(LinearDecoder.CrossValidate([.. labels.Select(label => (5 * label) + stream.NextNormal())], 1, labels), 0.97, 1);
    }

    [Fact]
    public void A_rare_class_counts_as_much_as_a_common_one()
    {
        int[] labels = [.. Enumerable.Range(0, 1000).Select(i => i % 20 == 0 ? 1 : 0)];
        var stream = Synthetic.Stream();
        Assert.Equal(0.5, LinearDecoder.CrossValidate([.. labels.Select(_ => stream.NextNormal())], 1, labels), 0.12);
    }

    [Fact]
    public void A_signal_is_found_when_it_is_there_and_at_chance_before()
    {
        // The label appears in one unit of five at the 10th step; trials differ in length.
        var recording = Synthetic.Of(
            [.. Synthetic.Sides(100), -1, -1], trial => 20 + (trial % 4), _ => 10, 5,
            (step, trial, unit) => Synthetic.Noise(step, trial, unit) + (step >= 10 && unit == 2 ? 2 * (trial % 2) : 0));
        var curve = new LinearDecoder().Decode(recording, "side");
        Assert.Equal([0.05, 0.15, 0.25, 0.35], curve.Times, (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal((100, 0.5), (curve.Trials, curve.Chance));
        Assert.All(curve.Accuracy.Take(2).Zip(curve.PValues), bin => Assert.True(bin.First is > 0.3 and < 0.7 && bin.Second > 0.02));
        Assert.All(curve.Accuracy.Skip(2).Zip(curve.PValues.Skip(2)), bin => Assert.True(bin.First > 0.9 && bin.Second < 0.02));
        Assert.All(curve.NullMean, mean => Assert.Equal(0.5, mean, 0.03));
        Assert.All(curve.NullPercentile95, high => Assert.InRange(high, 0.53, 0.68));

        var again = new LinearDecoder().Decode(recording, "side");
        Assert.Equal(curve.Accuracy, again.Accuracy);
        Assert.Equal(curve.PValues, again.PValues);
    }

    [Fact]
    public void P_values_of_labels_without_meaning_are_uniform()
    {
        var p = Enumerable.Range(0, 40).Select(k => new LinearDecoder { Permutations = 39, Bin = 20.Ms }.Decode(
            Synthetic.Of(Synthetic.Sides(40), _ => 1, _ => 1, 3, (step, trial, unit) => Synthetic.Noise(k + 1, trial, unit)), "side")
            .PValues[0]).ToList();
        Assert.Equal(0.5, p.Average(), 0.15);
        Assert.InRange(p.Count(value => value <= 0.1), 0, 10);
    }

    [Fact]
    public void Bins_can_be_aligned_to_a_period_that_starts_at_different_times()
    {
        // Only in the first step of the delay does the rate tell the side.
        var recording = Synthetic.Of(
            Synthetic.Sides(60), trial => 12 + (trial % 5), trial => 3 + (trial % 5), 1,
            (step, trial, unit) => (0.1 * Synthetic.Noise(step, trial, unit)) + (step == 3 + (trial % 5) ? trial % 2 : 0));
        var curve = new LinearDecoder { Bin = 20.Ms, Permutations = 0 }.Decode(recording, "side", "delay");
        Assert.Equal(12, curve.Times.Count);
        var peak = curve.Accuracy.Index().MaxBy(bin => bin.Item).Index;
        Assert.Equal((0.01, 1), (curve.Times[peak], curve.Accuracy[peak]));
        Assert.All(curve.Accuracy.Where((_, bin) => bin != peak), accuracy => Assert.InRange(accuracy, 0.2, 0.8));
        Assert.All(curve.NullMean, mean => Assert.True(double.IsNaN(mean)));
    }

    [Fact]
    public void A_code_that_rotates_is_read_at_its_own_time_alone()
    {
        // The axis turns by a right angle from bin to bin, so that two bins later it points the other way.
        var recording = Synthetic.Of(Synthetic.Sides(800), _ => 16, _ => 8, 2, (step, trial, unit) =>
        {
            var angle = step / 2 * Math.PI / 2;
            var axis = unit == 0 ? Math.Cos(angle) : Math.Sin(angle);
            return (axis * ((2 * (trial % 2)) - 1)) + (0.5 * Synthetic.Noise(step, trial, unit));
        });
        var decoding = new LinearDecoder { Bin = 40.Ms }.CrossTemporal(recording, "side");
        Assert.Equal(8, decoding.Times.Count);
        for (var train = 0; train < 8; train++)
        {
            for (var test = 0; test < 8; test++)
            {
                var expected = ((test - train) & 3) switch { 0 => 1, 2 => 0, _ => 0.5 };
                Assert.Equal(expected, decoding[train, test], 0.15);
            }
        }
    }

    [Fact]
    public void No_trial_is_tested_by_a_decoder_that_was_fitted_to_it()
    {
        // Each trial has a pattern of its own in all bins, in more units than trials: a decoder that has seen it knows its label.
        var recording = Synthetic.Of(Synthetic.Sides(40), _ => 4, _ => 2, 60, (_, trial, unit) => Synthetic.Noise(0, trial, unit));
        var decoding = new LinearDecoder { Bin = 20.Ms }.CrossTemporal(recording, "side");
        Assert.All(decoding.Accuracy, accuracy => Assert.InRange(accuracy, 0.2, 0.8));
    }

    [Fact]
    public void Rates_that_do_not_vary_are_at_chance()
    {
        var recording = Synthetic.Of(Synthetic.Sides(30), _ => 5, _ => 2, 4, (_, _, _) => 0.3);
        var curve = new LinearDecoder().Decode(recording, "side");
        Assert.All(curve.Accuracy, accuracy => Assert.Equal(0.5, accuracy));
        Assert.All(curve.PValues, p => Assert.Equal(1, p));
    }

    [Fact]
    public void What_cannot_be_decoded_is_refused_in_a_sentence()
    {
        Recording With(params int[] sides) => Synthetic.Of(sides, _ => 5, _ => 2, 2, Synthetic.Noise);
        var decoder = new LinearDecoder();
        void Refused(string part, Action action) => Assert.Contains(part, Assert.Throws<UsageException>(action).Message);
        Refused("Did you mean 'side'", () => decoder.Decode(With(0, 1), "sides"));
        Refused("catch", () => decoder.Decode(With(-1, -1), "side"));
        Refused("in all trials, so it cannot be decoded", () => decoder.CrossTemporal(With(1, 1, 1, 1, 1, 1), "side"));
        Refused("Only 3 trials have side right", () => decoder.Decode(With(0, 1, 0, 1, 0, 1, 0, 0), "side"));
        Refused("delay", () => decoder.Decode(With(Synthetic.Sides(20)), "side", "dellay"));
        Refused("bin", () => (decoder with { Bin = 10.Ms }).Decode(With(Synthetic.Sides(20)), "side"));
        Refused("bin", () => (decoder with { Bin = 500.Ms }).Decode(With(Synthetic.Sides(20)), "side"));
        Refused("`Folds`", () => (decoder with { Folds = 1 }).Decode(With(Synthetic.Sides(20)), "side"));
        Refused("in all trials, so it cannot be decoded", () => LinearDecoder.CrossValidate([1, 2], 1, [4, 4]));
    }

    private static int[] Shuffled(int[] labels)
    {
        var stream = Synthetic.Stream(1);
        int[] shuffled = [.. labels];
        Resampling.Shuffle<int>(shuffled, ref stream);
        return shuffled;
    }
}
