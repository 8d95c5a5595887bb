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
    private readonly FileStream stream;

    private RunLock(FileStream stream) => this.stream = stream;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="UsageException">Another process has it, or the folder cannot be written.</exception>
    public static RunLock Take(string folder)
    {
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
        try
        {
            return new RunLock(new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException)
        {
            throw new UsageException($"'{folder}' cannot be written: access is denied. Allow writing to it, or write somewhere else.");
        }
        catch (IOException)
        {
            throw new UsageException($"'{folder}' is being written by another engram process. "
                + "Wait for it, stop it, or give another --out.");
        }
    }

    public void Dispose() => stream.Dispose();
}
