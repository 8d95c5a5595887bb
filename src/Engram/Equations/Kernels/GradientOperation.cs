using System.Numerics;

namespace Engram.Equations;

/// <summary>Sums one gradient over a block of time into the accumulator of a block of trials.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed class GradientOperation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // So many rows of both operands stay in the first-level cache while the tiles of one panel pass over them.
    private const int Depth = 128;
    private readonly AlignedArray<T> one = new(1);
    private readonly Place? broadcast;
    private readonly Place vectors;
    private readonly bool transposed;
    private readonly Tile[] tiles;

    public GradientOperation(GradientSum sum, ProductKernels kernels, Simd simd)
    {
        one.Span[0] = T.One;
        Sum = sum;
        var rows = sum.Shape.Rows;
        var columns = sum.Shape.Columns;
        if (sum.Right is not { } right)
        {
            (broadcast, vectors, rows, columns, transposed) = (null, sum.Left, 1, rows, true);
        }
        else if (columns < rows && columns <= Simd.Padding)
        {
            // Few input channels: the long side is the one to vectorise.
            (broadcast, vectors, rows, columns, transposed) = (right, sum.Left, columns, rows, true);
        }
        else
        {
            (broadcast, vectors) = (sum.Left, right);
        }

        Rows = rows;
        Stride = Simd.Stride(columns);
        tiles = [.. Cut(rows, columns, kernels, simd)];
    }

    public GradientSum Sum { get; }

    /// <summary>Rows of the accumulator.</summary>
    public int Rows { get; }

    /// <summary>Values from one row of the accumulator to the next.</summary>
    public int Stride { get; }

    public void Run(ref Frame frame, long accumulator)
    {
        var x = broadcast is { } place ? frame.Address(place) : one.Address;
        long xRow = broadcast is { } source ? source.Slot.Stride * frame.Size : 0;
        var y = frame.Address(vectors);
        long yRow = vectors.Slot.Stride * frame.Size;
        long gRow = Stride * frame.Size;
        var depth = (long)frame.Rows * frame.Count;
        for (long done = 0; done < depth; done += Depth)
        {
            var part = Math.Min(Depth, depth - done);
            foreach (ref readonly var tile in tiles.AsSpan())
            {
                tile.Run(
                    x + (done * xRow) + (tile.Row * frame.Size),
                    y + (done * yRow) + tile.Column,
                    accumulator + (tile.Row * gRow) + tile.Column,
                    part,
                    xRow,
                    yRow,
                    gRow);
            }
        }
    }

    /// <summary>Adds an accumulator, times a number, to the gradient, row-major as the parameter is.</summary>
    public void AddTo(Span<T> gradient, ReadOnlySpan<T> accumulator, T scale)
    {
        var (rows, columns) = (Sum.Shape.Rows, Sum.Shape.Columns);
        if (transposed)
        {
            for (var column = 0; column < columns; column++)
            {
                for (var row = 0; row < rows; row++)
                {
                    gradient[(row * columns) + column] += scale * accumulator[(column * Stride) + row];
                }
            }

            return;
        }

        for (var row = 0; row < rows; row++)
        {
            var target = gradient.Slice(row * columns, columns);
            var source = accumulator.Slice(row * Stride, columns);
            var i = 0;
            for (; i <= columns - Vector<T>.Count; i += Vector<T>.Count)
            {
                (new Vector<T>(target[i..]) + (scale * new Vector<T>(source[i..]))).CopyTo(target[i..]);
            }

            for (; i < columns; i++)
            {
                target[i] += scale * source[i];
            }
        }
    }

    private static IEnumerable<Tile> Cut(int rows, int columns, ProductKernels kernels, Simd simd)
    {
        long column = 0;
        foreach (var vectors in ProductKernels.Split((columns + simd.Width - 1) / simd.Width, ProductKernels.MostVectors))
        {
            long row = 0;
            foreach (var count in ProductKernels.Split(rows, kernels.MostRows(vectors)))
            {
                yield return new Tile(row, column, kernels.TallOf(count, vectors));
                row += count;
            }

            column += vectors * simd.VectorSize;
        }
    }

    private readonly record struct Tile(long Row, long Column, ProductKernels.Tall Run);
}
