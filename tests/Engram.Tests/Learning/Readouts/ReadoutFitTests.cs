using Engram.Configuration;
using Engram.Learning;
using Engram.Numerics;

namespace Engram.Tests.Learning.Readouts;

public sealed class ReadoutFitTests
{
    private const int Features = 6, Outputs = 2;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Ridge_is_where_the_penalised_error_has_no_slope(bool hasBias)
    {
        var (rule, samples) = (new RidgeRule { Regularisation = [1e-3, 2, 50] }, Samples(80));
        var fit = Fed(rule, samples, hasBias);
        var solved = fit.Solve(TestContext.Current.CancellationToken);
        Assert.Equal(3, solved.Count);
        foreach (var (readout, lambda) in solved.Zip(rule.Regularisation))
        {
            AssertNoSlope(readout, samples, lambda, hasBias, penalisesBias: false, 1e-9);
        }
    }

    [Fact]
    public void One_regularisation_and_several_give_the_same_readout()
    {
        var samples = Samples(80);
        var one = Fed(new RidgeRule { Regularisation = [0.5] }, samples, true).Solve(TestContext.Current.CancellationToken)[0];
        var several = Fed(new RidgeRule { Regularisation = [0.5, 1] }, samples, true).Solve(TestContext.Current.CancellationToken)[0];
        Assert.All(one.W.Zip(several.W), pair => Assert.Equal(pair.First, pair.Second, 1e-11));
        Assert.All(one.B.Zip(several.B), pair => Assert.Equal(pair.First, pair.Second, 1e-11));
    }

    [Fact]
    public void Ridge_without_a_penalty_needs_more_samples_than_weights()
    {
        var few = Fed(new RidgeRule { Regularisation = [0] }, Samples(4), true);
        var fault = Assert.Throws<UsageException>(() => few.Solve(TestContext.Current.CancellationToken));
        Assert.Contains("4 samples cannot determine as many weights", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Regularisation", fault.Message, StringComparison.Ordinal);
        Assert.Single(Fed(new RidgeRule { Regularisation = [0] }, Samples(40), true).Solve(TestContext.Current.CancellationToken));
        Assert.Single(Fed(new RidgeRule { Regularisation = [1e-6] }, Samples(4), true).Solve(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Recursive_least_squares_are_ridge_regression_after_every_sample(bool hasBias)
    {
        var (samples, alpha) = (Samples(150), 20.0);
        var fit = new RlsRule { Alpha = alpha }.Begin(new(Features, Outputs, hasBias, 1));
        for (var n = 1; n <= samples.Length; n++)
        {
            fit.Add(0, samples[n - 1].Phi, samples[n - 1].Y);
            AssertNoSlope(fit.Solve(TestContext.Current.CancellationToken)[0], samples[..n], 1 / alpha, hasBias, penalisesBias: true, 1e-8);
        }
    }

    [Fact]
    public void Forgetting_weighs_samples_by_their_age()
    {
        var (samples, gamma) = (Samples(60), 0.9);
        var fit = Fed(new RlsRule { Alpha = 1e9, Forgetting = gamma }, samples, false);
        (double[] Phi, double[] Y)[] weighed =
        [
            .. samples.Select((sample, k) => (Scaled(sample.Phi, k), Scaled(sample.Y, k))),
        ];
        AssertNoSlope(fit.Solve(TestContext.Current.CancellationToken)[0], weighed, 0, false, false, 1e-5);

        double[] Scaled(double[] values, int k) => Array.ConvertAll(values, value => value * Math.Pow(gamma, (samples.Length - 1 - k) / 2.0));
    }

    [Fact]
    public void The_delta_rule_reaches_least_squares_where_features_are_white_and_is_slow_where_they_are_not()
    {
        var white = Samples(200, deviations: [1, 1, 1, 1, 1, 1], noise: 0);
        var spread = Samples(200, deviations: [1, 1, 1, 1, 1, 0.03], noise: 0);
        Assert.True(Missing(white) < 1e-6, $"{Missing(white)}");
        Assert.True(Missing(spread) > 0.1, $"{Missing(spread)}");

        // How far the weights are from those that made the targets, after 20 passes.
        static double Missing((double[] Phi, double[] Y)[] samples)
        {
            var fit = Fed(new LmsRule { StepSize = 0.05 }, [.. Enumerable.Repeat(samples, 20).SelectMany(pass => pass)], false);
            var readout = fit.Solve(CancellationToken.None)[0];
            return Math.Sqrt(readout.W.Zip(True).Sum(pair => Math.Pow(pair.First - pair.Second, 2)));
        }
    }

    [Fact]
    public void Normalised_steps_below_two_converge_whatever_the_size_of_the_features()
    {
        var large = Samples(200, deviations: [100, 100, 100, 100, 100, 100], noise: 0);
        var fit = Fed(new LmsRule { StepSize = 0.5, Normalised = true }, [.. Enumerable.Repeat(large, 5).SelectMany(pass => pass)], false);
        Assert.All(fit.Solve(TestContext.Current.CancellationToken)[0].W.Zip(True), pair => Assert.Equal(pair.Second, pair.First, 1e-6));
    }

    [Fact]
    public void Online_errors_are_those_before_learning()
    {
        var samples = Samples(3);
        var fit = new LmsRule { StepSize = 0.1 }.Begin(new(Features, Outputs, false, 1));
        fit.Add(0, samples[0].Phi, samples[0].Y);
        Assert.Equal((samples[0].Y.Sum(y => y * y), Outputs), fit.TakeErrors());
        Assert.Equal((0, 0), fit.TakeErrors());
    }

    [Fact]
    public void Logistic_regression_is_where_its_loss_has_no_slope()
    {
        const double Penalty = 0.3;
        (double[] Phi, double[] Y)[] samples = [.. Samples(60).Select((sample, k) => (sample.Phi, sample.Y[0] + (0.5 * Math.Sin(k)) > 0 ? new[] { 1.0, 0 } : [0, 1]))];
        var readout = Fed(new LogisticRule { Penalty = Penalty }, samples, true).Solve(TestContext.Current.CancellationToken)[0];
        for (var o = 0; o < Outputs; o++)
        {
            double[] errors = [.. samples.Select(sample => Softmax(readout, sample.Phi)[o] - sample.Y[o])];
            Assert.Equal(0, errors.Sum(), 1e-4);
            for (var k = 0; k < Features; k++)
            {
                Assert.Equal(0, errors.Zip(samples).Sum(pair => pair.First * pair.Second.Phi[k]) + (Penalty * readout.W[(o * Features) + k]), 1e-4);
            }
        }

        static double[] Softmax(ReadoutWeights readout, double[] phi)
        {
            var z = new double[Outputs];
            readout.Apply(phi, z);
            return [.. z.Select(one => Math.Exp(one) / z.Sum(Math.Exp))];
        }
    }

    [Fact]
    public void What_was_kept_goes_on_with_the_same_bits()
    {
        foreach (var rule in ReadoutRule.Catalog.All)
        {
            var (samples, shape) = (Samples(40), new ReadoutShape(Features, Outputs, true, 1));
            var whole = Fed(rule, samples, true);
            var first = Fed(rule, samples[..25], true);
            var state = first.State.ToDictionary(array => array.Name, array => array.Values);
            var second = rule.Begin(shape);
            second.Restore((name, length) => state[name] is var kept && kept.Length == length ? kept : throw new InvalidOperationException(name));
            Assert.Equal(25, second.Samples);
            foreach (var (phi, y) in samples[25..])
            {
                second.Add(0, phi, y);
            }

            second.Merge();
            var both = Fed(rule, samples[..25], true);
            foreach (var (phi, y) in samples[25..])
            {
                both.Add(0, phi, y);
            }

            both.Merge();
            Assert.Equal(both.Solve(TestContext.Current.CancellationToken)[0].W, second.Solve(TestContext.Current.CancellationToken)[0].W);
            Assert.Equal(whole.Samples, second.Samples);
        }
    }

    private static readonly double[] True = [.. Enumerable.Range(0, Outputs * Features).Select(k => Math.Sin(1 + k))];

    private static ReadoutFit Fed(ReadoutRule rule, (double[] Phi, double[] Y)[] samples, bool hasBias)
    {
        var fit = rule.Begin(new(Features, Outputs, hasBias, 1));
        foreach (var (phi, y) in samples)
        {
            fit.Add(0, phi, y);
        }

        fit.Merge();
        return fit;
    }

    private static (double[] Phi, double[] Y)[] Samples(int count, double[]? deviations = null, double noise = 0.1)
    {
        var random = new RandomStream(new StreamKey(5, Purpose.Analysis), 0);
        var samples = new (double[] Phi, double[] Y)[count];
        foreach (ref var sample in samples.AsSpan())
        {
            // Not centred, unless their deviations are given.
            var phi = new double[Features];
            for (var k = 0; k < Features; k++)
            {
                phi[k] = deviations is null ? 3 + k + random.NextNormal() : deviations[k] * random.NextNormal();
            }

            var y = new double[Outputs];
            for (var o = 0; o < Outputs; o++)
            {
                y[o] = Enumerable.Range(0, Features).Sum(k => True[(o * Features) + k] * phi[k]) + (noise * random.NextNormal()) + (deviations is null ? 7 : 0);
            }

            sample = (phi, y);
        }

        return samples;
    }

    // d/dW of Σ (z − y)²/2 + λ/2 ‖W‖², relative to its parts.
    private static void AssertNoSlope(
        ReadoutWeights readout, (double[] Phi, double[] Y)[] samples, double lambda, bool hasBias, bool penalisesBias, double tolerance)
    {
        var z = new double[Outputs];
        var (slopes, sizes) = (new double[Outputs, Features + 1], new double[Outputs, Features + 1]);
        foreach (var (phi, y) in samples)
        {
            readout.Apply(phi, z);
            for (var o = 0; o < Outputs; o++)
            {
                for (var k = 0; k <= Features; k++)
                {
                    var feature = k < Features ? phi[k] : 1;
                    slopes[o, k] += (z[o] - y[o]) * feature;
                    sizes[o, k] += Math.Abs(y[o] * feature);
                }
            }
        }

        for (var o = 0; o < Outputs; o++)
        {
            for (var k = 0; k < Features + (hasBias ? 1 : 0); k++)
            {
                var weight = k < Features ? readout.W[(o * Features) + k] : readout.B[o];
                var slope = slopes[o, k] + (k < Features || penalisesBias ? lambda * weight : 0);
                Assert.True(Math.Abs(slope) < tolerance * sizes[o, k], $"output {o}, weight {k}: {slope} of {sizes[o, k]}");
            }

            Assert.True(hasBias || readout.B[o] == 0);
        }
    }
}
