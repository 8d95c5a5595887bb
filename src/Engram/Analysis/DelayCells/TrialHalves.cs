namespace Engram.Analysis;

/// <summary>Trials in two halves, taken in turn within each group, so that both halves have their share of every group.</summary>
internal static class TrialHalves
{
    /// <summary>Whether each trial is of the first half.</summary>
    /// <param name="labels">The group of each trial.</param>
    public static bool[] Of(ReadOnlySpan<int> labels)
    {
        var seen = new Dictionary<int, int>();
        var first = new bool[labels.Length];
        for (var k = 0; k < labels.Length; k++)
        {
            var before = seen.GetValueOrDefault(labels[k]);
            first[k] = before % 2 == 0;
            seen[labels[k]] = before + 1;
        }

        return first;
    }

    /// <summary>Whether each trial is of the first half, where both halves are to have their share of the groups of two factors.</summary>
    /// <param name="a">The group of each trial by one factor.</param>
    /// <param name="b">By the other.</param>
    public static bool[] Balanced(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        var more = new Dictionary<(int Factor, int Group), int>();
        var first = new bool[a.Length];
        for (var k = 0; k < a.Length; k++)
        {
            var (atA, atB) = ((0, a[k]), (1, b[k]));
            var excess = more.GetValueOrDefault(atA) + more.GetValueOrDefault(atB);
            first[k] = excess == 0 ? k % 2 == 0 : excess < 0;
            more[atA] = more.GetValueOrDefault(atA) + (first[k] ? 1 : -1);
            more[atB] = more.GetValueOrDefault(atB) + (first[k] ? 1 : -1);
        }

        return first;
    }
}
