namespace Engram.Analysis;

/// <summary>What training rows count in a fit in which every class counts the same.</summary>
internal static class ClassWeights
{
    /// <summary>n/(G nₖ) for each of n rows, where nₖ rows have its label and G labels occur.</summary>
    public static double[] Of(int[] labels, int[] training)
    {
        var counts = training.CountBy(row => labels[row]).ToDictionary();
        return [.. training.Select(row => (double)training.Length / (counts.Count * counts[labels[row]]))];
    }
}
