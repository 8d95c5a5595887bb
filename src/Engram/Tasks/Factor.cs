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
public sealed record Factor(string Name, FactorKind Kind, string Values, IReadOnlyList<string> Labels)
{
    /// <summary>The numbers of a factor that takes one of a list; empty for others.</summary>
    public IReadOnlyList<double> Numbers { get; init; } = [];

    /// <summary>What a factor that takes one of a list can be pinned to beside those; null for nothing else.</summary>
    public (double Least, double Greatest)? Range { get; init; }
}

/// <summary>What a trial drew from <see cref="Levels"/>.</summary>
/// <param name="Index">Which level of those that the task has as it stands (see <paramref name="Count"/>); of an eased value the level as drawn.</param>
/// <param name="Value">The value itself.</param>
/// <param name="Count">How many levels there are; 1 where a factor is pinned that can be pinned to any number.</param>
public readonly record struct Level(int Index, double Value, int Count);
