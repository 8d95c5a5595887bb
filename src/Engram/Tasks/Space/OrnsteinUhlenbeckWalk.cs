using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Tasks;

/// <summary>
/// A walk that goes on as it did for a while: the angular velocity is an Ornstein–Uhlenbeck process, and the speed is the length of two of them, so that it has a Rayleigh
/// distribution. Its statistics do not depend on the step.
/// </summary>
/// <param name="Speed">Mean speed, in metres per second.</param>
/// <param name="Turning">Standard deviation of the angular velocity, in degrees per second.</param>
/// <param name="Lasting">Time constant of the speed, in seconds.</param>
/// <param name="Winding">Time constant of the angular velocity, in seconds.</param>
/// <param name="Border">How near to a wall it slows down, in metres.</param>
/// <param name="Slowing">Factor on its speed there.</param>
[Cite("10.7554/eLife.85274", "George et al. 2024, RatInABox, a toolkit for modelling locomotion and neuronal activity in continuous environments")]
public sealed record OrnsteinUhlenbeckWalk(
    [property: Range(0, 1000, Above = true)] double Speed = 0.08,
    [property: Range(0, 100_000)] double Turning = 120,
    [property: Range(0, 10_000, Above = true)] double Lasting = 0.7,
    [property: Range(0, 10_000, Above = true)] double Winding = 0.08,
    double Border = 0.03,
    double Slowing = 0.25)
    : RandomWalk(Border, Slowing)
{
    // The state of the two processes of the speed.
    private const double Components = 2;

    /// <inheritdoc/>
    private protected override Pace Begin(ref RandomStream random) =>
        new(Scale * Math.Sqrt(2 * random.NextExponential()), Turning * Math.PI / 180 * random.NextNormal());

    // v' = |k v + √(1 − k²) b (ξ₁, ξ₂)| with k = exp(−dt/τ), which keeps the Rayleigh distribution of b = mean √(2/π).
    /// <inheritdoc/>
    private protected override Pace Next(Pace before, double seconds, ref RandomStream random)
    {
        var (k, kept) = (Math.Exp(-seconds / Lasting), Math.Exp(-seconds / Winding));
        var spread = Math.Sqrt(1 - (k * k)) * Scale;
        var (along, across) = ((k * before.Speed) + (spread * random.NextNormal()), spread * random.NextNormal());
        return new(
            Math.Sqrt((along * along) + (across * across)),
            (kept * before.Turning) + (Math.Sqrt(1 - (kept * kept)) * Turning * Math.PI / 180 * random.NextNormal()));
    }

    private double Scale => Speed * Math.Sqrt(Components / Math.PI);
}
