using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>Integrate a path from one's velocity: the inputs are its two components in metres per second, and the outputs are place cells, a softmax.</summary>
[Cite("10.1016/j.neuron.2022.10.003", "Sorscher, Mel, Ocko, Giocomo & Ganguli 2023, A unified theory for the computational and mechanistic origins of grid cells")]
public sealed record PathIntegrationPlaceTask : NavigationTask
{
    private static readonly string[] Velocity = ["velocity-x", "velocity-y"];

    /// <summary>As published: 512 place cells with a surround, whose fields have a width of 12 cm, and paths of 20 steps at 1 m/s.</summary>
    public PathIntegrationPlaceTask() => (PlaceCells, PlaceWidth, PlaceProfile, Walk, Path) =
        (512, 0.12, PlaceProfile.DifferenceOfSoftmaxes, RayleighWalk.Sorscher, 400.Ms);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Inputs => Velocity;

    /// <inheritdoc/>
    public override IReadOnlyList<Head> Heads => [new("place", PlaceCells, "cross-entropy")];

    /// <inheritdoc/>
    private protected override void Move(double vx, double vy, double turn, Span<float> inputs) => (inputs[0], inputs[1]) = ((float)vx, (float)vy);
}
