using Engram.Analysis;
using Engram.Configuration;

namespace Engram.Tests.Analysis;

public sealed class GaussianMixtureTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Two_planted_populations_are_found(bool zeroMean)
    {
        var labels = Loadings.Labels(1000);
        var space = Loadings.Planted(labels, Loadings.Two);
        var fit = new GaussianMixture { Populations = 2, ZeroMean = zeroMean, Restarts = 6 }.Fit(space);
        Assert.True(AdjustedRandIndex.Of(labels, fit.Labels) > 0.95);
        Assert.Equal(0.6, fit.Populations[0].Weight, 0.01);
        Assert.Equal(1, fit.Populations.Sum(population => population.Weight), 1e-12);
        Assert.Equal(3.8, fit.Covariance(0, "m", "n"), 0.4);
        Assert.Equal(-0.9, fit.Covariance(1, "n", "m"), 0.2);
        Assert.Equal(12, fit.Covariance(1, "I", "w"), 1.5);
        Assert.Equal(zeroMean, fit.Populations.All(population => Array.TrueForAll(population.Mean, mean => mean == 0)));
    }

    [Fact]
    public void Means_that_differ_are_found_when_they_are_free()
    {
        var labels = Loadings.Labels(400, 2);
        var space = Loadings.Normal(400, 1);
        space = space with { M = [[.. space.M[0].Select((m, i) => m + (labels[i] == 0 ? 4 : -4))]] };
        var fit = new GaussianMixture { Populations = 2, ZeroMean = false, Restarts = 4 }.Fit(space);
        Assert.True(AdjustedRandIndex.Of(labels, fit.Labels) > 0.99);
        Assert.Equal([-4, 4], fit.Populations.Select(population => population.Mean[0]), (a, b) => Math.Abs(a - b) < 0.3);
        Assert.Equal(1, fit.Covariance(0, "m", "m"), 0.3);
    }

    [Fact]
    public void No_iteration_decreases_the_likelihood()
    {
        var space = Loadings.Planted(Loadings.Labels(200), Loadings.Two);
        foreach (var zeroMean in new[] { true, false })
        {
            double[] path =
            [
                .. Enumerable.Range(1, 25).Select(iterations => new GaussianMixture
                {
                    Populations = 3, Restarts = 1, Ridge = 0, Tolerance = 0, MaxIterations = iterations, ZeroMean = zeroMean,
                }.Fit(space).SoftLogLikelihood),
            ];
            Assert.True(path[^1] > path[0] + 100);
            Assert.All(path.Zip(path[1..]), pair => Assert.True(pair.Second >= pair.First - 1e-8));
        }
    }

    [Fact]
    public void The_likelihood_of_one_population_is_that_of_its_covariance()
    {
        // ln L = −(N/2)(C ln 2π + ln|σ| + C), where σ is the covariance.
        var space = Loadings.Normal(150, 1);
        var fit = new GaussianMixture { ZeroMean = false, Ridge = 0 }.Fit(space);
        var covariance = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfArray(space.Covariance());
        var expected = -75 * ((4 * Math.Log(2 * Math.PI)) + Math.Log(covariance.Determinant()) + 4);
        Assert.Equal(expected, fit.LogLikelihood, 1e-8);
        Assert.Equal((-2 * expected) + (14 * Math.Log(150)), fit.Bic, 1e-7);
        Loadings.Near(space.Covariance(), fit.Populations[0].Covariance, 1e-12);
        Assert.Equal(space.Means(), fit.Populations[0].Mean, (a, b) => Math.Abs(a - b) < 1e-12);
        var zero = new GaussianMixture().Fit(space);
        Loadings.Near(space.Overlaps(), zero.Populations[0].Covariance, 1e-12);
        Assert.Equal(expected, new GaussianMixture { ZeroMean = false, Ridge = 0 }.Fit(space, new int[150]).LogLikelihood, 1e-8);
    }

    [Fact]
    public void The_populations_have_their_own_likelihood_and_the_criterion_that_of_the_fit()
    {
        // ln L = Σᵢ ln Σ_p α_p N(xᵢ; 0, σ_p) of the populations in the record, counted by the formula.
        var space = Loadings.Planted(Loadings.Labels(400), Loadings.Two);
        var fit = new GaussianMixture { Populations = 2, Restarts = 4, Ridge = 0 }.Fit(space);
        var build = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build;
        var gaussians = fit.Populations.Select(population => (population.Weight, Sigma: build.DenseOfArray(population.Covariance)))
            .Select(one => (one.Weight, Inverse: one.Sigma.Inverse(), Scale: Math.Pow(2 * Math.PI, -2) / Math.Sqrt(one.Sigma.Determinant())))
            .ToList();
        var expected = Enumerable.Range(0, 400).Sum(unit =>
        {
            var x = MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(space.Point(unit));
            return Math.Log(gaussians.Sum(one => one.Weight * one.Scale * Math.Exp(-(x * (one.Inverse * x)) / 2)));
        });
        Assert.Equal(expected, fit.LogLikelihood, 1e-6);
        Assert.True(fit.SoftLogLikelihood > fit.LogLikelihood, $"{fit.SoftLogLikelihood} {fit.LogLikelihood}");
        Assert.Equal((-2 * fit.SoftLogLikelihood) + (21 * Math.Log(400)), fit.Bic, 1e-8);
        Assert.Equal(fit.LogLikelihood, new GaussianMixture { Ridge = 0 }.Fit(space, fit.Labels).LogLikelihood, 1e-8);
    }

    [Fact]
    public void The_variational_fit_empties_populations_that_nothing_speaks_for()
    {
        var labels = Loadings.Labels(600);
        var space = Loadings.Planted(labels, Loadings.Two);
        var fit = new GaussianMixture { Populations = 5, Method = MixtureMethod.Variational, Restarts = 4 }.Fit(space);
        Assert.Equal(2, fit.Populations.Count);
        Assert.True(AdjustedRandIndex.Of(labels, fit.Labels) > 0.95);
        Assert.Single(new GaussianMixture
        {
            Populations = 3, Method = MixtureMethod.Variational, Restarts = 4, ZeroMean = false,
        }.Fit(Loadings.Normal(500, 1)).Populations);
    }

    [Fact]
    public void Given_labels_keep_their_order_and_the_same_seed_gives_the_same_fit()
    {
        var labels = Loadings.Labels(300, 1);
        var space = Loadings.Planted(labels, Loadings.Two);
        var given = new GaussianMixture().Fit(space, labels);
        Assert.Equal(labels, given.Labels);
        Assert.Equal(0.2, given.Populations[0].Weight, 1e-12);
        var mixture = new GaussianMixture { Populations = 2, Restarts = 3, Seed = 4 };
        var (first, second) = (mixture.Fit(space), mixture.Fit(space));
        Assert.Equal(first.LogLikelihood, second.LogLikelihood);
        Assert.Equal(first.SoftLogLikelihood, second.SoftLogLikelihood);
        Assert.Equal(first.Labels, second.Labels);
        Assert.True(first.SoftLogLikelihood >= given.LogLikelihood - 1e-6);
    }

    [Fact]
    public void Impossible_fits_are_refused()
    {
        var space = Loadings.Normal(8, 1);
        string Refusal(GaussianMixture mixture, LoadingSpace? other = null) =>
            Assert.Throws<UsageException>(() => mixture.Fit(other ?? space)).Message;
        Assert.Contains("`Populations`", Refusal(new() { Populations = 0 }), StringComparison.Ordinal);
        Assert.Contains("`Populations` is 9, but there are 8 units", Refusal(new() { Populations = 9 }), StringComparison.Ordinal);
        Assert.Contains("4 units and 4 columns", Refusal(new(), Loadings.Normal(4, 1)), StringComparison.Ordinal);
        var refused = Assert.Throws<UsageException>(
            () => new GaussianMixture { Restarts = 0, Populations = 51 }.Fit(Loadings.Normal(60, 1)));
        Assert.Equal(2, refused.Faults.Count);
        Assert.Throws<UsageException>(() => new GaussianMixture().Fit(space, [0, 1]));
        Assert.Throws<UsageException>(() => new GaussianMixture().Fit(space, [0, 2, 0, 2, 0, 2, 0, 2]));
        var fit = new GaussianMixture().Fit(space);
        Assert.Throws<UsageException>(() => fit.Covariance(1, "m", "n"));
        Assert.Throws<UsageException>(() => fit.Covariance(0, "m", "q"));
    }

    [Fact]
    public void Columns_that_are_zero_or_equal_do_not_stop_a_fit()
    {
        var space = Loadings.Normal(100, 1);
        var fit = new GaussianMixture { Populations = 2, Restarts = 4 }.Fit(space with { W = [new double[100]], I = [space.M[0]] });
        Assert.True(double.IsFinite(fit.LogLikelihood));
        Assert.Equal(0, fit.Covariance(0, "w", "w"));
        Assert.Equal(fit.Covariance(0, "m", "m"), fit.Covariance(0, "m", "I"), 1e-12);
    }
}
