namespace Engram.Tasks;

/// <summary>What the units of a ring should do to point in a direction.</summary>
public enum RingTarget
{
    /// <summary>A hill around the direction.</summary>
    Bump,

    /// <summary>The unit that prefers the direction nearest to it is high, and all others are low.</summary>
    OneHot,
}
