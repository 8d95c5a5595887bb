using Engram.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace Engram.Analysis;

/// <summary>
/// Linear discriminants of K classes with equal priors. With M the class means less the mean of all (K × p), Π the diagonal of class
/// shares and T the regularised covariance of all, the covariance within classes is W = T − MᵀΠM and, by Woodbury's identity,
/// W⁻¹Mᵀ = T⁻¹Mᵀ(I − ΠG)⁻¹ with G = M T⁻¹Mᵀ. T does not depend on the labels: one factorisation serves every labelling.
/// </summary>
internal static class Discriminant
{
    /// <summary>Discriminants of rows that are whitened already.</summary>
    public static LinearRule Fit(double[] whitened, int features, int[] training, int[] labels, int classes)
    {
        var means = new double[classes * features];
        var counts = new int[classes];
        foreach (var row in training)
        {
            counts[labels[row]]++;
            Rows.AddScaled(means.AsSpan(labels[row] * features, features), 1, whitened.AsSpan(row * features, features));
        }

        for (var i = 0; i < means.Length; i++)
        {
            means[i] /= counts[i / features];
        }

        return Solve(means, counts, features, training.Length);
    }

    /// <summary>Discriminants of rows as they are.</summary>
    public static LinearRule Fit(Whitening whitening, double[] rows, int features, int[] training, int[] labels, int classes)
    {
        var means = new double[classes * features];
        var counts = new int[classes];
        for (var level = 0; level < classes; level++)
        {
            int[] members = [.. training.Where(row => labels[row] == level)];
            counts[level] = members.Length;
            whitening.Apply(DenseRows.Mean(rows, features, members), means.AsSpan(level * features, features));
        }

        var fitted = Solve(means, counts, features, training.Length);
        for (var level = 0; level < classes; level++)
        {
            var direction = fitted.Directions.AsSpan(level * features, features);
            whitening.Return(direction);
            fitted.Offsets[level] += DenseRows.Dot(direction, whitening.Mean);
        }

        return fitted;
    }

    // In whitened coordinates T = I, so that G = M Mᵀ, the directions are Sᵀ M and the offsets ½ (G S)ₖₖ with S = (I − ΠG)⁻¹.
    private static LinearRule Solve(double[] means, int[] counts, int features, int trials)
    {
        var classes = counts.Length;
        var g = Matrix<double>.Build.Dense(classes, classes, (j, k) =>
            DenseRows.Dot(means.AsSpan(j * features, features), means.AsSpan(k * features, features)));
        var s = Matrix<double>.Build.Dense(classes, classes, (j, k) => (j == k ? 1 : 0) - ((double)counts[j] / trials * g[j, k])).Inverse();
        var gs = g * s;
        var directions = new double[means.Length];
        var offsets = new double[classes];
        for (var k = 0; k < classes; k++)
        {
            offsets[k] = gs[k, k] / 2;
            for (var j = 0; j < classes; j++)
            {
                Rows.AddScaled(directions.AsSpan(k * features, features), s[j, k], means.AsSpan(j * features, features));
            }
        }

        return new(features, directions, offsets);
    }
}
