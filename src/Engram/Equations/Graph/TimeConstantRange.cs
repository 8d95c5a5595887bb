namespace Engram.Equations;

/// <summary>
/// Between which bounds time constants are learned, and where they begin, in seconds: τ = τ_min + (τ_max − τ_min) / (1 + e⁻ᵛ) with the raw
/// parameter v.
/// </summary>
/// <param name="Least">τ_min.</param>
/// <param name="Most">τ_max.</param>
/// <param name="Begins">τ of each unit before learning, between the two.</param>
internal sealed record TimeConstantRange(double Least, double Most, IReadOnlyList<double> Begins)
{
    /// <summary>Whether another says the same: its beginnings one by one, so that a network fits the graph that its cell builds anew.</summary>
    /// <param name="other">The other.</param>
    public bool Equals(TimeConstantRange? other) =>
        other is not null && Least.Equals(other.Least) && Most.Equals(other.Most) && Begins.SequenceEqual(other.Begins);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Least, Most, Begins.Count);

    /// <summary>v of each unit before learning, log((τ − τ_min) / (τ_max − τ)).</summary>
    public float[] Raw() => [.. Begins.Select(tau => (float)Math.Log((tau - Least) / (Most - tau)))];
}
