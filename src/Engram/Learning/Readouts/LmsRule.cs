using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Learning;

/// <summary>
/// The delta rule, or least mean squares (Widrow &amp; Hoff 1960): after each sample W ← W + μ e φᵀ, e = y − W φ. Normalised, μ is divided by φᵀφ.
/// </summary>
/// <remarks>It converges along an eigenvector of the features' correlations in about 1/(μ · eigenvalue) samples, and only if μ is less than 2/tr(E[φ φᵀ]).</remarks>
[Cite("", "Widrow & Hoff (1960). Adaptive switching circuits. IRE WESCON Convention Record 4, 96-104.")]
public sealed record LmsRule : ReadoutRule
{
    /// <inheritdoc/>
    public override string Summary => "The delta rule (least mean squares), sample by sample.";

    /// <summary>μ.</summary>
    [Range(0, 1e6, Above = true)]
    public double StepSize { get; init; } = 1e-3;

    /// <summary>Whether μ is divided by φᵀφ, so that it is below 2 whatever the size of the features.</summary>
    public bool Normalised { get; init; }

    /// <inheritdoc/>
    internal override bool IsOnline => true;

    /// <inheritdoc/>
    internal override ReadoutFit Begin(ReadoutShape shape) => new Fit(shape, this);

    private sealed class Fit(ReadoutShape shape, LmsRule rule) : OnlineFit(shape)
    {
        // W ← W + μ e φᵀ
        protected override void Learn(ReadOnlySpan<double> phi, ReadOnlySpan<double> error)
        {
            var mu = rule.Normalised ? rule.StepSize / Math.Max(Rows.Dot(phi, phi), 1e-30) : rule.StepSize;
            for (var o = 0; o < error.Length; o++)
            {
                Rows.AddScaled(Weights.Slice(o * phi.Length, phi.Length), mu * error[o], phi);
            }
        }
    }
}
