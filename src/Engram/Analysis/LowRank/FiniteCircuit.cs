using System.Numerics;
using System.Runtime.InteropServices;
using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>
/// The latent dynamics of one network, exact for any number of units: F_r = (1/N) Σᵢ n_rᵢ φ(Σ_s κ_s m_sᵢ + Σ_c v_c I_cᵢ),
/// z = (1/N) Σᵢ wᵢ φ(·). Nothing is averaged over a distribution.
/// </summary>
[Cite(
    "10.1038/s41593-022-01088-4",
    "Dubreuil, Valente, Beiran, Mastrogiuseppe & Ostojic 2022, The role of population structure in computations through neural dynamics")]
public sealed class FiniteCircuit : LatentCircuit
{
    // Units whose currents stay in the first cache.
    private const int Chunk = 256;
    private readonly LoadingSpace space;

    /// <summary>The circuit of a network.</summary>
    /// <param name="space">Its connectivity. The noise of the cell is left out.</param>
    public FiniteCircuit(LoadingSpace space)
        : base(space.Rank, space.I.Count, space.W.Count, space.Cell.Tau) => this.space = space;

    /// <inheritdoc/>
    public override void Drive(ReadOnlySpan<double> kappa, ReadOnlySpan<double> v, Span<double> drive) =>
        Sum(kappa, v, space.N, drive[..Rank], []);

    /// <inheritdoc/>
    public override void Readout(ReadOnlySpan<double> kappa, ReadOnlySpan<double> v, Span<double> z) =>
        Sum(kappa, v, space.W, z[..Outputs], []);

    /// <inheritdoc/>
    public override void Jacobian(ReadOnlySpan<double> kappa, ReadOnlySpan<double> v, Span<double> jacobian) =>
        Sum(kappa, v, space.N, [], jacobian[..(Rank * Rank)]);

    /// <summary>(1/N) Σᵢ |n_rᵢ| where |φ| ≤ 1, else ∞.</summary>
    /// <param name="r">Which, from 0.</param>
    internal override double Bound(int r) =>
        ActivationCurve.IsBounded(space.Cell.Activation) ? space.N[r].Sum(Math.Abs) / space.Units : double.PositiveInfinity;

    /// <inheritdoc/>
    internal override bool HasKinks => ActivationCurve.HasKink(space.Cell.Activation);

    /// <inheritdoc/>
    internal override void Linearise(ReadOnlySpan<double> kappa, ReadOnlySpan<double> v, Span<double> drive, Span<double> jacobian) =>
        Sum(kappa, v, space.N, drive[..Rank], jacobian[..(Rank * Rank)]);

    // sum_r = (1/N) Σᵢ a_rᵢ φ(xᵢ), S_rs = (1/N) Σᵢ a_rᵢ φ'(xᵢ) m_sᵢ, x = Σ_s κ_s m_s + Σ_c v_c I_c
    private void Sum(
        ReadOnlySpan<double> kappa, ReadOnlySpan<double> v, IReadOnlyList<double[]> columns, Span<double> sum, Span<double> jacobian)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(kappa.Length, Rank);
        ArgumentOutOfRangeException.ThrowIfNotEqual(v.Length, Inputs);
        Span<double> x = stackalloc double[Chunk], value = stackalloc double[Chunk], slope = stackalloc double[Chunk];
        sum.Clear();
        jacobian.Clear();
        for (var first = 0; first < space.Units; first += Chunk)
        {
            var count = Math.Min(Chunk, space.Units - first);
            var current = x[..count];
            var phi = value[..count];
            var gain = slope[..count];
            current.Clear();
            for (var s = 0; s < Rank; s++)
            {
                Rows.AddScaled(current, kappa[s], space.M[s].AsSpan(first, count));
            }

            for (var c = 0; c < Inputs; c++)
            {
                if (v[c] != 0)
                {
                    Rows.AddScaled(current, v[c], space.I[c].AsSpan(first, count));
                }
            }

            ActivationCurve.Evaluate(space.Cell.Activation, current, phi, gain);
            for (var r = 0; r < sum.Length; r++)
            {
                sum[r] += DenseRows.Dot(columns[r].AsSpan(first, count), phi) / space.Units;
            }

            for (var s = 0; s < Rank && !jacobian.IsEmpty; s++)
            {
                // φ' m_s takes the place of the currents, which are not needed any more.
                Multiply(gain, space.M[s].AsSpan(first, count), current);
                for (var r = 0; r < Rank; r++)
                {
                    jacobian[(r * Rank) + s] += DenseRows.Dot(columns[r].AsSpan(first, count), current) / space.Units;
                }
            }
        }
    }

    private static void Multiply(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> product)
    {
        var va = MemoryMarshal.Cast<double, Vector<double>>(a);
        var vb = MemoryMarshal.Cast<double, Vector<double>>(b);
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(product);
        for (var i = 0; i < vectors.Length; i++)
        {
            vectors[i] = va[i] * vb[i];
        }

        for (var i = vectors.Length * Vector<double>.Count; i < a.Length; i++)
        {
            product[i] = a[i] * b[i];
        }
    }
}
