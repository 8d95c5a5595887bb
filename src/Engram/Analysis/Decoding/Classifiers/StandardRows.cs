using Engram.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace Engram.Analysis;

/// <summary>
/// Training rows in which each feature has mean 0 and variance 1, z = (x − μ)/σ with μ and σ of the training rows alone, in the fewest coordinates:
/// z = Bᵀc, where the r rows of B are orthonormal and turned so that CᵀC is diagonal. As ‖w‖ = ‖Bw‖ in the space of the rows, to learn in c
/// is to learn in z.
/// </summary>
internal sealed class StandardRows
{
    // A standard deviation that is this small beside the mean is what rounding leaves of a feature that is constant.
    private const double Rounding = 1e-12;

    // What is left of a row after the others are taken off is rounding below this share.
    private const double Independent = 1e-10;

    private readonly int features;
    private readonly double[] mean, inverse, basis;

    /// <summary>Takes rows over.</summary>
    /// <param name="rows">Rows, one after the other (all × p).</param>
    /// <param name="features">p.</param>
    /// <param name="training">Those learned from, n.</param>
    public StandardRows(double[] rows, int features, int[] training)
    {
        (this.features, Count) = (features, training.Length);
        mean = DenseRows.Mean(rows, features, training);
        inverse = Scales(rows, training);
        var z = Standardised(rows, training);
        var b = features <= Count ? null : Span(z);
        Width = b is null ? features : b.Length / features;
        if (b is not null)
        {
            z = Product(z, Count, b, Width, features);
        }

        (basis, Squares) = ([], new double[Width]);
        Coordinates = z;
        if (Width > 0)
        {
            var turn = Turn(z);
            Coordinates = Product(z, Count, turn, Width, Width);
            basis = b is null ? turn : Combine(turn, b);
        }
    }

    /// <summary>n.</summary>
    public int Count { get; }

    /// <summary>r, at most the lesser of n and p.</summary>
    public int Width { get; }

    /// <summary>C (n × r).</summary>
    public double[] Coordinates { get; }

    /// <summary>The diagonal of CᵀC (r).</summary>
    public double[] Squares { get; }

    /// <summary>One training row.</summary>
    public ReadOnlySpan<double> Row(int i) => Coordinates.AsSpan(i * Width, Width);

    /// <summary>The rule for rows as they are that gives u·c + a for each class.</summary>
    /// <param name="u">Weights (K × r).</param>
    /// <param name="a">Biases (K).</param>
    public LinearRule Rule(double[] u, double[] a)
    {
        var (directions, offsets) = (new double[a.Length * features], new double[a.Length]);
        for (var k = 0; k < a.Length; k++)
        {
            // w = Bᵀu/σ and w·x − b = u·c + a.
            var w = directions.AsSpan(k * features, features);
            for (var j = 0; j < Width; j++)
            {
                Rows.AddScaled(w, u[(k * Width) + j], basis.AsSpan(j * features, features));
            }

            for (var i = 0; i < features; i++)
            {
                w[i] *= inverse[i];
            }

            offsets[k] = DenseRows.Dot(w, mean) - a[k];
        }

        return new(features, directions, offsets);
    }

    // 1/σ; 0 for a feature that does not vary, which then tells nothing.
    private double[] Scales(double[] rows, int[] training)
    {
        var squares = new double[features];
        foreach (var row in training)
        {
            for (var i = 0; i < features; i++)
            {
                var apart = rows[(row * features) + i] - mean[i];
                squares[i] += apart * apart;
            }
        }

        return [.. squares.Select((sum, i) => Math.Sqrt(sum / training.Length) is var sd && sd > Rounding * Math.Abs(mean[i]) ? 1 / sd : 0)];
    }

    private double[] Standardised(double[] rows, int[] training)
    {
        var z = new double[training.Length * features];
        for (var k = 0; k < z.Length; k++)
        {
            var i = k % features;
            z[k] = (rows[(training[k / features] * features) + i] - mean[i]) * inverse[i];
        }

        return z;
    }

    // Orthonormal rows that span those of z, by Gram and Schmidt, each row taken through twice for the sake of rounding.
    private double[] Span(double[] z)
    {
        var found = new double[z.Length];
        var end = 0;
        for (var row = 0; row < z.Length; row += features)
        {
            var left = found.AsSpan(end, features);
            z.AsSpan(row, features).CopyTo(left);
            var whole = DenseRows.Dot(left, left);
            for (var at = 0; at < 2 * end; at += features)
            {
                var one = found.AsSpan(at % end, features);
                Rows.AddScaled(left, -DenseRows.Dot(one, left), one);
            }

            var square = DenseRows.Dot(left, left);
            if (square > Independent * Independent * whole)
            {
                Rows.Scale(left, 1 / Math.Sqrt(square));
                end += features;
            }
        }

        return found[..end];
    }

    // Rows are the eigenvectors of ZᵀZ.
    private double[] Turn(double[] z)
    {
        int[] all = [.. Enumerable.Range(0, Count)];
        var scatter = DenseRows.Scatter(z, Width, all, new double[Width]);
        var gram = Matrix<double>.Build.Dense(Width, Width, (i, j) => scatter[(Math.Max(i, j) * Width) + Math.Min(i, j)]);
        var evd = gram.Evd(Symmetricity.Symmetric);
        var turn = new double[Width * Width];
        for (var j = 0; j < Width; j++)
        {
            Squares[j] = Math.Max(0, evd.EigenValues[j].Real);
            evd.EigenVectors.Column(j).ToArray().CopyTo(turn, j * Width);
        }

        return turn;
    }

    private double[] Combine(double[] turn, double[] b)
    {
        var combined = new double[Width * features];
        for (var k = 0; k < turn.Length; k++)
        {
            Rows.AddScaled(combined.AsSpan(k / Width * features, features), turn[k], b.AsSpan(k % Width * features, features));
        }

        return combined;
    }

    // A Bᵀ for A (n × p) and B (m × p).
    private static double[] Product(double[] a, int n, double[] b, int m, int p)
    {
        var product = new double[n * m];
        for (var k = 0; k < product.Length; k++)
        {
            product[k] = DenseRows.Dot(a.AsSpan(k / m * p, p), b.AsSpan(k % m * p, p));
        }

        return product;
    }
}
