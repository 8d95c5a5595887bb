using Engram.Configuration;
using Engram.Learning;

namespace Engram.Tests.Learning;

public sealed class ElasticPenaltyTests
{
    private static readonly Anchor First = new([1, -2, 0.5f], [2, 0, 0.25f]), Second = new([3, 1, 0.5f], [1, 4, 0]);

    [Fact]
    public void It_is_the_sum_of_all_springs()
    {
        float[] theta = [0.5f, 0, 1];
        var expected = 3.0 / 2 * ((2 * 0.25) + (0.25 * 0.25) + (1 * 6.25) + (4 * 1));
        Assert.Equal(expected, new ElasticPenalty(3, [First, Second]).Value(theta), 1e-6);
    }

    [Fact]
    public void A_short_step_follows_the_gradient_that_finite_differences_give()
    {
        const double LearningRate = 1e-4;
        var penalty = new ElasticPenalty(3, [First, Second]);
        float[] theta = [0.5f, 0, 1];
        var moved = (float[])theta.Clone();
        var sgd = new Sgd();
        penalty.Pull(sgd, sgd.Start<float>(3), moved, LearningRate);
        for (var i = 0; i < theta.Length; i++)
        {
            var (up, down) = ((float[])theta.Clone(), (float[])theta.Clone());
            (up[i], down[i]) = (theta[i] + 0.25f, theta[i] - 0.25f);
            var slope = (penalty.Value(up) - penalty.Value(down)) / 0.5;
            Assert.NotEqual(0, slope);
            Assert.Equal(-slope, (moved[i] - theta[i]) / LearningRate, Math.Abs(slope) * 0.01);
        }
    }

    [Theory]
    [InlineData(1e6)]
    [InlineData(1e30)]
    [InlineData(double.MaxValue)]
    public void However_stiff_it_does_not_overshoot(double strength)
    {
        var penalty = new ElasticPenalty(strength, [new Anchor([1, -2], [1, 1])]);
        float[] theta = [1.5f, 7];
        var sgd = new Sgd();
        penalty.Pull(sgd, sgd.Start<float>(2), theta, 1);
        Assert.Equal(1, theta[0], 1e-5);
        Assert.Equal(-2, theta[1], 1e-4);
    }

    [Fact]
    public void Training_rests_where_the_gradients_of_loss_and_penalty_cancel()
    {
        // L = ½ (θ − 4)², P = λ/2 F (θ − 1)²: θ = (4 + λF)/(1 + λF), whatever the optimiser.
        var penalty = new ElasticPenalty(3, [new Anchor([1], [0.5f])]);
        foreach (var optimiser in new Optimiser[] { new Sgd { LearningRate = 0.05 }, new Momentum { LearningRate = 0.01 }, new Adam { LearningRate = 0.003 } })
        {
            var state = optimiser.Start<float>(1);
            float[] theta = [0];
            for (var update = 0; update < 8000; update++)
            {
                optimiser.Apply<float>(state, theta, [theta[0] - 4], optimiser.LearningRate);
                penalty.Pull(optimiser, state, theta, optimiser.LearningRate);
            }

            Assert.Equal((4 + 1.5) / 2.5, theta[0], 0.02);
        }
    }

    [Fact]
    public void Anchors_that_do_not_fit_are_refused()
    {
        Assert.Throws<UsageException>(() => new ElasticPenalty(1, []));
        Assert.Throws<UsageException>(() => new ElasticPenalty(1, [First, new Anchor([1], [1])]));
        Assert.Contains("-1", Assert.Throws<UsageException>(() => new ElasticPenalty(1, [new Anchor([0], [-1])])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_weight_contributes_is_what_the_loss_fell()
    {
        // L = ½ k θ² falls from ½ k to nothing along a path of short steps.
        const double K = 3, LearningRate = 1e-3;
        float[] theta = [1];
        var path = new PathImportance(theta);
        for (var update = 0; update < 5000; update++)
        {
            path.Begin(theta);
            var g = (float)(K * theta[0]);
            theta[0] -= (float)(LearningRate * g);

            // As clipping would hand it over.
            path.End(theta, [g / 4], 4);
        }

        Assert.Equal(K / 2, path.Path[0], 0.01);
        Assert.Equal(K / 2 / 1.1, PathImportance.Importance(path.Path, path.Start, theta, 0.1)[0], 0.01);
        Assert.Equal(0, PathImportance.Importance([-1], [0], [1], 0.1)[0]);
    }
}
