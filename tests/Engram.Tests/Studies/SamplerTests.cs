using Engram.Configuration;
using Engram.Studies;

namespace Engram.Tests.Studies;

/// <summary>Samplers by themselves, on functions instead of networks.</summary>
public sealed class SamplerTests
{
    private const int Trials = 60, Round = 8, Repetitions = 40;

    // Decided in advance: a one-sided sign test over 40 pairs, where P(31 wins or more | ½) = 0.0003.
    private const int Wins = 31;

    // χ² of 9 degrees of freedom is below this with P = 0.999.
    private const double MostSquared = 27.88;

    private static readonly SearchRange Rate = new("learning-rate", "1e-5", "1e-1", true), Radius = new("spectral-radius", "0.01", "2");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_parzen_estimator_finds_the_least_of_a_smooth_function_better_than_chance(bool quasi)
    {
        var space = Space(Rate, Radius);
        var wins = Enumerable.Range(1, Repetitions).Count(seed =>
            Best(space, new TpeSampler(), (ulong)seed, Bowl) < Best(space, new RandomSampler { Quasi = quasi }, (ulong)(seed + 1000), Bowl));
        Assert.InRange(wins, Wins, Repetitions);
    }

    [Fact]
    public void A_parzen_estimator_finds_a_valley_that_runs_aslant_and_one_of_four_names()
    {
        var plain = Space(Rate, Radius);
        var named = Space(Rate, Radius, new SearchRange("units", "5", "500", true), new SearchChoice("cell", ["leaky", "gru", "elman", "lstm"]));
        foreach (var (space, function) in new (IReadOnlyList<SearchDimension>, Func<double[], double>)[] { (plain, Valley), (named, Named) })
        {
            var wins = Enumerable.Range(1, Repetitions).Count(seed =>
                Best(space, new TpeSampler(), (ulong)seed, function) < Best(space, new RandomSampler(), (ulong)(seed + 1000), function));
            Assert.InRange(wins, Wins, Repetitions);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Random_covers_a_range_evenly_on_its_own_scale(bool quasi)
    {
        const int Count = 1000, Bins = 10;
        var space = Space(Rate, Radius, new SearchRange("delay", "100ms", "2s"));
        var drawn = Drawn(space, new RandomSampler { Quasi = quasi }, 7, Count);
        double[][] shares =
        [
            [.. drawn.Select(settings => (Math.Log10(space[0].Number(settings[0])) + 5) / 4)],
            [.. drawn.Select(settings => (space[1].Number(settings[1]) - 0.01) / 1.99)],
            [.. drawn.Select(settings => (space[2].Number(settings[2]) - 100) / 1900)],
        ];
        foreach (var share in shares)
        {
            Assert.All(share, one => Assert.InRange(one, -1e-9, 1 + 1e-9));
            int[] bins = [.. Enumerable.Range(0, Bins).Select(bin => share.Count(one => Math.Clamp((int)(one * Bins), 0, Bins - 1) == bin))];
            var squared = bins.Sum(bin => Math.Pow(bin - (Count / Bins), 2) / (Count / Bins));
            Assert.InRange(squared, 0, quasi ? 1 : MostSquared);
        }

        // Two settings are independent: each of the 25 fields of a pair of them has its share.
        int[] fields = [.. Enumerable.Range(0, 25).Select(field => shares[0].Zip(shares[1]).Count(pair =>
            Math.Min(4, (int)(pair.First * 5)) == field / 5 && Math.Min(4, (int)(pair.Second * 5)) == field % 5))];
        Assert.All(fields, field => Assert.InRange(field, 40 - 25, 40 + 25));
    }

    [Fact]
    public void Whole_numbers_have_their_shares_with_both_ends()
    {
        const int Count = 4000;
        var space = Space(new SearchRange("units", "1", "5"), new SearchRange("window", "1", "16", true));
        var drawn = Drawn(space, new RandomSampler(), 3, Count);
        for (var k = 1; k <= 5; k++)
        {
            Assert.InRange(drawn.Count(settings => settings[0] == $"{k}") / (double)Count, 0.19, 0.21);
        }

        // On a logarithmic scale k stands for k − ½ to k + ½.
        for (var k = 1; k <= 16; k++)
        {
            var expected = Math.Log((k + 0.5) / (k - 0.5)) / Math.Log(16.5 / 0.5);
            Assert.InRange(drawn.Count(settings => settings[1] == $"{k}") / (double)Count, expected - 0.01, expected + 0.01);
        }
    }

    [Fact]
    public void The_first_points_of_the_sequence_lie_one_in_each_interval_and_another_seed_gives_others()
    {
        for (var seed = 1ul; seed <= 3; seed++)
        {
            var points = Enumerable.Range(0, 27).Select(index => Halton.Point(3, index, seed)).ToList();
            Assert.Equal(Enumerable.Range(0, 16), points.Take(16).Select(point => (int)(point[0] * 16)).Order());
            Assert.Equal(Enumerable.Range(0, 27), points.Select(point => (int)(point[1] * 27)).Order());
            Assert.Equal(Enumerable.Range(0, 25), points.Take(25).Select(point => (int)(point[2] * 25)).Order());
        }

        Assert.NotEqual(Halton.Point(2, 0, 1), Halton.Point(2, 0, 2));
    }

    [Fact]
    public void A_density_has_the_integral_1_and_draws_what_it_says()
    {
        var space = Space(Rate, new SearchChoice("cell", ["leaky", "gru", "elman"]));
        var density = new ParzenDensity(space, [[0.05, 0.5], [0.2, 0.5], [0.9, 0.1], [0.3, 0.5]]);
        const int Steps = 2000;
        double At(double u, int cell) => Math.Exp(density.Log([u, (cell + 0.5) / 3])) / 3;
        double[] shares = [.. Enumerable.Range(0, 3).Select(cell => Enumerable.Range(0, Steps).Average(step => At((step + 0.5) / Steps, cell)))];
        Assert.Equal(1, shares.Sum(), 6);

        // Three points have the second value, one the first, and each is counted once more, beside the uniform point.
        Assert.Equal((4 / 5.0 * (4 / 7.0)) + (1 / 5.0 / 3), shares[1], 6);

        var stream = new Engram.Numerics.RandomStream(new(5, Engram.Numerics.Purpose.Analysis), 0);
        var left = 0;
        for (var draw = 0; draw < 20_000; draw++)
        {
            left += density.Draw(ref stream)[0] < 0.25 ? 1 : 0;
        }

        var expected = Enumerable.Range(0, Steps / 4).Sum(step => Enumerable.Range(0, 3).Sum(cell => At((step + 0.5) / Steps, cell))) / Steps;
        Assert.Equal(expected, left / 20_000.0, 0.015);
    }

    [Fact]
    public void A_small_space_is_tried_whole_before_anything_is_tried_twice()
    {
        var space = Space(new SearchRange("units", "1", "6"), new SearchChoice("cell", ["leaky", "gru"]));
        var (history, tried) = (new SearchHistory(space, new TpeSampler { Startup = 2, Candidates = 200 }, 1), new List<string>());
        for (var trial = 0; trial < 11; trial++)
        {
            tried.Add(string.Join(' ', history.Propose().Select(setting => setting.Value)));
            history.Tell([new(0, tried[^1].Length + trial)]);
        }

        Assert.InRange(tried.Distinct().Count(), 10, 11);
    }

    [Fact]
    public void Trials_without_a_score_are_bad_and_one_after_another_it_learns_to_shun_them()
    {
        var space = Space(Rate, Radius);
        var history = new SearchHistory(space, new TpeSampler(), 2);
        var fell = new List<bool>();
        while (fell.Count < 64)
        {
            List<double> found = [.. Enumerable.Range(0, Round).Select(_ => Number(space[0], history.Propose()[0]))];
            fell.AddRange(found.Select(x => x > -3));
            history.Tell([.. found.Select(x => x > -3 ? new SearchScore(1, double.NaN) : new SearchScore(0, x))]);
        }

        Assert.InRange(fell.Take(16).Count(one => one), 6, 10);
        Assert.InRange(fell.Skip(32).Count(one => one), 0, 9);
    }

    [Fact]
    public void A_sampler_is_written_with_its_settings()
    {
        Assert.Equal(new TpeSampler { Startup = 32, Good = 0.2 }, Sampler.Of("tpe:startup=32:good=0.2"));
        Assert.Equal(new RandomSampler { Quasi = false }, Sampler.Of("random:quasi=false"));
        Assert.Contains("has no value", Assert.Throws<UsageException>(() => Sampler.Of("tpe:startup")).Message, StringComparison.Ordinal);
    }

    private static double Bowl(double[] x) => Math.Pow((x[0] + 2.7) / 2, 2) + Math.Pow(x[1] - 0.62, 2);

    private static double Valley(double[] x) =>
        Math.Pow(((x[0] + 3) / 2) + (x[1] - 1), 2) + (0.05 * Math.Pow(((x[0] + 3) / 2) - (x[1] - 1) - 0.3, 2));

    private static double Named(double[] x) => Bowl(x) + Math.Pow(Math.Log10(x[2]) - 2, 2) + (x[3] == 2 ? 0 : 0.3);

    private static double Best(IReadOnlyList<SearchDimension> space, Sampler sampler, ulong seed, Func<double[], double> function)
    {
        var (history, values) = (new SearchHistory(space, sampler, seed), new List<double>());
        while (values.Count < Trials)
        {
            var found = Enumerable.Range(0, Math.Min(Round, Trials - values.Count)).Select(_ => history.Propose())
                .Select(settings => function([.. space.Zip(settings, Number)])).ToList();
            history.Tell([.. found.Select(value => new SearchScore(0, value))]);
            values.AddRange(found);
        }

        return values.Min();
    }

    private static double Number(SearchDimension dimension, KeyValuePair<string, string> setting) =>
        dimension.Name == Rate.Name ? Math.Log10(dimension.Number(setting.Value)) : dimension.Number(setting.Value);

    private static List<string[]> Drawn(IReadOnlyList<SearchDimension> space, Sampler sampler, ulong seed, int count)
    {
        var history = new SearchHistory(space, sampler, seed);
        return [.. Enumerable.Range(0, count).Select(_ => history.Propose().Select(setting => setting.Value).ToArray())];
    }

    private static IReadOnlyList<SearchDimension> Space(params SearchAxis[] axes) =>
        SearchSpace.Of(SmallStudy.Basis.With, SmallStudy.Basis, axes).Dimensions;
}
