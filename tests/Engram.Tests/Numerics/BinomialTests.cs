using Engram.Numerics;

namespace Engram.Tests.Numerics;

public sealed class BinomialTests
{
    private const double Z95 = 1.959963984540054;

    [Theory]
    [InlineData(1, 10)]
    [InlineData(5, 10)]
    [InlineData(70, 100)]
    [InlineData(999, 1000)]
    public void The_ends_are_the_probabilities_that_lie_z_standard_errors_from_the_share(int successes, int trials)
    {
        var (low, high) = Binomial.Wilson(successes, trials);
        var share = successes / (double)trials;
        Assert.True(low < share && share < high);
        Assert.Equal(Z95, (share - low) / Math.Sqrt(low * (1 - low) / trials), 1e-7);
        Assert.Equal(Z95, (high - share) / Math.Sqrt(high * (1 - high) / trials), 1e-7);
    }

    [Fact]
    public void No_success_gives_zero_to_z_squared_over_n_plus_z_squared()
    {
        var (low, high) = Binomial.Wilson(0, 10);
        Assert.Equal(0.0, low);
        Assert.Equal(Z95 * Z95 / (10 + (Z95 * Z95)), high, 1e-12);
        Assert.Equal(1.0, Binomial.Wilson(10, 10).High);
        Assert.Equal((0.0, 1.0), Binomial.Wilson(0, 0));
    }

    [Fact]
    public void Failures_mirror_successes_and_more_confidence_widens()
    {
        for (var successes = 0; successes <= 30; successes++)
        {
            var (low, high) = Binomial.Wilson(successes, 30);
            var mirror = Binomial.Wilson(30 - successes, 30);
            Assert.Equal(low, 1 - mirror.High, 1e-12);
            var wider = Binomial.Wilson(successes, 30, 0.99);
            Assert.True(wider.Low <= low && wider.High >= high && wider.High - wider.Low > high - low);
        }
    }

    [Theory]
    [InlineData(9, 10, 0.554984, 0.997471)]
    [InlineData(5, 10, 0.187086, 0.812914)]
    [InlineData(0, 10, 0, 0.308497)]
    [InlineData(16, 16, 0.794093, 1)]
    public void The_exact_interval_is_that_of_the_tables(int successes, int trials, double low, double high)
    {
        var found = Binomial.ClopperPearson(successes, trials);
        Assert.Equal(low, found.Low, 6);
        Assert.Equal(high, found.High, 6);
        if (successes > 0)
        {
            Assert.Equal(0.025, Binomial.AtLeast(successes, trials, found.Low), 9);
        }

        if (successes < trials)
        {
            Assert.Equal(0.025, Binomial.AtMost(successes, trials, found.High), 9);
        }
    }

    [Fact]
    public void Tails_of_three_coins_are_eighths()
    {
        Assert.Equal(
            [1, 7.0 / 8, 4.0 / 8, 1.0 / 8], Enumerable.Range(0, 4).Select(k => Math.Round(Binomial.AtLeast(k, 3, 0.5), 12)));
        Assert.Equal(
            [1.0 / 8, 4.0 / 8, 7.0 / 8, 1], Enumerable.Range(0, 4).Select(k => Math.Round(Binomial.AtMost(k, 3, 0.5), 12)));
        Assert.Equal((1, 0, 1, 0), (Binomial.AtLeast(0, 3, 0), Binomial.AtLeast(1, 3, 0), Binomial.AtLeast(3, 3, 1), Binomial.AtMost(2, 3, 1)));
    }

    [Theory]
    [InlineData(-1, 10, 0.95)]
    [InlineData(11, 10, 0.95)]
    [InlineData(0, -1, 0.95)]
    [InlineData(1, 10, 0.0)]
    [InlineData(1, 10, 1.0)]
    [InlineData(1, 10, double.NaN)]
    public void Impossible_counts_and_confidences_are_refused(int successes, int trials, double confidence) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Binomial.Wilson(successes, trials, confidence));
}
