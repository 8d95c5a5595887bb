using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>
/// Integrate a path from one's own movement: the inputs are the speed in metres per second, and sine and cosine of the turn at the end of each step; the outputs are place cells and
/// head-direction cells, each kind a softmax.
/// </summary>
[Cite("10.1038/s41586-018-0102-6", "Banino et al. 2018, Vector-based navigation using grid-like representations in artificial agents")]
public sealed record PathIntegrationTask : NavigationTask
{
    private const string Direction = "direction";
    private static readonly string[] Movement = ["speed", "sin-turn", "cos-turn"];

    /// <summary>How many head-direction cells there are.</summary>
    [Range(1, 4096)]
    public int DirectionCells { get; init; } = 12;

    /// <summary>κ, how sharp the tuning of head-direction cells is.</summary>
    [Range(0, 10_000)]
    public double DirectionConcentration { get; init; } = 20;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => Movement;

    /// <summary>Place cells and head-direction cells, whose losses are added.</summary>
    public override IReadOnlyList<Head> Heads => [new("place", PlaceCells, "cross-entropy"), new(Direction, DirectionCells, "cross-entropy")];

    /// <inheritdoc/>
    private protected override (SpatialCells Cells, string Name)? Others =>
        (new HeadDirectionTargets { Count = DirectionCells, Concentration = DirectionConcentration, Seed = CellSeed }, Direction);

    /// <inheritdoc/>
    private protected override void Move(double vx, double vy, double turn, Span<float> inputs) =>
        (inputs[0], inputs[1], inputs[2]) = ((float)Math.Sqrt((vx * vx) + (vy * vy)), (float)Math.Sin(turn), (float)Math.Cos(turn));
}
