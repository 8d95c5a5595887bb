namespace Engram.Equations;

/// <summary>
/// What a parameter that stands in no equation does to one that does: the equation uses a weight that is made of both, and what is
/// learned is the former. The engine knows nothing of it.
/// </summary>
/// <param name="Target">Name of the parameter that the equation uses.</param>
internal abstract record Derivation(string Target);

/// <summary>Gains: W' = diag(g) W with one gain a row, or W' = W diag(g) with one a column.</summary>
/// <param name="Target">Name of W.</param>
/// <param name="OfRows">Whether the gains are those of the rows.</param>
internal sealed record GainDerivation(string Target, bool OfRows) : Derivation(Target);

/// <summary>
/// A mixture of Gaussians: in population p, entry i of column c is s (Σ_b A[p, c, b] g[i, b] + a[p, c]), with a basis g that units share
/// and that is never learned.
/// </summary>
/// <param name="Target">Name of the matrix of these columns.</param>
/// <param name="Basis">Name of g (N × B).</param>
/// <param name="Means">Name of a (P × C).</param>
/// <param name="Sizes">Units of each population; the first population has the first units.</param>
/// <param name="Transposed">Whether the columns are the rows of the target, (C × N), as they are where units send.</param>
/// <param name="Scale">s.</param>
internal sealed record SupportDerivation(
    string Target, string Basis, string Means, IReadOnlyList<int> Sizes, bool Transposed, double Scale) : Derivation(Target)
{
    /// <summary>Whether another says the same: its sizes one by one, so that a network fits the graph that its cell builds anew.</summary>
    /// <param name="other">The other.</param>
    public bool Equals(SupportDerivation? other) => base.Equals(other) && Basis == other.Basis && Means == other.Means
        && Sizes.SequenceEqual(other.Sizes) && Transposed == other.Transposed && Scale.Equals(other.Scale);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Basis, Means, Sizes.Count, Transposed, Scale);
}
