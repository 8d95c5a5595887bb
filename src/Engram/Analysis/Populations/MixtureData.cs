using System.Numerics;
using System.Runtime.InteropServices;

namespace Engram.Analysis;

/// <summary>
/// Units for a mixture fit, column after column, each centred unless means are held at 0 and scaled to unit mean square. Columns are padded
/// with units at 0 to a whole number of vectors; these have responsibility 0.
/// </summary>
internal sealed class MixtureData
{
    // So many units at a time that C columns of them stay in the nearest cache.
    private const int Block = 256;
    private readonly double[] values;

    public MixtureData(IReadOnlyList<double[]> columns, bool zeroMean)
    {
        (Count, Columns) = (columns[0].Length, columns.Count);
        Stride = (Count + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;
        values = new double[Columns * Stride];
        for (var c = 0; c < Columns; c++)
        {
            var mean = zeroMean ? 0 : columns[c].Sum() / Count;
            var column = Column(c)[..Count];
            for (var i = 0; i < Count; i++)
            {
                column[i] = columns[c][i] - mean;
            }

            // A column that does not vary keeps its scale.
            var scale = Math.Sqrt(DenseRows.Dot(column, column) / Count) is var root and > 0 ? root : 1;
            LogScale += Math.Log(scale);
            for (var i = 0; i < Count; i++)
            {
                column[i] /= scale;
            }
        }
    }

    /// <summary>N.</summary>
    public int Count { get; }

    /// <summary>C.</summary>
    public int Columns { get; }

    /// <summary>N with the padding.</summary>
    public int Stride { get; }

    /// <summary>Σ ln of the scales that the columns were divided by: the log-likelihood of a unit is less by so much.</summary>
    public double LogScale { get; }

    /// <summary>A column with its padding.</summary>
    public Span<double> Column(int c) => values.AsSpan(c * Stride, Stride);

    /// <summary>Σ rᵢ; Σ rᵢ xᵢ (C); Σ rᵢ xᵢxᵢᵀ, the lower triangle (C × C).</summary>
    public void Moments(ReadOnlySpan<double> r, out double total, Span<double> first, Span<double> second)
    {
        first.Clear();
        second.Clear();
        total = 0;
        Span<double> weighted = stackalloc double[Block];
        for (var start = 0; start < Stride; start += Block)
        {
            var count = Math.Min(Block, Stride - start);
            var part = r.Slice(start, count);
            foreach (var value in part)
            {
                total += value;
            }

            for (var a = 0; a < Columns; a++)
            {
                Multiply(part, Column(a).Slice(start, count), weighted[..count], out var sum);
                first[a] += sum;
                for (var b = 0; b <= a; b++)
                {
                    second[(a * Columns) + b] += DenseRows.Dot(weighted[..count], Column(b).Slice(start, count));
                }
            }
        }
    }

    /// <summary>|K (xᵢ − μ)|² of every unit, where K is lower triangular (C × C).</summary>
    public void Distances(ReadOnlySpan<double> k, ReadOnlySpan<double> mu, Span<double> distances)
    {
        Span<double> offset = stackalloc double[Columns];
        for (var a = 0; a < Columns; a++)
        {
            offset[a] = DenseRows.Dot(k.Slice(a * Columns, a + 1), mu);
        }

        var lanes = Stride / Vector<double>.Count;
        var x = MemoryMarshal.Cast<double, Vector<double>>(values.AsSpan());
        var d = MemoryMarshal.Cast<double, Vector<double>>(distances);
        for (var i = 0; i < lanes; i++)
        {
            var sum = Vector<double>.Zero;
            for (var a = 0; a < Columns; a++)
            {
                var y = new Vector<double>(-offset[a]);
                for (var b = 0; b <= a; b++)
                {
                    y += k[(a * Columns) + b] * x[(b * lanes) + i];
                }

                sum += y * y;
            }

            d[i] = sum;
        }
    }

    private static void Multiply(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> product, out double sum)
    {
        var va = MemoryMarshal.Cast<double, Vector<double>>(a);
        var vb = MemoryMarshal.Cast<double, Vector<double>>(b);
        var vp = MemoryMarshal.Cast<double, Vector<double>>(product);
        var total = Vector<double>.Zero;
        for (var i = 0; i < va.Length; i++)
        {
            vp[i] = va[i] * vb[i];
            total += vp[i];
        }

        sum = Vector.Sum(total);
    }
}
