namespace Engram.Networks;

/// <summary>Units that send nothing.</summary>
/// <param name="Units">The units, from 0.</param>
internal sealed record Silencing(IReadOnlyList<int> Units) : Intervention
{
    /// <inheritdoc/>
    public override string Target => $"{(Units.Count == 1 ? "unit" : "units")} {string.Join(", ", Units)}";

    /// <inheritdoc/>
    public override double Value => 0;

    /// <inheritdoc/>
    public override Network Apply(Network network) => network.Silence([.. Units]);
}
