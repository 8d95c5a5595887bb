using System.Runtime.InteropServices;

namespace Engram.Storage;

/// <summary>Element types that Engram stores.</summary>
public enum ElementType
{
    /// <summary>32-bit floating point, <c>F32</c>.</summary>
    Float32,

    /// <summary>64-bit floating point, <c>F64</c>.</summary>
    Float64,

    /// <summary>64-bit signed integer, <c>I64</c>.</summary>
    Int64,
}

/// <summary>An array with a name and a shape, row-major: the last index runs fastest.</summary>
public sealed class NamedArray
{
    /// <summary>An array of 32-bit floats.</summary>
    /// <param name="name">Its name in the file.</param>
    /// <param name="values">Its values; not copied.</param>
    /// <param name="shape">Lengths of its axes; without any, one axis of all values.</param>
    public NamedArray(string name, float[] values, params ReadOnlySpan<int> shape)
        : this(name, ElementType.Float32, values, shape)
    {
    }

    /// <summary>An array of 64-bit floats.</summary>
    /// <param name="name">Its name in the file.</param>
    /// <param name="values">Its values; not copied.</param>
    /// <param name="shape">Lengths of its axes; without any, one axis of all values.</param>
    public NamedArray(string name, double[] values, params ReadOnlySpan<int> shape)
        : this(name, ElementType.Float64, values, shape)
    {
    }

    /// <summary>An array of 64-bit integers.</summary>
    /// <param name="name">Its name in the file.</param>
    /// <param name="values">Its values; not copied.</param>
    /// <param name="shape">Lengths of its axes; without any, one axis of all values.</param>
    public NamedArray(string name, long[] values, params ReadOnlySpan<int> shape)
        : this(name, ElementType.Int64, values, shape)
    {
    }

    private NamedArray(string name, ElementType type, Array values, ReadOnlySpan<int> shape)
    {
        Name = name;
        Type = type;
        Values = values;
        Shape = shape.IsEmpty ? [values.Length] : shape.ToArray();
        long count = 1;
        foreach (var length in Shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(length, nameof(shape));
            count = Math.Min(count * length, int.MaxValue);
        }

        if (count != values.Length)
        {
            throw new ArgumentException($"{name} has {values.Length} values, but shape ({ShapeText}).", nameof(shape));
        }
    }

    /// <summary>Its name in the file.</summary>
    public string Name { get; }

    /// <summary>Type of its elements.</summary>
    public ElementType Type { get; }

    /// <summary>Lengths of its axes.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>Its shape for messages, as in <c>100 × 2</c>.</summary>
    internal string ShapeText => TextOf(Shape);

    /// <summary>A shape for messages, as in <c>100 × 2</c>.</summary>
    internal static string TextOf(IEnumerable<int> shape) => string.Join(" × ", shape);

    /// <summary>Its values: <c>float[]</c>, <c>double[]</c> or <c>long[]</c>, as <see cref="Type"/> says.</summary>
    public Array Values { get; }

    /// <summary>The values as 64-bit floats; a copy unless they are.</summary>
    public double[] Doubles() => Values switch
    {
        double[] doubles => doubles,
        float[] singles => Array.ConvertAll(singles, value => (double)value),
        _ => Array.ConvertAll((long[])Values, value => (double)value),
    };

    /// <summary>The values rounded to 32-bit floats; a copy unless they are.</summary>
    public float[] Singles() => Values switch
    {
        float[] singles => singles,
        double[] doubles => Array.ConvertAll(doubles, value => (float)value),
        _ => Array.ConvertAll((long[])Values, value => (float)value),
    };

    internal int ElementSize => Type == ElementType.Float32 ? 4 : 8;

    internal Span<byte> Bytes => Values switch
    {
        float[] values => MemoryMarshal.AsBytes(values.AsSpan()),
        double[] values => MemoryMarshal.AsBytes(values.AsSpan()),
        _ => MemoryMarshal.AsBytes(((long[])Values).AsSpan()),
    };

    internal static NamedArray Empty(string name, ElementType type, int count, ReadOnlySpan<int> shape) => new(name, type, type switch
    {
        ElementType.Float32 => new float[count],
        ElementType.Float64 => new double[count],
        _ => new long[count],
    }, shape);
}
