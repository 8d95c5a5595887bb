using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using Engram.Configuration;

namespace Engram.Storage;

/// <summary>Reads one tensor of an ONNX file.</summary>
internal static class OnnxTensor
{
    private const int MostAxes = 64;

    /// <summary>The tensor as an array: numbers of half precision as single ones, whole numbers of 32 bits as those of 64.</summary>
    /// <returns>Null where its elements are something else, such as texts.</returns>
    /// <exception cref="FormatException">It is broken.</exception>
    /// <exception cref="UsageException">Its numbers are in another file, or not as many as its shape says.</exception>
    public static NamedArray? Read(ReadOnlySpan<byte> bytes, string path)
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
            throw OnnxReader.Fault(path, $"the numbers of '{Visible.Of(name)}' are in another file, which Engram does not open; save the model as one file");
        }

        long count = 1;
        foreach (var axis in axes)
        {
            count = Math.Min(count * axis, long.MaxValue >> 32);
        }

        var (made, field) = type switch
        {
            OnnxFields.DataType.Float => (ElementType.Float32, OnnxFields.Tensor.FloatData),
            OnnxFields.DataType.Float16 or OnnxFields.DataType.BFloat16 => (ElementType.Float32, OnnxFields.Tensor.Int32Data),
            OnnxFields.DataType.Double => (ElementType.Float64, OnnxFields.Tensor.DoubleData),
            OnnxFields.DataType.Int32 => (ElementType.Int64, OnnxFields.Tensor.Int32Data),
            OnnxFields.DataType.Int64 => (ElementType.Int64, OnnxFields.Tensor.Int64Data),
            _ => (default(ElementType), 0),
        };
        if (field == 0)
        {
            return null;
        }

        var values = raw.IsEmpty && count > 0 ? Listed(bytes, field, type, count) : Raw(raw, type, count);
        return values is null
            ? throw OnnxReader.Fault(path, string.Create(
                CultureInfo.InvariantCulture, $"array '{Visible.Of(name)}' does not have as many numbers as its shape ({string.Join(" × ", axes)}) says"))
            : made switch
            {
                ElementType.Float32 => new(name, (float[])values, [.. axes]),
                ElementType.Float64 => new(name, (double[])values, [.. axes]),
                _ => new(name, (long[])values, [.. axes]),
            };
    }

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

    // Null where there are not so many.
    private static Array? Raw(ReadOnlySpan<byte> raw, ulong type, long count)
    {
        var size = type switch
        {
            OnnxFields.DataType.Float16 or OnnxFields.DataType.BFloat16 => 2,
            OnnxFields.DataType.Float or OnnxFields.DataType.Int32 => 4,
            _ => 8,
        };
        return raw.Length != count * size ? null : type switch
        {
            OnnxFields.DataType.Float => MemoryMarshal.Cast<byte, float>(raw).ToArray(),
            OnnxFields.DataType.Double => MemoryMarshal.Cast<byte, double>(raw).ToArray(),
            OnnxFields.DataType.Int64 => MemoryMarshal.Cast<byte, long>(raw).ToArray(),
            OnnxFields.DataType.Int32 => Array.ConvertAll(MemoryMarshal.Cast<byte, int>(raw).ToArray(), value => (long)value),
            _ => Array.ConvertAll(MemoryMarshal.Cast<byte, ushort>(raw).ToArray(), bits => Half(bits, type)),
        };
    }

    // Numbers one by one, or packed; null where there are not so many.
    private static Array? Listed(ReadOnlySpan<byte> bytes, int field, ulong type, long count)
    {
        // A number takes at least one byte.
        if (count > bytes.Length)
        {
            return null;
        }

        var numbers = new ulong[count];
        var place = 0;
        var tensor = new ProtoReader(bytes);
        while (tensor.Next())
        {
            if (tensor.Field != field)
            {
                continue;
            }

            var packed = tensor.Bytes;
            if (!tensor.IsBytes)
            {
                if (place >= count)
                {
                    return null;
                }

                numbers[place++] = tensor.Number;
                continue;
            }

            while (!packed.IsEmpty)
            {
                if (place >= count)
                {
                    return null;
                }

                numbers[place++] = Number(ref packed, field);
            }
        }

        return place != count ? null : type switch
        {
            OnnxFields.DataType.Float => Array.ConvertAll(numbers, bits => BitConverter.UInt32BitsToSingle((uint)bits)),
            OnnxFields.DataType.Double => Array.ConvertAll(numbers, BitConverter.UInt64BitsToDouble),
            OnnxFields.DataType.Int64 => Array.ConvertAll(numbers, value => (long)value),
            OnnxFields.DataType.Int32 => Array.ConvertAll(numbers, value => (long)(int)value),
            _ => Array.ConvertAll(numbers, bits => Half((ushort)bits, type)),
        };
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

    private static float Half(ushort bits, ulong type) => type == OnnxFields.DataType.BFloat16
        ? BitConverter.UInt32BitsToSingle((uint)bits << 16) : (float)BitConverter.UInt16BitsToHalf(bits);
}
