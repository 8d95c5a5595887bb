using System.Security.Cryptography;
using System.Text;

namespace Engram.Storage;

/// <summary>
/// The checksum of a safetensors file, in its metadata: SHA-256, in hexadecimal, of all its bytes, with zeros where the checksum itself
/// stands. One changed bit anywhere, in a number, a name or a counter, is found.
/// </summary>
internal static class Checksum
{
    public const string Key = "checksum";

    private const int Digits = 2 * SHA256.HashSizeInBytes;

    /// <summary>What stands for the checksum while it is being computed.</summary>
    public static readonly string Blank = new('0', Digits);

    /// <summary>Puts the checksum into a header that has <see cref="Blank"/> in its place.</summary>
    public static void Seal(Span<byte> header, ReadOnlySpan<byte> prefix, IEnumerable<NamedArray> arrays)
    {
        var digest = Of(prefix, header, arrays);
        Encoding.ASCII.GetBytes(digest, Place(header, Blank));
    }

    /// <summary>Whether the checksum that a header has is that of the file.</summary>
    public static bool Holds(string stored, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> header, IEnumerable<NamedArray> arrays)
    {
        var blank = header.ToArray();
        var place = stored.Length == Digits ? Place(blank, stored) : default;
        if (place.IsEmpty)
        {
            return false;
        }

        place.Fill((byte)'0');
        return Of(prefix, blank, arrays) == stored;
    }

    // Within texts a quotation mark is escaped, so that this can only be the member itself.
    private static Span<byte> Place(Span<byte> header, string digest)
    {
        var member = Encoding.UTF8.GetBytes($"\"{Key}\":\"{digest}\"");
        var start = header.IndexOf(member);
        return start < 0 ? default : header.Slice(start + member.Length - 1 - Digits, Digits);
    }

    private static string Of(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> header, IEnumerable<NamedArray> arrays)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(prefix);
        hash.AppendData(header);
        foreach (var array in arrays)
        {
            hash.AppendData(array.Bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
