using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Engram.Configuration;

namespace Engram.Storage;

/// <summary>
/// One array as NumPy stores it: <c>\x93NUMPY</c>, version 1.0, two bytes with the length of the header, the header (a Python dictionary,
/// padded with spaces and a line feed to a multiple of 64 with what is before it), the values row-major. Read are all plain types, either
/// order of bytes and of axes, and versions up to 3.0.
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
        WriteHeader(stream, TypeName(array.Type), shape);
        stream.Write(array.Bytes);
    }

    /// <summary>Writes one string, as an array without axes of as many UTF-32 characters.</summary>
    public static void WriteText(Stream stream, string text)
    {
        var bytes = new UTF32Encoding(bigEndian: false, byteOrderMark: false).GetBytes(text);
        WriteHeader(stream, string.Create(CultureInfo.InvariantCulture, $"<U{bytes.Length / 4}"), "()");
        stream.Write(bytes);
    }

    private static void WriteHeader(Stream stream, string type, string shape)
    {
        var header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}";
        var padded = header.PadRight(header.Length + (Alignment - 1 - ((PrefixLength + header.Length) % Alignment))) + "\n";
        Span<byte> length = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)padded.Length);
        stream.Write(Magic);
        stream.Write(length);
        stream.Write(Encoding.ASCII.GetBytes(padded));
    }

    public static NamedArray Read(Stream stream, string name, long size, string path)
    {
        try
        {
            var prefix = new byte[PrefixLength];
            stream.ReadExactly(prefix);
            if (!prefix.AsSpan(0, Magic.Length - 2).SequenceEqual(Magic.AsSpan(0, Magic.Length - 2)) || prefix[6] is < 1 or > 3)
            {
                throw Fault(path, name, "is not an npy file of version 1 to 3");
            }

            // From version 2 on, the length of the header has four bytes.
            Span<byte> length = stackalloc byte[4];
            prefix.AsSpan(Magic.Length, 2).CopyTo(length);
            if (prefix[6] > 1)
            {
                stream.ReadExactly(length[2..]);
            }

            var start = PrefixLength + (prefix[6] > 1 ? 2 : 0);
            var headerLength = BinaryPrimitives.ReadUInt32LittleEndian(length);
            if (headerLength > size - start)
            {
                throw Fault(path, name, "is cut off");
            }

            var header = new byte[headerLength];
            stream.ReadExactly(header);
            var (type, isColumnMajor, shape) = Parse(Encoding.UTF8.GetString(header), name, path);
            var data = size - start - header.Length;
            var count = shape.Contains(0) ? 0 : shape.Aggregate(1L, (product, axis) => product > int.MaxValue ? product : product * axis);
            if (count > int.MaxValue / sizeof(double) || count * type.Width != data)
            {
                throw Fault(path, name, $"has {data} bytes, which does not match its shape ({string.Join(" × ", shape)})");
            }

            var bytes = new byte[data];
            stream.ReadExactly(bytes);
            var array = NamedArray.Empty(name, type.Type, (int)count, shape);
            type.Read(bytes, array, isColumnMajor);
            return array;
        }
        catch (EndOfStreamException)
        {
            throw Fault(path, name, "is cut off");
        }
        catch (OverflowException)
        {
            throw Fault(path, name, $"has a number above {long.MaxValue}, the largest that Engram reads");
        }
    }

    private static (NpyValues Type, bool IsColumnMajor, int[] Shape) Parse(string header, string name, string path)
    {
        var (descr, order, shape) = (Descr().Match(header), Order().Match(header), Shape().Match(header));
        if (!descr.Success || !order.Success || !shape.Success)
        {
            throw Fault(path, name, "has a header that is not valid npy");
        }

        var written = descr.Groups[1].Value;
        var type = Plain().Match(written) is { Success: true } plain
            ? new NpyValues(plain.Groups[2].Value[0], plain.Groups[3].Value[0] - '0', plain.Groups[1].Value == ">") : default;
        if (!type.IsKnown)
        {
            throw Fault(path, name, $"has type {written}, which Engram does not read; convert it to real or whole numbers, such as <f8 or <i8");
        }

        var axes = shape.Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var lengths = new int[axes.Length];
        for (var i = 0; i < axes.Length; i++)
        {
            if (!int.TryParse(axes[i], NumberStyles.None, CultureInfo.InvariantCulture, out lengths[i]))
            {
                throw Fault(path, name, $"has the axis '{axes[i]}', which is not a length that fits into memory");
            }
        }

        return (type, order.Groups[1].Value == "True", lengths);
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

    [GeneratedRegex("^([<>|=])([a-z])([1-8])$")]
    private static partial Regex Plain();

    [GeneratedRegex("'fortran_order': *(True|False)")]
    private static partial Regex Order();

    [GeneratedRegex(@"'shape': *\(([^)]*)\)")]
    private static partial Regex Shape();
}
