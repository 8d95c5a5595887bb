namespace Engram.Analysis;

/// <summary>Where conditions of the two values of a variable lie.</summary>
internal sealed class ConditionGeometry
{
    private readonly double[] rows, means;
    private readonly int features;
    private readonly int[] conditions, first, second;
    private readonly Classifier classifier;

    public ConditionGeometry(double[] rows, int features, int[] conditions, int[] first, int[] second, Classifier classifier)
    {
        (this.rows, this.features, this.conditions, this.first, this.second, this.classifier) = (rows, features, conditions, first, second, classifier);
        means = ConditionSamples.Means(rows, features, conditions, first.Length + second.Length, _ => true);
    }

    /// <summary>Mean over pairs of held-out conditions, one of each value, of the mean share decoded correctly in each.</summary>
    public double Generalisation()
    {
        int[] labels = [.. conditions.Select(condition => second.Contains(condition) ? 1 : 0)];
        var sum = 0.0;
        foreach (var a in first)
        {
            foreach (var b in second)
            {
                int[] training = [.. Enumerable.Range(0, conditions.Length).Where(k => conditions[k] != a && conditions[k] != b)];
                var decoder = classifier.Prepare(rows, features, training).Fit(labels, 2);
                sum += (Correct(decoder, a, 0) + Correct(decoder, b, 1)) / 2;
            }
        }

        return sum / (first.Length * second.Length);
    }

    /// <summary>The greatest mean cosine over all ways to pair the conditions of one value with those of the other.</summary>
    public double Parallelism()
    {
        var best = double.NegativeInfinity;
        Pair([.. second], 0);
        return best;

        void Pair(int[] order, int place)
        {
            if (place == order.Length)
            {
                best = Math.Max(best, MeanCosine(order));
                return;
            }

            for (var k = place; k < order.Length; k++)
            {
                (order[place], order[k]) = (order[k], order[place]);
                Pair(order, place + 1);
                (order[place], order[k]) = (order[k], order[place]);
            }
        }
    }

    private double Correct(LinearRule decoder, int condition, int label)
    {
        int[] tested = [.. Enumerable.Range(0, conditions.Length).Where(k => conditions[k] == condition)];
        return tested.Count(k => decoder.Classify(rows.AsSpan(k * features, features)) == label) / (double)tested.Length;
    }

    private double MeanCosine(int[] order)
    {
        double[][] vectors = [.. first.Select((a, k) => Difference(a, order[k]))];
        var (sum, pairs) = (0.0, 0);
        for (var i = 0; i < vectors.Length; i++)
        {
            for (var j = 0; j < i; j++, pairs++)
            {
                var norm = Math.Sqrt(DenseRows.Dot(vectors[i], vectors[i]) * DenseRows.Dot(vectors[j], vectors[j]));
                sum += norm > 0 ? DenseRows.Dot(vectors[i], vectors[j]) / norm : 0;
            }
        }

        return sum / pairs;
    }

    private double[] Difference(int a, int b) =>
        [.. Enumerable.Range(0, features).Select(unit => means[(b * features) + unit] - means[(a * features) + unit])];
}
