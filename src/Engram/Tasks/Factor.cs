namespace Engram.Tasks;

/// <summary>What the values of a factor are.</summary>
public enum FactorKind
{
    /// <summary>Numbers.</summary>
    Number,

    /// <summary>Durations; as numbers they are in milliseconds.</summary>
    Time,

    /// <summary>Named alternatives; as numbers they count from 0 in the order of <see cref="Factor.Labels"/>.</summary>
    Label,
}

/// <summary>One thing that varies, or can be made to vary, from trial to trial.</summary>
/// <param name="Name">Name, in kebab-case.</param>
/// <param name="Kind">What its values are.</param>
/// <param name="Values">The values that it takes as the task stands, as text: <c>1,2,4</c>, <c>0.5s..2s</c>, <c>left|right</c>.</param>
/// <param name="Labels">The alternatives of a label; empty for other kinds.</param>
public sealed record Factor(string Name, FactorKind Kind, string Values, IReadOnlyList<string> Labels);

/// <summary>What a trial drew from <see cref="Levels"/>.</summary>
/// <param name="Index">Which level; for a pinned value the nearest, for an eased one the level as drawn.</param>
/// <param name="Value">The value itself.</param>
public readonly record struct Level(int Index, double Value);
