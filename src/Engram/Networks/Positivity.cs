namespace Engram.Networks;

/// <summary>How a weight is kept from being negative.</summary>
public enum Positivity
{
    /// <summary>It is not: weights have either sign.</summary>
    None,

    /// <summary>[w]₊ = max(w, 0). A raw weight below zero has zero gradient and stays out, unless momentum carries it back.</summary>
    Rectify,

    /// <summary>|w|. The gradient never vanishes, except at exactly zero.</summary>
    Absolute,
}
