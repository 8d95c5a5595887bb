using System.Text;
using Engram.Configuration;

namespace Engram.Storage;

/// <summary>
/// Files that are whole or absent: written to a temporary name in the same folder, flushed to disk, then renamed. A reader never sees
/// half of one, and a killed writer leaves the file as it was.
/// </summary>
internal static class AtomicFile
{
    /// <summary>What the names of unfinished files end in.</summary>
    public const string TemporarySuffix = ".engram-tmp";

    /// <summary>Writes a file, replacing the one that is there.</summary>
    /// <param name="path">Where; its folder is made when missing.</param>
    /// <param name="write">Writes the bytes. When it throws, nothing changes.</param>
    /// <exception cref="UsageException">The folder cannot be written.</exception>
    /// <exception cref="StorageException">The disk is full or fails.</exception>
    public static void Write(string path, Action<Stream> write) => Write(path, write, true);

    /// <summary>Writes a file into a folder that is there; one that was taken away does not come back.</summary>
    internal static void WriteWithin(string path, Action<Stream> write) => Write(path, write, false);

    private static void Write(string path, Action<Stream> write, bool makesFolder)
    {
        // One temporary name per file, so that what a crash left is overwritten by the next write.
        var temporary = path + TemporarySuffix;
        Guarded(path, () =>
        {
            if (makesFolder && Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            {
                Directory.CreateDirectory(folder);
            }

            var finished = false;
            try
            {
                using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
                {
                    write(stream);
                    stream.Flush(true);
                }

                File.Move(temporary, path, true);
                finished = true;
            }
            finally
            {
                if (!finished)
                {
                    TryDelete(temporary);
                }
            }
        });
    }

    /// <summary>Writes a text file in UTF-8 without a byte order mark.</summary>
    /// <param name="path">Where.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="UsageException">The folder cannot be written.</exception>
    /// <exception cref="StorageException">The disk is full or fails.</exception>
    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>The text of a file.</summary>
    /// <param name="path">Where.</param>
    /// <exception cref="UsageException">It cannot be read.</exception>
    public static string ReadText(string path) => RunDocument.ReadText(path, false);

    /// <summary>Removes unfinished files that crashes left in a folder. Only the folder's writer may do this.</summary>
    /// <param name="folder">The folder; nothing happens when it is missing.</param>
    public static void Clean(string folder)
    {
        if (Directory.Exists(folder))
        {
            foreach (var leftover in Directory.EnumerateFiles(folder, "*" + TemporarySuffix))
            {
                TryDelete(leftover);
            }
        }
    }

    /// <summary>Does something to a file and turns what the disk refuses into a sentence for the user.</summary>
    internal static void Guarded(string path, Action action)
    {
        try
        {
            action();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            var sentence = $"'{path}' cannot be written: {Reason(fault)}. {Remedy(fault)}";
            throw StorageException.IsOfMachine(fault) ? new StorageException(sentence, fault) : new UsageException(sentence, fault);
        }
    }

    /// <summary>The system's reason without its full stop and without the path, which the sentence names already.</summary>
    public static string Reason(Exception fault) => fault switch
    {
        FileNotFoundException => "it does not exist",
        DirectoryNotFoundException => "its folder does not exist",
        UnauthorizedAccessException => "access is denied",
        ArgumentException => "no file has that name",
        _ => fault.Message.Split(" : '")[0].TrimEnd('.'),
    };

    private static string Remedy(Exception fault) => fault switch
    {
        DirectoryNotFoundException => "Make that folder first, or write somewhere else.",
        UnauthorizedAccessException => "Allow writing to it, or write somewhere else.",
        _ when StorageException.IsOfMachine(fault) => "Free some space there, or write somewhere else.",
        _ => "Free some space there, allow writing to it, or write somewhere else.",
    };

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The next write of the same file overwrites it; failing here would hide the first failure.
        }
    }
}
