using Engram.Analysis;
using Engram.Configuration;
using Engram.Equations;

namespace Engram.Tests.Analysis;

public sealed class GaussianExpectationTests
{
    [Theory]
    [InlineData(0.3, 0.92305031)]
    [InlineData(1, 0.60570551)]
    [InlineData(2, 0.36473877)]
    [InlineData(3, 0.25483329)]
    [InlineData(5, 0.15703824)]
    [InlineData(8, 0.09910319)]
    public void The_gain_of_tanh_is_that_of_the_table(double deviation, double gain)
    {
        Assert.Equal(gain, GaussianExpectation.Of(Activation.Tanh, 0, deviation * deviation).Slope, 6e-9);
        Assert.Equal(gain, GaussianExpectation.Of(x => 1 - Math.Pow(Math.Tanh(x), 2), 0, deviation * deviation), 6e-9);
    }

    [Fact]
    public void The_gain_of_an_error_function_is_that_of_its_closed_form()
    {
        // φ = erf(√π x/2): φ' = e^{−πx²/4}, ⟨φ'⟩ = 1/√(1 + πΔ/2) at M = 0
        foreach (var deviation in new[] { 0, 0.1, 1, 4, 4.1, 9, 15, 30, 200 })
        {
            var exact = 1 / Math.Sqrt(1 + (Math.PI * deviation * deviation / 2));
            var found = GaussianExpectation.Of(x => Math.Exp(-Math.PI * x * x / 4), 0, deviation * deviation);
            Assert.Equal(1, found / exact, 1e-11);
        }
    }

    [Fact]
    public void Smooth_functions_agree_with_a_fine_integration_over_x_at_any_mean_and_variance()
    {
        foreach (var activation in Enum.GetValues<Activation>().Where(a => a != Activation.Exponential))
        {
            foreach (var (mean, deviation) in new[] { (0.0, 0.2), (0.7, 1.0), (-1.5, 2.5), (2.0, 5.0), (-4.0, 12.0), (1.0, 15.9), (1.0, 16.1), (-40.0, 30.0), (90.0, 200.0) })
            {
                var (value, slope) = GaussianExpectation.Of(activation, mean, deviation * deviation);
                var (value0, slope0) = Fine(activation, mean, deviation);
                Assert.Equal(value0, value, 1e-10 * (1 + Math.Abs(value0)));
                Assert.Equal(1, slope / slope0, 1e-10);
            }
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(30)]
    [InlineData(300)]
    public void A_steep_gain_falls_as_the_density_at_zero(double deviation)
    {
        var gain = GaussianExpectation.Of(Activation.Tanh, 0, deviation * deviation).Slope;
        var asymptote = Math.Sqrt(2 / Math.PI) / deviation;

        // ∫ sech² x (1 − x²/2Δ) dx/√(2πΔ): π²/24Δ below the asymptote, and x⁴ beyond.
        Assert.Equal(1 - (Math.PI * Math.PI / 24 / (deviation * deviation)), gain / asymptote, 1.0 / Math.Pow(deviation, 4));
    }

    [Theory]
    [InlineData(Activation.Tanh, 2, 0.5)]
    [InlineData(Activation.Sigmoid, 1, 0.75)]
    [InlineData(Activation.RectifyTanh, 1, 0.75)]
    public void However_wide_the_distribution_a_bounded_function_tends_to_its_steps(Activation activation, double jump, double limit)
    {
        // X = M + √Δ ξ with M = 0.6744898 √Δ is above 0 with probability 0.75; what is left of φ beside a step at 0 vanishes as 1/√Δ.
        foreach (var deviation in new[] { 1e5, 1e9 })
        {
            var (value, slope) = GaussianExpectation.Of(activation, 0.67448975 * deviation, deviation * deviation);
            var density = Math.Exp(-0.67448975 * 0.67448975 / 2) / Math.Sqrt(2 * Math.PI) / deviation;
            Assert.Equal(limit, value, (1 / deviation) + 1e-8);
            Assert.Equal(1, slope / (jump * density), 10 / deviation);
        }
    }

    [Fact]
    public void The_exponential_is_that_of_a_lognormal_number() =>
        Assert.Equal(Math.Exp(1.3 + 2), GaussianExpectation.Of(Activation.Exponential, 1.3, 4).Value, 1e-12);

    [Fact]
    public void Higher_moments_are_the_derivatives_with_mean_and_variance()
    {
        foreach (var activation in Enum.GetValues<Activation>())
        {
            foreach (var (mean, variance) in new[] { (0.3, 0.8), (-0.9, 4.0), (0.0, 30.0), (1.2, 900.0) }.Where(at => activation != Activation.Exponential || at.Item2 < 100))
            {
                const double H = 1e-4;
                ActivationMoments At(double m, double v) => ActivationMoments.Of(activation, mean + m, variance + v);
                var f = At(0, 0);
                var scale = 1e-6 * (1 + Math.Abs(f.Value));
                Assert.Equal((At(H, 0).Value - At(-H, 0).Value) / (2 * H), f.Slope, scale);
                Assert.Equal((At(H, 0).Slope - At(-H, 0).Slope) / (2 * H), f.Second, scale);
                Assert.Equal((At(H, 0).Second - At(-H, 0).Second) / (2 * H), f.Third, scale);
                Assert.Equal((At(0, H).Value - At(0, -H).Value) / H, f.Second, scale);
                Assert.Equal((At(0, H).Slope - At(0, -H).Slope) / H, f.Third, scale);
            }
        }
    }

    [Fact]
    public void Curves_evaluated_many_at_a_time_are_those_evaluated_one_by_one()
    {
        double[] x = [.. Enumerable.Range(-30, 61).Select(k => 0.7 * k), -800, 800, 1e-9, 0];
        var (value, slope) = (new double[x.Length], new double[x.Length]);
        foreach (var activation in Enum.GetValues<Activation>().Where(a => a is not Activation.Exponential))
        {
            ActivationCurve.Evaluate(activation, x, value, slope);
            for (var k = 0; k < x.Length; k++)
            {
                var (value0, slope0) = ActivationCurve.Of(activation, x[k]);
                Assert.Equal(value0, value[k], 5e-16 * (1 + Math.Abs(value0)));
                Assert.Equal(slope0, slope[k], 1e-15 * (1 + Math.Abs(slope0)));
            }
        }
    }

    [Theory]
    [InlineData(0, -1)]
    [InlineData(double.NaN, 1)]
    [InlineData(0, double.PositiveInfinity)]
    public void What_is_no_distribution_is_refused(double mean, double variance)
    {
        Assert.Throws<UsageException>(() => GaussianExpectation.Of(Activation.Tanh, mean, variance));
        Assert.Throws<UsageException>(() => GaussianExpectation.Of(x => x, mean, variance));
    }

    // Trapezoids over x, apart on both sides of the kink at 0.
    private static (double Value, double Slope) Fine(Activation activation, double mean, double deviation)
    {
        var (value, slope) = (0.0, 0.0);
        var (first, last) = (mean - (9 * deviation), mean + (9 * deviation));
        foreach (var (low, high) in new[] { (first, 0.0), (0.0, last) }.Where(side => side.Item1 < side.Item2))
        {
            var panels = (int)Math.Ceiling((high - low) / Math.Min(0.5, deviation / 4));
            var rule = new MathNet.Numerics.Integration.GaussLegendreRule(-1, 1, 24);
            for (var panel = 0; panel < panels; panel++)
            {
                var half = (high - low) / panels / 2;
                for (var k = 0; k < rule.Order; k++)
                {
                    var x = low + (half * ((2 * panel) + 1 + rule.GetAbscissa(k)));
                    var weight = half * rule.GetWeight(k)
                        * Math.Exp(-Math.Pow((x - mean) / deviation, 2) / 2) / deviation / Math.Sqrt(2 * Math.PI);
                    var (phi, gain) = ActivationCurve.Of(activation, x);
                    value += weight * phi;
                    slope += weight * gain;
                }
            }
        }

        return (value, slope);
    }
}
