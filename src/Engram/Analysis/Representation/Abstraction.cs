using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Analysis;

/// <summary>
/// Whether a variable of two values is coded in the same way whatever else is the case. Cross-condition generalisation performance: a linear
/// decoder of the variable is fitted to the trials of all conditions but one of each value, and tested on these two, for all such pairs. The
/// parallelism score is the mean cosine between the vectors from a condition of one value to one of the other, in the pairing of conditions in
/// which it is greatest. Random geometry for comparison: the deviations from the mean of all trials are given to other units, in an order of its own
/// in each condition, which keeps the distances of conditions from that mean and the noise within them.
/// </summary>
[Cite("10.1016/j.cell.2020.09.031", "Bernardi et al. 2020, The geometry of abstraction in the hippocampus and prefrontal cortex")]
public sealed record Abstraction
{
    private const int MostPaired = 7;

    /// <summary>Random geometries.</summary>
    [Range(1, 1_000_000)]
    public int Permutations { get; init; } = 200;

    /// <summary>The decoder of the variable.</summary>
    [NotASetting]
    public Classifier Classifier { get; init; } = new LdaClassifier { Ridge = 0.01 };

    /// <summary>Seed of the random geometries.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Measures it in the mean rates of a period.</summary>
    /// <param name="recording">The recording; catch trials, and those without a step in the period, are left out.</param>
    /// <param name="variable">A factor of two values, <c>answer</c> (the right choice), or <c>choice</c> (the one made).</param>
    /// <param name="context">Another factor; each of its values with each of the variable's makes a condition.</param>
    /// <param name="period">Name of the period.</param>
    /// <exception cref="UsageException">
    /// There is no such factor or period, the variable has not two values or the context one alone, a condition has fewer than two trials, or a rate
    /// is not finite.
    /// </exception>
    public AbstractionScores Of(Recording recording, string variable, string context, string period)
    {
        ArgumentNullException.ThrowIfNull(recording);
        var (a, b) = (ConditionSamples.Of(recording, variable, period), ConditionSamples.Of(recording, context, period));
        if (a.Names.Length != 2)
        {
            throw new UsageException(
                $"{variable} took the values {string.Join(", ", a.Names)}; abstraction is of a variable of two values, so name another, or pin the factor to two.");
        }

        var of = b.Trials.Zip(b.Labels).ToDictionary();
        int[] kept = [.. Enumerable.Range(0, a.Trials.Length).Where(k => of.ContainsKey(a.Trials[k]))];
        int[] conditions = [.. kept.Select(k => (a.Labels[k] * b.Names.Length) + of[a.Trials[k]])];
        var rare = Enumerable.Range(0, 2 * b.Names.Length).FirstOrDefault(one => conditions.Count(condition => condition == one) < 2, -1);
        return rare >= 0
            ? throw new UsageException(
                $"Fewer than two trials have {variable} {a.Names[rare / b.Names.Length]} and {context} {b.Names[rare % b.Names.Length]}; record more trials.")
            : OfRows(
                [.. kept.SelectMany(k => a.Rows.AsSpan(k * a.Units, a.Units).ToArray())], a.Units, conditions,
                [.. Enumerable.Range(0, 2 * b.Names.Length).Select(condition => condition >= b.Names.Length)]);
    }

    /// <summary>Measures it in samples.</summary>
    /// <param name="rows">Samples, one after the other (n × <paramref name="features"/>).</param>
    /// <param name="features">Values of one row.</param>
    /// <param name="conditions">Condition of each row (n), from 0.</param>
    /// <param name="isSecond">Whether each condition is of the variable's second value; two conditions or more of each value, as many of both.</param>
    /// <exception cref="UsageException">Not as many conditions of both values, or more than seven of each; a condition without rows; a value that is not finite.</exception>
    public AbstractionScores OfRows(double[] rows, int features, int[] conditions, bool[] isSecond)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(conditions);
        ArgumentNullException.ThrowIfNull(isSecond);
        ArgumentOutOfRangeException.ThrowIfNotEqual(rows.Length, features * conditions.Length);
        Settings.Check(this);
        Settings.Check(Classifier);
        Finite.Rows(rows, features);
        int[] first = [.. Enumerable.Range(0, isSecond.Length).Where(one => !isSecond[one])];
        int[] second = [.. Enumerable.Range(0, isSecond.Length).Where(one => isSecond[one])];
        if (first.Length != second.Length || first.Length is < 2 or > MostPaired || isSecond.Where((_, one) => !conditions.Contains(one)).Any())
        {
            throw new UsageException(FormattableString.Invariant(
                $"The variable's values have {first.Length} and {second.Length} conditions; give as many of both, from 2 to {MostPaired}, each with trials."));
        }

        var geometry = new ConditionGeometry(rows, features, conditions, first, second, Classifier);
        var (generalisation, parallelism) = (geometry.Generalisation(), geometry.Parallelism());
        var (random, parallel) = (new double[Permutations], new double[Permutations]);
        for (var k = 0; k < Permutations; k++)
        {
            var shuffled = new ConditionGeometry(Shuffled(rows, features, conditions, k), features, conditions, first, second, Classifier);
            (random[k], parallel[k]) = (shuffled.Generalisation(), shuffled.Parallelism());
        }

        return new(
            conditions.Length, generalisation, random.Average(), Resampling.Quantile(random, 0.95), Resampling.PValue(generalisation, random),
            parallelism, Resampling.Quantile(parallel, 0.95), Resampling.PValue(parallelism, parallel));
    }

    private double[] Shuffled(double[] rows, int features, int[] conditions, int draw)
    {
        var stream = Resampling.Stream(Seed, draw);
        var mean = DenseRows.Mean(rows, features, [.. Enumerable.Range(0, conditions.Length)]);
        int[][] orders = [.. Enumerable.Range(0, conditions.Max() + 1).Select(_ => Enumerable.Range(0, features).ToArray())];
        foreach (var order in orders)
        {
            Resampling.Shuffle<int>(order, ref stream);
        }

        var shuffled = new double[rows.Length];
        for (var k = 0; k < rows.Length; k++)
        {
            var from = orders[conditions[k / features]][k % features];
            shuffled[k] = rows[(k / features * features) + from] - mean[from];
        }

        return shuffled;
    }
}
