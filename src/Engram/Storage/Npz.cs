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

    /// <summary>Writes a file, all or nothing.</summary>
    /// <param name="path">Where.</param>
    /// <param name="arrays">The arrays; names differ.</param>
    /// <exception cref="ArgumentException">Two arrays have the same name.</exception>
    /// <exception cref="UsageException">The folder cannot be written, or the disk is full.</exception>
    public static void Write(string path, IEnumerable<NamedArray> arrays) => Write(path, arrays, Array.Empty<NamedText>());

    /// <summary>Writes a file, all or nothing.</summary>
    /// <param name="path">Where.</param>
    /// <param name="arrays">The arrays; names differ.</param>
    /// <param name="texts">Texts, as arrays (lines); their names differ from each other and from those of the arrays.</param>
    /// <exception cref="ArgumentException">Two have the same name.</exception>
    /// <exception cref="UsageException">The folder cannot be written, or the disk is full.</exception>
    public static void Write(string path, IEnumerable<NamedArray> arrays, IEnumerable<NamedText> texts) =>
        Write(path, arrays, texts.Select(text => (text.Name, (Action<Stream>)(stream => Npy.Write(stream, text)))));

    /// <summary>Writes a file with texts after the arrays, each an array of one string: <c>str(file["about"])</c> in NumPy.</summary>
    /// <param name="path">Where.</param>
    /// <param name="arrays">The arrays; names differ.</param>
    /// <param name="texts">The texts by name.</param>
    internal static void Write(string path, IEnumerable<NamedArray> arrays, IReadOnlyDictionary<string, string> texts) =>
        Write(path, arrays, texts.Select(text => (text.Key, (Action<Stream>)(stream => Npy.WriteText(stream, text.Value)))));

    private static void Write(string path, IEnumerable<NamedArray> arrays, IEnumerable<(string Name, Action<Stream> Write)> texts)
    {
        List<(string Name, Action<Stream> Write)> all =
            [.. arrays.Select(array => (array.Name, (Action<Stream>)(stream => Npy.Write(stream, array)))), .. texts];
        if (all.DistinctBy(one => one.Name).Count() != all.Count)
        {
            throw new ArgumentException("Array names must differ from each other.", nameof(arrays));
        }

        AtomicFile.Write(path, stream =>
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            foreach (var (name, write) in all)
            {
                var entry = archive.CreateEntry(name + Suffix, CompressionLevel.NoCompression);
                entry.LastWriteTime = ZipFiles.Stamp;
                using var file = entry.Open();
                write(file);
            }
        });
    }

    /// <summary>Reads a file, compressed or not.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The arrays in the order of the file, without those of text.</returns>
    /// <exception cref="UsageException">
    /// Missing, unreadable, cut off, damaged, not in this format, with arrays of other types, or with two of one name.
    /// </exception>
    public static IReadOnlyList<NamedArray> Read(string path)
    {
        var file = ArrayFiles.Open(path, Read);
        return file.Skipped.Count == 0 ? file.Arrays
            : throw Fault(path, string.Join("; ", file.Skipped.Select(pair => $"array '{pair.Key}' {pair.Value}")));
    }

    /// <summary>Reads a stream that begins as a zip.</summary>
    internal static ArrayFile Read(Stream stream, string path)
    {
        var contents = new ArrayContents(path, ArrayContents.Allowed(stream.Length, 1L << 30));
        using var archive = ZipFiles.Open(stream, path, "an npz file");
        foreach (var entry in archive.Entries)
        {
            // What is skipped would be an array whose name is damaged, and nobody would know.
            if (!entry.Name.EndsWith(Suffix, StringComparison.Ordinal))
            {
                throw Fault(path, $"it contains '{entry.FullName}', but an npz file contains only arrays, NAME{Suffix}");
            }

            var name = entry.FullName[..^Suffix.Length];
            using var file = ZipFiles.Verified(entry, contents, $"array '{name}'");
            Npy.Read(file, name, entry.Length, contents);
        }

        return contents.File;
    }

    private static UsageException Fault(string path, string what) =>
        new($"'{path}' cannot be used: {what}. Restore it from a copy, or write it again.");
}
