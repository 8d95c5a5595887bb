using Engram.Configuration;

namespace Engram.Analysis;

/// <summary>
/// How peaks over time are found. A peak is the greatest value of a channel in a trial, if it is positive, does not stand at the first or
/// last step that is looked at, and the channel falls to half of it on both sides. Otherwise there is no peak.
/// </summary>
public sealed record PeakSearch
{
    /// <summary>
    /// A peak is lost when it is lower than this share of what it should be: of the target's where there is a target, and of the intact
    /// network's in a perturbed one.
    /// </summary>
    [Range(0, 1)]
    public double LostBelow { get; init; } = 0.5;

    /// <summary>
    /// Whether time and height are those of the parabola through the greatest value and its two neighbours; otherwise they are those of the
    /// greatest value itself, so that times are whole steps.
    /// </summary>
    public bool Refine { get; init; } = true;

    /// <summary>
    /// Whether a channel that is not finite has no peak, for networks that a perturbation may let run away; otherwise it is refused.
    /// </summary>
    public bool AllowDiverged { get; init; }

    /// <summary>The period in which to look, whose beginning is then time 0; none for the whole trial.</summary>
    public string? Period { get; init; }
}
