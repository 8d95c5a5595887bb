using Engram.Learning;
using Engram.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace Engram.Tests.Learning;

public sealed class LossTests
{
    public static TheoryData<string> Names => [.. Loss.Catalog.Names];

    [Theory, MemberData(nameof(Names))]
    public void The_adjoint_is_the_gradient_by_central_differences(string name)
    {
        var loss = Loss.Catalog.Create(name);
        Check.QuickThrowOnFailure(Prop.ForAll(Batches(), batch =>
        {
            var (z, y, mask, channels, stride) = batch;
            var adjoint = new double[z.Length];
            adjoint.AsSpan().Fill(double.NaN);
            loss.Accumulate<double>(z, y, mask, channels, stride, adjoint, 0.7);
            for (var i = 0; i < z.Length; i++)
            {
                if (i % stride >= channels)
                {
                    Assert.Equal(0, adjoint[i]);
                    continue;
                }

                const double h = 1e-5;
                double[] up = [.. z], down = [.. z];
                up[i] += h;
                down[i] -= h;
                var slope = (loss.Accumulate<double>(up, y, mask, channels, stride, [], 1)
                    - loss.Accumulate<double>(down, y, mask, channels, stride, [], 1)) / (2 * h);
                Assert.Equal(0.7 * slope, adjoint[i], 1e-7 * (1 + Math.Abs(slope)));
            }
        }));
    }

    [Theory, MemberData(nameof(Names))]
    public void Single_precision_agrees_with_double_and_padding_is_never_read(string name)
    {
        var loss = Loss.Catalog.Create(name);
        Check.QuickThrowOnFailure(Prop.ForAll(Batches(), batch =>
        {
            var (z, y, mask, channels, stride) = batch;
            double[] adjoint = new double[z.Length];
            float[] single = new float[z.Length], z1 = Poisoned(z, channels, stride), y1 = Poisoned(y, channels, stride);
            var mask1 = Poisoned(mask, channels, stride);
            var expected = loss.Accumulate<double>(z, y, mask, channels, stride, adjoint, 1);
            Assert.Equal(expected, loss.Accumulate<float>(z1, y1, mask1, channels, stride, single, 1), 1e-5 * (1 + Math.Abs(expected)));
            Assert.All(adjoint.Zip(single), pair => Assert.Equal(pair.First, pair.Second, 1e-5 * (1 + Math.Abs(pair.First))));
            Assert.Equal(
                Loss.SquaredErrorSum<double>(z, y, mask, channels, stride),
                Loss.SquaredErrorSum<float>(z1, y1, mask1, channels, stride),
                1e-4 * (1 + Loss.SquaredErrorSum<double>(z, y, mask, channels, stride)));
        }));
    }

    [Theory, MemberData(nameof(Names))]
    public void Where_the_mask_is_zero_nothing_counts(string name)
    {
        var loss = Loss.Catalog.Create(name);
        float[] z = [1, -2, 3, 0.5f], y = [0, 1, 1, 0], mask = [0, 0, 0, 0], adjoint = [9, 9, 9, 9];
        Assert.Equal(0, loss.Accumulate<float>(z, y, mask, 2, 2, adjoint, 1));
        Assert.Equal([0, 0, 0, 0], adjoint);
    }

    [Theory, MemberData(nameof(Names))]
    public void The_loss_is_least_where_the_output_is_the_target(string name)
    {
        var loss = Loss.Catalog.Create(name);
        double[] z = [0.3, -1.2, 0.8, 2.0], mask = [1, 1, 0, 1, 1, 0], adjoint = new double[6];
        double[] rows = [z[0], z[1], 0, z[2], z[3], 0], output = [.. rows];
        loss.Output<double>(output, 2, 3);
        loss.Accumulate<double>(rows, output, mask, 2, 3, adjoint, 1);
        Assert.All(adjoint, a => Assert.Equal(0, a, 1e-14));
        Assert.Equal(0, Loss.SquaredErrorSum<double>(output, output, mask, 2, 3));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_block_allocates_nothing(string name)
    {
        var loss = Loss.Catalog.Create(name);
        float[] z = new float[640], y = new float[640], mask = new float[640], adjoint = new float[640];
        mask.AsSpan().Fill(1);
        Assert.Equal(0, Allocated.InEachRun(() =>
        {
            loss.Accumulate<float>(z, y, mask, 2, 16, adjoint, 1);
            loss.Output<float>(z, 2, 16);
            Loss.SquaredErrorSum<float>(z, y, mask, 2, 16);
        }));
    }

    [Fact]
    public void Squared_error_is_that_of_the_definition()
    {
        // 1 · (1 − 3)² + ½ · (2 − 1)²,  2 · weight · mask · (z − y)
        double[] adjoint = new double[2];
        Assert.Equal(4.5, new SquaredError().Accumulate<double>([1, 2], [3, 1], [1, 0.5], 2, 2, adjoint, 0.25));
        Assert.Equal([-1, 0.25], adjoint);
    }

    [Fact]
    public void Cross_entropies_are_those_of_the_definition_and_stay_finite_far_out()
    {
        var p = 1 / (1 + Math.Exp(-0.4));
        var adjoint = new double[2];
        Assert.Equal(-Math.Log(p), new CrossEntropy().Accumulate<double>([0.4, 0], [1, 0], [1, 1], 2, 2, adjoint, 1), 1e-15);
        Assert.Equal(p - 1, adjoint[0], 1e-15);
        Assert.Equal(1 - p, adjoint[1], 1e-15);
        Assert.Equal(-Math.Log(1 - p), new BinaryCrossEntropy().Accumulate<double>([0.4], [0], [1], 1, 1, [], 1), 1e-15);
        Assert.Equal(500, new CrossEntropy().Accumulate<float>([-500, 0], [1, 0], [1, 1], 2, 2, [], 1), 1e-3);
        Assert.Equal(500, new BinaryCrossEntropy().Accumulate<float>([-500], [1], [1], 1, 1, [], 1), 1e-3);
    }

    [Theory]
    [InlineData(1e6f)]
    [InlineData(1e7f)]
    [InlineData(1e8f)]
    [InlineData(-1e8f)]
    public void Three_equal_logits_of_any_size_cost_the_logarithm_of_three(float size)
    {
        float[] z = [size, size, size], adjoint = new float[3];
        Assert.Equal(Math.Log(3), new CrossEntropy().Accumulate<float>(z, [0, 1, 0], [1, 1, 1], 3, 3, adjoint, 1), 1e-6);
        Assert.Equal([1 / 3f, (1 / 3f) - 1, 1 / 3f], adjoint, (a, b) => Math.Abs(a - b) < 1e-6f);
        Assert.Equal(0, new BinaryCrossEntropy().Accumulate<float>([size], [size > 0 ? 1 : 0], [1], 1, 1, [], 1));
    }

    [Fact]
    public void Outputs_are_identity_probabilities_and_sigmoids()
    {
        double[] linear = [1, 2, 9], softmax = [Math.Log(1), Math.Log(3), 9], sigmoid = [0, -Math.Log(3), 9];
        new SquaredError().Output<double>(linear, 2, 3);
        new CrossEntropy().Output<double>(softmax, 2, 3);
        new BinaryCrossEntropy().Output<double>(sigmoid, 2, 3);
        Assert.Equal([1, 2, 9], linear);
        Assert.All(softmax.Zip([0.25, 0.75, 9]), pair => Assert.Equal(pair.Second, pair.First, 1e-15));
        Assert.All(sigmoid.Zip([0.5, 0.25, 9]), pair => Assert.Equal(pair.Second, pair.First, 1e-15));
    }

    [Fact]
    public void Arrays_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new SquaredError().Accumulate<float>(new float[4], new float[4], new float[3], 2, 2, [], 1));
        Assert.Throws<ArgumentException>(() => new SquaredError().Accumulate<float>(new float[5], new float[5], new float[5], 2, 2, [], 1));
        Assert.Throws<ArgumentException>(() => new CrossEntropy().Output<float>(new float[4], 3, 2));
    }

    // Strides with and without room for a vector, and channel counts around the vector widths.
    private static Arbitrary<(double[] Z, double[] Y, double[] Mask, int Channels, int Stride)> Batches() => (
        from seed in Gen.Choose(0, 1_000_000)
        from channels in Gen.Choose(1, 19)
        from padding in Gen.Elements(0, 0, 1, 3, 7, 16)
        from rows in Gen.Choose(1, 6)
        select Batch(seed, channels, channels + padding, rows)).ToArbitrary();

    private static (double[] Z, double[] Y, double[] Mask, int Channels, int Stride) Batch(int seed, int channels, int stride, int rows)
    {
        var stream = new RandomStream(new StreamKey((ulong)seed, Purpose.Analysis), 0);
        double[] z = new double[rows * stride], y = new double[rows * stride], mask = new double[rows * stride];
        for (var i = 0; i < z.Length; i++)
        {
            if (i % stride < channels)
            {
                z[i] = 2 * stream.NextNormal();
                y[i] = stream.NextUniform();
                mask[i] = stream.NextInt(3) == 0 ? 0 : stream.NextUniform();
            }
        }

        return (z, y, mask, channels, stride);
    }

    private static float[] Poisoned(double[] values, int channels, int stride) =>
        [.. values.Select((v, i) => i % stride < channels ? (float)v : float.NaN)];
}
