using System.Numerics;

namespace Engram.Equations;

/// <summary>The parameters of a program as its kernels read them: vectors as padded rows, matrices as packed panels.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed class ParameterStore<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Simd simd;
    private readonly Dictionary<string, (ParameterShape Shape, int Start)> layout = [];
    private readonly Dictionary<string, AlignedArray<T>> rows = [];
    private readonly Dictionary<(string Name, bool Transposed), AlignedArray<T>> padded = [];
    private readonly AlignedArray<T> zeros = new(Simd.Padding);
    private readonly Dictionary<(string Name, bool Transposed), PackedMatrix<T>> matrices = [];
    private readonly Dictionary<string, SparseMatrix<T>> sparse = [];

    public ParameterStore(IReadOnlyList<ParameterShape> shapes, Simd simd)
    {
        this.simd = simd;
        foreach (var shape in shapes)
        {
            layout.Add(shape.Name, (shape, Count));
            Count += shape.Count;
        }
    }

    /// <summary>Number of parameters: every array one after the other, in the order of the graph.</summary>
    public int Count { get; }

    /// <summary>Where an array starts.</summary>
    public int Start(string name) => layout[name].Start;

    /// <summary>Address of a padded row of constants or parameters.</summary>
    public long Row(Node node)
    {
        var name = Name(node);
        if (!rows.TryGetValue(name, out var row))
        {
            rows[name] = row = new AlignedArray<T>(Simd.Stride(node.Width));
            if (node is UnitConstantNode { Values: var values })
            {
                for (var i = 0; i < values.Length; i++)
                {
                    row.Span[i] = T.CreateChecked(values[i]);
                }
            }
        }

        return row.Address;
    }

    public PackedMatrix<T> Packed(ParameterShape shape, bool transposed) =>
        matrices.TryGetValue((shape.Name, transposed), out var known)
            ? known
            : matrices[(shape.Name, transposed)] = new PackedMatrix<T>(shape, transposed, simd);

    /// <summary>A matrix of which few weights may not be 0.</summary>
    public SparseMatrix<T> Sparse(ParameterShape shape) =>
        sparse.TryGetValue(shape.Name, out var known) ? known : sparse[shape.Name] = new SparseMatrix<T>(shape, SparseTiles.IsSupported && simd.VectorSize == 64);

    /// <summary>Address of a short row of zeros.</summary>
    public long Zeros => zeros.Address;

    /// <summary>Address of a matrix, or its transpose, with padded rows.</summary>
    public long Padded(ParameterShape shape, bool transposed = false)
    {
        if (!padded.TryGetValue((shape.Name, transposed), out var rows))
        {
            var (count, length) = transposed ? (shape.Columns, shape.Rows) : (shape.Rows, shape.Columns);
            padded[(shape.Name, transposed)] = rows = new AlignedArray<T>(count * Simd.Stride(length));
        }

        return rows.Address;
    }

    /// <summary>Takes new values.</summary>
    /// <param name="parameters">All arrays, matrices row-major.</param>
    public void Load(ReadOnlySpan<T> parameters)
    {
        foreach (var (name, (shape, start)) in layout)
        {
            if (rows.TryGetValue(name, out var row))
            {
                parameters.Slice(start, shape.Count).CopyTo(row.Span);
            }
        }

        foreach (var ((name, transposed), matrix) in padded)
        {
            var (shape, start) = layout[name];
            for (var k = 0; transposed && k < shape.Count; k++)
            {
                matrix.Span[(k % shape.Columns * Simd.Stride(shape.Rows)) + (k / shape.Columns)] = parameters[start + k];
            }

            for (var i = 0; !transposed && i < shape.Rows; i++)
            {
                parameters.Slice(start + (i * shape.Columns), shape.Columns).CopyTo(matrix.Span[(i * Simd.Stride(shape.Columns))..]);
            }
        }

        foreach (var matrix in sparse.Values)
        {
            matrix.Take(parameters.Slice(Start(matrix.Shape.Name), matrix.Shape.Count));
        }

        foreach (var matrix in matrices.Values)
        {
            if (matrix.IsTransposed || !sparse.TryGetValue(matrix.Shape.Name, out var same) || !same.Pays)
            {
                matrix.Pack(parameters.Slice(Start(matrix.Shape.Name), matrix.Shape.Count));
            }
        }
    }

    private static string Name(Node node) => node switch
    {
        ParameterNode parameter => parameter.Shape.Name,
        UnitConstantNode constant => $"constant {constant.Name} {constant.Id}",
        _ => throw new InvalidOperationException($"{node} is not one row."),
    };
}
