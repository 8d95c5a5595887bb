namespace Engram.Networks;

/// <summary>What a value does to weights.</summary>
public enum WeightChangeKind
{
    /// <summary>It is added.</summary>
    Shift,

    /// <summary>It multiplies.</summary>
    Scale,
}
