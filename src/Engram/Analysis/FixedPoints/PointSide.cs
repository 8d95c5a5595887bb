namespace Engram.Analysis;

/// <summary>
/// What lies on one side of a point at which some units are on their kink, as rectified ones are at 0: the flow there is that of one
/// linearisation for as long as it stays on that side.
/// </summary>
/// <param name="Modes">The modes of that linearisation, those that grow fastest first.</param>
/// <param name="Stability">Whether they grow; a mode whose direction lies on another side does so nowhere.</param>
public sealed record PointSide(IReadOnlyList<Mode> Modes, Stability Stability);
