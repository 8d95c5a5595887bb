using System.Buffers.Binary;
using System.Globalization;
using Engram.Configuration;

namespace Engram.Storage;

/// <summary>Reads one tensor of an ONNX file.</summary>
internal static class OnnxTensor
{
    private const int MostAxes = 64;

    // The elements of each type as they lie in raw data, and the field that else lists them.
    private static readonly Dictionary<ulong, (RawElements Elements, int Field)> Types = new()
    {
        [OnnxFields.DataType.Float] = (new('f', 4, false), OnnxFields.Tensor.FloatData),
        [OnnxFields.DataType.Double] = (new('f', 8, false), OnnxFields.Tensor.DoubleData),
        [OnnxFields.DataType.Float16] = (new('f', 2, false), OnnxFields.Tensor.Int32Data),
        [OnnxFields.DataType.BFloat16] = (new('h', 2, false), OnnxFields.Tensor.Int32Data),
        [OnnxFields.DataType.Int8] = (new('i', 1, false), OnnxFields.Tensor.Int32Data),
        [OnnxFields.DataType.Int16] = (new('i', 2, false), OnnxFields.Tensor.Int32Data),
        [OnnxFields.DataType.Int32] = (new('i', 4, false), OnnxFields.Tensor.Int32Data),
        [OnnxFields.DataType.Int64] = (new('i', 8, false), OnnxFields.Tensor.Int64Data),
        [OnnxFields.DataType.UInt8] = (new('u', 1, false), OnnxFields.Tensor.Int32Data),
        [OnnxFields.DataType.UInt16] = (new('u', 2, false), OnnxFields.Tensor.Int32Data),
        [OnnxFields.DataType.UInt32] = (new('u', 4, false), OnnxFields.Tensor.UInt64Data),
        [OnnxFields.DataType.UInt64] = (new('u', 8, false), OnnxFields.Tensor.UInt64Data),
        [OnnxFields.DataType.Bool] = (new('b', 1, false), OnnxFields.Tensor.Int32Data),
    };

    /// <summary>
    /// Adds the tensor: numbers of half precision as single ones, whole numbers and booleans as 64-bit integers; of one whose elements are
    /// something else, such as texts, that it is there.
    /// </summary>
    /// <exception cref="FormatException">It is broken.</exception>
    /// <exception cref="UsageException">Its numbers are in another file, not as many as its shape says, or too large.</exception>
    public static void Read(ReadOnlySpan<byte> bytes, ArrayContents contents)
    {
        var (name, type, isElsewhere) = ("", 0UL, false);
        var axes = new List<int>();
        ReadOnlySpan<byte> raw = [];
        var tensor = new ProtoReader(bytes);
        while (tensor.Next())
        {
            switch (tensor.Field)
            {
                case OnnxFields.Tensor.Dims:
                    Axes(ref tensor, axes);
                    break;
                case OnnxFields.Tensor.DataType:
                    type = tensor.Number;
                    break;
                case OnnxFields.Tensor.Name when tensor.IsBytes:
                    name = OnnxReader.Text(tensor.Bytes);
                    break;
                case OnnxFields.Tensor.RawData when tensor.IsBytes:
                    raw = tensor.Bytes;
                    break;
                case OnnxFields.Tensor.DataLocation:
                    isElsewhere = tensor.Number != 0;
                    break;
                case OnnxFields.Tensor.Segment:
                    throw new FormatException();
            }
        }

        if (isElsewhere)
        {
            throw contents.Fault($"the numbers of '{Visible.Of(name)}' are in another file, which Engram does not open", "Save the model as one file");
        }

        if (!Types.TryGetValue(type, out var read))
        {
            contents.Skip(name, $"has {What(type)}, which Engram does not read; save it as floating point or whole numbers");
            return;
        }

        int[] shape = [.. axes];
        var (elements, field) = read;
        var count = RawElements.Count(shape);
        var data = count is not { } some ? default : raw.IsEmpty && some > 0 ? Listed(bytes, field, elements.Width, some) : raw;
        if (count is not { } length || data.Length != (long)length * elements.Width)
        {
            throw contents.Fault($"array '{Visible.Of(name)}' does not have as many numbers as its shape ({NamedArray.TextOf(shape)}) says");
        }

        contents.Take((long)length * sizeof(double));
        var array = NamedArray.Empty(name, elements.Type, length, shape);
        try
        {
            elements.Read(data, array, isColumnMajor: false);
        }
        catch (OverflowException)
        {
            throw contents.Fault($"array '{Visible.Of(name)}' has a number above {long.MaxValue}, the largest that Engram reads");
        }

        contents.Add(array);
    }

    private static string What(ulong type) => type switch
    {
        OnnxFields.DataType.Text => "texts",
        OnnxFields.DataType.Complex64 or OnnxFields.DataType.Complex128 => "complex numbers",
        _ => string.Create(CultureInfo.InvariantCulture, $"elements of ONNX's type {type}"),
    };

    private static void Axes(ref ProtoReader tensor, List<int> axes)
    {
        var packed = tensor.Bytes;
        do
        {
            var length = tensor.IsBytes ? packed.IsEmpty ? 0 : ProtoReader.Varint(ref packed) : tensor.Number;
            axes.Add(length <= int.MaxValue && axes.Count < MostAxes ? (int)length : throw new FormatException());
        }
        while (!packed.IsEmpty);
    }

    // Numbers one by one, or packed, as they would lie in raw data; empty where there are not so many.
    private static ReadOnlySpan<byte> Listed(ReadOnlySpan<byte> bytes, int field, int width, int count)
    {
        // A number takes at least one byte.
        if (count > bytes.Length)
        {
            return [];
        }

        var (made, place) = (new byte[count * (long)width], 0L);
        Span<byte> number = stackalloc byte[sizeof(ulong)];
        var tensor = new ProtoReader(bytes);
        while (tensor.Next())
        {
            var packed = tensor.Bytes;
            for (var isFirst = true; tensor.Field == field && (tensor.IsBytes ? !packed.IsEmpty : isFirst); isFirst = false)
            {
                if (place == made.Length)
                {
                    return [];
                }

                BinaryPrimitives.WriteUInt64LittleEndian(number, tensor.IsBytes ? Number(ref packed, field) : tensor.Number);
                number[..width].CopyTo(made.AsSpan((int)place));
                place += width;
            }
        }

        return place == made.Length ? made : [];
    }

    private static ulong Number(ref ReadOnlySpan<byte> packed, int field)
    {
        var width = field switch
        {
            OnnxFields.Tensor.FloatData => 4,
            OnnxFields.Tensor.DoubleData => 8,
            _ => 0,
        };
        if (width > packed.Length)
        {
            throw new FormatException();
        }

        var value = width switch
        {
            0 => ProtoReader.Varint(ref packed),
            4 => BinaryPrimitives.ReadUInt32LittleEndian(packed),
            _ => BinaryPrimitives.ReadUInt64LittleEndian(packed),
        };
        packed = packed[width..];
        return value;
    }
}
