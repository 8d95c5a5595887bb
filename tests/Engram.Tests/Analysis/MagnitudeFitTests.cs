using Engram.Analysis;
using Engram.Configuration;
using Engram.Networks;

namespace Engram.Tests.Analysis;

public sealed class MagnitudeFitTests
{
    private const int Count = 4000;

    [Theory]
    [InlineData(MagnitudeFamily.Normal, 5.0, 0.7)]
    [InlineData(MagnitudeFamily.Lognormal, -1.0, 0.8)]
    [InlineData(MagnitudeFamily.Gamma, 3.0, 10.0)]
    [InlineData(MagnitudeFamily.Gamma, 0.5, 2.0)]
    [InlineData(MagnitudeFamily.Exponential, 4.0, double.NaN)]
    public void What_magnitudes_were_drawn_from_is_found(MagnitudeFamily family, double first, double second)
    {
        var stream = Synthetic.Stream();
        var w = new double[Count];
        foreach (ref var value in w.AsSpan())
        {
            value = family switch
            {
                MagnitudeFamily.Normal => first + (second * stream.NextNormal()),
                MagnitudeFamily.Lognormal => Math.Exp(first + (second * stream.NextNormal())),
                MagnitudeFamily.Gamma => GammaSampler.Next(ref stream, first) / second,
                _ => stream.NextExponential() / first,
            };
        }

        var fits = MagnitudeFit.All(w);
        var best = fits.Single(fit => fit.Family == family);
        Assert.Equal(first, best.First, 0.08 * Math.Abs(first));
        Assert.True(double.IsNaN(second) || Math.Abs(best.Second - second) < 0.08 * second);

        // The exponential distribution is a gamma distribution too, so that either may win there, by 2 at most.
        Assert.InRange(best.Aic - fits[0].Aic, 0, family == MagnitudeFamily.Exponential ? 6 : 0);
        Assert.InRange(best.Distance, 0.001, 1.36 / Math.Sqrt(Count));
        Assert.All(fits.Where(fit => fit.Distance < 0.01), fit => Assert.True(fit.Aic < fits[0].Aic + 60));
    }

    [Fact]
    public void Fits_are_those_of_the_closed_forms()
    {
        // Two values: the likelihood of exponential(1/2) is Σ (ln ½ − w/2) = −2 ln 2 − 2; D is 1 − e^{−1/2} at the first.
        double[] w = [1, 3];
        var exponential = MagnitudeFit.Of(w, MagnitudeFamily.Exponential);
        Assert.Equal((-2 * Math.Log(2)) - 2, exponential.LogLikelihood, 1e-12);
        Assert.Equal((4 * Math.Log(2)) + 6, exponential.Aic, 1e-12);
        Assert.Equal(Math.Max(1 - Math.Exp(-0.5), 0.5 - (1 - Math.Exp(-0.5))), exponential.Distance, 1e-12);

        var normal = MagnitudeFit.Of(w, MagnitudeFamily.Normal);
        Assert.Equal((2, 1), (normal.First, normal.Second));
        Assert.Equal(-Math.Log(2 * Math.PI) - 1, normal.LogLikelihood, 1e-12);
        Assert.Equal(0.5, normal.Cumulative(2), 1e-12);

        // The maximum: a gamma distribution of any other shape and the same mean is less likely.
        var gamma = MagnitudeFit.Of([0.2, 0.5, 1.3, 2.2], MagnitudeFamily.Gamma);
        Assert.Equal(1.05, gamma.First / gamma.Second, 1e-9);
        Assert.True(Likelihood(gamma.First) > Likelihood(gamma.First * 1.001) && Likelihood(gamma.First) > Likelihood(gamma.First / 1.001));
        Assert.Equal(Likelihood(gamma.First), gamma.LogLikelihood, 1e-9);

        static double Likelihood(double k) => new[] { 0.2, 0.5, 1.3, 2.2 }.Sum(w =>
            (k * Math.Log(k / 1.05)) - MathNet.Numerics.SpecialFunctions.GammaLn(k) + ((k - 1) * Math.Log(w)) - (k * w / 1.05));
    }

    [Fact]
    public void Scale_changes_no_shape_and_what_cannot_be_fitted_is_refused()
    {
        double[] w = [0.01, 0.02, 0.5, 0.7, 2];
        foreach (var family in Enum.GetValues<MagnitudeFamily>())
        {
            Assert.Equal(
                MagnitudeFit.Of(w, family).Distance, MagnitudeFit.Of([.. w.Select(value => 1000 * value)], family).Distance, 1e-8);
        }

        Assert.Contains("above 0", Assert.Throws<UsageException>(() => MagnitudeFit.All([0, 1, 2])).Message);
        Assert.Contains("1 magnitudes", Assert.Throws<UsageException>(() => MagnitudeFit.All([1])).Message);
        Assert.Throws<UsageException>(() => MagnitudeFit.All([2, 2]));
        Assert.Throws<UsageException>(() => MagnitudeFit.All([]));
    }
}
