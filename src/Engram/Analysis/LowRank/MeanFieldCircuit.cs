using Engram.Configuration;

namespace Engram.Analysis;

/// <summary>
/// The latent dynamics of the infinite network whose units are drawn from a mixture of Gaussians. With weights α_p, means a and
/// covariances σ of population p, and c = (κ, v) over the columns m and I:
/// M_p = Σ c a, Δ_p = Σ c c' σ, F_r = Σ_p α_p [a_{n_r}⟨φ⟩ + ⟨φ'⟩ (Σ_s σ_{n_r m_s} κ_s + Σ_c σ_{n_r I_c} v_c)], the same for z with w.
/// </summary>
[Cite(
    "10.1038/s41593-022-01088-4",
    "Dubreuil, Valente, Beiran, Mastrogiuseppe & Ostojic 2022, The role of population structure in computations through neural dynamics")]
[Cite("10.1162/neco_a_01381", "Beiran, Dubreuil, Valente, Mastrogiuseppe & Ostojic 2021, Shaping dynamics with multiple populations in low-rank networks")]
public sealed class MeanFieldCircuit : LatentCircuit
{
    private readonly IReadOnlyList<Population> populations;
    private readonly CircuitOptions options;
    private readonly Equations.Activation activation;
    private readonly double noise;

    /// <summary>The circuit of a mixture.</summary>
    /// <param name="fit">The mixture.</param>
    /// <param name="options">What is kept; everything without.</param>
    /// <param name="dt">
    /// Length of the Euler steps of the network that is described, on which the variance that the cell's noise gives to the currents
    /// depends: σ²·2α/(2α − α²), α = dt/τ. Without, that of continuous time, σ².
    /// </param>
    /// <exception cref="UsageException">A population has not as many columns as the cell, inputs and outputs make, or one is not finite.</exception>
    public MeanFieldCircuit(ConnectivityFit fit, CircuitOptions? options = null, TimeSpan? dt = null)
        : base(fit.Cell.Rank, fit.Inputs, fit.Outputs, fit.Cell.Tau)
    {
        this.options = options ?? new();
        activation = fit.Cell.Activation;
        var alpha = (dt ?? TimeSpan.Zero) / Tau;
        noise = fit.Cell.Noise * fit.Cell.Noise * 2 / (2 - alpha);
        populations = this.options.Means ? [.. fit.Populations]
            : [.. fit.Populations.Select(population => population with { Mean = new double[population.Mean.Length] })];
        var columns = (2 * Rank) + Inputs + Outputs;
        if (populations.Count == 0
            || populations.Any(p => p.Mean.Length != columns || p.Covariance.GetLength(0) != columns
                || p.Covariance.GetLength(1) != columns))
        {
            throw new UsageException(
                $"A mixture for rank {Rank}, {Counted.Of(Inputs, "input")} and {Counted.Of(Outputs, "output")} has populations of {columns} columns; "
                + $"these have [{string.Join(", ", populations.Select(p => p.Mean.Length))}].");
        }

        Finite.Mixture(fit);
    }

    /// <inheritdoc/>
    internal override TimeSpan LatentTau => options.Tau ? Tau : TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public override void Drive(ReadOnlySpan<double> kappa, ReadOnlySpan<double> v, Span<double> drive) => Drive(kappa, v, v, drive);

    /// <inheritdoc/>
    public override void Readout(ReadOnlySpan<double> kappa, ReadOnlySpan<double> v, Span<double> z) => Readout(kappa, v, v, z);

    /// <inheritdoc/>
    public override void Jacobian(ReadOnlySpan<double> kappa, ReadOnlySpan<double> v, Span<double> jacobian)
    {
        Span<double> drive = stackalloc double[Rank];
        Linearise(kappa, v, drive, jacobian);
    }

    /// <summary>
    /// Where |φ| ≤ 1, Σ_p α_p √⟨n_r²⟩, which no joint distribution exceeds; for equations with parts left out, as often as they have
    /// terms. Else ∞.
    /// </summary>
    /// <param name="r">Which, from 0.</param>
    internal override double Bound(int r)
    {
        var n = Rank + r;
        var isWhole = options is { OffDiagonal: true, CrossCovariances: true, Means: true, GainFactor: 1 };
        return !ActivationCurve.IsBounded(activation) ? double.PositiveInfinity
            : (isWhole ? 1 : (1 + Rank + Inputs) * Math.Max(1, options.GainFactor))
                * populations.Sum(p => p.Weight * Math.Sqrt(p.Covariance[n, n] + (p.Mean[n] * p.Mean[n])));
    }

    /// <inheritdoc/>
    internal override bool HasKinks => ActivationCurve.HasKink(activation);

    /// <inheritdoc/>
    internal override void Drive(ReadOnlySpan<double> kappa, ReadOnlySpan<double> v, ReadOnlySpan<double> u, Span<double> drive) =>
        Average(kappa, v, u, Rank, drive[..Rank]);

    /// <inheritdoc/>
    internal override void Readout(ReadOnlySpan<double> kappa, ReadOnlySpan<double> v, ReadOnlySpan<double> u, Span<double> z) =>
        Average(kappa, v, u, (2 * Rank) + Inputs, z[..Outputs]);

    /// <inheritdoc/>
    internal override void Linearise(ReadOnlySpan<double> kappa, ReadOnlySpan<double> v, Span<double> drive, Span<double> jacobian)
    {
        drive.Clear();
        jacobian.Clear();
        foreach (var p in populations)
        {
            var f = ActivationMoments.Of(activation, Mean(p, kappa, v), Variance(p, kappa, v));
            for (var r = 0; r < Rank; r++)
            {
                drive[r] += Term(p, f, Rank + r, kappa, v);
            }

            for (var s = 0; s < Rank; s++)
            {
                // ∂M/∂κ_s = a_{m_s}, ∂Δ/∂κ_s = 2 Σ_b c_b σ_{m_s b}
                var (mean, half) = (p.Mean[s], HalfSlope(p, s, kappa, v));
                for (var r = 0; r < Rank; r++)
                {
                    // ∂⟨φ⟩ = ⟨φ'⟩ ∂M + ½⟨φ''⟩ ∂Δ, ∂⟨φ'⟩ = ⟨φ''⟩ ∂M + ½⟨φ'''⟩ ∂Δ
                    var n = Rank + r;
                    var gain = (((f.Second * mean) + (f.Third * half)) * Coupling(p, n, kappa, v))
                        + (f.Slope * (Keeps(n, s) ? p.Covariance[n, s] : 0));
                    jacobian[(r * Rank) + s] +=
                        p.Weight * ((p.Mean[n] * ((f.Slope * mean) + (f.Second * half))) + (options.GainFactor * gain));
                }
            }
        }
    }

    private void Average(ReadOnlySpan<double> kappa, ReadOnlySpan<double> v, ReadOnlySpan<double> u, int firstColumn, Span<double> sum)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(kappa.Length, Rank);
        ArgumentOutOfRangeException.ThrowIfNotEqual(v.Length, Inputs);
        sum.Clear();
        foreach (var p in populations)
        {
            var f = ActivationMoments.Of(activation, Mean(p, kappa, v), Variance(p, kappa, options.SquaredFilteredInput ? v : u));
            for (var k = 0; k < sum.Length; k++)
            {
                sum[k] += Term(p, f, firstColumn + k, kappa, v);
            }
        }
    }

    // α [a ⟨φ⟩ + ⟨φ'⟩ (Σ_s σ_{·m_s} κ_s + Σ_c σ_{·I_c} v_c)]
    private double Term(Population p, in ActivationMoments f, int column, ReadOnlySpan<double> kappa, ReadOnlySpan<double> v) =>
        p.Weight * ((p.Mean[column] * f.Value) + (options.GainFactor * f.Slope * Coupling(p, column, kappa, v)));

    private double Coupling(Population p, int column, ReadOnlySpan<double> kappa, ReadOnlySpan<double> v)
    {
        var sum = 0.0;
        for (var s = 0; s < Rank; s++)
        {
            sum += Keeps(column, s) ? p.Covariance[column, s] * kappa[s] : 0;
        }

        for (var c = 0; c < Inputs; c++)
        {
            sum += p.Covariance[column, (2 * Rank) + c] * v[c];
        }

        return sum;
    }

    private bool Keeps(int column, int s) => options.OffDiagonal || column >= 2 * Rank || column - Rank == s;

    private double Mean(Population p, ReadOnlySpan<double> kappa, ReadOnlySpan<double> v)
    {
        var sum = 0.0;
        for (var a = 0; a < Rank + Inputs; a++)
        {
            sum += At(a, kappa, v) * p.Mean[Column(a)];
        }

        return sum;
    }

    private double Variance(Population p, ReadOnlySpan<double> kappa, ReadOnlySpan<double> v)
    {
        var sum = noise;
        for (var a = 0; a < Rank + Inputs; a++)
        {
            sum += At(a, kappa, v) * HalfSlope(p, a, kappa, v);
        }

        return Math.Max(0, sum);
    }

    // ½ ∂Δ/∂c_a = Σ_b c_b σ_ab
    private double HalfSlope(Population p, int a, ReadOnlySpan<double> kappa, ReadOnlySpan<double> v)
    {
        var sum = 0.0;
        for (var b = 0; b < Rank + Inputs; b++)
        {
            sum += a == b || options.CrossCovariances ? At(b, kappa, v) * p.Covariance[Column(a), Column(b)] : 0;
        }

        return sum;
    }

    private double At(int a, ReadOnlySpan<double> kappa, ReadOnlySpan<double> v) => a < Rank ? kappa[a] : v[a - Rank];

    private int Column(int a) => a < Rank ? a : Rank + a;
}
