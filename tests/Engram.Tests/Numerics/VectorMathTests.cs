using System.Runtime.Intrinsics;
using Engram.Numerics;

namespace Engram.Tests.Numerics;

public sealed class VectorMathTests
{
    private static readonly float[] Arguments = Widths.AllOverTheLine();

    private static readonly Widths[] Functions =
    [
        new("Exp", VectorMath.Exp, VectorMath.Exp, VectorMath.Exp, Math.Exp),
        new("Log", VectorMath.Log, VectorMath.Log, VectorMath.Log, Math.Log),
        new("Tanh", VectorMath.Tanh, VectorMath.Tanh, VectorMath.Tanh, Math.Tanh),
        new("Sigmoid", VectorMath.Sigmoid, VectorMath.Sigmoid, VectorMath.Sigmoid, x => 1 / (1 + Math.Exp(-x))),
        new("Softplus", VectorMath.Softplus, VectorMath.Softplus, VectorMath.Softplus, VectorMath.Softplus),
        new("Sin", VectorMath.Sin, VectorMath.Sin, VectorMath.Sin, Math.Sin),
        new("Cos", VectorMath.Cos, VectorMath.Cos, VectorMath.Cos, Math.Cos),
    ];

    public static TheoryData<string> Names() => [.. Functions.Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Vectors_of_512_bits_give_the_bits_of_single_numbers(string name)
    {
        var function = Named(name);
        AssertSameBits(function.RunSingle(Arguments), function.RunWide(Arguments));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Vectors_of_256_bits_give_the_bits_of_single_numbers(string name)
    {
        var function = Named(name);
        AssertSameBits(function.RunSingle(Arguments), function.RunHalf(Arguments));
    }

    [Theory]
    [InlineData("Exp", 2, float.NegativeInfinity, float.PositiveInfinity)]
    [InlineData("Log", 2, float.NegativeInfinity, float.PositiveInfinity)]
    [InlineData("Tanh", 3, float.NegativeInfinity, float.PositiveInfinity)]
    [InlineData("Sigmoid", 3, -87f, float.PositiveInfinity)]
    [InlineData("Softplus", 4, -87f, float.PositiveInfinity)]
    [InlineData("Sin", 2, -1e5f, 1e5f)]
    [InlineData("Cos", 2, -1e5f, 1e5f)]
    public void Single_precision_lies_within_its_units_in_the_last_place(string name, double ulps, float low, float high)
    {
        var function = Named(name);
        var worst = Arguments.Where(x => x >= low && x <= high).MaxBy(x => Widths.Ulps(function.Single(x), function.Exact(x)));
        var error = Widths.Ulps(function.Single(worst), function.Exact(worst));
        Assert.True(error <= ulps, $"{name}({worst:R}) errs by {error} ulp");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Nan_gives_nan(string name)
    {
        Assert.True(float.IsNaN(Named(name).Single(float.NaN)));
        Assert.True(double.IsNaN(Named(name).Exact(double.NaN)));
    }

    [Fact]
    public void Far_arguments_give_the_limits()
    {
        Assert.Equal([float.PositiveInfinity, 0f], new[] { VectorMath.Exp(89f), VectorMath.Exp(float.NegativeInfinity) });
        Assert.Equal([1f, -1f], new[] { VectorMath.Tanh(float.PositiveInfinity), VectorMath.Tanh(-12f) });
        Assert.Equal([1f, 0f], new[] { VectorMath.Sigmoid(float.MaxValue), VectorMath.Sigmoid(-100f) });
        Assert.Equal(1e30f, VectorMath.Softplus(1e30f));
        Assert.InRange(VectorMath.Softplus(-1e30f), float.Epsilon, 1.7e-38f);
        Assert.Equal(float.NegativeInfinity, VectorMath.Log(0f));
        Assert.Equal(float.PositiveInfinity, VectorMath.Log(float.PositiveInfinity));
        Assert.True(float.IsNaN(VectorMath.Log(-1f)));
        Assert.True(float.IsNaN(VectorMath.Sin(float.PositiveInfinity)));
    }

    [Fact]
    public void Finite_arguments_give_no_nan_and_bounded_functions_stay_within_their_bounds()
    {
        foreach (var x in Arguments.Where(float.IsFinite))
        {
            Assert.InRange(VectorMath.Tanh(x), -1f, 1f);
            Assert.InRange(VectorMath.Sigmoid(x), 0f, 1f);
            Assert.InRange(VectorMath.Sin(x), -1f, 1f);
            Assert.InRange(VectorMath.Cos(x), -1f, 1f);
            Assert.InRange(VectorMath.Softplus(x), 0f, float.MaxValue);
            Assert.False(float.IsNaN(VectorMath.Exp(x)));
        }
    }

    [Fact]
    public void Tanh_and_sine_are_odd_and_cosine_is_even()
    {
        foreach (var x in Arguments.Where(float.IsFinite))
        {
            Assert.Equal(-VectorMath.Tanh(x), VectorMath.Tanh(-x));
            Assert.Equal(VectorMath.Cos(x), VectorMath.Cos(-x));
            if (MathF.Abs(x) < 1e7f)
            {
                Assert.Equal(-VectorMath.Sin(x), VectorMath.Sin(-x));
            }
        }
    }

    [Theory]
    [InlineData("Exp")]
    [InlineData("Tanh")]
    [InlineData("Sigmoid")]
    [InlineData("Softplus")]
    public void Increasing_functions_never_fall_by_more_than_their_rounding(string name)
    {
        var function = Named(name);
        var before = function.Single(-20f);
        for (var i = -19_999; i <= 20_000; i++)
        {
            var value = function.Single(i * 1e-3f);
            Assert.True(value >= before - (4 * (MathF.BitIncrement(before) - before)), $"{name} falls at {i * 1e-3f}");
            before = value;
        }
    }

    [Fact]
    public void Vectors_of_doubles_are_the_functions_of_each_lane()
    {
        double[] x = [-30, -1.5, -1e-9, 0, 1e-9, 0.7, 3, 40];
        var wide = Vector512.Create(x);
        AssertLanes(Math.Exp, VectorMath.Exp, VectorMath.Exp);
        AssertLanes(Math.Log, VectorMath.Log, VectorMath.Log);
        AssertLanes(Math.Tanh, VectorMath.Tanh, VectorMath.Tanh);
        AssertLanes(VectorMath.Sigmoid, VectorMath.Sigmoid, VectorMath.Sigmoid);
        AssertLanes(VectorMath.Softplus, VectorMath.Softplus, VectorMath.Softplus);
        AssertLanes(Math.Sin, VectorMath.Sin, VectorMath.Sin);
        AssertLanes(Math.Cos, VectorMath.Cos, VectorMath.Cos);

        void AssertLanes(
            Func<double, double> one,
            Func<Vector512<double>, Vector512<double>> eight,
            Func<Vector256<double>, Vector256<double>> four)
        {
            var got8 = eight(wide);
            var got4 = four(wide.GetUpper());
            for (var i = 0; i < 8; i++)
            {
                Assert.Equal(one(x[i]), got8[i]);
                Assert.True(i < 4 || one(x[i]).Equals(got4[i - 4]));
            }
        }
    }

    [Fact]
    public void Softplus_of_doubles_keeps_small_values_and_differs_by_x_from_its_mirror()
    {
        // softplus(x) − softplus(−x) = x; softplus(x) → eˣ − ½e²ˣ for x → −∞
        for (var x = -40.0; x <= 40; x += 0.37)
        {
            Assert.Equal(x, VectorMath.Softplus(x) - VectorMath.Softplus(-x), 1e-14 * Math.Max(1, Math.Abs(x)));
        }

        var small = Math.Exp(-20);
        Assert.Equal(1, VectorMath.Softplus(-20.0) / (small - (0.5 * small * small)), 1e-15);
        Assert.Equal(Math.Exp(-700), VectorMath.Softplus(-700.0));
        Assert.Equal(Math.Log(2), VectorMath.Softplus(0.0), 1e-16);
    }

    private static Widths Named(string name) => Functions.Single(f => f.Name == name);

    private static void AssertSameBits(float[] expected, float[] actual)
    {
        for (var i = 0; i < expected.Length; i++)
        {
            var same = BitConverter.SingleToInt32Bits(expected[i]) == BitConverter.SingleToInt32Bits(actual[i])
                || (float.IsNaN(expected[i]) && float.IsNaN(actual[i]));
            Assert.True(same, $"at {Arguments[i]:R}: {expected[i]:R} and {actual[i]:R}");
        }
    }
}
