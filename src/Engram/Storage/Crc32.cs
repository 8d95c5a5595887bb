namespace Engram.Storage;

/// <summary>
/// The checksum of zip files, CRC-32 with the reflected polynomial EDB88320₁₆. Source: ISO/IEC 13239, as PKWARE's APPNOTE 4.4.7 has it. The
/// processor's own instruction computes another polynomial, that of CRC-32C.
/// </summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;

    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(value => Shift((uint)value))];

    /// <summary>The checksum of all that is left of a stream, and how many bytes that is; reading ends soon after the longest that is allowed.</summary>
    public static (uint Checksum, long Length) Of(Stream stream, long longest = long.MaxValue)
    {
        var buffer = new byte[1 << 16];
        var (state, length) = (uint.MaxValue, 0L);
        while (length <= longest && stream.Read(buffer) is var count and > 0)
        {
            foreach (var value in buffer.AsSpan(0, count))
            {
                state = Table[(byte)(state ^ value)] ^ (state >> 8);
            }

            length += count;
        }

        return (~state, length);
    }

    private static uint Shift(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ Polynomial;
        }

        return value;
    }
}
