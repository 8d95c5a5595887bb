using Engram.Studies;
using FsCheck;
using FsCheck.Fluent;

namespace Engram.Tests.Studies;

public sealed class ClaimRuleTests
{
    [Fact]
    public void The_interval_of_five_numbers_is_that_of_the_table()
    {
        // t for 4 degrees of freedom and 97.5 % is 2.776445; the standard deviation of 1 … 5 is √2.5.
        var mean = SampleMean.Of([1, 2, 3, 4, 5]);
        Assert.Equal((3, 5), (mean.Mean, mean.N));
        Assert.Equal(Math.Sqrt(2.5), mean.Sd!.Value, 12);
        Assert.Equal(3 - (2.776445105 * Math.Sqrt(0.5)), mean.Low, 8);
        Assert.Equal(3 + (2.776445105 * Math.Sqrt(0.5)), mean.High, 8);
    }

    [Theory]
    [InlineData(1.03, Verdict.Holds)]
    [InlineData(1.04, Verdict.Undecided)]
    [InlineData(3, Verdict.Undecided)]
    [InlineData(4.96, Verdict.Undecided)]
    [InlineData(4.97, Verdict.Fails)]
    public void Above_and_below_are_judged_by_where_the_interval_lies(double bound, Verdict verdict)
    {
        // [1.0368, 4.9632]
        Assert.Equal(verdict, new Above(bound).Judge([1, 2, 3, 4, 5]));
        Assert.Equal(verdict, new Below(-bound).Judge([-1, -2, -3, -4, -5]));
    }

    [Theory]
    [InlineData(1.03, 4.97, Verdict.Holds)]
    [InlineData(1.04, 9, Verdict.Undecided)]
    [InlineData(2, 4, Verdict.Undecided)]
    [InlineData(-4, 1.03, Verdict.Fails)]
    [InlineData(4.97, 9, Verdict.Fails)]
    public void Between_likewise(double least, double greatest, Verdict verdict) =>
        Assert.Equal(verdict, new Between(least, greatest).Judge([1, 2, 3, 4, 5]));

    [Fact]
    public void Plain_numbers_are_compared_as_they_are()
    {
        Assert.Equal(Verdict.Holds, new AtLeast(0.1).Judge([0.1, 0.1, 0.1]));
        Assert.Equal(Verdict.Fails, new AtLeast(1).Judge([1, 1, 0.99]));
        Assert.Equal(Verdict.Holds, new AtMost(3).Judge([3]));
        Assert.Equal(Verdict.Fails, new AtMost(3).Judge([3.01]));
    }

    [Fact]
    public void Too_few_numbers_and_what_is_no_number_decide_nothing()
    {
        ClaimRule[] intervals = [new Above(0), new Below(0), new Between(0, 10)];
        Assert.All(intervals, rule => Assert.Equal(Verdict.Undecided, rule.Judge([5])));
        ClaimRule[] all = [.. intervals, new AtLeast(0), new AtMost(10)];
        Assert.All(all, rule => Assert.Equal(Verdict.Undecided, rule.Judge([])));
        Assert.All(all, rule => Assert.Equal(Verdict.Undecided, rule.Judge([5, double.NaN, 5])));
    }

    [Fact]
    public void A_rule_says_itself_with_its_numbers() => Assert.Equal(
        [
            "the mean is at least 0.95", "the mean is at most 3", "the 95 % t-interval of the mean lies above 0",
            "the 95 % t-interval of the mean lies below -0.5", "the 95 % t-interval of the mean lies between -0.05 and 0.05",
        ],
        new ClaimRule[] { new AtLeast(0.95), new AtMost(3), new Above(0), new Below(-0.5), new Between(-0.05, 0.05) }
            .Select(rule => rule.Words));

    [Fact]
    public void Verdicts_move_with_the_numbers_and_turn_with_their_sign() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Choose(-50, 50).ListOf().Select(list => list.Select(value => value / 10.0).ToArray()).ToArbitrary(),
        Gen.Choose(-30, 30).ToArbitrary(),
        (samples, shift) =>
        {
            var moved = samples.Select(sample => sample + shift).ToArray();
            var turned = samples.Select(sample => -sample).ToArray();
            var above = new Above(1).Judge(samples);
            Assert.Equal(above, new Below(-1).Judge(turned));
            Assert.Equal(above == Verdict.Holds && samples.Length > 1, new Below(1).Judge(samples) == Verdict.Fails);
            if (shift > 0 && above == Verdict.Holds)
            {
                Assert.Equal(Verdict.Holds, new Above(1).Judge(moved));
            }

            if (new Between(-1, 1).Judge(samples) == Verdict.Holds)
            {
                Assert.Equal(Verdict.Holds, new Above(-1).Judge(samples));
                Assert.Equal(Verdict.Holds, new Below(1).Judge(samples));
            }
        }));
}
