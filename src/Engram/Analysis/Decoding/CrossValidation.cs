using Engram.Configuration;

namespace Engram.Analysis;

/// <summary>
/// Trials in folds, each with its share of every class, and labellings of them: the true one and permuted ones. Labels are permuted within
/// folds, so that every labelling is stratified as the true one is, and what is derived from the trials alone is derived once for all.
/// </summary>
internal sealed class CrossValidation
{
    private readonly double ridge;
    private readonly int classes;
    private readonly int[][] training, held, labellings;
    private readonly int[] counts;

    public CrossValidation(LinearDecoder decoder, string factor, IReadOnlyList<string> names, int[] labels, int permutations)
    {
        Settings.Check(decoder);
        (ridge, classes) = (decoder.Ridge, names.Count);
        counts = [.. Enumerable.Range(0, classes).Select(level => labels.Count(label => label == level))];
        if (classes < 2)
        {
            throw new UsageException($"{factor} is {string.Concat(names)} in all trials, so it cannot be decoded; record trials with other values.");
        }

        if (counts.Min() < decoder.Folds)
        {
            var rarest = names[Array.IndexOf(counts, counts.Min())];
            throw new UsageException(FormattableString.Invariant(
                $"Only {counts.Min()} trials have {factor} {rarest}, fewer than the {decoder.Folds} folds of the cross-validation; ")
                + "record more trials, or set fewer `Folds`.");
        }

        var fold = Assign(labels, decoder);
        int[] all = [.. Enumerable.Range(0, labels.Length)];
        training = [.. Enumerable.Range(0, decoder.Folds).Select(f => all.Where(trial => fold[trial] != f).ToArray())];
        held = [.. Enumerable.Range(0, decoder.Folds).Select(f => all.Where(trial => fold[trial] == f).ToArray())];
        labellings = [labels, .. Enumerable.Range(1, permutations).Select(k => Permuted(labels, decoder.Seed, k))];
    }

    /// <summary>Accuracy on held-out rows (n × features) with each labelling, the true one first.</summary>
    public double[] Accuracies(double[] rows, int features)
    {
        rows = SafeScale.Columns([rows], features)[0];
        var hits = new int[labellings.Length * classes];
        var whitened = new double[rows.Length];
        for (var fold = 0; fold < training.Length; fold++)
        {
            var whitening = new Whitening(rows, features, training[fold], ridge);
            for (var row = 0; row < rows.Length; row += features)
            {
                whitening.Apply(rows.AsSpan(row, features), whitened.AsSpan(row, features));
            }

            for (var k = 0; k < labellings.Length; k++)
            {
                var discriminant = Discriminant.Fit(whitened, features, training[fold], labellings[k], classes);
                Count(discriminant, whitened, fold, labellings[k], hits.AsSpan(k * classes, classes));
            }
        }

        return [.. Enumerable.Range(0, labellings.Length).Select(k => Accuracy(hits.AsSpan(k * classes, classes)))];
    }

    /// <summary>Accuracy of decoders fitted to each of several sets of rows, tested on held-out rows of each: [fitted, tested].</summary>
    public double[] CrossAccuracies(double[][] sets, int features)
    {
        sets = SafeScale.Columns(sets, features);
        var hits = new int[sets.Length * sets.Length * classes];
        for (var fitted = 0; fitted < sets.Length; fitted++)
        {
            for (var fold = 0; fold < training.Length; fold++)
            {
                var whitening = new Whitening(sets[fitted], features, training[fold], ridge);
                var discriminant = Discriminant.Fit(whitening, sets[fitted], features, training[fold], labellings[0], classes);
                for (var tested = 0; tested < sets.Length; tested++)
                {
                    var cell = hits.AsSpan(((fitted * sets.Length) + tested) * classes, classes);
                    Count(discriminant, sets[tested], fold, labellings[0], cell);
                }
            }
        }

        return [.. Enumerable.Range(0, sets.Length * sets.Length).Select(cell => Accuracy(hits.AsSpan(cell * classes, classes)))];
    }

    // Each class is shuffled and dealt out in turn, going on where the last class ended, so that folds are of nearly equal size.
    private static int[] Assign(int[] labels, LinearDecoder decoder)
    {
        var stream = Resampling.Stream(decoder.Seed, 0);
        var fold = new int[labels.Length];
        var dealt = 0;
        foreach (var group in labels.Index().GroupBy(pair => pair.Item, pair => pair.Index).OrderBy(group => group.Key))
        {
            int[] members = [.. group];
            Resampling.Shuffle<int>(members, ref stream);
            foreach (var trial in members)
            {
                fold[trial] = dealt++ % decoder.Folds;
            }
        }

        return fold;
    }

    private int[] Permuted(int[] labels, ulong seed, int k)
    {
        var stream = Resampling.Stream(seed, k);
        var permuted = new int[labels.Length];
        foreach (var members in held)
        {
            int[] order = [.. members];
            Resampling.Shuffle<int>(order, ref stream);
            for (var i = 0; i < members.Length; i++)
            {
                permuted[members[i]] = labels[order[i]];
            }
        }

        return permuted;
    }

    private void Count(Discriminant discriminant, double[] rows, int fold, int[] labels, Span<int> hits)
    {
        foreach (var trial in held[fold])
        {
            if (discriminant.Classify(rows.AsSpan(trial * discriminant.Features, discriminant.Features)) == labels[trial])
            {
                hits[labels[trial]]++;
            }
        }
    }

    private double Accuracy(ReadOnlySpan<int> hits)
    {
        var sum = 0.0;
        for (var level = 0; level < classes; level++)
        {
            sum += (double)hits[level] / counts[level];
        }

        return sum / classes;
    }
}
