using Engram.Configuration;
using Engram.Equations;

namespace Engram.Cells;

/// <summary>
/// The rate unit with recurrent connectivity of low rank, J = m nᵀ / N: τ dx/dt = −x + (1/N) Σ_r m_r (n_rᵀ r) + W_in u + √(2τσ²) ξ,
/// r = φ(x), with m and n of one column for each of the R ranks. J is never built: a step costs N · R.
/// </summary>
[Cite(
    "10.1038/s41593-022-01088-4",
    "Dubreuil, Valente, Beiran, Mastrogiuseppe & Ostojic (2022). The role of population structure in computations through neural dynamics.")]
public sealed record LowRankCell : Cell
{
    /// <summary>R, the rank of the recurrent connectivity.</summary>
    [Range(1, 1000)]
    public int Rank { get; init; } = 1;

    /// <summary>Time constant τ of the units.</summary>
    public TimeSpan Tau { get; init; } = 100.Ms;

    /// <summary>φ, from current to rate.</summary>
    public Activation Activation { get; init; } = Activation.Tanh;

    /// <summary>Standard deviation σ of the noise that an isolated unit's current shows in continuous time.</summary>
    [Range(0, 1e6)]
    public double Noise { get; init; }

    /// <inheritdoc/>
    public override bool HasNonNegativeRates => Activation is not (Activation.Linear or Activation.Tanh);

    /// <inheritdoc/>
    protected override void Define(Step step)
    {
        var alpha = step.Alpha(Tau);
        var x = step.State("x", Units);
        var r = step.Apply(Activation, x);
        var overlap = (1.0 / Units) * step.Linear("n", r, Rank);
        var drive = step.Linear("m", overlap, Units) + step.Linear("w_in", step.Input, Units)
            + step.Noise("xi", Units, Math.Sqrt(2 / alpha) * Noise);
        step.Next(x, x + (alpha * (drive - x)));
        step.Rate(r);
    }
}
