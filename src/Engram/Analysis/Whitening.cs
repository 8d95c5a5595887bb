using Engram.Networks;

namespace Engram.Analysis;

/// <summary>
/// Coordinates in which training rows have the identity as their covariance: z = L⁻¹(x − μ) with
/// L Lᵀ = T = Σ (x − μ)(x − μ)ᵀ/n + λI, where λ is relative to the mean variance of the features.
/// </summary>
internal sealed class Whitening
{
    private readonly int features;
    private readonly double[] mean, factor;

    public Whitening(ReadOnlySpan<double> rows, int features, ReadOnlySpan<int> training, double ridge)
    {
        this.features = features;
        mean = DenseRows.Mean(rows, features, training);
        factor = DenseRows.Scatter(rows, features, training, mean);
        var trace = 0.0;
        for (var i = 0; i < factor.Length; i++)
        {
            factor[i] /= training.Length;
            trace += i % (features + 1) == 0 ? factor[i] : 0;
        }

        // Where nothing varies any scale will do: all classes have the same mean.
        var lambda = trace > 0 ? ridge * trace / features : 1;
        for (var i = 0; i < factor.Length; i += features + 1)
        {
            factor[i] += lambda;
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
