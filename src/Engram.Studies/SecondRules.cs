namespace Engram.Studies;

/// <summary>What the studies of this assembly say of the history of their rules.</summary>
internal static class SecondRules
{
    /// <summary>Since when the rules stand.</summary>
    public static DateOnly Since { get; } = new(2026, 11, 26);

    /// <summary>What was before them.</summary>
    public const string Words =
        "These are the second rules. The first rules took shares, bounds and extremes as they were, without an interval. They were changed "
        + "after their results had been seen. The networks of this report have their own random streams and were trained after the change.";
}
