using Engram.Configuration;

namespace Engram.Analysis;

/// <summary>What is decoded, for messages.</summary>
/// <param name="Factor">The factor.</param>
/// <param name="Levels">Its values as text, K.</param>
internal sealed record FactorNames(string Factor, IReadOnlyList<string> Levels)
{
    /// <summary>How many trials have each value.</summary>
    /// <exception cref="UsageException">There is one value alone.</exception>
    public int[] Counts(int[] labels) => Levels.Count > 1
        ? [.. Enumerable.Range(0, Levels.Count).Select(level => labels.Count(label => label == level))]
        : throw new UsageException($"{Factor} is {string.Concat(Levels)} in all trials, so it cannot be decoded; record trials with other values.");
}
