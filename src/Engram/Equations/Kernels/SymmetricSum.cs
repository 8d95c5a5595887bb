namespace Engram.Equations;

/// <summary>
/// G = Σₖ xₖ xₖᵀ over samples that come one after the other (D × D, double precision), and systems with it. What is kept does not grow with the number
/// of samples. Of G only the upper triangle is computed.
/// </summary>
/// <remarks>
/// Samples wait until there are <see cref="Depth"/> of them, in panels of a few columns, of which the kernels of weight gradients then make the products of
/// all pairs. The same samples in the same order give the same bits.
/// </remarks>
internal sealed unsafe class SymmetricSum
{
    /// <summary>Samples that are multiplied together.</summary>
    private const int Depth = 128;

    private readonly ProductKernels kernels;
    private readonly int width, tile, panels;
    private readonly AlignedArray<double> values, left, right;
    private int waiting;

    /// <summary>A sum of nothing.</summary>
    /// <param name="size">D.</param>
    /// <param name="instructions">Vector instructions; those of this machine if null.</param>
    public SymmetricSum(int size, InstructionSet? instructions = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        var simd = Simd.For<double>(instructions ?? InstructionSets.Best);
        kernels = new ProductKernels(simd);
        (Size, width) = (size, ProductKernels.MostVectors * simd.Width);
        tile = Enumerable.Range(1, kernels.MostRows(ProductKernels.MostVectors)).Last(rows => width % rows == 0);
        panels = (size + width - 1) / width;
        values = new((long)Stride * Stride);
        right = new((long)Depth * Stride);
        left = new((long)Depth * width);
    }

    /// <summary>D.</summary>
    public int Size { get; }

    /// <summary>All that has been summed: rows of <see cref="Stride"/> values, of which those from the diagonal on count.</summary>
    public Span<double> Values
    {
        get
        {
            Flush();
            return values.Span;
        }
    }

    /// <summary>All that has been summed, as one array that a checkpoint can keep and give back.</summary>
    public double[] Whole
    {
        get => Values.ToArray();
        set
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(value.Length, values.Length);
            waiting = 0;
            value.CopyTo(values.Span);
        }
    }

    /// <summary>Values from one row to the next.</summary>
    public int Stride => panels * width;

    /// <summary>G[i, j].</summary>
    /// <param name="i">Row.</param>
    /// <param name="j">Column.</param>
    public double this[int i, int j] => Values[(Math.Min(i, j) * Stride) + Math.Max(i, j)];

    /// <summary>Adds x xᵀ.</summary>
    /// <param name="x">x (D).</param>
    public void Add(ReadOnlySpan<double> x)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(x.Length, Size);
        var target = right.Span;
        for (var panel = 0; panel < panels; panel++)
        {
            var from = panel * width;
            x.Slice(from, Math.Min(width, Size - from)).CopyTo(target.Slice((panel * Depth * width) + (waiting * width), width));
        }

        if (++waiting == Depth)
        {
            Flush();
        }
    }

    /// <summary>Adds another sum of the same size.</summary>
    /// <param name="other">The other, which stays as it is.</param>
    public void Add(SymmetricSum other)
    {
        var own = Values;
        ReadOnlySpan<double> others = other.Values;
        for (var k = 0; k < own.Length; k++)
        {
            own[k] += others[k];
        }
    }

    /// <summary>Sets the sum to zero.</summary>
    public void Clear()
    {
        waiting = 0;
        values.Span.Clear();
    }

    /// <summary>Multiplies the samples that wait.</summary>
    public void Flush()
    {
        if (waiting > 0)
        {
            Multiply(0, waiting, right.Address);
            waiting = 0;
        }
    }

    /// <summary>
    /// Replaces G by U, with UᵀU = G, upper triangular with a positive diagonal; only its first rows and columns, of a size that is given.
    /// </summary>
    /// <param name="size">How many.</param>
    /// <param name="cancel">Looked at from time to time.</param>
    /// <returns>The first pivot that is not above rounding, from 0; −1 where G is positive definite.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public int Factorise(int size, CancellationToken cancel)
    {
        // U[k, k] = √(G[k, k] − Σₘ U[m, k]²), U[k, j] = (G[k, j] − Σₘ U[m, k] U[m, j])/U[k, k], m < k: within a few rows one by one, of all rows before
        // them at once.
        var g = Values;
        var diagonal = new double[size];
        for (var k = 0; k < size; k++)
        {
            diagonal[k] = g[(k * Stride) + k];
        }

        for (var from = 0; from < size; from += width)
        {
            cancel.ThrowIfCancellationRequested();
            var to = Math.Min(from + width, size);
            for (var k = from; k < to; k++)
            {
                var row = g.Slice((k * Stride) + k, size - k);
                for (var m = from; m < k; m++)
                {
                    Numerics.Rows.AddScaled(row, -g[(m * Stride) + k], g.Slice((m * Stride) + k, size - k));
                }

                if (!(row[0] > 1e-15 * diagonal[k]))
                {
                    return k;
                }

                Numerics.Rows.Scale(row, 1 / Math.Sqrt(row[0]));
            }

            Subtract(g, from, to, size);
        }

        return -1;
    }

    // G[i, j] −= Σₖ U[k, i] U[k, j] for i, j from a row on, k the rows just made.
    private void Subtract(Span<double> g, int from, int to, int size)
    {
        var target = right.Span;
        for (var panel = to / width; panel < panels && to < size; panel++)
        {
            for (var k = from; k < to; k++)
            {
                g.Slice((k * Stride) + (panel * width), width).CopyTo(target.Slice((panel * Depth * width) + ((k - from) * width), width));
            }
        }

        if (to < size)
        {
            Multiply(to / width, to - from, right.Address, isSubtracted: true);
        }
    }

    // G[i, j] ± = Σₖ X[k, i] X[k, j], tile by tile of the upper triangle.
    private void Multiply(int firstPanel, int depth, long x, bool isSubtracted = false)
    {
        var kernel = kernels.TallOf(tile, ProductKernels.MostVectors);
        long row = width * sizeof(double), panelBytes = Depth * row, gRow = (long)Stride * sizeof(double);
        for (var above = firstPanel; above < panels; above++)
        {
            var source = x + (above * panelBytes);
            if (isSubtracted)
            {
                Negate(source, depth);
                source = left.Address;
            }

            for (var panel = above; panel < panels; panel++)
            {
                for (var i = 0; i < width; i += tile)
                {
                    kernel(
                        source + (i * sizeof(double)), x + (panel * panelBytes),
                        values.Address + (((above * width) + i) * gRow) + (panel * row), depth, row, row, gRow);
                }
            }
        }
    }

    private void Negate(long source, int depth)
    {
        var from = new ReadOnlySpan<double>((void*)source, depth * width);
        var to = left.Span;
        for (var k = 0; k < from.Length; k++)
        {
            to[k] = -from[k];
        }
    }
}
