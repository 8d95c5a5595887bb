using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Engram.Equations;

/// <summary>C = W · A where most weights are 0, or, where they turn out not to be, by whole panels.</summary>
/// <remarks>
/// Four sums a row, without vectors: fetching a vector of values from as many places takes these processors no less time than fetching them one by one,
/// and so the bits are the same with any instructions.
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed unsafe class SparseProductOperation<T>(SparseMatrix<T> matrix, Place input, Place output, bool onTop, Operation dense) : Operation
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override IReadOnlyList<Place> Reads => [input];

    public override IReadOnlyList<Place> Writes => [output];

    public override int TableEntries => dense.TableEntries;

    public override void Run(ref Frame frame, in NoiseSource noise)
    {
        if (!matrix.Pays)
        {
            dense.Run(ref frame, in noise);
            return;
        }

        var a = (T*)frame.Address(input);
        var c = (T*)frame.Address(output);
        for (var row = 0; row < frame.Rows * frame.Count; row++)
        {
            if (matrix.Tiles is { } tiles)
            {
                tiles.Multiply((float*)a, (float*)c, output.Slot.Stride, onTop);
            }
            else
            {
                Multiply(a, c);
            }

            a += input.Slot.Stride;
            c += output.Slot.Stride;
        }
    }

    // c[i] = Σₖ w[k] a[column[k]] over the weights of row i.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(T* a, T* c)
    {
        ref var starts = ref MemoryMarshal.GetReference(matrix.Starts);
        fixed (int* columns = matrix.Columns)
        fixed (T* weights = matrix.Weights)
        {
            var k = 0;
            for (var i = 0; i < matrix.Shape.Rows; i++)
            {
                var end = Unsafe.Add(ref starts, i + 1);
                var (p, q, r, s) = (onTop ? c[i] : T.Zero, T.Zero, T.Zero, T.Zero);
                for (; k + 4 <= end; k += 4)
                {
                    p = T.MultiplyAddEstimate(weights[k], a[columns[k]], p);
                    q = T.MultiplyAddEstimate(weights[k + 1], a[columns[k + 1]], q);
                    r = T.MultiplyAddEstimate(weights[k + 2], a[columns[k + 2]], r);
                    s = T.MultiplyAddEstimate(weights[k + 3], a[columns[k + 3]], s);
                }

                for (; k < end; k++)
                {
                    p = T.MultiplyAddEstimate(weights[k], a[columns[k]], p);
                }

                c[i] = p + q + (r + s);
            }
        }
    }
}
