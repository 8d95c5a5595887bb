using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using Engram.Configuration;

namespace Engram.Storage;

/// <summary>
/// MATLAB files of version 5, packed, as <c>save -v7</c> writes them: MATLAB, Octave and SciPy open them. The same arrays give the same
/// bytes. Source: MathWorks, "MAT-File Format", R2019b, chapter 1.
/// </summary>
public static class MatFile
{
    private const int LongestName = 63, CellClass = 1, CharClass = 4;

    private const int Int8 = 1, Int32 = 5, UInt32 = 6, Utf8 = 16;

    /// <summary>
    /// Writes a file, all or nothing. An array keeps its shape and the order of its indices; with one axis it becomes a column. 32-bit floats
    /// become <c>single</c>, 64-bit floats <c>double</c>, whole numbers <c>int64</c>, and texts cell arrays of lines.
    /// </summary>
    /// <param name="path">Where.</param>
    /// <param name="arrays">
    /// The arrays. MATLAB's names have letters, digits and underscores, so that <c>factor-coherence</c> is written as
    /// <c>factor_coherence</c>; they differ.
    /// </param>
    /// <param name="texts">Texts; their names differ from each other and from those of the arrays.</param>
    /// <exception cref="UsageException">
    /// Two have the same name as MATLAB has it, or one has a longer name or more bytes than MATLAB has; the folder cannot be written, or the disk is full.
    /// </exception>
    public static void Write(string path, IEnumerable<NamedArray> arrays, IEnumerable<NamedText>? texts = null)
    {
        NamedArray[] all = [.. arrays];
        NamedText[] words = [.. texts ?? []];
        string[] names = [.. all.Select(array => Name(array.Name)), .. words.Select(text => Name(text.Name))];
        if (names.Distinct(StringComparer.Ordinal).Count() != names.Length)
        {
            throw new UsageException($"'{path}' cannot be written: MATLAB cannot tell these names apart: {string.Join(", ", names.Order())}. Write npz.");
        }

        if (all.FirstOrDefault(array => array.Bytes.Length > int.MaxValue - (1 << 16)) is { } large)
        {
            throw new UsageException($"'{path}' cannot be written: array '{large.Name}' has more than 2 GB, the most that MATLAB's version 5 has. Write npz.");
        }

        AtomicFile.Write(path, stream =>
        {
            var header = new byte[MatReader.HeaderLength];
            Encoding.ASCII.GetBytes("MATLAB 5.0 MAT-file, written by Engram".PadRight(116), header);
            "\0\u0001IM"u8.CopyTo(header.AsSpan(124));
            stream.Write(header);
            foreach (var (array, name) in all.Zip(names))
            {
                Pack(stream, packed => WriteArray(packed, array, name));
            }

            foreach (var (text, name) in words.Zip(names[all.Length..]))
            {
                Pack(stream, packed => packed.Write(Cells(text, name)));
            }
        });
    }

    /// <summary>A name as MATLAB can have it: letters, digits and underscores, a letter first, at most 63.</summary>
    internal static string Name(string name)
    {
        var letters = new string([.. name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_')]);
        var valid = letters.Length > 0 && char.IsAsciiLetter(letters[0]) ? letters : $"x{letters}";
        return valid.Length <= LongestName ? valid : throw new UsageException($"'{name}' is longer than {LongestName} letters, the most that MATLAB has. Write npz.");
    }

    // How long it is packed is known afterwards.
    private static void Pack(Stream stream, Action<Stream> write)
    {
        Span<byte> tag = stackalloc byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(tag, MatReader.Compressed);
        var start = stream.Position;
        stream.Write(tag);
        using (var packed = new ZLibStream(stream, CompressionLevel.Fastest, leaveOpen: true))
        {
            write(packed);
        }

        var end = stream.Position;
        BinaryPrimitives.WriteUInt32LittleEndian(tag[4..], checked((uint)(end - start - tag.Length)));
        stream.Position = start;
        stream.Write(tag);
        stream.Position = end;
    }

    private static void WriteArray(Stream stream, NamedArray array, string name)
    {
        // The class of the array, and the type of its bytes: double, single, int64.
        var (kind, type) = array.Type switch
        {
            ElementType.Float64 => (6, 9),
            ElementType.Float32 => (7, 7),
            _ => (14, 12),
        };
        int[] shape = array.Shape.Count == 1 ? [array.Shape[0], 1] : [.. array.Shape];
        var head = Head(kind, shape, name);
        var length = array.Bytes.Length;
        Tag(stream, MatReader.Matrix, head.Length + 8 + Padded(length));
        stream.Write(head);
        Tag(stream, type, length);
        switch (array.Values)
        {
            case float[] values:
                WriteColumns<float>(stream, values, shape);
                break;
            case double[] values:
                WriteColumns<double>(stream, values, shape);
                break;
            default:
                WriteColumns<long>(stream, (long[])array.Values, shape);
                break;
        }

        stream.Write(new byte[Padded(length) - length]);
    }

    // Columns in memory: the first index runs fastest.
    private static void WriteColumns<T>(Stream stream, ReadOnlySpan<T> values, int[] shape)
        where T : unmanaged
    {
        var strides = RawElements.Strides(shape, isColumnMajor: false);
        var index = new int[shape.Length];
        var buffer = new T[Math.Min(values.Length, 1 << 14)];
        var (filled, from) = (0, 0L);
        for (var written = 0; written < values.Length; written++)
        {
            buffer[filled++] = values[(int)from];
            if (filled == buffer.Length)
            {
                stream.Write(MemoryMarshal.AsBytes(buffer.AsSpan()));
                filled = 0;
            }

            for (var axis = 0; axis < shape.Length; axis++)
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

        stream.Write(MemoryMarshal.AsBytes(buffer.AsSpan(0, filled)));
    }

    private static byte[] Cells(NamedText text, string name)
    {
        using var content = new MemoryStream();
        content.Write(Head(CellClass, [text.Lines.Count, 1], name));
        foreach (var line in text.Lines)
        {
            using var cell = new MemoryStream();
            cell.Write(Head(CharClass, [line.Length > 0 ? 1 : 0, line.Length], ""));
            Element(cell, Utf8, Encoding.UTF8.GetBytes(line));
            Element(content, MatReader.Matrix, cell.ToArray());
        }

        using var whole = new MemoryStream();
        Element(whole, MatReader.Matrix, content.ToArray());
        return whole.ToArray();
    }

    // Flags, lengths of the axes, name.
    private static byte[] Head(int kind, int[] shape, string name)
    {
        using var head = new MemoryStream();
        Element(head, UInt32, [(byte)kind, 0, 0, 0, 0, 0, 0, 0]);
        Element(head, Int32, MemoryMarshal.AsBytes(shape.AsSpan()));
        Element(head, Int8, Encoding.ASCII.GetBytes(name));
        return head.ToArray();
    }

    private static void Element(Stream stream, int type, ReadOnlySpan<byte> data)
    {
        Tag(stream, type, data.Length);
        stream.Write(data);
        stream.Write(new byte[Padded(data.Length) - data.Length]);
    }

    private static void Tag(Stream stream, int type, long length)
    {
        Span<byte> tag = stackalloc byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(tag, type);
        BinaryPrimitives.WriteUInt32LittleEndian(tag[4..], checked((uint)length));
        stream.Write(tag);
    }

    private static long Padded(long length) => (length + 7) & ~7L;
}
