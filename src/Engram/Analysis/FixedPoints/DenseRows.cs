using System.Numerics;
using System.Runtime.InteropServices;
using Engram.Numerics;

namespace Engram.Analysis;

/// <summary>Vector arithmetic and second moments of rows of samples, in double precision, each sum in a fixed order.</summary>
internal static class DenseRows
{
    // So many rows that the sums run long, so few that their transpose stays in cache.
    private const int Chunk = 256;

    /// <summary>Σ a·b.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var va = MemoryMarshal.Cast<double, Vector<double>>(a);
        var vb = MemoryMarshal.Cast<double, Vector<double>>(b[..a.Length]);
        var (s0, s1) = (Vector<double>.Zero, Vector<double>.Zero);
        var i = 0;
        for (; i < va.Length - 1; i += 2)
        {
            s0 += va[i] * vb[i];
            s1 += va[i + 1] * vb[i + 1];
        }

        if (i < va.Length)
        {
            s0 += va[i] * vb[i];
        }

        var sum = Vector.Sum(s0 + s1);
        for (var k = va.Length * Vector<double>.Count; k < a.Length; k++)
        {
            sum += a[k] * b[k];
        }

        return sum;
    }

    /// <summary>Mean of the chosen rows (columns).</summary>
    public static double[] Mean(ReadOnlySpan<double> rows, int columns, ReadOnlySpan<int> chosen)
    {
        var mean = new double[columns];
        foreach (var row in chosen)
        {
            Rows.AddScaled(mean, 1.0 / chosen.Length, rows.Slice(row * columns, columns));
        }

        return mean;
    }

    /// <summary>Σ (x − mean)(x − mean)ᵀ over the chosen rows, the lower triangle and the diagonal (columns × columns).</summary>
    public static double[] Scatter(ReadOnlySpan<double> rows, int columns, ReadOnlySpan<int> chosen, ReadOnlySpan<double> mean)
    {
        var scatter = new double[columns * columns];
        var transposed = new double[columns * Math.Min(Chunk, chosen.Length)];
        for (var start = 0; start < chosen.Length; start += Chunk)
        {
            var part = chosen[start..Math.Min(start + Chunk, chosen.Length)];
            for (var k = 0; k < part.Length; k++)
            {
                var row = rows.Slice(part[k] * columns, columns);
                for (var i = 0; i < columns; i++)
                {
                    transposed[(i * part.Length) + k] = row[i] - mean[i];
                }
            }

            for (var i = 0; i < columns; i++)
            {
                var a = transposed.AsSpan(i * part.Length, part.Length);
                for (var j = 0; j <= i; j++)
                {
                    scatter[(i * columns) + j] += Dot(a, transposed.AsSpan(j * part.Length, part.Length));
                }
            }
        }

        return scatter;
    }
}
