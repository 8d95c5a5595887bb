namespace Engram.Analysis;

/// <summary>A state at which a network stays, or past which it moves slowly, under a constant input.</summary>
/// <param name="State">s (S), all states of the cell in the order of their definition.</param>
/// <param name="Residual">max|F(s) − s|.</param>
/// <param name="Speed">|F(s) − s|/dt, per s.</param>
/// <param name="Kind">Whether the network stays there.</param>
/// <param name="Stability">
/// Whether small deviations grow, in any direction that leaves the point. Of a slow point it says what they do relative to its own drift.
/// </param>
/// <param name="Type">What the flow around it looks like.</param>
/// <param name="Modes">
/// All S modes of the Jacobian there, those that grow fastest first. On a kink they are those of the side to which the deviation leads that
/// grows fastest.
/// </param>
/// <param name="Starts">How many starts led here; 0 where a search between other points did.</param>
/// <param name="NearestStart">Distance to the nearest start, relative to the spread of all starts; ∞ where they do not spread.</param>
/// <param name="IsFar">
/// Whether it is farther from every start than <see cref="FixedPointFinder.FarDistance"/>, and so perhaps without a part in what the
/// network does.
/// </param>
public sealed record FixedPoint(
    double[] State,
    double Residual,
    double Speed,
    PointKind Kind,
    Stability Stability,
    PointType Type,
    IReadOnlyList<Mode> Modes,
    int Starts,
    double NearestStart,
    bool IsFar)
{
    /// <summary>
    /// The sides from which the point can be left, where it lies on the kink of a piecewise smooth unit and they differ; empty elsewhere. Of
    /// the up to 2ᵏ sides of k such units all are here for k ≤ 4, else 16 of those to which directions lead.
    /// </summary>
    public IReadOnlyList<PointSide> Sides { get; init; } = [];

    /// <summary>Whether units are on their kink there, so that no single Jacobian describes the flow.</summary>
    public bool IsOnKink => Sides.Count > 0;

    /// <summary>How many modes grow.</summary>
    /// <param name="tolerance">How far |λ| may lie from 1 in a mode that neither grows nor decays.</param>
    public int Growing(double tolerance = 1e-6) => Modes.Count(mode => mode.Multiplier.Magnitude > 1 + tolerance);
}

/// <summary>Whether a network stays at a point.</summary>
public enum PointKind
{
    /// <summary>It stays.</summary>
    Fixed,

    /// <summary>
    /// It moves slowly there and faster all around: a local minimum of the speed that is not zero. One mode of a smooth network is then
    /// always neutral, λ = 1, for a gradient (J − 1)ᵀ(F(s) − s) of zero needs it; the others tell what lies beside the path.
    /// </summary>
    Slow,

    /// <summary>The search ended before it had found either. Listed only when asked for.</summary>
    Unconverged,
}

/// <summary>What becomes of small deviations from a point.</summary>
public enum Stability
{
    /// <summary>All decay.</summary>
    Stable,

    /// <summary>Some grow.</summary>
    Unstable,

    /// <summary>None grows, and some do not decay either.</summary>
    Marginal,
}

/// <summary>
/// The flow around a point. Modes that turn make a focus: of a point all of whose modes decay, or all grow, the slowest to decay or fastest
/// to grow decides; of a saddle, the fastest to grow and the slowest to decay.
/// </summary>
public enum PointType
{
    /// <summary>All modes decay, the slowest without turning.</summary>
    StableNode,

    /// <summary>All modes decay, the slowest turning.</summary>
    StableFocus,

    /// <summary>Some modes grow and others decay, neither leading mode turning.</summary>
    Saddle,

    /// <summary>Some modes grow and others decay, and the fastest to grow or the slowest to decay turns.</summary>
    SaddleFocus,

    /// <summary>All modes grow, the fastest without turning.</summary>
    UnstableNode,

    /// <summary>All modes grow, the fastest turning.</summary>
    UnstableFocus,

    /// <summary>Some mode neither grows nor decays, as along a line of fixed points.</summary>
    Marginal,
}

/// <summary>Reads stability and type from the modes.</summary>
internal static class PointTypes
{
    public static (Stability Stability, PointType Type) Of(IReadOnlyList<Mode> modes, double tolerance)
    {
        var growing = modes.Where(mode => mode.Multiplier.Magnitude > 1 + tolerance).ToArray();
        var decaying = modes.Where(mode => mode.Multiplier.Magnitude < 1 - tolerance).ToArray();
        var stability = growing.Length > 0 ? Stability.Unstable
            : decaying.Length == modes.Count ? Stability.Stable : Stability.Marginal;
        var type = (growing, decaying) switch
        {
            _ when growing.Length + decaying.Length < modes.Count => PointType.Marginal,
            ([], [var slowest, ..]) => slowest.IsComplex ? PointType.StableFocus : PointType.StableNode,
            ([var fastest, ..], []) => fastest.IsComplex ? PointType.UnstableFocus : PointType.UnstableNode,
            _ => growing[0].IsComplex || decaying[0].IsComplex ? PointType.SaddleFocus : PointType.Saddle,
        };
        return (stability, type);
    }
}
