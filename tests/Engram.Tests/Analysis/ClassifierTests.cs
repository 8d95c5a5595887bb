using Engram.Analysis;
using Engram.Configuration;

namespace Engram.Tests.Analysis;

/// <summary>What every classifier of the catalogue has to do, and what each promises of its own solution.</summary>
public sealed class ClassifierTests
{
    public static TheoryData<string> Names => [.. Classifier.Catalog.Names];

    public static TheoryData<string, ValidationScheme> Validations =>
        [.. Classifier.Catalog.Names.SelectMany(name => Enum.GetValues<ValidationScheme>().Select(scheme => (name, scheme)))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Two_gaussians_are_told_apart_as_well_as_can_be(string name)
    {
        // d′ = 2 along a direction that no unit has alone, in noise of unequal variance: the best that can be is Φ(d′/2) = Φ(1) = 0.841.
        const int N = 6, Rows = 3000;
        var stream = Synthetic.Stream();
        var labels = Synthetic.Sides(Rows);
        double[] rows =
        [
            .. Enumerable.Range(0, Rows * N).Select(at =>
                50 + ((1 + (at % N)) * (stream.NextNormal() + ((labels[at / N] - 0.5) * 2 / Math.Sqrt(N))))),
        ];
        Assert.Equal(0.841, LinearDecoder.CrossValidate(rows, N, labels, new() { Classifier = Classifier.Of(name) }), 0.02);
    }

    [Theory]
    [MemberData(nameof(Validations))]
    public void Noise_in_more_units_than_trials_stays_at_chance(string name, ValidationScheme scheme)
    {
        const int Sets = 240, Trials = 24, N = 60;
        var decoder = new LinearDecoder { Classifier = Classifier.Of(name), Validation = scheme, Folds = 4, Runs = 4 };
        var mean = Enumerable.Range(0, Sets).Average(set =>
        {
            var stream = Synthetic.Stream(set);
            double[] rows = [.. Enumerable.Range(0, Trials * N).Select(_ => stream.NextNormal())];
            return LinearDecoder.CrossValidate(rows, N, Synthetic.Sides(Trials), decoder);
        });

        // Three standard deviations of a binomial share of so many trials.
        Assert.Equal(0.5, mean, 3 * Math.Sqrt(0.25 / (Sets * Trials)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_is_learned_from_trials_that_are_held_out(string name)
    {
        // Held-out rows of another mean, scale and number of outliers change no bit of the rule.
        const int N = 5, Rows = 40;
        var stream = Synthetic.Stream(2);
        var labels = Synthetic.Sides(Rows, 3);
        double[] rows = [.. Enumerable.Range(0, Rows * N).Select(at => stream.NextNormal() + labels[at / N])];
        int[] training = [.. Enumerable.Range(0, Rows).Where(row => row % 4 != 1)];
        double[] other = [.. rows.Select((value, at) => at / N % 4 == 1 ? (1e4 * value) - 77 : value)];
        var rule = Classifier.Of(name).Prepare(rows, N, training).Fit(labels, 3);
        var same = Classifier.Of(name).Prepare(other, N, training).Fit([.. labels.Select((label, row) => row % 4 == 1 ? 0 : label)], 3);
        Assert.Equal(rule.Directions, same.Directions);
        Assert.Equal(rule.Offsets, same.Offsets);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Three_classes_are_told_apart_whatever_the_scale_of_each_unit(string name)
    {
        var stream = Synthetic.Stream(3);
        var labels = Synthetic.Sides(150, 3);
        double[] scales = [1e-6, 1e5, 1];
        double[] rows = [.. labels.SelectMany(label => scales.Select((scale, i) => scale * ((i == label ? 5 : 0) + stream.NextNormal())))];
        Assert.InRange(LinearDecoder.CrossValidate(rows, 3, labels, new() { Classifier = Classifier.Of(name) }), 0.97, 1);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_rare_class_counts_as_much_as_a_common_one(string name)
    {
        // One trial in ten is of the second class, a deviation and a half apart: both are decoded as well as can be, Φ(0.75) = 0.773.
        var stream = Synthetic.Stream(4);
        int[] labels = [.. Enumerable.Range(0, 2000).Select(i => i % 10 == 0 ? 1 : 0)];
        double[] rows = [.. labels.Select(label => (1.5 * label) + stream.NextNormal())];
        Assert.Equal(0.773, LinearDecoder.CrossValidate(rows, 1, labels, new() { Classifier = Classifier.Of(name) }), 0.03);
    }

    [Theory]
    [InlineData(4, 60, 3, 1)]
    [InlineData(12, 50, 2, 0.01)]
    [InlineData(90, 40, 3, 1)]
    [InlineData(90, 40, 2, 100)]
    public void No_derivative_of_the_logistic_loss_is_left(int n, int count, int classes, double penalty)
    {
        var (rows, labels, all, z, sd) = Planted(n, count, classes);
        var rule = new LogisticClassifier { Penalty = penalty }.Prepare(rows, n, all).Fit(labels, classes);
        var weights = ClassWeights.Of(labels, all);
        var slope = new double[classes * (n + 1)];
        for (var i = 0; i < count; i++)
        {
            double[] score = [.. Enumerable.Range(0, classes).Select(k => Score(rule, k, rows.AsSpan(i * n, n)))];
            var sum = score.Sum(Math.Exp);
            for (var k = 0; k < classes; k++)
            {
                var error = weights[i] * ((Math.Exp(score[k]) / sum) - (labels[i] == k ? 1 : 0));
                slope[(k * (n + 1)) + n] += error;
                for (var j = 0; j < n; j++)
                {
                    slope[(k * (n + 1)) + j] += error * z[(i * n) + j];
                }
            }
        }

        for (var at = 0; at < classes * n; at++)
        {
            slope[(at / n * (n + 1)) + (at % n)] += penalty * n * rule.Directions[at] * sd[at % n];
        }

        Assert.All(slope, value => Assert.Equal(0, value, 1e-8));
    }

    [Theory]
    [InlineData(4, 60, 1)]
    [InlineData(12, 50, 0.1)]
    [InlineData(90, 40, 1)]
    public void The_dual_problem_proves_how_near_the_support_vectors_are(int n, int count, double penalty)
    {
        const double Gap = 1e-6;
        var (rows, labels, all, _, sd) = Planted(n, count, 2);
        double[] sides = [.. labels.Select(label => label == 1 ? 1.0 : -1)];
        var weights = ClassWeights.Of(labels, all);
        var descent = new DualDescent(new StandardRows(rows, n, all), sides, weights, penalty, n);
        descent.Minimise(Gap);
        Assert.InRange(descent.Primal - descent.Dual, -1e-12 * descent.Primal, Gap * descent.Primal);

        // The primal is that of the rule itself, and no other rule has one that is lower by more than the gap.
        var rule = new SvmClassifier { Penalty = penalty, Gap = Gap }.Prepare(rows, n, all).Fit(labels, 2);
        var loss = Loss(rule);
        Assert.Equal(descent.Primal, loss, 1e-9 * loss);
        var stream = Synthetic.Stream(9);
        for (var k = 0; k < 200; k++)
        {
            var size = Math.Pow(10, -1 - (k % 5));
            double[] moved = [.. rule.Directions.Select((w, at) => w + (at >= n ? size * stream.NextNormal() / sd[at - n] : 0))];
            Assert.InRange(Loss(new(n, moved, [0, rule.Offsets[1] + (size * stream.NextNormal())])), loss * (1 - Gap), double.PositiveInfinity);
        }

        double Loss(LinearRule one)
        {
            var w = Enumerable.Range(0, n).Sum(j => Math.Pow(one.Directions[n + j] * sd[j], 2));

            // The bias at the mean of the rows.
            var a = Score(one, 1, DenseRows.Mean(rows, n, all));
            return (penalty / 2 * ((n * w) + (a * a)))
                + Enumerable.Range(0, count).Sum(i => weights[i] * Math.Max(0, 1 - (sides[i] * Score(one, 1, rows.AsSpan(i * n, n)))));
        }
    }

    [Fact]
    public void Settings_stand_after_colons()
    {
        Assert.Equal(new SvmClassifier { Penalty = 10, Gap = 0.01 }, Classifier.Of("svm:penalty=10:gap=0.01"));
        Assert.Equal(new LdaClassifier { Ridge = 0.1 }, Classifier.Of("lda:ridge=0.1"));
        Assert.Contains("Did you mean 'logistic'", Assert.Throws<UsageException>(() => Classifier.Of("logistics")).Message, StringComparison.Ordinal);
        Assert.Contains("has no value", Assert.Throws<UsageException>(() => Classifier.Of("svm:penalty")).Message, StringComparison.Ordinal);
        Assert.Contains("'penalty' of svm", Assert.Throws<UsageException>(() => Classifier.Of("svm:penalty=-1")).Message, StringComparison.Ordinal);
    }

    private static double Score(LinearRule rule, int k, ReadOnlySpan<double> row) =>
        DenseRows.Dot(rule.Directions.AsSpan(k * rule.Features, rule.Features), row) - rule.Offsets[k];

    // Correlated rows with a class mean in the first feature; all of them are trained on.
    private static (double[] Rows, int[] Labels, int[] All, double[] Z, double[] Sd) Planted(int n, int count, int classes)
    {
        var stream = Synthetic.Stream(5);
        var labels = Synthetic.Sides(count, classes);
        var rows = new double[n * count];
        for (var i = 0; i < count; i++)
        {
            var common = stream.NextNormal();
            for (var j = 0; j < n; j++)
            {
                rows[(i * n) + j] = 3 + ((1 + (j % 3)) * (common + stream.NextNormal() + (j == 0 ? labels[i] : 0)));
            }
        }

        int[] all = [.. Enumerable.Range(0, count)];
        var mean = DenseRows.Mean(rows, n, all);
        double[] sd = [.. Enumerable.Range(0, n).Select(j => Math.Sqrt(all.Average(i => Math.Pow(rows[(i * n) + j] - mean[j], 2))))];
        return (rows, labels, all, [.. rows.Select((value, at) => (value - mean[at % n]) / sd[at % n])], sd);
    }
}
