using Engram.Equations;
using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>
/// A Aᵀ + μ = Uᵀ U of a square matrix A, and solutions with it, by the products of tiles that stay in registers. One entry is the same sum in
/// the same order on any vector width.
/// </summary>
internal sealed class SquareFactor
{
    private const int Together = 8;
    private const int MostVectors = 3;
    private static readonly Lazy<ProductKernels> Kernels = new(() =>
    {
        DynamicCode.Require();
        return new(Simd.For<double>(InstructionSets.Best));
    });

    private readonly int width, padded, stride, tileRows, vectorSize;
    private readonly AlignedArray<double> transposed, squares, factor, negative;
    private readonly ProductKernels.Tall[] tiles;

    /// <summary>Makes room.</summary>
    /// <param name="width">Rows and columns of A.</param>
    public SquareFactor(int width)
    {
        this.width = width;
        padded = Simd.Stride(width);

        // Rows a power of two apart share cache sets, and columns are walked below.
        stride = padded + (padded % 64 == 0 ? Simd.Padding : 0);
        (transposed, squares) = (new((long)padded * stride), new((long)padded * stride));
        (factor, negative) = (new((long)padded * stride), new((long)Together * stride));
        tileRows = Math.Min(Together, Kernels.Value.MostRows(MostVectors));
        vectorSize = Kernels.Value.VectorSize;
        tiles = [.. Enumerable.Range(1, MostVectors).Select(vectors => Kernels.Value.TallOf(tileRows, vectors))];
    }

    /// <summary>A Aᵀ.</summary>
    /// <param name="a">A (rows).</param>
    public void Square(ReadOnlySpan<double> a)
    {
        Rows.Transpose(a, width, transposed.Span, stride);
        squares.Span.Clear();
        AddProducts(transposed.Address, transposed.Address, squares.Address, width, 0);
    }

    /// <summary>Factors A Aᵀ + μ.</summary>
    /// <param name="damping">μ.</param>
    /// <returns>Whether it is positive definite beyond rounding.</returns>
    public bool Factor(double damping)
    {
        var u = factor.Span;
        squares.Span.CopyTo(u);
        for (var first = 0; first < width; first += Together)
        {
            var end = Math.Min(first + Together, width);
            for (var k = first; k < end; k++)
            {
                var row = u.Slice(k * stride, width);
                var pivot = row[k] + damping;
                if (!(pivot > 0))
                {
                    return false;
                }

                var root = Math.Sqrt(pivot);
                Rows.Scale(row[k..], 1 / root);
                row[k] = root;
                for (var i = k + 1; i < end; i++)
                {
                    Rows.AddScaled(u.Slice((i * stride) + i, width - i), -row[i], row[i..]);
                }
            }

            // What these rows take from all below them.
            var taken = negative.Span;
            for (var k = first; k < end && end < width; k++)
            {
                Rows.Scale(taken.Slice(((k - first) * stride) + end, width - end), -1, u.Slice((k * stride) + end, width - end));
            }

            AddProducts(negative.Address, Address(factor, first), factor.Address, end - first, end);
        }

        return true;
    }

    /// <summary>y = (A Aᵀ + μ)⁻¹ b.</summary>
    public void Solve(ReadOnlySpan<double> b, Span<double> y)
    {
        var u = factor.Span;
        b.CopyTo(y);
        for (var k = 0; k < width; k++)
        {
            var row = u.Slice(k * stride, width);
            y[k] /= row[k];
            Rows.AddScaled(y[(k + 1)..width], -y[k], row[(k + 1)..]);
        }

        for (var k = width - 1; k >= 0; k--)
        {
            var row = u.Slice(k * stride, width);
            y[k] = (y[k] - Rows.Dot(row[(k + 1)..], y[(k + 1)..])) / row[k];
        }
    }

    private long Address(AlignedArray<double> array, int row) => array.Address + ((long)row * stride * sizeof(double));

    // G[i, j] += Σ_k X[k, i] Y[k, j] for i from a row on and j ≥ i.
    private void AddProducts(long x, long y, long g, int depth, int from)
    {
        var rowBytes = (long)stride * sizeof(double);
        var end = padded * sizeof(double);
        for (var row = from; row < width; row += tileRows)
        {
            for (var (at, count) = (row * sizeof(double), 0); at < end; at += count * vectorSize)
            {
                count = Math.Min(MostVectors, (end - at) / vectorSize);
                tiles[count - 1](x + (row * sizeof(double)), y + at, g + (row * rowBytes) + at, depth, rowBytes, rowBytes, rowBytes);
            }
        }
    }
}
