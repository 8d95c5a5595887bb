using Engram.Configuration;

namespace Engram.Analysis;

/// <summary>Which trials decoders are fitted to, and which they are tested on.</summary>
/// <param name="Training">The trials of each fit.</param>
/// <param name="Held">Those tested with it.</param>
/// <param name="Groups">Labels are permuted within each of these, so that every labelling has as many trials of a class as the true one.</param>
internal sealed record Partition(int[][] Training, int[][] Held, int[][] Groups)
{
    /// <summary>Folds, each with its share of every class.</summary>
    public static Partition Folds(FactorNames names, int[] labels, int folds, ulong seed)
    {
        var counts = names.Counts(labels);
        if (counts.Min() < folds)
        {
            throw new UsageException(FormattableString.Invariant(
                $"Only {Trials(counts.Min(), "has", "have")} {names.Factor} {names.Levels[Array.IndexOf(counts, counts.Min())]}, ")
                + FormattableString.Invariant($"fewer than the {folds} folds of the cross-validation; record more trials, or set fewer `Folds`."));
        }

        var fold = Assign(labels, folds, seed);
        return LeaveOut([.. Enumerable.Range(0, folds).Select(f => Where(labels.Length, trial => fold[trial] == f))]);
    }

    /// <summary>Runs of consecutive trials, each left out in turn.</summary>
    public static Partition Runs(FactorNames names, int[] labels, int runs)
    {
        names.Counts(labels);
        if (labels.Length < runs)
        {
            throw new UsageException(FormattableString.Invariant(
                $"{Trials(labels.Length, "is", "are")} fewer than the {runs} runs that they are to be parted into; record more trials, or set fewer `Runs`."));
        }

        var parts = Enumerable.Range(0, runs)
            .Select(run => Where(labels.Length, trial => (long)trial * runs / labels.Length == run)).ToArray();
        for (var level = 0; level < names.Levels.Count; level++)
        {
            if (Array.FindIndex(parts, part => !part.Any(trial => labels[trial] == level)) is var run and >= 0)
            {
                throw new UsageException(FormattableString.Invariant(
                    $"No trial of run {run + 1} of {runs} has {names.Factor} {names.Levels[level]}; record more trials, or set fewer `Runs`."));
            }
        }

        return LeaveOut(parts);
    }

    /// <summary>Fitted to some trials, tested on others.</summary>
    /// <param name="names">What is decoded.</param>
    /// <param name="labels">Class of each trial.</param>
    /// <param name="from">Trials that are fitted to.</param>
    /// <param name="to">The others.</param>
    /// <param name="condition">What tells them apart.</param>
    public static Partition Across(FactorNames names, int[] labels, int[] from, int[] to, string condition)
    {
        const int Least = 2;
        foreach (var group in new[] { from, to })
        {
            var counts = names.Counts([.. group.Select(trial => labels[trial])]);
            if (counts.Min() < Least)
            {
                throw new UsageException(
                    $"Only {Trials(counts.Min(), "has", "have")} {names.Factor} {names.Levels[Array.IndexOf(counts, counts.Min())]} among those that a decoder is "
                    + $"{(group == from ? "fitted to" : "tested on")} by {condition}; record more trials, at least {Least} of each.");
            }
        }

        return new([from], [to], [from, to]);
    }

    /// <summary>The k-th labelling under a seed: the labels, permuted within groups.</summary>
    public int[] Permuted(int[] labels, ulong seed, int k)
    {
        var stream = Resampling.Stream(seed, k);
        int[] permuted = [.. labels];
        foreach (var members in Groups)
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

    private static Partition LeaveOut(int[][] parts)
    {
        var trials = parts.Sum(part => part.Length);
        return new([.. parts.Select(part => part.ToHashSet()).Select(part => Where(trials, trial => !part.Contains(trial)))], parts, parts);
    }

    // Each class is shuffled and dealt out in turn, going on where the last class ended, so that folds are of nearly equal size.
    private static int[] Assign(int[] labels, int folds, ulong seed)
    {
        var stream = Resampling.Stream(seed, 0);
        var fold = new int[labels.Length];
        var dealt = 0;
        foreach (var group in labels.Index().GroupBy(pair => pair.Item, pair => pair.Index).OrderBy(group => group.Key))
        {
            int[] members = [.. group];
            Resampling.Shuffle<int>(members, ref stream);
            foreach (var trial in members)
            {
                fold[trial] = dealt++ % folds;
            }
        }

        return fold;
    }

    private static int[] Where(int trials, Func<int, bool> chosen) => [.. Enumerable.Range(0, trials).Where(chosen)];

    private static string Trials(int count, string one, string several) =>
        FormattableString.Invariant($"{count} {(count == 1 ? $"trial {one}" : $"trials {several}")}");
}
