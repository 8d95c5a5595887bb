using System.Buffers.Binary;

namespace Engram.Storage;

/// <summary>Numbers as they lie in a file, of any plain type, in either order of bytes and with any strides, as one of the types that Engram has.</summary>
/// <param name="Kind"><c>f</c> for floating point, <c>i</c> and <c>u</c> for whole numbers with and without sign, <c>b</c> for booleans;
/// <c>h</c> for bfloat16, the upper half of a 32-bit float.</param>
/// <param name="Width">Bytes of an element.</param>
/// <param name="IsBigEndian">Whether the most significant byte comes first.</param>
internal readonly record struct RawElements(char Kind, int Width, bool IsBigEndian)
{
    private static readonly string[] Known = ["f2", "f4", "f8", "h2", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1"];

    /// <summary>Whether elements of this type are read.</summary>
    public bool IsKnown => Known.Contains($"{Kind}{Width}");

    /// <summary>Whether elements lie in the file as they do in memory, where numbers are little-endian.</summary>
    public bool IsPlain => !IsBigEndian && (Kind, Width) is ('f', 4 or 8) or ('i', 8) && BitConverter.IsLittleEndian;

    /// <summary>What it is read as: halves as 32-bit floats, whole numbers and booleans as 64-bit integers.</summary>
    public ElementType Type => Kind is not ('f' or 'h') ? ElementType.Int64 : Width == sizeof(double) ? ElementType.Float64 : ElementType.Float32;

    /// <summary>The count of elements of a shape; null where it is more than an array in memory can have, or a length is negative.</summary>
    public static int? Count(ReadOnlySpan<int> shape)
    {
        long count = 1;
        foreach (var axis in shape)
        {
            if (axis < 0)
            {
                return null;
            }

            // Stops growing before it overflows; a later 0 makes it 0 all the same.
            count = axis == 0 ? 0 : Math.Min(count * axis, int.MaxValue);
        }

        return count <= int.MaxValue / sizeof(double) ? (int)count : null;
    }

    /// <summary>Steps from one index to the next along each axis, in elements, where the last index, or the first, runs fastest.</summary>
    public static long[] Strides(ReadOnlySpan<int> shape, bool isColumnMajor)
    {
        var strides = new long[shape.Length];
        var stride = 1L;
        for (var place = 0; place < shape.Length; place++)
        {
            var axis = isColumnMajor ? place : shape.Length - 1 - place;
            strides[axis] = stride;
            stride *= Math.Max(1, shape[axis]);
        }

        return strides;
    }

    /// <summary>Reads all elements of an array, row-major.</summary>
    /// <param name="bytes">As they lie in the file.</param>
    /// <param name="array">Receives them.</param>
    /// <param name="isColumnMajor">Whether the first index runs fastest in the file.</param>
    /// <exception cref="OverflowException">A number without sign is too large for a 64-bit integer.</exception>
    public void Read(ReadOnlySpan<byte> bytes, NamedArray array, bool isColumnMajor) =>
        Read(bytes, array, 0, Strides([.. array.Shape], isColumnMajor));

    /// <summary>Reads the elements of a view, row-major.</summary>
    /// <param name="bytes">As they lie in the file; every element of the view is within.</param>
    /// <param name="array">Receives them; its shape is that of the view.</param>
    /// <param name="first">The element that all indices 0 stand for.</param>
    /// <param name="strides">Steps from one index to the next, in elements.</param>
    /// <exception cref="OverflowException">A number without sign is too large for a 64-bit integer.</exception>
    public void Read(ReadOnlySpan<byte> bytes, NamedArray array, long first, ReadOnlySpan<long> strides)
    {
        // A single number has no strides, but one axis in memory.
        int[] shape = [.. array.Shape], index = new int[strides.Length];
        if (IsPlain && IsRowMajor(shape, strides))
        {
            bytes.Slice(checked((int)(first * Width)), array.Bytes.Length).CopyTo(array.Bytes);
            return;
        }

        Span<byte> element = stackalloc byte[Width];
        var from = first;
        for (var to = 0; to < array.Values.Length; to++)
        {
            bytes.Slice(checked((int)(from * Width)), Width).CopyTo(element);
            if (IsBigEndian)
            {
                element.Reverse();
            }

            Store(element, array.Values, to);

            // To the next element in row-major order: the last index counts, and carries.
            for (var axis = strides.Length - 1; axis >= 0; axis--)
            {
                from += strides[axis];
                if (++index[axis] < shape[axis])
                {
                    break;
                }

                from -= strides[axis] * shape[axis];
                index[axis] = 0;
            }
        }
    }

    // Along an axis of length 1 no step is taken, whatever its stride says.
    private static bool IsRowMajor(ReadOnlySpan<int> shape, ReadOnlySpan<long> strides)
    {
        var dense = Strides(shape, isColumnMajor: false);
        for (var axis = 0; axis < strides.Length; axis++)
        {
            if (shape[axis] > 1 && strides[axis] != dense[axis])
            {
                return false;
            }
        }

        return true;
    }

    private void Store(ReadOnlySpan<byte> element, Array values, int place)
    {
        switch (values)
        {
            case float[] singles:
                singles[place] = (Kind, Width) switch
                {
                    ('h', _) => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt16LittleEndian(element) << 16),
                    (_, 2) => (float)BinaryPrimitives.ReadHalfLittleEndian(element),
                    _ => BinaryPrimitives.ReadSingleLittleEndian(element),
                };
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
