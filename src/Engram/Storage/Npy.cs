using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Engram.Configuration;

namespace Engram.Storage;

/// <summary>
/// One array as NumPy stores it: <c>\x93NUMPY</c>, version 1.0, two bytes with the length of the header, the header (a Python dictionary,
/// padded with spaces and a line feed to a multiple of 64 with what is before it), the values row-major.
/// </summary>
internal static partial class Npy
{
    private const int PrefixLength = 10, Alignment = 64;

    private static readonly byte[] Magic = [0x93, .. "NUMPY"u8, 1, 0];

    public static void Write(Stream stream, NamedArray array)
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Arrays are written as they lie in memory, which must be little-endian.");
        }

        var axes = string.Join(", ", array.Shape.Select(axis => axis.ToString(CultureInfo.InvariantCulture)));
        var shape = array.Shape.Count == 1 ? $"({axes},)" : $"({axes})";
        var header = $"{{'descr': '{TypeName(array.Type)}', 'fortran_order': False, 'shape': {shape}, }}";
        var padded = header.PadRight(header.Length + (Alignment - 1 - ((PrefixLength + header.Length) % Alignment))) + "\n";
        Span<byte> length = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)padded.Length);
        stream.Write(Magic);
        stream.Write(length);
        stream.Write(Encoding.ASCII.GetBytes(padded));
        stream.Write(array.Bytes);
    }

    public static NamedArray Read(Stream stream, string name, long size, string path)
    {
        try
        {
            var prefix = new byte[PrefixLength];
            stream.ReadExactly(prefix);
            if (!prefix.AsSpan(0, Magic.Length).SequenceEqual(Magic))
            {
                throw Fault(path, name, "is no npy file of version 1.0");
            }

            var header = new byte[BinaryPrimitives.ReadUInt16LittleEndian(prefix.AsSpan(Magic.Length))];
            stream.ReadExactly(header);
            var (type, shape) = Parse(Encoding.ASCII.GetString(header), name, path);
            var data = size - PrefixLength - header.Length;
            var count = shape.Aggregate(1L, (product, axis) => product > int.MaxValue ? product : product * axis);
            var width = type == ElementType.Float32 ? sizeof(float) : sizeof(double);
            if (count > int.MaxValue / width || count * width != data)
            {
                throw Fault(path, name, $"has {data} bytes, which its shape ({string.Join(" × ", shape)}) denies");
            }

            var array = NamedArray.Empty(name, type, (int)count, shape);
            stream.ReadExactly(array.Bytes);
            return array;
        }
        catch (EndOfStreamException)
        {
            throw Fault(path, name, "is cut off");
        }
    }

    private static (ElementType Type, int[] Shape) Parse(string header, string name, string path)
    {
        var (descr, order, shape) = (Descr().Match(header), Order().Match(header), Shape().Match(header));
        if (!descr.Success || !order.Success || !shape.Success)
        {
            throw Fault(path, name, "has a header that is not what npy prescribes");
        }

        if (order.Groups[1].Value != "False")
        {
            throw Fault(path, name, "is stored column by column; write it with numpy.ascontiguousarray");
        }

        var type = descr.Groups[1].Value switch
        {
            "<f4" => ElementType.Float32,
            "<f8" => ElementType.Float64,
            "<i8" => ElementType.Int64,
            var other => throw Fault(path, name, $"has type {other}, which is not read; convert it to <f4, <f8 or <i8"),
        };
        var axes = shape.Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var lengths = new int[axes.Length];
        for (var i = 0; i < axes.Length; i++)
        {
            if (!int.TryParse(axes[i], NumberStyles.None, CultureInfo.InvariantCulture, out lengths[i]))
            {
                throw Fault(path, name, $"has the axis '{axes[i]}', which is no length that fits into memory");
            }
        }

        return (type, lengths);
    }

    private static string TypeName(ElementType type) => type switch
    {
        ElementType.Float32 => "<f4",
        ElementType.Float64 => "<f8",
        _ => "<i8",
    };

    private static UsageException Fault(string path, string name, string what) =>
        new($"'{path}' cannot be used: array '{name}' {what}. Restore it from a copy, or write it again.");

    [GeneratedRegex("'descr': *'([^']*)'")]
    private static partial Regex Descr();

    [GeneratedRegex("'fortran_order': *(True|False)")]
    private static partial Regex Order();

    [GeneratedRegex(@"'shape': *\(([^)]*)\)")]
    private static partial Regex Shape();
}
