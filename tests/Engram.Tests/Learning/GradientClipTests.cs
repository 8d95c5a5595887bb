using Engram.Learning;
using FsCheck;
using FsCheck.Fluent;

namespace Engram.Tests.Learning;

public sealed class GradientClipTests
{
    [Fact]
    public void A_long_gradient_is_shortened_to_the_limit_in_its_direction()
    {
        double[] gradient = [3, -4];
        Assert.Equal(5, new GradientClip { MaximumNorm = 2.5 }.Apply<double>(gradient));
        Assert.Equal([1.5, -2], gradient);
    }

    [Fact]
    public void Elements_are_cut_to_their_limit_after_the_norm_is()
    {
        double[] gradient = [3, -4];
        Assert.Equal(5, new GradientClip { MaximumNorm = 2.5, MaximumElement = 1.75 }.Apply<double>(gradient));
        Assert.Equal([1.5, -1.75], gradient);
        float[] alone = [3, -4, 0.5f];
        new GradientClip { MaximumNorm = double.PositiveInfinity, MaximumElement = 1 }.Apply<float>(alone);
        Assert.Equal([1, -1, 0.5f], alone);
    }

    [Fact]
    public void A_short_gradient_stays_as_it_is()
    {
        float[] gradient = [0.3f, -0.4f, 1e-38f];
        Assert.Equal(0.5, new GradientClip().Apply<float>(gradient), 1e-7);
        Assert.Equal([0.3f, -0.4f, 1e-38f], gradient);
    }

    [Fact]
    public void The_norm_of_any_length_is_that_of_a_plain_sum() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Gen.Choose(0, 70).ToArbitrary(), count =>
        {
            float[] gradient = [.. Enumerable.Range(1, count).Select(i => MathF.Sin(i * i))];
            var norm = Math.Sqrt(gradient.Sum(g => (double)g * g));
            Assert.Equal(norm, GradientClip.Norm<float>(gradient), 1e-13);
            Assert.Equal(norm, GradientClip.Norm<double>([.. gradient.Select(g => (double)g)]), 1e-13);
            new GradientClip { MaximumNorm = 0.1 }.Apply<float>(gradient);
            Assert.Equal(Math.Min(norm, 0.1), GradientClip.Norm<float>(gradient), 1e-7);
        }));

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void A_gradient_that_is_not_finite_is_reported_and_left_alone(float bad)
    {
        for (var place = 0; place < 20; place++)
        {
            var gradient = new float[20];
            gradient.AsSpan().Fill(5);
            gradient[place] = bad;
            Assert.False(double.IsFinite(new GradientClip().Apply<float>(gradient)));
            Assert.Equal(19, gradient.Count(g => g == 5));
        }
    }

    [Fact]
    public void Large_single_precision_values_do_not_overflow()
    {
        float[] gradient = [1e30f, 1e30f];
        Assert.Equal(1.4142135e30, new GradientClip().Apply<float>(gradient), 1e24);
        Assert.Equal(0.70710678, gradient[0], 1e-6);
    }

    [Fact]
    public void Clipping_leaves_no_denormals()
    {
        float[] gradient = [.. Enumerable.Range(0, 40).Select(i => i == 0 ? 1e6f : MathF.Pow(10, -i))];
        new GradientClip().Apply<float>(gradient);
        Assert.DoesNotContain(gradient, float.IsSubnormal);
    }
}
