namespace Engram.Networks;

/// <summary>Which units the readout reads.</summary>
public enum ReadoutKind
{
    /// <summary>The excitatory units; without Dale's law there are none by name, and all units are read.</summary>
    Excitatory,

    /// <summary>All units; under Dale's law inhibitory units count negatively.</summary>
    All,

    /// <summary>All units, each with weights that are not negative, whatever its sign.</summary>
    Positive,

    /// <summary>z_k is the rate of one chosen unit: the readout is fixed, and its bias is zero.</summary>
    Identity,
}
