namespace Engram.Studies;

/// <summary>What a search found.</summary>
/// <param name="Trials">All trials in the order proposed.</param>
public sealed record SearchResult(IReadOnlyList<SearchTrial> Trials)
{
    /// <summary>
    /// The best trial, of equals the first: the one with the fewest networks without an objective, and among those with the best mean. Null if no network
    /// has an objective.
    /// </summary>
    public SearchTrial? Best => Trials.Where(trial => trial.Score.IsKnown).MinBy(trial => trial.Score);

    /// <summary>The trials from the best to the worst; of equals the first comes first.</summary>
    internal IEnumerable<SearchTrial> Ranked => Trials.OrderBy(trial => trial.Score);
}
