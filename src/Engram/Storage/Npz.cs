using System.IO.Compression;
using Engram.Configuration;

namespace Engram.Storage;

/// <summary>
/// NumPy's npz: a zip of <c>NAME.npy</c> files, not compressed, in the order given, with fixed time stamps, so that the same arrays give
/// the same bytes. Source: numpy.org, "numpy.lib.format".
/// </summary>
public static class Npz
{
    private const string Suffix = ".npy";

    // The earliest time that a zip can hold.
    private static readonly DateTimeOffset Stamp = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes a file, all or nothing.</summary>
    /// <param name="path">Where.</param>
    /// <param name="arrays">The arrays; names differ.</param>
    /// <exception cref="ArgumentException">Two arrays have the same name.</exception>
    /// <exception cref="UsageException">The folder cannot be written, or the disk is full.</exception>
    public static void Write(string path, IEnumerable<NamedArray> arrays) => Write(path, arrays, new Dictionary<string, string>());

    /// <summary>Writes a file with texts after the arrays, each an array of one string: <c>str(file["about"])</c> in NumPy.</summary>
    /// <param name="path">Where.</param>
    /// <param name="arrays">The arrays; names differ.</param>
    /// <param name="texts">The texts by name.</param>
    internal static void Write(string path, IEnumerable<NamedArray> arrays, IReadOnlyDictionary<string, string> texts)
    {
        NamedArray[] all = [.. arrays];
        if (all.DistinctBy(array => array.Name).Count() != all.Length)
        {
            throw new ArgumentException("Array names must differ from each other.", nameof(arrays));
        }

        AtomicFile.Write(path, stream =>
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            foreach (var array in all)
            {
                using var file = Create(archive, array.Name);
                Npy.Write(file, array);
            }

            foreach (var (name, text) in texts)
            {
                using var file = Create(archive, name);
                Npy.WriteText(file, text);
            }
        });
    }

    /// <summary>Reads a file, compressed or not.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The arrays in the order of the file.</returns>
    /// <exception cref="UsageException">
    /// Missing, unreadable, cut off, damaged, not in this format, with arrays of other types, or with two of one name.
    /// </exception>
    public static IReadOnlyList<NamedArray> Read(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            var arrays = new List<NamedArray>();
            var names = new HashSet<string>();
            foreach (var entry in archive.Entries)
            {
                // What is skipped would be an array whose name is damaged, and nobody would know.
                if (!entry.Name.EndsWith(Suffix, StringComparison.Ordinal))
                {
                    throw Fault(path, $"it contains '{entry.FullName}', but an npz file contains only arrays, NAME{Suffix}");
                }

                var name = entry.FullName[..^Suffix.Length];
                if (!names.Add(name))
                {
                    throw Fault(path, $"it has two arrays named '{name}'");
                }

                Verify(entry, name, path);
                using var file = entry.Open();
                arrays.Add(Npy.Read(file, name, entry.Length, path));
            }

            return arrays;
        }
        catch (Exception fault) when (fault is InvalidDataException or NotSupportedException or ArgumentException)
        {
            throw Fault(path, "it is broken or not an npz file");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"'{path}' cannot be read: {AtomicFile.Reason(fault)}. Check the path.");
        }
    }

    private static Stream Create(ZipArchive archive, string name)
    {
        var entry = archive.CreateEntry(name + Suffix, CompressionLevel.NoCompression);
        entry.LastWriteTime = Stamp;
        return entry.Open();
    }

    // The framework reads the checksum and does not compare it. The array is read again afterwards rather than held twice.
    private static void Verify(ZipArchiveEntry entry, string name, string path)
    {
        using var file = entry.Open();
        if (Crc32.Of(file) != (entry.Crc32, entry.Length))
        {
            throw Fault(path, $"array '{name}' does not match its checksum, so it was changed or damaged after it was written");
        }
    }

    private static UsageException Fault(string path, string what) =>
        new($"'{path}' cannot be used: {what}. Restore it from a copy, or write it again.");
}
