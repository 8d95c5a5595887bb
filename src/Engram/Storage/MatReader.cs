using System.Buffers.Binary;
using System.IO.Compression;
using Engram.Configuration;

namespace Engram.Storage;

/// <summary>
/// MATLAB files of version 5, packed or not, in either order of bytes, as <c>save -v7</c> and <c>-v6</c>, SciPy and Octave write them. Source:
/// MathWorks, "MAT-File Format", R2019b, chapter 1.
/// </summary>
internal static class MatReader
{
    public const int HeaderLength = 128;

    internal const int Matrix = 14, Compressed = 15;

    /// <summary>Whether a file begins as one of version 5: its version and the order of its bytes stand at the end of the header.</summary>
    public static bool IsMat(ReadOnlySpan<byte> head) =>
        head.Length == HeaderLength && (head[124..].SequenceEqual("\u0000\u0001IM"u8) || head[124..].SequenceEqual("\u0001\u0000MI"u8));

    /// <summary>Whether a file begins as one of version 4: type, rows, columns, whether complex, length of the name.</summary>
    public static bool IsVersion4(ReadOnlySpan<byte> head) =>
        head.Length > 20 && BinaryPrimitives.ReadInt32LittleEndian(head) is >= 0 and < 100 && BinaryPrimitives.ReadInt32LittleEndian(head[4..]) > 0
        && BinaryPrimitives.ReadInt32LittleEndian(head[8..]) > 0 && BinaryPrimitives.ReadInt32LittleEndian(head[12..]) is 0 or 1
        && BinaryPrimitives.ReadInt32LittleEndian(head[16..]) is > 1 and <= 64;

    /// <summary>Reads a file.</summary>
    /// <exception cref="UsageException">It is damaged, or would not fit into memory.</exception>
    public static ArrayFile Read(Stream stream, string path)
    {
        var contents = new ArrayContents(path, ArrayContents.Allowed(stream.Length, 1L << 30));
        var header = new byte[HeaderLength];
        stream.ReadExactly(header);
        var isBigEndian = header[126] == 'M';
        var variables = new MatVariables(contents, isBigEndian);
        var tag = new byte[8];
        try
        {
            while (stream.Position < stream.Length)
            {
                stream.ReadExactly(tag);
                var (type, length) = (MatCursor.Word(tag, isBigEndian), (long)MatCursor.Word(tag.AsSpan(4), isBigEndian));
                if (length > stream.Length - stream.Position)
                {
                    throw new EndOfStreamException();
                }

                if (length > Array.MaxLength)
                {
                    throw contents.Fault("it has a variable of more than 2 GB", "Save it in parts");
                }

                contents.Take(length);
                var data = new byte[length];
                stream.ReadExactly(data);
                if (type == Matrix)
                {
                    variables.Add(data);
                }
                else if (type == Compressed)
                {
                    variables.AddElement(Unpacked(data, contents));
                }
                else
                {
                    throw new InvalidDataException();
                }
            }
        }
        catch (EndOfStreamException)
        {
            throw contents.Fault("it is cut off");
        }
        catch (InvalidDataException)
        {
            throw contents.Fault("it is damaged");
        }
        catch (OverflowException)
        {
            throw contents.Fault($"it has a number above {long.MaxValue}, the largest that Engram reads");
        }

        return contents.File;
    }

    // zlib compares its checksum at the end, so all is read.
    private static byte[] Unpacked(byte[] data, ArrayContents contents)
    {
        using var stream = new ZLibStream(new MemoryStream(data), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        var buffer = new byte[1 << 16];
        while (Next(stream, buffer) is var count and > 0)
        {
            // The stream doubles what it holds, and copies it once more.
            contents.Take(count);
            if (unpacked.Length + count > Array.MaxLength / 2)
            {
                throw contents.Fault("it has a variable of more than 1 GB when it is unpacked", "Save it with `-v6`, or in parts");
            }

            unpacked.Write(buffer, 0, count);
        }

        return unpacked.ToArray();
    }

    // Of some damage zlib says that reading failed.
    private static int Next(ZLibStream stream, byte[] buffer)
    {
        try
        {
            return stream.Read(buffer);
        }
        catch (IOException)
        {
            throw new InvalidDataException();
        }
    }
}
