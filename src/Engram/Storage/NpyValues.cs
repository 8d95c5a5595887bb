using System.Buffers.Binary;

namespace Engram.Storage;

/// <summary>The numbers of an npy file, of any plain type and in either order, as one of the types that Engram has.</summary>
/// <param name="Kind"><c>f</c> for floating point, <c>i</c> and <c>u</c> for whole numbers with and without sign, <c>b</c> for booleans.</param>
/// <param name="Width">Bytes of an element.</param>
/// <param name="IsBigEndian">Whether the most significant byte comes first.</param>
internal readonly record struct NpyValues(char Kind, int Width, bool IsBigEndian)
{
    private static readonly string[] Known = ["f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1"];

    /// <summary>Whether elements of this type are read.</summary>
    public bool IsKnown => Known.Contains($"{Kind}{Width}");

    /// <summary>What it is read as: halves as 32-bit floats, whole numbers and booleans as 64-bit integers.</summary>
    public ElementType Type => Kind != 'f' ? ElementType.Int64 : Width == sizeof(double) ? ElementType.Float64 : ElementType.Float32;

    /// <summary>Reads elements into an array, row-major.</summary>
    /// <param name="bytes">As they lie in the file; reversed in place when they are big-endian.</param>
    /// <param name="array">Receives them.</param>
    /// <param name="isColumnMajor">Whether the first index runs fastest in the file.</param>
    /// <exception cref="OverflowException">A number without sign is too large for a 64-bit integer.</exception>
    public void Read(Span<byte> bytes, NamedArray array, bool isColumnMajor)
    {
        for (var i = 0; IsBigEndian && i < bytes.Length; i += Width)
        {
            bytes.Slice(i, Width).Reverse();
        }

        int[] shape = [.. array.Shape], index = new int[shape.Length], steps = new int[shape.Length];
        for (var (axis, step) = (0, 1); axis < shape.Length; axis++)
        {
            steps[axis] = step;
            step *= shape[axis];
        }

        for (var (to, from) = (0, 0); to < array.Values.Length; to++)
        {
            Store(bytes.Slice((isColumnMajor ? from : to) * Width, Width), array.Values, to);

            // To the next element in row-major order: the last index counts, and carries.
            for (var axis = shape.Length - 1; axis >= 0; axis--)
            {
                from += steps[axis];
                if (++index[axis] < shape[axis])
                {
                    break;
                }

                from -= steps[axis] * shape[axis];
                index[axis] = 0;
            }
        }
    }

    private void Store(ReadOnlySpan<byte> element, Array values, int place)
    {
        switch (values)
        {
            case float[] singles:
                singles[place] = Width == 2 ? (float)BinaryPrimitives.ReadHalfLittleEndian(element) : BinaryPrimitives.ReadSingleLittleEndian(element);
                break;
            case double[] doubles:
                doubles[place] = BinaryPrimitives.ReadDoubleLittleEndian(element);
                break;
            default:
                ((long[])values)[place] = Whole(element);
                break;
        }
    }

    private long Whole(ReadOnlySpan<byte> element) => (Kind, Width) switch
    {
        ('b', _) => element[0] == 0 ? 0 : 1,
        ('i', 1) => (sbyte)element[0],
        ('i', 2) => BinaryPrimitives.ReadInt16LittleEndian(element),
        ('i', 4) => BinaryPrimitives.ReadInt32LittleEndian(element),
        ('i', _) => BinaryPrimitives.ReadInt64LittleEndian(element),
        (_, 1) => element[0],
        (_, 2) => BinaryPrimitives.ReadUInt16LittleEndian(element),
        (_, 4) => BinaryPrimitives.ReadUInt32LittleEndian(element),
        _ => checked((long)BinaryPrimitives.ReadUInt64LittleEndian(element)),
    };
}
