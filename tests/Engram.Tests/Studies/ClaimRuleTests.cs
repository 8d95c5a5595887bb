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
        Assert.Equal(verdict, new Above(bound).Judge([1, 2, 3, 4, 5]).Verdict);
        Assert.Equal(verdict, new Below(-bound).Judge([-1, -2, -3, -4, -5]).Verdict);
    }

    [Theory]
    [InlineData(1.03, 4.97, Verdict.Holds)]
    [InlineData(1.04, 9, Verdict.Undecided)]
    [InlineData(2, 4, Verdict.Undecided)]
    [InlineData(-4, 1.03, Verdict.Fails)]
    [InlineData(4.97, 9, Verdict.Fails)]
    public void Between_likewise(double least, double greatest, Verdict verdict) =>
        Assert.Equal(verdict, new Between(least, greatest).Judge([1, 2, 3, 4, 5]).Verdict);

    [Fact]
    public void An_interval_ends_where_no_mean_can_be_and_decides_the_same()
    {
        double[] samples = [1, 1, 1, 0.9];
        var (free, ended) = (new Above(0.8).Judge(samples), new Above(0.8) { Floor = -1, Ceiling = 1 }.Judge(samples));
        Assert.True(free.High > 1);
        Assert.Equal((free.Low, 1, free.P, free.Verdict), (ended.Low, ended.High, ended.P, ended.Verdict));
    }

    [Fact]
    public void P_is_that_of_the_t_test()
    {
        // t = 3 / √0.5 = 4.2426 with 4 degrees of freedom: two-sided p = 0.0132; of the bound 1 t = 2.8284, p = 0.0474.
        Assert.Equal(0.01324, new Above(0).Judge([1, 2, 3, 4, 5]).P, 5);
        Assert.Equal(0.04742, new Above(1).Judge([1, 2, 3, 4, 5]).P, 5);
        Assert.Equal(0.04742, new Below(5).Judge([1, 2, 3, 4, 5]).P, 5);
    }

    [Theory]
    [InlineData(10, 10, 0.6915, 1)]
    [InlineData(9, 10, 0.5550, 0.9975)]
    [InlineData(8, 10, 0.4439, 0.9748)]
    [InlineData(0, 10, 0, 0.3085)]
    public void A_share_is_judged_by_the_interval_of_clopper_and_pearson(int good, int n, double low, double high)
    {
        var samples = Counted(good, n);
        var judged = new ShareAbove(0.5).Judge(samples);
        Assert.Equal((double)good / n, judged.Value);
        Assert.Equal(low, judged.Low, 4);
        Assert.Equal(high, judged.High, 4);
        Assert.Equal(low > 0.5 ? Verdict.Holds : high < 0.5 ? Verdict.Fails : Verdict.Undecided, judged.Verdict);
        Assert.Equal(low > 0.5 ? Verdict.Fails : high < 0.5 ? Verdict.Holds : Verdict.Undecided, new ShareBelow(0.5).Judge(samples).Verdict);

        // Neither 9 of 10 nor 10 of 10 shows that nine in ten are good, and neither 8 nor 9 that they are not.
        Assert.Equal(good == 0 ? Verdict.Fails : Verdict.Undecided, new ShareAbove(0.9).Judge(samples).Verdict);
    }

    [Theory]
    [InlineData(0.5, 6)]
    [InlineData(0.75, 13)]
    [InlineData(0.8, 17)]
    [InlineData(0.9, 36)]
    [InlineData(0.95, 72)]
    public void So_many_good_networks_suffice_for_a_share(double share, int n)
    {
        Assert.Equal(Verdict.Holds, new ShareAbove(share).Judge(Counted(n, n)).Verdict);
        Assert.Equal(Verdict.Undecided, new ShareAbove(share).Judge(Counted(n - 1, n - 1)).Verdict);
    }

    [Fact]
    public void An_extreme_is_named_and_says_how_many_others_are_as_good()
    {
        var judged = new EveryAtLeast(1).Judge([3, 1, 2, 4, 5, 6]);
        Assert.Equal((1, 6, Verdict.Holds), (judged.Value, judged.N, judged.Verdict));
        Assert.Equal(0.5407, judged.Low, 4);
        Assert.Equal(Verdict.Undecided, new EveryAtLeast(1).Judge([3, 1, 2, 4, 5]).Verdict);
        Assert.Equal(Verdict.Fails, new EveryAtLeast(1).Judge([3, 0.99, 2, 4, 5, 6]).Verdict);
        Assert.Equal((5, double.NaN), (new EveryAtLeast(1).Judge([3, 0.99, 2, 4, 5, 6]).Passing, new EveryAtLeast(1).Judge([3, 0.99, 2, 4, 5, 6]).P));
        Assert.Equal(6, new EveryAtMost(6).Judge([3, 1, 2, 4, 5, 6]).Value);
        Assert.Equal(Verdict.Undecided, new EveryAtMost(6) { Share = 0.75 }.Judge([3, 1, 2, 4, 5, 6]).Verdict);
        Assert.Equal(("least", "greatest"), (new EveryAtLeast(1).Measure, new EveryAtMost(1).Measure));
    }

    [Fact]
    public void Numbers_without_a_spread_decide_nothing_of_their_mean()
    {
        Assert.Equal(Verdict.Undecided, new Above(0.5).Judge([1, 1, 1, 1, 1, 1]).Verdict);
        Assert.Equal(Verdict.Undecided, new Below(0).Judge([0, 0, 0, 0, 0, 0]).Verdict);
        Assert.Equal(Verdict.Undecided, new Between(-0.05, 0.05).Judge([0, 0, 0, 0, 0, 0]).Verdict);
        Assert.Equal(Verdict.Holds, new ShareAbove(0.5).Judge([1, 1, 1, 1, 1, 1]).Verdict);
    }

    [Fact]
    public void Too_few_numbers_and_what_is_no_number_decide_nothing()
    {
        ClaimRule[] all =
            [new Above(0), new Below(0), new Between(0, 10), new ShareAbove(0.5), new ShareBelow(0.5), new EveryAtLeast(0) { Share = 0.9 }, new EveryAtMost(10) { Share = 0.9 }];
        Assert.All(all, rule => Assert.Equal((Verdict.Undecided, true), (rule.Judge([1]).Verdict, rule.Judge([1]).P > Judgement.Level)));
        Assert.All(all, rule => Assert.Equal((Verdict.Undecided, 1.0), (rule.Judge([]).Verdict, rule.Judge([]).P)));
        double[] broken = [1, double.NaN, 1, 0, 1, 1, 1, 1, 1, 0];
        Assert.All(all, rule => Assert.Equal((Verdict.Undecided, 9, 1.0), (rule.Judge(broken).Verdict, rule.Judge(broken).N, rule.Judge(broken).P)));
        Assert.Equal(7.0 / 9, new Above(0).Judge(broken).Value, 12);
    }

    [Fact]
    public void A_rule_says_when_it_holds_and_what_would_refute_it() => Assert.Equal(
        [
            "the 95 % t-interval of the mean lies above 0; it lies below 0",
            "the 95 % t-interval of the mean lies below −0.5; it lies above −0.5",
            "the 95 % t-interval of the mean lies between −0.05 and 0.05; it lies outside",
            "the 95 % Clopper–Pearson interval of the share lies above 90 %; it lies below 90 %",
            "the 95 % Clopper–Pearson interval of the share lies below 10 %; it lies above 10 %",
            "the least is at least 0.95, and the 95 % Clopper–Pearson interval of the share of networks that pass lies above 50 %; "
                + "one network does not pass",
            "the greatest is at most 3, and the 95 % Clopper–Pearson interval of the share of networks that pass lies above 75 %; "
                + "one network does not pass",
        ],
        new ClaimRule[]
        {
            new Above(0), new Below(-0.5), new Between(-0.05, 0.05), new ShareAbove(0.9), new ShareBelow(0.1), new EveryAtLeast(0.95),
            new EveryAtMost(3) { Share = 0.75 },
        }.Select(rule => $"{rule.Words}; {rule.Against}"));

    [Fact]
    public void Verdicts_move_with_the_numbers_and_turn_with_their_sign() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Choose(-50, 50).ListOf().Select(list => list.Select(value => value / 10.0).ToArray()).ToArbitrary(),
        Gen.Choose(-30, 30).ToArbitrary(),
        (samples, shift) =>
        {
            var moved = samples.Select(sample => sample + shift).ToArray();
            var turned = samples.Select(sample => -sample).ToArray();
            var above = new Above(1).Judge(samples).Verdict;
            Assert.Equal(above, new Below(-1).Judge(turned).Verdict);
            Assert.Equal(above == Verdict.Holds, new Below(1).Judge(samples).Verdict == Verdict.Fails);
            if (shift > 0 && above == Verdict.Holds)
            {
                Assert.Equal(Verdict.Holds, new Above(1).Judge(moved).Verdict);
            }

            if (new Between(-1, 1).Judge(samples).Verdict == Verdict.Holds)
            {
                Assert.Equal(Verdict.Holds, new Above(-1).Judge(samples).Verdict);
                Assert.Equal(Verdict.Holds, new Below(1).Judge(samples).Verdict);
            }
        }));

    [Fact]
    public void A_verdict_p_and_the_interval_say_the_same() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Choose(-50, 50).ListOf().Where(list => list.Distinct().Count() > 1).Select(list => list.Select(value => value / 10.0).ToArray())
            .ToArbitrary(),
        samples =>
        {
            var judged = new Above(0).Judge(samples);
            Assert.Equal(judged.Low > 0 || judged.High < 0, judged.P <= Judgement.Level);
            var share = new ShareAbove(0.4).Judge([.. samples.Select(sample => sample > 0 ? 1.0 : 0)]);
            Assert.Equal(share.Low > 0.4 || share.High < 0.4, share.P <= Judgement.Level);
        }));

    private static double[] Counted(int good, int n) => [.. Enumerable.Range(0, n).Select(k => k < good ? 1.0 : 0)];
}
