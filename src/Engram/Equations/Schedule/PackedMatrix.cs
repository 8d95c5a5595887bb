using System.Numerics;

namespace Engram.Equations;

/// <summary>
/// A matrix as the product kernels read it: panels of one to three vectors of results, k-major, so that the inner loop walks memory in
/// order.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed unsafe class PackedMatrix<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int vectorWidth;
    private readonly int[] panelVectors;
    private AlignedArray<T>? memory;

    public PackedMatrix(ParameterShape shape, bool transposed, Simd simd)
    {
        Shape = shape;
        IsTransposed = transposed;
        vectorWidth = simd.Width;
        Width = transposed ? shape.Columns : shape.Rows;
        Depth = transposed ? shape.Rows : shape.Columns;
        panelVectors = ProductKernels.Split((Width + simd.Width - 1) / simd.Width, ProductKernels.MostVectors);
    }

    public ParameterShape Shape { get; }

    /// <summary>Results of the product.</summary>
    public int Width { get; }

    /// <summary>Terms of each sum.</summary>
    public int Depth { get; }

    /// <summary>Vectors of each panel.</summary>
    public IReadOnlyList<int> PanelVectors => panelVectors;

    /// <summary>Whether it is Wᵀ.</summary>
    public bool IsTransposed { get; }

    /// <summary>The panels; made when they are first asked for, since a matrix of few weights may never be.</summary>
    public AlignedArray<T> Memory => memory ??= new((long)Depth * panelVectors.Sum() * vectorWidth);

    /// <summary>Fills the panels from W (rows × columns), row-major.</summary>
    public void Pack(ReadOnlySpan<T> w)
    {
        var target = (T*)Memory.Address;
        var first = 0;
        foreach (var vectors in panelVectors)
        {
            var lanes = vectors * vectorWidth;
            var real = Math.Min(lanes, Width - first);
            if (IsTransposed)
            {
                for (var k = 0; k < Depth; k++)
                {
                    w.Slice((k * Shape.Columns) + first, real).CopyTo(new Span<T>(target + (k * lanes), real));
                }
            }
            else
            {
                for (var lane = 0; lane < real; lane++)
                {
                    var row = w.Slice((first + lane) * Shape.Columns, Depth);
                    var column = target + lane;
                    for (var k = 0; k < row.Length; k++)
                    {
                        column[(long)k * lanes] = row[k];
                    }
                }
            }

            target += Depth * lanes;
            first += lanes;
        }
    }
}
