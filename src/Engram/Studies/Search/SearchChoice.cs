namespace Engram.Studies;

/// <summary>Values without an order: names, such as those of cells, or numbers of which only some are wanted.</summary>
/// <param name="Name">Name of the setting.</param>
/// <param name="Values">At least two values as text.</param>
public sealed record SearchChoice(string Name, IReadOnlyList<string> Values) : SearchAxis(Name)
{
    internal override IReadOnlyList<string> Probes => Values;

    internal override string Subject => $"`Choose = {Name}={string.Join(',', Values)}`";
}
