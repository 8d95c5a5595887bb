using Engram.Analysis;
using Engram.Numerics;

namespace Engram.Tests.Analysis;

public sealed class SequentialPValueTests
{
    [Fact]
    public void It_ends_with_enough_that_are_as_great_or_with_all()
    {
        var early = new SequentialPValue(1, most: 100, enough: 2);
        foreach (var value in new[] { 0.5, 1, 0.2, 2 })
        {
            Assert.False(early.IsDone);
            early.Add(value);
        }

        Assert.True(early.IsDone);
        Assert.Equal(2 / 4.0, early.PValue);
        Assert.Equal(2, early.Quantile);

        var late = new SequentialPValue(1, most: 4, enough: 2);
        foreach (var value in new[] { 0.5, 1, 0.2, 0.3 })
        {
            late.Add(value);
        }

        Assert.True(late.IsDone);
        Assert.Equal(2 / 5.0, late.PValue);
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.05)]
    [InlineData(0.3)]
    public void Without_an_effect_p_is_no_smaller_than_its_share(double level)
    {
        const int tests = 4000;
        var (random, small, made) = (new RandomStream(new StreamKey(5, Purpose.Analysis), 0), 0, 0);
        for (var k = 0; k < tests; k++)
        {
            var test = new SequentialPValue(random.NextUniform(), 499, 10);
            for (; !test.IsDone; made++)
            {
                test.Add(random.NextUniform());
            }

            small += test.PValue <= level ? 1 : 0;
        }

        Assert.InRange(small / (double)tests, level - (4 * Math.Sqrt(level / tests)), level + (4 * Math.Sqrt(level / tests)));

        // Of 499 each.
        Assert.InRange(made / (double)tests, 10, 60);
    }
}
