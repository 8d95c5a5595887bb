using System.Numerics;
using Engram.Numerics;

namespace Engram.Networks;

/// <summary>The entries of a square matrix that are not zero, row after row; all of them where most are not.</summary>
internal sealed class SparseRows
{
    private readonly double[] values;
    private readonly int[] columns, starts;

    private SparseRows(double[] values, int[] columns, int[] starts) => (this.values, this.columns, this.starts) = (values, columns, starts);

    /// <summary>n.</summary>
    public int Count => starts.Length - 1;

    /// <summary>Number of entries that are kept.</summary>
    public int Entries => values.Length;

    /// <summary>How long a product takes, in products of two numbers of sparse rows.</summary>
    public double Work => Entries == (long)Count * Count ? Entries / 4.0 : Entries;

    /// <summary>Root of the sum of squares of all entries.</summary>
    public double Norm => Math.Sqrt(Rows.Dot(values, values));

    /// <summary>Some rows and the same columns of W.</summary>
    /// <param name="w">W (n × n), row after row.</param>
    /// <param name="n">Number of rows.</param>
    /// <param name="kept">Which, from 0.</param>
    public static SparseRows Of(ReadOnlySpan<double> w, int n, int[] kept)
    {
        var (values, columns, starts) = (new List<double>(), new List<int>(), new int[kept.Length + 1]);

        // Whole rows are multiplied several times as fast as single entries.
        var whole = w.Length - w.Count(0) > w.Length / 4;
        for (var i = 0; i < kept.Length; i++)
        {
            var row = w.Slice(kept[i] * n, n);
            for (var j = 0; j < kept.Length; j++)
            {
                if (row[kept[j]] is var value && (whole || value != 0))
                {
                    values.Add(value);
                    columns.Add(j);
                }
            }

            starts[i + 1] = values.Count;
        }

        return new([.. values], [.. columns], starts);
    }

    /// <summary>y = W x.</summary>
    /// <param name="x">(n).</param>
    /// <param name="y">Receives (n).</param>
    public void Multiply(ReadOnlySpan<double> x, Span<double> y)
    {
        for (var i = 0; i < y.Length; i++)
        {
            if (starts[i + 1] - starts[i] == x.Length)
            {
                y[i] = Rows.Dot(values.AsSpan(starts[i], x.Length), x);
                continue;
            }

            var (a, b) = (0.0, 0.0);
            var k = starts[i];
            for (var end = starts[i + 1] - 1; k < end; k += 2)
            {
                a += values[k] * x[columns[k]];
                b += values[k + 1] * x[columns[k + 1]];
            }

            y[i] = a + b + (k < starts[i + 1] ? values[k] * x[columns[k]] : 0);
        }
    }

    /// <summary>
    /// ρ where each row and each column has one entry: W is made of cycles, and the eigenvalues of a cycle of length l and product p are the l-th roots of
    /// p. Null for any other matrix.
    /// </summary>
    public Complex? RadiusOfCycles()
    {
        var isPermutation = Entries == Count && columns.Distinct().Count() == Count;
        for (var i = 0; i < Count && isPermutation; i++)
        {
            isPermutation = starts[i + 1] == i + 1;
        }

        if (!isPermutation)
        {
            return null;
        }

        var (radius, seen) = (0.0, new bool[Count]);
        for (var first = 0; first < Count; first++)
        {
            var (logarithm, length) = (0.0, 0);
            for (var i = first; !seen[i]; i = columns[i], length++)
            {
                seen[i] = true;
                logarithm += Math.Log(Math.Abs(values[i]));
            }

            radius = length == 0 ? radius : Math.Max(radius, Math.Exp(logarithm / length));
        }

        return radius;
    }

    /// <summary>
    /// ρ where all rows have the same sum, and no row a larger one of magnitudes: that sum is an eigenvalue, and none can be larger. Null for any other
    /// matrix.
    /// </summary>
    public Complex? RadiusOfSums()
    {
        var first = 0.0;
        for (var i = 0; i < Count; i++)
        {
            var (sum, magnitudes) = (0.0, 0.0);
            for (var k = starts[i]; k < starts[i + 1]; k++)
            {
                sum += values[k];
                magnitudes += Math.Abs(values[k]);
            }

            first = i == 0 ? sum : first;
            if (Math.Abs(sum - first) > 1e-13 * Math.Abs(first) || magnitudes > (1 + 1e-13) * Math.Abs(first))
            {
                return null;
            }
        }

        return first;
    }
}
