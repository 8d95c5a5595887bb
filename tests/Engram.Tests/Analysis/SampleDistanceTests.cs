using Engram.Analysis;
using Engram.Configuration;
using Engram.Tests.Networks;

namespace Engram.Tests.Analysis;

public sealed class SampleDistanceTests
{
    [Fact]
    public void Small_samples_are_as_counted_by_hand()
    {
        Assert.Equal(new SampleDistance(0, 0), SampleDistance.Of([3, 1, 2], [1, 2, 3]));
        Assert.Equal(new SampleDistance(1, 5), SampleDistance.Of([0, 0], [5]));

        // F is ½ on [0, 1), then 1; G is ⅓ on [0, 2), ⅔ on [2, 4): |F − G| is 1/6, then 2/3, then 1/3.
        var distance = SampleDistance.Of([0, 1], [0, 4, 2]);
        Assert.Equal(2.0 / 3, distance.KolmogorovSmirnov, 1e-12);
        Assert.Equal((1.0 / 6) + (2.0 / 3) + (2.0 / 3), distance.Wasserstein, 1e-12);
    }

    [Fact]
    public void They_are_symmetric_and_a_shift_is_its_own_distance() => Some.ForSeeds(seed =>
    {
        var stream = Some.Stream(seed);
        double[] x = [.. Some.Normal(seed, 1 + stream.NextInt(30))], y = [.. Some.Normal(seed + 1, 1 + stream.NextInt(30))];
        var (there, back) = (SampleDistance.Of(x, y), SampleDistance.Of(y, x));
        Assert.Equal(there.KolmogorovSmirnov, back.KolmogorovSmirnov, 1e-12);
        Assert.Equal(there.Wasserstein, back.Wasserstein, 1e-12);
        Assert.InRange(there.KolmogorovSmirnov, 0, 1);

        // The mean moves by no more than the values do.
        Assert.True(there.Wasserstein >= Math.Abs(x.Average() - y.Average()) - 1e-9);
        Assert.Equal(1.5, SampleDistance.Of(x, [.. x.Select(value => value + 1.5)]).Wasserstein, 1e-9);
    });

    [Fact]
    public void An_empty_sample_and_one_that_is_not_finite_are_refused()
    {
        Assert.Contains("0 and 1", Assert.Throws<UsageException>(() => SampleDistance.Of([], [1])).Message);
        Assert.Throws<UsageException>(() => SampleDistance.Of([1], [double.NaN]));
    }
}
