namespace Engram.Analysis;

/// <summary>
/// Trials that decoders are fitted to and tested on, and labellings of them: the true one and permuted ones. What is derived from the trials alone is
/// derived once for all labellings.
/// </summary>
internal sealed class CrossValidation
{
    private readonly Classifier classifier;
    private readonly Partition partition;
    private readonly int classes;
    private readonly int[][] labellings;
    private readonly int[] counts;

    public CrossValidation(Classifier classifier, Partition partition, int[] labels, int classes, int permutations, ulong seed)
    {
        (this.classifier, this.partition, this.classes) = (classifier, partition, classes);
        labellings = [labels, .. Enumerable.Range(1, permutations).Select(k => partition.Permuted(labels, seed, k))];
        counts = [.. Enumerable.Range(0, classes).Select(level => partition.Held.Sum(held => held.Count(trial => labels[trial] == level)))];
    }

    /// <summary>Accuracy on held-out rows (n × features) with each labelling, the true one first.</summary>
    public double[] Accuracies(double[] rows, int features)
    {
        rows = SafeScale.Columns([rows], features)[0];
        var hits = new int[labellings.Length * classes];
        for (var fold = 0; fold < partition.Training.Length; fold++)
        {
            var learner = classifier.Prepare(rows, features, partition.Training[fold]);
            for (var k = 0; k < labellings.Length; k++)
            {
                Count(learner.FitWithin(labellings[k], classes), learner.Coordinates, fold, labellings[k], hits.AsSpan(k * classes, classes));
            }
        }

        return Accuracies(hits);
    }

    /// <summary>
    /// Accuracy of decoders fitted to one of several sets of rows, tested on held-out rows of each: [labelling, tested], the true labelling first.
    /// </summary>
    /// <param name="sets">The sets, none of which needs <see cref="SafeScale"/>.</param>
    /// <param name="features">Values of a row.</param>
    /// <param name="fitted">Which is fitted to.</param>
    public double[] CrossAccuracies(double[][] sets, int features, int fitted)
    {
        var hits = new int[labellings.Length * sets.Length * classes];
        for (var fold = 0; fold < partition.Training.Length; fold++)
        {
            var learner = classifier.Prepare(sets[fitted], features, partition.Training[fold]);
            for (var k = 0; k < labellings.Length; k++)
            {
                var rule = learner.Fit(labellings[k], classes);
                for (var tested = 0; tested < sets.Length; tested++)
                {
                    Count(rule, sets[tested], fold, labellings[k], hits.AsSpan(((k * sets.Length) + tested) * classes, classes));
                }
            }
        }

        return Accuracies(hits);
    }

    private void Count(LinearRule rule, double[] rows, int fold, int[] labels, Span<int> hits)
    {
        foreach (var trial in partition.Held[fold])
        {
            if (rule.Classify(rows.AsSpan(trial * rule.Features, rule.Features)) == labels[trial])
            {
                hits[labels[trial]]++;
            }
        }
    }

    // The mean over classes, for each group of as many counts as there are classes.
    private double[] Accuracies(int[] hits)
    {
        var accuracies = new double[hits.Length / classes];
        for (var place = 0; place < accuracies.Length; place++)
        {
            var sum = 0.0;
            for (var level = 0; level < classes; level++)
            {
                sum += (double)hits[(place * classes) + level] / counts[level];
            }

            accuracies[place] = sum / classes;
        }

        return accuracies;
    }
}
