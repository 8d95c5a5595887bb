namespace Engram.Cells;

/// <summary>The units of an area, which follow each other.</summary>
/// <param name="Name">Name of the area.</param>
/// <param name="First">The first unit, from 0.</param>
/// <param name="Count">Number of units.</param>
public sealed record AreaUnits(string Name, int First, int Count)
{
    /// <summary>The units, as <see cref="Networks.Perturbation"/> takes rows and columns.</summary>
    public Range Range => First..(First + Count);

    /// <summary>The units one by one, as decoders take them.</summary>
    public IReadOnlyList<int> Units => [.. Enumerable.Range(First, Count)];

    /// <summary>As in <c>sensory (units 0 to 63)</c>.</summary>
    internal string Words => Count == 1 ? FormattableString.Invariant($"{Name} (unit {First})")
        : FormattableString.Invariant($"{Name} (units {First} to {First + Count - 1})");

    /// <summary>Whether a unit is in it.</summary>
    /// <param name="unit">The unit, from 0.</param>
    public bool Has(int unit) => unit >= First && unit < First + Count;
}
