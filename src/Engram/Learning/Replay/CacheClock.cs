namespace Engram.Learning;

/// <summary>What decides which of the two networks of a <see cref="HopfieldCache"/> is heard.</summary>
public enum CacheClock
{
    /// <summary>A cosine from outside: λ(t) = ½(cos(π t/H) + 1), with H of <see cref="HopfieldCache.HalfPeriod"/> steps.</summary>
    Cosine,

    /// <summary>
    /// The networks themselves: λ turns from 1 to 0, or back, when no unit changes its sign in a step, after some did since it turned last. The published code turns without the latter, and then often too early
    /// where few patterns are stored: h has to fall before the first sign changes.
    /// </summary>
    SelfTimed,
}
