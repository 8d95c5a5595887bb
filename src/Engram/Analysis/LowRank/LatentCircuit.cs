using Engram.Configuration;

namespace Engram.Analysis;

/// <summary>
/// The dynamics of a low-rank network in its R latent variables κ and its filtered inputs v:
/// τ dκ/dt = −κ + F(κ, v), τ dv/dt = −v + u. From x = 0 and without noise a network stays at x = Σ_r κ_r m_r + Σ_c v_c I_c.
/// Circuits do not change and may be used by several threads.
/// </summary>
[Cite(
    "10.1038/s41593-022-01088-4",
    "Dubreuil, Valente, Beiran, Mastrogiuseppe & Ostojic 2022, The role of population structure in computations through neural dynamics")]
public abstract class LatentCircuit
{
    private protected LatentCircuit(int rank, int inputs, int outputs, TimeSpan tau) =>
        (Rank, Inputs, Outputs, Tau) = (rank, inputs, outputs, tau);

    /// <summary>R, the number of latent variables.</summary>
    public int Rank { get; }

    /// <summary>Number of input channels.</summary>
    public int Inputs { get; }

    /// <summary>Number of outputs.</summary>
    public int Outputs { get; }

    /// <summary>τ, the time constant of the units.</summary>
    public TimeSpan Tau { get; }

    /// <summary>The time constant with which κ follows F: τ, unless a misprint without it is asked for.</summary>
    internal virtual TimeSpan LatentTau => Tau;

    /// <summary>F(κ, v).</summary>
    /// <param name="kappa">κ (R).</param>
    /// <param name="v">Filtered inputs (I).</param>
    /// <param name="drive">Receives F (R).</param>
    public abstract void Drive(ReadOnlySpan<double> kappa, ReadOnlySpan<double> v, Span<double> drive);

    /// <summary>The outputs z(κ, v).</summary>
    /// <param name="kappa">κ (R).</param>
    /// <param name="v">Filtered inputs (I).</param>
    /// <param name="z">Receives z (O).</param>
    public abstract void Readout(ReadOnlySpan<double> kappa, ReadOnlySpan<double> v, Span<double> z);

    /// <summary>S = ∂F/∂κ; the circuit's own Jacobian is (S − 1)/τ.</summary>
    /// <param name="kappa">κ (R).</param>
    /// <param name="v">Filtered inputs (I).</param>
    /// <param name="jacobian">Receives S (R × R), row after row: S_rs = ∂F_r/∂κ_s.</param>
    public abstract void Jacobian(ReadOnlySpan<double> kappa, ReadOnlySpan<double> v, Span<double> jacobian);

    /// <summary>What |F_r| never exceeds, and so |κ_r| of a fixed point neither; ∞ where φ is unbounded.</summary>
    /// <param name="r">Which, from 0.</param>
    internal virtual double Bound(int r) => double.PositiveInfinity;

    /// <summary>Whether ∂F/∂κ can jump, as it does where a rectified unit begins to be active.</summary>
    internal abstract bool HasKinks { get; }

    /// <summary>F(κ, v) and ∂F/∂κ together.</summary>
    internal abstract void Linearise(ReadOnlySpan<double> kappa, ReadOnlySpan<double> v, Span<double> drive, Span<double> jacobian);

    /// <summary>F, for misprints in which the input u itself appears.</summary>
    internal virtual void Drive(ReadOnlySpan<double> kappa, ReadOnlySpan<double> v, ReadOnlySpan<double> u, Span<double> drive) =>
        Drive(kappa, v, drive);

    /// <summary>z, for misprints in which the input u itself appears.</summary>
    internal virtual void Readout(ReadOnlySpan<double> kappa, ReadOnlySpan<double> v, ReadOnlySpan<double> u, Span<double> z) =>
        Readout(kappa, v, z);

    /// <summary>A constant input u (I), checked.</summary>
    /// <exception cref="UsageException">It has not one finite number for each channel.</exception>
    internal double[] Input(ReadOnlySpan<double> input)
    {
        var given = input.ToArray();
        if (given.Length != Inputs || !given.All(double.IsFinite))
        {
            throw new UsageException(
                $"The input is [{string.Join(", ", given.Select(value => FormattableString.Invariant($"{value}")))}] "
                + $"for {Inputs} channels; give one finite number per channel.");
        }

        return given;
    }
}
