using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>
/// Coordinates in which training rows have the identity as their covariance: z = L⁻¹(x − μ) with
/// L Lᵀ = T = Σ/n + λ diag(Σ/n) and Σ = Σ (x − μ)(x − μ)ᵀ: each feature is regularised by its own variance in the training rows, so that
/// its unit does not matter.
/// </summary>
internal sealed class Whitening
{
    // A standard deviation that is this small beside the mean is what rounding leaves of a feature that is constant.
    private const double Rounding = 1e-12;
    private readonly int features;
    private readonly double[] mean, factor;

    public Whitening(ReadOnlySpan<double> rows, int features, ReadOnlySpan<int> training, double ridge)
    {
        this.features = features;
        mean = DenseRows.Mean(rows, features, training);
        factor = DenseRows.Scatter(rows, features, training, mean);
        for (var i = 0; i < factor.Length; i++)
        {
            factor[i] /= training.Length;
        }

        for (var i = 0; i < features; i++)
        {
            // Where a feature does not vary any scale will do, for all classes have the same mean, that hides what rounding leaves.
            ref var variance = ref factor[i * (features + 1)];
            variance = variance > Math.Pow(Rounding * mean[i], 2) ? variance * (1 + ridge) : variance + Math.Max(1, mean[i] * mean[i]);
        }

        Factorise();
    }

    /// <summary>μ, the mean of the training rows.</summary>
    public ReadOnlySpan<double> Mean => mean;

    /// <summary>z = L⁻¹(x − μ).</summary>
    public void Apply(ReadOnlySpan<double> x, Span<double> z)
    {
        for (var i = 0; i < features; i++)
        {
            z[i] = (x[i] - mean[i] - DenseRows.Dot(Row(i), z)) / factor[(i * features) + i];
        }
    }

    /// <summary>w = L⁻ᵀa in place, by which w·(x − μ) = a·z.</summary>
    public void Return(Span<double> a)
    {
        for (var i = features - 1; i >= 0; i--)
        {
            a[i] /= factor[(i * features) + i];
            Rows.AddScaled(a[..i], -a[i], Row(i));
        }
    }

    // Cholesky, row by row in place of the lower triangle: L[i, j] = (T[i, j] − Σ_{k<j} L[i, k] L[j, k])/L[j, j].
    private void Factorise()
    {
        for (var i = 0; i < features; i++)
        {
            for (var j = 0; j < i; j++)
            {
                factor[(i * features) + j] =
                    (factor[(i * features) + j] - DenseRows.Dot(Row(j), Row(i))) / factor[(j * features) + j];
            }

            ref var diagonal = ref factor[(i * features) + i];
            diagonal = Math.Sqrt(diagonal - DenseRows.Dot(Row(i), Row(i)));
        }
    }

    // Row i of L up to but without the diagonal.
    private Span<double> Row(int i) => factor.AsSpan(i * features, i);
}
