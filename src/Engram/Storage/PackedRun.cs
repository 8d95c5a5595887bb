using System.Collections.Concurrent;
using System.IO.Compression;
using Engram.Configuration;

namespace Engram.Storage;

/// <summary>
/// A run in one zip file, as <c>engram pack</c> writes it or as any program zips the folder. It can be read, not written; its checksums are
/// those of the folder. The same run gives the same bytes.
/// </summary>
internal static class PackedRun
{
    public const string Suffix = ".zip";

    // Weights hardly shrink, and logs to a tenth: what shrinks further was made to fill a disk.
    private const long LongestRatio = 100, ShortTotal = 64L << 20;

    private static readonly ConcurrentDictionary<(string Path, long Length, DateTime Written), Lazy<string>> Placed = new();
    private static readonly Lazy<string> Root = new(MakeRoot);
    private static int places;

    /// <summary>Whether a path is that of a file and not a folder, and is named as a zip.</summary>
    public static bool Is(string path) => path.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase) && File.Exists(path);

    /// <summary>Refuses to write into a packed run.</summary>
    /// <exception cref="UsageException">The path is that of one.</exception>
    public static void RefuseWriting(string path)
    {
        if (Is(path))
        {
            throw new UsageException($"'{path}' is a packed run, which can only be read. Unpack it (`unzip {path} -d FOLDER`) and give the `folder`.");
        }
    }

    /// <summary>Packs a run.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="path">The zip file.</param>
    /// <returns>The files that were packed, in the order of their names.</returns>
    /// <exception cref="UsageException">Not a run, one that is being written, or the file cannot be written.</exception>
    public static IReadOnlyList<string> Write(string folder, string path)
    {
        _ = RunDocument.Read(folder);
        RunFolder.RefuseHeld(folder);
        string[] files =
        [
            .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
                .Where(IsPart).Order(StringComparer.Ordinal),
        ];
        AtomicFile.Write(path, stream =>
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            foreach (var file in files)
            {
                var entry = archive.CreateEntry(file, CompressionLevel.Optimal);
                entry.LastWriteTime = ZipFiles.Stamp;
                using var source = new FileStream(Path.Combine(folder, file), FileMode.Open, FileAccess.Read, FileShare.Read);
                using var target = entry.Open();
                source.CopyTo(target);
            }
        });
        return files;
    }

    /// <summary>Unpacks a run into a folder of this process, which is removed at its end; once, however often it is read.</summary>
    /// <param name="path">The zip file.</param>
    /// <returns>A folder with the files of the run.</returns>
    /// <exception cref="UsageException">It cannot be read, is no zip, is damaged, or holds no run.</exception>
    public static string Place(string path)
    {
        var file = new FileInfo(path);
        return Placed.GetOrAdd((file.FullName, file.Length, file.LastWriteTimeUtc), _ => new(() => Unpack(path))).Value;
    }

    private static string Unpack(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            var document = archive.Entries.Where(entry => entry.Name == RunDocument.FileName).MinBy(entry => entry.FullName.Length)
                ?? throw Fault(path, $"it holds no run: there is no {RunDocument.FileName} in it");
            var within = document.FullName[..^RunDocument.FileName.Length];
            ZipArchiveEntry[] parts =
            [
                .. archive.Entries.Where(entry => entry.FullName.StartsWith(within, StringComparison.Ordinal) && IsPart(entry.FullName[within.Length..])),
            ];
            if (parts.DistinctBy(entry => entry.FullName).Count() != parts.Length)
            {
                throw Fault(path, "it has two files of the same name");
            }

            var longest = Math.Max(ShortTotal, LongestRatio * stream.Length);
            if (parts.Sum(entry => Math.Min(entry.Length, longest)) > longest)
            {
                throw Fault(path, $"it would unpack to more than {LongestRatio} times its size, which no run does");
            }

            var place = Directory.CreateDirectory(Path.Combine(Root.Value, $"{Interlocked.Increment(ref places)}", Path.GetFileName(path))).FullName;
            foreach (var entry in parts)
            {
                Extract(entry, Path.Combine(place, entry.FullName[within.Length..]), path);
            }

            return place;
        }
        catch (Exception fault) when (fault is InvalidDataException or NotSupportedException or ArgumentException)
        {
            throw Fault(path, "it is broken or not a zip file");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException && !StorageException.IsOfMachine(fault))
        {
            throw new UsageException($"'{path}' cannot be read: {AtomicFile.Reason(fault)}. Check the path.");
        }
    }

    private static void Extract(ZipArchiveEntry entry, string target, string path)
    {
        if (!ZipFiles.Matches(entry))
        {
            throw Fault(path, $"'{entry.FullName}' in it does not match its checksum, so it was changed or damaged after it was packed");
        }

        using var source = entry.Open();
        AtomicFile.Write(target, source.CopyTo);
    }

    // Reports and whatever else lies in the folder is not needed to read the run.
    private static bool IsPart(string file) => file is RunDocument.FileName or RunFolder.LogFile or RunFolder.WeightsFile or RunFolder.CheckpointFile
        or RunFolder.MemoryFile || (file.StartsWith(RunSources.Folder + "/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.OrdinalIgnoreCase)
            && file.Count(letter => letter is '/' or '\\') == 1);

    private static string MakeRoot()
    {
        var root = Directory.CreateTempSubdirectory("engram-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            try
            {
                Directory.Delete(root, recursive: true);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // The system clears its temporary folder itself.
            }
        };
        return root;
    }

    private static UsageException Fault(string path, string what) =>
        new($"'{path}' cannot be used: {what}. Restore it from a copy, or pack the run again with `engram pack`.");
}
