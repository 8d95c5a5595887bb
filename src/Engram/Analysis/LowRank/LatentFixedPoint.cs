using System.Numerics;
using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>A fixed point of a latent circuit under a constant input, κ = F(κ, u).</summary>
/// <param name="Kappa">κ (R).</param>
/// <param name="Residual">max|F(κ, u) − κ|.</param>
/// <param name="Eigenvalues">
/// Eigenvalues of (∂F/∂κ − 1)/τ per s (R), those that grow fastest first. The other N − R of the network are −1/τ.
/// </param>
/// <param name="Stability">Whether small deviations grow.</param>
/// <param name="Type">
/// The flow in κ alone: what is an unstable node there is a saddle of the whole network, in which all other directions decay.
/// </param>
/// <param name="Starts">How many starts led here; 0 where only a change of sign of F − κ did.</param>
public sealed record LatentFixedPoint(
    double[] Kappa, double Residual, IReadOnlyList<Complex> Eigenvalues, Stability Stability, PointType Type, int Starts)
{
    /// <summary>
    /// The sides from which the point can be left, where it lies on a kink of F, as 0 does with rectified units; empty elsewhere. At most 16
    /// are looked at. The eigenvalues are then those of the side to which the deviation leads that grows fastest.
    /// </summary>
    public IReadOnlyList<PointSide> Sides { get; init; } = [];

    /// <summary>Whether F has a kink there, so that no single Jacobian describes the flow.</summary>
    public bool IsOnKink => Sides.Count > 0;

    /// <summary>The state of the whole network, x = Σ_r κ_r m_r + Σ_c v_c I_c.</summary>
    /// <param name="space">The connectivity.</param>
    /// <param name="kappa">κ (R).</param>
    /// <param name="v">Filtered inputs (I); at a fixed point the inputs themselves.</param>
    /// <returns>x (N).</returns>
    /// <exception cref="UsageException">A value is not finite.</exception>
    public static double[] State(LoadingSpace space, ReadOnlySpan<double> kappa, ReadOnlySpan<double> v)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(kappa.Length, space.Rank);
        ArgumentOutOfRangeException.ThrowIfNotEqual(v.Length, space.I.Count);
        Finite.Values(kappa, "latent variables");
        Finite.Values(v, "filtered inputs");
        var x = new double[space.Units];
        for (var r = 0; r < kappa.Length; r++)
        {
            Rows.AddScaled(x, kappa[r], space.M[r]);
        }

        for (var c = 0; c < v.Length; c++)
        {
            Rows.AddScaled(x, v[c], space.I[c]);
        }

        return x;
    }
}
