namespace Engram.Analysis;

/// <summary>What a unit does in a delay.</summary>
public enum DelayCellClass
{
    /// <summary>Neither: no delay cell.</summary>
    None,

    /// <summary>Its rate is above that of the baseline, and the same for all values of the factor.</summary>
    Raised,

    /// <summary>Its rate is below that of the baseline, and the same for all values of the factor.</summary>
    Lowered,

    /// <summary>It tells the values apart, while its mean rate over them does not differ from the baseline.</summary>
    Selective,

    /// <summary>Its rate is above that of the baseline, and it tells the values apart.</summary>
    RaisedAndSelective,

    /// <summary>Its rate is below that of the baseline, and it tells the values apart.</summary>
    LoweredAndSelective,
}
