namespace Engram.Studies;

/// <summary>
/// How good a trial of a search is, for the order of trials alone: first by how many of its networks have no objective, because they diverged
/// or missed the criterion, then by the mean over the others. A trial that diverged is so the worst there is.
/// </summary>
/// <param name="Missing">Networks without an objective.</param>
/// <param name="Cost">Mean of the others, where less is better; NaN without any.</param>
internal readonly record struct SearchScore(int Missing, double Cost) : IComparable<SearchScore>
{
    /// <summary>Whether any network has an objective.</summary>
    public bool IsKnown => !double.IsNaN(Cost);

    /// <inheritdoc/>
    public int CompareTo(SearchScore other) => Missing != other.Missing ? Missing.CompareTo(other.Missing) : Cost.CompareTo(other.Cost);
}
