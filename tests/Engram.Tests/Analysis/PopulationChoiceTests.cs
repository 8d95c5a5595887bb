using Engram.Analysis;
using Engram.Configuration;

namespace Engram.Tests.Analysis;

public sealed class PopulationChoiceTests
{
    private static readonly GaussianMixture Quick = new() { Restarts = 3, Tolerance = 1e-6 };

    [Fact]
    public void The_planted_number_of_populations_is_chosen()
    {
        var labels = Loadings.Labels(300);
        var choice = PopulationChoice.Of(Loadings.Planted(labels, Loadings.Two), 3, mixture: Quick);
        Assert.Equal(2, choice.Populations);
        Assert.True(choice.Counts[1].Stability > 0.9);
        Assert.True(choice.Counts[2].Spread > choice.Counts[1].Spread);
        Assert.True(choice.Counts[2].SoftLogLikelihood > choice.Counts[1].SoftLogLikelihood);
        Assert.True(AdjustedRandIndex.Of(labels, choice.Fit.Labels) > 0.9);
    }

    [Fact]
    public void One_Gaussian_is_one_population_on_any_number_of_threads()
    {
        var space = Loadings.Normal(200, 1);
        var alone = PopulationChoice.Of(space, 2, 1, Quick);
        var together = PopulationChoice.Of(space, 2, 1, Quick, threads: 2);
        Assert.Equal(1, alone.Populations);
        Assert.Equal((1, 0), (alone.Counts[0].Stability, alone.Counts[0].Spread));
        Assert.Equal(
            alone.Counts.Select(count => (count.Bic, count.Stability, count.Spread)),
            together.Counts.Select(count => (count.Bic, count.Stability, count.Spread)));
        Assert.False(alone.Counts[1].IsStable);
    }

    [Fact]
    public void Bad_arguments_are_refused_together()
    {
        var refused = Assert.Throws<UsageException>(() => PopulationChoice.Of(Loadings.Normal(5, 1), 0, stability: 2, threads: 0));
        Assert.Equal(4, refused.Faults.Count);
    }

    [Fact]
    public void The_adjusted_Rand_index_has_its_known_values()
    {
        Assert.Equal(1, AdjustedRandIndex.Of([0, 0, 1, 1, 2], [0, 0, 1, 1, 2]), 1e-12);
        Assert.Equal(1, AdjustedRandIndex.Of([0, 0, 1, 1, 2], [7, 7, 3, 3, 5]), 1e-12);
        Assert.Equal(1, AdjustedRandIndex.Of([0, 0, 0], [1, 1, 1]));

        // Pairs together in both 1, in one 2, in the other 1, of 6: (1 − 2·1/6)/((2 + 1)/2 − 2·1/6) = 4/7.
        Assert.Equal(4 / 7.0, AdjustedRandIndex.Of([0, 0, 1, 1], [0, 0, 1, 2]), 1e-12);

        // Crossed halves agree less than by chance: (0 − 2·2/6)/(2 − 2·2/6) = −1/2.
        Assert.Equal(-0.5, AdjustedRandIndex.Of([0, 0, 1, 1], [0, 1, 0, 1]), 1e-12);
        Assert.Equal(0, AdjustedRandIndex.Of([0, 0, 0, 0], [0, 1, 0, 1]), 1e-12);
        Assert.Throws<UsageException>(() => AdjustedRandIndex.Of([0, 1], [0]));
        Assert.Throws<UsageException>(() => AdjustedRandIndex.Of([], []));
    }
}
