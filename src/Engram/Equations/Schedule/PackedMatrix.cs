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
    private readonly bool transposed;
    private readonly int vectorWidth;
    private readonly int[] panelVectors;

    public PackedMatrix(ParameterShape shape, bool transposed, Simd simd)
    {
        Shape = shape;
        this.transposed = transposed;
        vectorWidth = simd.Width;
        Width = transposed ? shape.Columns : shape.Rows;
        Depth = transposed ? shape.Rows : shape.Columns;
        panelVectors = ProductKernels.Split((Width + simd.Width - 1) / simd.Width, ProductKernels.MostVectors);
        Memory = new AlignedArray<T>(Depth * panelVectors.Sum() * simd.Width);
    }

    public ParameterShape Shape { get; }

    /// <summary>Results of the product.</summary>
    public int Width { get; }

    /// <summary>Terms of each sum.</summary>
    public int Depth { get; }

    /// <summary>Vectors of each panel.</summary>
    public IReadOnlyList<int> PanelVectors => panelVectors;

    public AlignedArray<T> Memory { get; }

    /// <summary>Fills the panels from W (rows × columns), row-major.</summary>
    public void Pack(ReadOnlySpan<T> w)
    {
        var target = (T*)Memory.Address;
        var first = 0;
        foreach (var vectors in panelVectors)
        {
            var lanes = vectors * vectorWidth;
            var real = Math.Min(lanes, Width - first);
            if (transposed)
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
