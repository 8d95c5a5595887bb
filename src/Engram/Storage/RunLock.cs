using System.Text;
using Engram.Configuration;

namespace Engram.Storage;

/// <summary>
/// Holds a folder for one writing process. The lock is the operating system's own on the open file, so that it ends with the process
/// however that dies, and what file is left means nothing. The file itself stays: a process that removed it could remove another's
/// lock.
/// </summary>
internal sealed class RunLock : IDisposable
{
    public const string FileName = ".lock";
    private readonly string folder;
    private readonly FileStream stream;
    private readonly Dictionary<string, long> kept = [];

    private RunLock(string folder, FileStream stream) => (this.folder, this.stream) = (folder, stream);

    /// <summary>Takes the lock.</summary>
    /// <exception cref="UsageException">Another process has it, or the folder cannot be written.</exception>
    public static RunLock Take(string folder)
    {
        if (File.Exists(folder))
        {
            throw new UsageException($"'{folder}' is a file, but a folder is needed; give another `folder`.");
        }

        var path = Path.Combine(folder, FileName);
        AtomicFile.Guarded(folder, () =>
        {
            Directory.CreateDirectory(folder);

            // Made apart from locking, so that a folder that cannot be written is told from one that is in use.
            if (!File.Exists(path))
            {
                using var made = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
            }
        });
        return Open(folder, path);
    }

    /// <summary>Refuses a folder that another process is writing; nothing is made there.</summary>
    /// <exception cref="UsageException">It is being written.</exception>
    public static void RefuseHeld(string folder)
    {
        if (Path.Combine(folder, FileName) is var path && File.Exists(path))
        {
            Open(folder, path).Dispose();
        }
    }

    /// <summary>Whether another process writes the folder, as far as the file system tells.</summary>
    public static bool IsHeld(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return false;
        }

        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (Exception fault) when (fault is UnauthorizedAccessException or FileNotFoundException or DirectoryNotFoundException || StorageException.IsOfMachine(fault))
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static RunLock Open(string folder, string path)
    {
        try
        {
            return new RunLock(folder, new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException)
        {
            throw new UsageException($"'{folder}' cannot be written: access is denied. Allow writing to it, or give another `folder`.");
        }
        catch (IOException fault) when (StorageException.IsOfMachine(fault))
        {
            throw new StorageException($"'{folder}' cannot be written: {AtomicFile.Reason(fault)}.", fault);
        }
        catch (IOException)
        {
            throw new UsageException($"'{folder}' is being written by another engram process. "
                + "Wait for it, stop it, or give another `folder`.");
        }
    }

    /// <summary>Writes a file that says what the folder is, and without which <see cref="Require"/> refuses from then on.</summary>
    public void Write(string path, string text)
    {
        Require();
        AtomicFile.WriteText(path, text);
        kept[path] = Encoding.UTF8.GetByteCount(text);
    }

    /// <summary>
    /// Refuses to go on when the folder was removed, or another was put in its place: what is written then would make a folder that holds a
    /// part of the work, or go into another's. Likewise when what <see cref="Write"/> wrote is not there as it was written.
    /// </summary>
    /// <exception cref="StorageException">The folder is not the one that was locked, or lacks what was written.</exception>
    public void Require()
    {
        // A lock file is never written, so that its time of birth tells it from a later one of the same name.
        if (File.GetCreationTimeUtc(stream.SafeFileHandle) != File.GetCreationTimeUtc(Path.Combine(folder, FileName)))
        {
            throw new StorageException(
                $"'{folder}' was removed or replaced while it was being written; nothing more is written there. Start again.");
        }

        foreach (var (path, length) in kept)
        {
            if (new FileInfo(path) is not { Exists: true } file || file.Length != length)
            {
                throw Gone(path);
            }
        }
    }

    /// <summary>What is said when a file that only its writer may touch was touched.</summary>
    public static StorageException Gone(string path) => new(
        $"'{path}' was removed, replaced or changed while it was in use; nothing more is written there. "
        + "Put the file back and go on, or start again with another `folder`.");

    public void Dispose() => stream.Dispose();
}
