using Engram.Analysis;
using Engram.Cells;
using Engram.Configuration;
using Engram.Learning;
using Engram.Tasks;

namespace Engram.Tests.Analysis;

public sealed class ConnectivityFitTests
{
    // Rank 2 with two inputs and one output: C = 7. Means 1, 2, … tell the columns apart, as does the covariance.
    private static ConnectivityFit Fit(double first = 0.5) => new()
    {
        Cell = new LowRankCell { Units = 10, Rank = 2 },
        Inputs = 2,
        Outputs = 1,
        Labels = [],
        Populations = [Gaussian(first, 1), Gaussian(1 - first, -1)],
    };

    [Fact]
    public void A_large_draw_has_the_moments_of_the_fit()
    {
        var fit = Fit(0.4);
        var space = fit.Resample(200_000, 3, 1);
        Assert.Equal(fit.Names, space.Names);
        Assert.Equal(["m1", "m2", "n1", "n2", "I1", "I2", "w"], space.Names);
        foreach (var (p, start, end) in new[] { (0, 0, 80_000), (1, 80_000, 200_000) })
        {
            double[][] part = [.. space.Columns.Select(column => column[start..end])];
            var expected = fit.Populations[p];
            var means = part.Select(column => column.Average()).ToArray();
            for (var a = 0; a < 7; a++)
            {
                Assert.Equal(expected.Mean[a], means[a], 5 * Math.Sqrt(expected.Covariance[a, a] / part[a].Length));
                for (var b = 0; b < 7; b++)
                {
                    var covariance = part[a].Zip(part[b], (x, y) => (x - means[a]) * (y - means[b])).Average();
                    var (aa, bb, ab) = (expected.Covariance[a, a], expected.Covariance[b, b], expected.Covariance[a, b]);
                    Assert.Equal(ab, covariance, 5 * Math.Sqrt(((aa * bb) + (ab * ab)) / part[a].Length));
                }
            }
        }
    }

    [Fact]
    public void Units_are_shared_out_by_largest_remainder_and_draws_differ()
    {
        var fit = Fit(0.25);
        var space = fit.Resample(7, 1, 0);
        Assert.Equal((7, 7), (space.Units, space.Cell.Units));
        var labels = (fit with
        {
            Populations =
            [
                .. fit.Populations.Select((population, p) => new Population(
                    population.Weight, [.. Enumerable.Repeat((double)p, 7)], new double[7, 7])),
            ],
        }).Resample(7, 1, 0).M[0];

        // 1.75 and 5.25 make 2 and 5, one population after the other.
        Assert.Equal([0, 0, 1, 1, 1, 1, 1], labels);
        Assert.Equal(10, fit.Resample(0, 1, 0).Units);
        Assert.Equal(space.M[0], fit.Resample(7, 1, 0).M[0]);
        Assert.NotEqual(space.M[0], fit.Resample(7, 1, 1).M[0]);
        Assert.NotEqual(space.M[0], fit.Resample(7, 2, 0).M[0]);
        Assert.Throws<UsageException>(() => fit.Resample(1, 1, 0));
    }

    [Fact]
    public void A_singular_covariance_is_drawn_without_a_trace_of_what_it_lacks()
    {
        var space = Loadings.Normal(40, 1);
        var fit = new GaussianMixture().Fit(space with { N = [Array.ConvertAll(space.M[0], m => 2 * m)] });
        var drawn = fit.Resample(500, 1, 0);
        Assert.All(drawn.M[0].Zip(drawn.N[0]), pair => Assert.Equal(2 * pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void Resampled_networks_are_measured_with_the_same_bits_on_any_number_of_threads()
    {
        var space = Loadings.Normal(30, 1, 2, 2);
        var fit = new GaussianMixture().Fit(space);
        var task = new PerceptualDecisionTask();
        var resampling = new ConnectivityResampling { Draws = 5, Trials = 40, Seed = 3, Units = 20 };
        var alone = resampling.Run(fit, task, 20.Ms);
        var together = (resampling with { Threads = 3 }).Run(fit, task, 20.Ms);
        Assert.Equal(alone.Loss, together.Loss);
        Assert.Equal(alone.Accuracy, together.Accuracy);
        Assert.Equal(5, alone.Accuracy.Count);
        Assert.Equal(5, alone.Loss.Distinct().Count());

        var draw = fit.Resample(20, 3, 2);
        var expected = Evaluation.Run(draw.ToNetwork(), task, 20.Ms, 40, 3);
        Assert.Equal((expected.Loss, expected.Overall!.Share), (alone.Loss[2], alone.Accuracy[2]));
        Assert.Equal(alone.Loss.Average(), alone.LossStatistics.Mean, 1e-12);
        Assert.Equal(alone.Accuracy.Min(), alone.AccuracyStatistics.Minimum);
    }

    [Fact]
    public void Settings_and_tasks_that_do_not_fit_are_refused_together()
    {
        var fit = Fit();
        var refused = Assert.Throws<UsageException>(
            () => new ConnectivityResampling { Draws = 0 }.Run(fit, new PerceptualDecisionTask(), TimeSpan.Zero));
        Assert.Equal(3, refused.Faults.Count);
        var seven = new GaussianMixture().Fit(Loadings.Normal(30, 1, 2, 2));
        Assert.Throws<UsageException>(() => new ConnectivityResampling { Units = 1, Draws = 2 }.Run(
            seven with { Cell = seven.Cell with { Rank = 2 } }, new PerceptualDecisionTask(), 20.Ms));
    }

    [Fact]
    public void Statistics_of_draws_interpolate()
    {
        var statistics = DrawStatistics.Of([4, 1, 3, 2]);
        Assert.Equal(new DrawStatistics(2.5, 2.5, 1.75, 3.25, 1, 4), statistics);
        Assert.True(double.IsNaN(DrawStatistics.Of([]).Median));
    }

    private static Population Gaussian(double weight, double sign)
    {
        var covariance = new double[7, 7];
        for (var a = 0; a < 7; a++)
        {
            for (var b = 0; b < 7; b++)
            {
                covariance[a, b] = (a == b ? 1 + (0.3 * a) : 0) + (sign * 0.02 * (a - 3) * (b - 3));
            }
        }

        return new(weight, [.. Enumerable.Range(1, 7).Select(c => sign * c)], covariance);
    }
}
