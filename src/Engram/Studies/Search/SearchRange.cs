namespace Engram.Studies;

/// <summary>
/// Numbers from low to high, whole ones where the setting is, or durations. Every value is as likely before anything is known; on a
/// logarithmic scale, every ratio.
/// </summary>
/// <param name="Name">Name of the setting.</param>
/// <param name="Low">The least value, as text in the setting's own form: <c>0.1</c>, <c>50ms</c>.</param>
/// <param name="High">The greatest value, which is among those tried.</param>
/// <param name="Logarithmic">Whether the scale is logarithmic; the least value must then be above 0.</param>
public sealed record SearchRange(string Name, string Low, string High, bool Logarithmic = false) : SearchAxis(Name)
{
    internal override IReadOnlyList<string> Probes => [Low, High];

    internal override string Subject => $"`{Kind} = {Name}={Low}..{High}`";

    /// <summary>The same axis with other ends, as messages name it.</summary>
    internal string With(string low, string high) => (this with { Low = low, High = high }).Subject;

    private string Kind => Logarithmic ? "Log" : "Range";
}
