namespace Engram.Studies.Sequences;

/// <summary>Which units send or receive.</summary>
public enum UnitKind
{
    /// <summary>All.</summary>
    All,

    /// <summary>The excitatory ones.</summary>
    Excitatory,

    /// <summary>The inhibitory ones.</summary>
    Inhibitory,
}
