using System.Buffers.Binary;

namespace Engram.Storage;

/// <summary>
/// The data elements of a MATLAB file, one after another: a tag with type and length, the bytes, zeros up to a multiple of 8; or, up to four
/// bytes, all within eight. Source: MathWorks, "MAT-File Format", R2019b, chapter 1.
/// </summary>
internal ref struct MatCursor(ReadOnlySpan<byte> bytes, bool isBigEndian)
{
    private ReadOnlySpan<byte> left = bytes;

    public readonly bool IsAtEnd => left.IsEmpty;

    /// <summary>The next element.</summary>
    /// <exception cref="EndOfStreamException">It is cut off.</exception>
    public ReadOnlySpan<byte> Next(out int type)
    {
        Need(8);
        var tag = Word(left, isBigEndian);
        if (tag >> 16 is var small and > 0)
        {
            type = (int)(tag & 0xffff);
            Need(small <= 4 ? 8 : long.MaxValue);
            var within = left.Slice(4, (int)small);
            left = left[8..];
            return within;
        }

        type = (int)tag;
        var length = Word(left[4..], isBigEndian);
        Need(8L + length);
        var data = left.Slice(8, (int)length);

        // What fills up the last element may be missing.
        left = left[(int)Math.Min(left.Length, 8 + ((length + 7L) & ~7L))..];
        return data;
    }

    /// <summary>The next element, which has a type.</summary>
    /// <exception cref="EndOfStreamException">It is cut off.</exception>
    /// <exception cref="InvalidDataException">It has another type.</exception>
    public ReadOnlySpan<byte> Next(int type)
    {
        var data = Next(out var found);
        return found == type ? data : throw new InvalidDataException();
    }

    public static uint Word(ReadOnlySpan<byte> bytes, bool isBigEndian) =>
        isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private readonly void Need(long length)
    {
        if (left.Length < length)
        {
            throw new EndOfStreamException();
        }
    }
}
