using System.Numerics;

namespace Engram.Equations;

/// <summary>
/// Between which bounds time constants are learned, and where they begin, in seconds: τ = τ_min + (τ_max − τ_min) / (1 + e⁻ᵛ) with the raw
/// parameter v.
/// </summary>
/// <param name="Least">τ_min.</param>
/// <param name="Most">τ_max.</param>
/// <param name="Begins">τ of each unit before learning, between the two.</param>
internal sealed record TimeConstantRange(double Least, double Most, IReadOnlyList<double> Begins)
{
    private const int Neighbours = 1000;

    /// <summary>Whether another says the same: its beginnings one by one, so that a network fits the graph that its cell builds anew.</summary>
    /// <param name="other">The other.</param>
    public bool Equals(TimeConstantRange? other) =>
        other is not null && Least.Equals(other.Least) && Most.Equals(other.Most) && Begins.SequenceEqual(other.Begins);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Least, Most, Begins.Count);

    /// <summary>v of each unit before learning, log((τ − τ_min) / (τ_max − τ)).</summary>
    public float[] Raw() => [.. Begins.Select(tau => (float)Math.Log((tau - Least) / (Most - tau)))];

    /// <summary>v that gives a time constant: the very number where one does, else the nearest; a bound for what lies outside.</summary>
    /// <param name="tau">τ in seconds.</param>
    public float Raw(double tau)
    {
        var within = Math.Clamp(tau, Least + (1e-6 * (Most - Least)), Most - (1e-6 * (Most - Least)));
        var nearest = (float)Math.Log((within - Least) / (Most - within));
        var (below, above) = (nearest, nearest);
        for (var k = 0; k < Neighbours; k++, below = MathF.BitDecrement(below), above = MathF.BitIncrement(above))
        {
            if (Of(below) == (float)tau || Of(above) == (float)tau)
            {
                return Of(below) == (float)tau ? below : above;
            }
        }

        return nearest;

        float Of(float v)
        {
            var made = 0f;
            Effective<float>([v], new Span<float>(ref made));
            return made;
        }
    }

    /// <summary>τ of v.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="raw">v.</param>
    /// <param name="effective">Receives τ.</param>
    public void Effective<T>(ReadOnlySpan<T> raw, Span<T> effective)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (least, span) = (T.CreateTruncating(Least), T.CreateTruncating(Most - Least));
        for (var k = 0; k < raw.Length; k++)
        {
            effective[k] = least + (span / (T.One + T.Exp(-raw[k])));
        }
    }

    // dL/dv = dL/dτ (τ_max − τ_min) s (1 − s) with s = 1 / (1 + e⁻ᵛ)
    /// <summary>Turns dL/dτ into dL/dv, in place.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="raw">v.</param>
    /// <param name="gradient">dL/dτ on entry, dL/dv on return.</param>
    public void Pull<T>(ReadOnlySpan<T> raw, Span<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var span = T.CreateTruncating(Most - Least);
        for (var k = 0; k < raw.Length; k++)
        {
            var s = T.One / (T.One + T.Exp(-raw[k]));
            gradient[k] *= span * s * (T.One - s);
        }
    }
}
