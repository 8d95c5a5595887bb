using System.IO.Compression;
using Engram.Configuration;

namespace Engram.Storage;

/// <summary>Zip archives from anywhere: npz files, packed runs, and those of PyTorch.</summary>
internal static class ZipFiles
{
    /// <summary>When each file of an archive that is written here was changed: the earliest time that a zip can hold.</summary>
    public static readonly DateTimeOffset Stamp = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Opens an archive to be read.</summary>
    /// <param name="stream">The archive; stays open.</param>
    /// <param name="path">Its file, for messages.</param>
    /// <param name="what">What it should be: <c>an npz file</c>.</param>
    /// <exception cref="UsageException">It is no zip, or its directory is damaged.</exception>
    public static ZipArchive Open(Stream stream, string path, string what)
    {
        var archive = default(ZipArchive);
        try
        {
            archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);

            // The directory is read when it is first asked for.
            _ = archive.Entries.Count;
            return archive;
        }
        catch (Exception fault) when (fault is not (UsageException or OutOfMemoryException))
        {
            archive?.Dispose();
            throw new UsageException($"'{path}' cannot be used: it is broken or not {what}. Restore it from a copy, or write it again.");
        }
    }

    /// <summary>All bytes of a file in the archive, whose length and checksum are compared with what the directory says.</summary>
    public static byte[] Bytes(ZipArchiveEntry entry, ArrayContents contents, string what)
    {
        contents.Take(entry.Length);
        var bytes = new byte[entry.Length <= Array.MaxLength ? entry.Length : throw contents.Fault($"{what} has more than 2 GB", "Save it in parts")];
        try
        {
            using var file = entry.Open();
            var read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (read == bytes.Length && file.ReadByte() < 0 && Crc32.Of(new MemoryStream(bytes), read) == (entry.Crc32, read))
            {
                return bytes;
            }
        }
        catch (Exception fault) when (IsDamage(fault))
        {
            throw contents.Fault($"{what} is damaged, or packed in a way that is not read");
        }

        throw contents.Fault($"{what} does not match its checksum, so it was changed or damaged after it was written");
    }

    /// <summary>Opens a file in the archive whose length and checksum were compared with what the directory says.</summary>
    /// <remarks>The file is read twice rather than held twice.</remarks>
    public static Stream Verified(ZipArchiveEntry entry, ArrayContents contents, string what)
    {
        contents.Take(entry.Length);
        bool matches;
        try
        {
            matches = Matches(entry);
        }
        catch (Exception fault) when (IsDamage(fault))
        {
            throw contents.Fault($"{what} is damaged, or packed in a way that is not read");
        }

        return matches ? entry.Open()
            : throw contents.Fault($"{what} does not match its checksum, so it was changed or damaged after it was written");
    }

    /// <summary>Whether a file in an archive has the length and the checksum that the directory says, which the framework does not compare.</summary>
    public static bool Matches(ZipArchiveEntry entry)
    {
        using var file = entry.Open();
        return Crc32.Of(file, entry.Length) == (entry.Crc32, entry.Length);
    }

    // Of some damage the framework says that reading failed, without a reason of the system.
    private static bool IsDamage(Exception fault) => fault is InvalidDataException or NotSupportedException or ArgumentException or IOException;
}
