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
    private const int PrefixLength = 10, Alignment = 64, LongestHeader = 1 << 20;

    private static readonly Encoding BigEndianUtf32 = new UTF32Encoding(bigEndian: true, byteOrderMark: false);

    private static readonly byte[] Magic = [0x93, .. "NUMPY"u8, 1, 0];

    public static void Write(Stream stream, NamedArray array)
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Arrays are written as they lie in memory, which must be little-endian.");
        }

        WriteHeader(stream, TypeName(array.Type), array.Shape);
        stream.Write(array.Bytes);
    }

    /// <summary>Writes lines as an array of texts of one width, in UTF-32 and filled up with zeros.</summary>
    public static void Write(Stream stream, NamedText text)
    {
        var lines = text.Lines.Select(Encoding.UTF32.GetBytes).ToList();
        var width = Math.Max(1, lines.Max(line => line.Length) / 4);
        WriteHeader(stream, string.Create(CultureInfo.InvariantCulture, $"<U{width}"), [lines.Count]);
        foreach (var line in lines)
        {
            stream.Write(line);
            stream.Write(new byte[(4 * width) - line.Length]);
        }
    }

    /// <summary>Writes one string, as an array without axes of as many UTF-32 characters.</summary>
    public static void WriteText(Stream stream, string text)
    {
        var bytes = Encoding.UTF32.GetBytes(text);
        WriteHeader(stream, string.Create(CultureInfo.InvariantCulture, $"<U{bytes.Length / 4}"), []);
        stream.Write(bytes);
    }

    private static void WriteHeader(Stream stream, string type, IReadOnlyList<int> lengths)
    {
        var axes = string.Join(", ", lengths.Select(axis => axis.ToString(CultureInfo.InvariantCulture)));
        var shape = lengths.Count == 1 ? $"({axes},)" : $"({axes})";
        var header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}";
        var padded = header.PadRight(header.Length + (Alignment - 1 - ((PrefixLength + header.Length) % Alignment))) + "\n";
        Span<byte> length = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)padded.Length);
        stream.Write(Magic);
        stream.Write(length);
        stream.Write(Encoding.ASCII.GetBytes(padded));
    }

    /// <summary>Reads one array, or text.</summary>
    /// <param name="stream">Where its file begins.</param>
    /// <param name="name">Its name.</param>
    /// <param name="size">Length of its file in bytes, which are really there.</param>
    /// <param name="contents">Receives it.</param>
    /// <exception cref="UsageException">It is no npy file, or cut off.</exception>
    public static void Read(Stream stream, string name, long size, ArrayContents contents)
    {
        try
        {
            var (header, start) = ReadHeader(stream, name, size, contents);
            if (Order().Match(header) is not { Success: true } order || Shape().Match(header) is not { Success: true } axes
                || Descr().Match(header) is not { Success: true } descr)
            {
                throw contents.Fault($"array '{name}' has a header that is not valid npy");
            }

            var (type, isColumnMajor, shape) = (descr.Groups[1].Value.Trim('\''), order.Groups[1].Value == "True", Lengths(axes.Groups[1].Value, name, contents));
            var data = size - start;
            if (Plain().Match(type) is { Success: true } plain
                && new RawElements(plain.Groups[2].Value[0], plain.Groups[3].Value[0] - '0', plain.Groups[1].Value == ">") is { IsKnown: true } elements)
            {
                var bytes = ReadData(stream, name, contents, shape, elements.Width, data);
                contents.Take(bytes.Length * (sizeof(double) / elements.Width));
                var array = NamedArray.Empty(name, elements.Type, bytes.Length / elements.Width, shape);
                elements.Read(bytes, array, isColumnMajor);
                contents.Add(array);
            }
            else if (Text().Match(type) is { Success: true } text
                && int.TryParse(text.Groups[2].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var width) && width is > 0 and < 1 << 24)
            {
                var bytes = ReadData(stream, name, contents, shape, 4 * width, data);
                contents.Take(2L * bytes.Length);
                contents.Add(name, Lines(bytes, 4 * width, text.Groups[1].Value == ">" ? BigEndianUtf32 : Encoding.UTF32));
            }
            else
            {
                contents.Skip(name, $"has type {type}, which Engram does not read; convert it to real or whole numbers, such as <f8 or <i8");
            }
        }
        catch (EndOfStreamException)
        {
            throw contents.Fault($"array '{name}' is cut off");
        }
        catch (OverflowException)
        {
            throw contents.Fault($"array '{name}' has a number above {long.MaxValue}, the largest that Engram reads");
        }
    }

    private static string Lines(byte[] bytes, int width, Encoding encoding)
    {
        var lines = new StringBuilder();
        for (var place = 0; place < bytes.Length; place += width)
        {
            lines.Append(place > 0 ? "\n" : "").Append(encoding.GetString(bytes, place, width).TrimEnd('\0'));
        }

        return $"{lines}";
    }

    private static (string Header, long Start) ReadHeader(Stream stream, string name, long size, ArrayContents contents)
    {
        var prefix = new byte[PrefixLength];
        stream.ReadExactly(prefix);
        if (!prefix.AsSpan(0, Magic.Length - 2).SequenceEqual(Magic.AsSpan(0, Magic.Length - 2)) || prefix[6] is < 1 or > 3)
        {
            throw contents.Fault($"array '{name}' is not an npy file of version 1 to 3");
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
            throw contents.Fault($"array '{name}' is cut off");
        }

        if (headerLength > LongestHeader)
        {
            throw contents.Fault($"array '{name}' has a header of {headerLength} bytes, which is not valid npy");
        }

        var header = new byte[headerLength];
        stream.ReadExactly(header);
        return (Encoding.UTF8.GetString(header), start + header.Length);
    }

    private static byte[] ReadData(Stream stream, string name, ArrayContents contents, int[] shape, int width, long data)
    {
        if (RawElements.Count(shape) is not { } count || (long)count * width != data || data > Array.MaxLength)
        {
            throw contents.Fault($"array '{name}' has {data} bytes, which does not match its shape ({NamedArray.TextOf(shape)})");
        }

        var bytes = new byte[data];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static int[] Lengths(string shape, string name, ArrayContents contents)
    {
        var axes = shape.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var lengths = new int[axes.Length];
        for (var i = 0; i < axes.Length; i++)
        {
            if (!int.TryParse(axes[i], NumberStyles.None, CultureInfo.InvariantCulture, out lengths[i]))
            {
                throw contents.Fault($"array '{name}' has the axis '{axes[i]}', which is not a length that fits into memory");
            }
        }

        return lengths;
    }

    private static string TypeName(ElementType type) => type switch
    {
        ElementType.Float32 => "<f4",
        ElementType.Float64 => "<f8",
        _ => "<i8",
    };

    // That of a structured array is a list.
    [GeneratedRegex(@"'descr': *('[^']*'|\[.*\])")]
    private static partial Regex Descr();

    [GeneratedRegex("^([<>|=])([a-z])([1-8])$")]
    private static partial Regex Plain();

    [GeneratedRegex("^([<>=])U([0-9]+)$")]
    private static partial Regex Text();

    [GeneratedRegex("'fortran_order': *(True|False)")]
    private static partial Regex Order();

    [GeneratedRegex(@"'shape': *\(([^)]*)\)")]
    private static partial Regex Shape();
}
