using Engram.Configuration;
using Engram.Numerics;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>How far apart the activities in the conditions of a task are, each pair of conditions at a time.</summary>
[Cite(
    "10.3389/neuro.06.004.2008",
    "Kriegeskorte, Mur & Bandettini 2008, Representational similarity analysis: connecting the branches of systems neuroscience")]
[Cite(
    "10.1016/j.neuroimage.2015.12.012", "Walther et al. 2016, Reliability of dissimilarity measures for multi-voxel pattern analysis")]
public sealed record RepresentationalSimilarity
{
    /// <summary>The measure.</summary>
    public DissimilarityMeasure Measure { get; init; }

    /// <summary>Parts of the trials in cross-validation; no more than a condition has trials.</summary>
    [Range(2, 1000)]
    public int Folds { get; init; } = 5;

    /// <summary>What is added to the variance of each unit in Σ, the covariance within conditions of the other trials, relative to that variance.</summary>
    [Range(0, 1e6, Above = true)]
    public double Ridge { get; init; } = 0.1;

    /// <summary>Compares the mean rates in a period.</summary>
    /// <param name="recording">The recording; catch trials, and those without a step in the period, are left out.</param>
    /// <param name="factor">Name of a factor, <c>condition</c>, <c>answer</c> (the right choice), or <c>choice</c> (the one made).</param>
    /// <param name="period">Name of the period.</param>
    /// <exception cref="UsageException">
    /// There is no such factor or period, not two values with two trials each, or a rate is not finite.
    /// </exception>
    public DissimilarityMatrix Of(Recording recording, string factor, string period)
    {
        ArgumentNullException.ThrowIfNull(recording);
        Settings.Check(this);
        var samples = ConditionSamples.Of(recording, factor, period);
        return Matrix(samples.Rows, samples.Units, samples.Labels, samples.Names);
    }

    /// <summary>Compares samples.</summary>
    /// <param name="rows">Samples, one after the other (n × <paramref name="features"/>).</param>
    /// <param name="features">Values of one row.</param>
    /// <param name="conditions">Condition of each row (n), from 0, two rows or more of each.</param>
    /// <exception cref="UsageException">A condition with fewer than two rows, or a value that is not finite.</exception>
    public DissimilarityMatrix OfRows(double[] rows, int features, int[] conditions)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(conditions);
        ArgumentOutOfRangeException.ThrowIfNotEqual(rows.Length, features * conditions.Length);
        Settings.Check(this);
        Finite.Rows(rows, features);
        string[] names = [.. Enumerable.Range(0, conditions.Max() + 1).Select(k => FormattableString.Invariant($"{k}"))];
        var rare = Enumerable.Range(0, names.Length).FirstOrDefault(one => conditions.Count(label => label == one) < 2, -1);
        return rare >= 0
            ? throw new UsageException($"Condition {rare} has fewer than two rows; give at least two of each condition.")
            : Matrix(rows, features, conditions, names);
    }

    private DissimilarityMatrix Matrix(double[] rows, int features, int[] labels, string[] names)
    {
        var means = ConditionSamples.Means(rows, features, labels, names.Length, _ => true);
        return new(
            Measure, names, Measure == DissimilarityMeasure.Crossnobis ? Crossnobis(rows, features, labels, names.Length) : Distances(means, features, names),
            PrincipalComponents.Of(means, features).ParticipationRatio);
    }

    private double[,] Distances(double[] means, int features, string[] names)
    {
        var distances = new double[names.Length, names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            var a = means.AsSpan(i * features, features);
            if (Measure == DissimilarityMeasure.Correlation && a.IndexOfAnyExcept(a[0]) < 0)
            {
                throw new UsageException(
                    $"The mean rates in condition {names[i]} are the same in all units, so that they have no correlation; take another `Measure`.");
            }

            for (var j = 0; j < i; j++)
            {
                var b = means.AsSpan(j * features, features);
                distances[i, j] = distances[j, i] = Measure == DissimilarityMeasure.Correlation
                    ? 1 - RankOrder.Pearson([.. a], [.. b]) : Math.Sqrt(Apart(a, b));
            }
        }

        return distances;
    }

    // Σ is that of the other trials about their own means, which depends on neither difference: that of all trials would hold the differences
    // between held-out and other means, and make distances too great.
    private double[,] Crossnobis(double[] rows, int features, int[] labels, int conditions)
    {
        var (fold, folds) = Fold(labels, conditions);
        var distances = new double[conditions, conditions];
        for (var f = 0; f < folds; f++)
        {
            int[] training = [.. Enumerable.Range(0, labels.Length).Where(k => fold[k] != f)];
            var means = ConditionSamples.Means(rows, features, labels, conditions, k => fold[k] != f);
            double[] residuals = [.. rows];
            for (var k = 0; k < labels.Length; k++)
            {
                Rows.AddScaled(residuals.AsSpan(k * features, features), -1, means.AsSpan(labels[k] * features, features));
            }

            var whitening = new Whitening(residuals, features, training, Ridge);
            var whitened = new double[rows.Length];
            for (var k = 0; k < labels.Length; k++)
            {
                whitening.Apply(rows.AsSpan(k * features, features), whitened.AsSpan(k * features, features));
            }

            var held = ConditionSamples.Means(whitened, features, labels, conditions, k => fold[k] == f);
            var others = ConditionSamples.Means(whitened, features, labels, conditions, k => fold[k] != f);
            for (var i = 0; i < conditions; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    var sum = 0.0;
                    for (var unit = 0; unit < features; unit++)
                    {
                        sum += (held[(i * features) + unit] - held[(j * features) + unit])
                            * (others[(i * features) + unit] - others[(j * features) + unit]);
                    }

                    distances[i, j] += sum / features / folds;
                    distances[j, i] = distances[i, j];
                }
            }
        }

        return distances;
    }

    // The trials of each condition in turn.
    private (int[] Fold, int Folds) Fold(int[] labels, int conditions)
    {
        var seen = new int[conditions];
        var folds = Math.Min(Folds, labels.GroupBy(label => label).Min(group => group.Count()));
        return ([.. labels.Select(label => seen[label]++ % folds)], folds);
    }

    private static double Apart(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var k = 0; k < a.Length; k++)
        {
            sum += (a[k] - b[k]) * (a[k] - b[k]);
        }

        return sum;
    }
}
