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
}
