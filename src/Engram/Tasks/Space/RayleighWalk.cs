using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Tasks;

/// <summary>
/// Speeds of a Rayleigh distribution and turns of a normal one, drawn anew in each step, so that the walk depends on its step: turns add up less the shorter the
/// steps are.
/// </summary>
/// <param name="Speed">b, in metres per second: the most frequent speed. The mean is b √(π/2).</param>
/// <param name="Turning">Standard deviation of the angular velocity, in degrees per second.</param>
/// <param name="Border">How near to a wall it slows down, in metres.</param>
/// <param name="Slowing">Factor on its speed there.</param>
[Cite("10.1371/journal.pcbi.1002553", "Raudies & Hasselmo 2012, Modeling boundary vector cell firing given optic flow as a cue")]
[Cite("10.1038/s41586-018-0102-6", "Banino et al. 2018, Vector-based navigation using grid-like representations in artificial agents")]
public sealed record RayleighWalk(
    [property: Range(0, 1000, Above = true)] double Speed = 0.13,
    [property: Range(0, 100_000)] double Turning = 330,
    double Border = 0.03,
    double Slowing = 0.25)
    : RandomWalk(Border, Slowing)
{
    /// <summary>As Banino et al. (2018) report.</summary>
    public static RayleighWalk Banino { get; } = new();

    /// <summary>As in the published code of Sorscher et al. (2023), <see href="https://doi.org/10.1016/j.neuron.2022.10.003"/>: b = 0.13 · 2π, and 5.76 · 2 radians per second.</summary>
    public static RayleighWalk Sorscher { get; } = new() { Speed = 0.13 * 2 * Math.PI, Turning = 5.76 * 2 * 180 / Math.PI };

    /// <inheritdoc/>
    private protected override Pace Begin(ref RandomStream random) => default;

    /// <inheritdoc/>
    private protected override Pace Next(Pace before, double seconds, ref RandomStream random) =>
        new(Speed * Math.Sqrt(2 * random.NextExponential()), Turning * Math.PI / 180 * random.NextNormal());
}
