using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using Engram.Configuration;

namespace Engram.Tasks;

/// <summary>Reads arrays of bytes from an npz file of the library, with a checksum over all of them.</summary>
internal static class PackedArrays
{
    /// <summary>Reads the arrays.</summary>
    /// <param name="packed">The bytes of the file.</param>
    /// <param name="names">Names of the arrays, in the order of the result.</param>
    /// <param name="checksum">SHA-256 of their values one after the other, in hexadecimal.</param>
    /// <param name="what">What they are, for the message.</param>
    /// <exception cref="UsageException">They are not those that were made.</exception>
    public static IReadOnlyList<byte[]> Read(Stream packed, IEnumerable<string> names, string checksum, string what)
    {
        var arrays = new List<byte[]>();
        try
        {
            using var archive = new ZipArchive(packed, ZipArchiveMode.Read);
            arrays.AddRange(names.Select(name => archive.GetEntry($"{name}.npy") is { } entry ? Values(entry) : []));
        }
        catch (InvalidDataException)
        {
            // What was read before does not have the checksum.
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        arrays.ForEach(hash.AppendData);
        return Convert.ToHexStringLower(hash.GetHashAndReset()) == checksum ? arrays
            : throw new UsageException($"The {what} in this build of Engram are damaged; build or install it again.");
    }

    // Bytes after a header of version 1, whose length is at 8. The checksum vouches for the rest.
    private static byte[] Values(ZipArchiveEntry entry)
    {
        using var unpacked = new MemoryStream();
        using (var stream = entry.Open())
        {
            stream.CopyTo(unpacked);
        }

        var all = unpacked.ToArray();
        return all.Length < 10 ? [] : all[Math.Min(all.Length, 10 + BinaryPrimitives.ReadUInt16LittleEndian(all.AsSpan(8)))..];
    }
}
