using Engram.Configuration;
using Engram.Learning;
using Engram.Storage;

namespace Engram.Studies;

/// <summary>A network of a sweep that is trained by another process.</summary>
/// <param name="configuration">What is trained.</param>
/// <param name="hash">Content hash of its JSON.</param>
/// <param name="path">The run's folder.</param>
internal sealed class SweepPiece(RunConfiguration configuration, string hash, string path)
{
    private (DateTime Written, long Length) seen;
    private SweepRun? ended;

    public RunConfiguration Configuration => configuration;

    public string Path => path;

    /// <summary>Name of its folder, by which processes speak of it.</summary>
    public string Name => SweepDocument.FolderOf(hash);

    /// <summary>How it ended or failed; null while neither is so.</summary>
    public SweepRun? Ended()
    {
        if (ended is not null || (ended = SweepRun.Failed(configuration, hash, path)) is not null)
        {
            return ended;
        }

        // The document is read again only when it was written again. Clocks of file systems may be coarse: when a run ends, it grows longer.
        var file = new FileInfo(System.IO.Path.Combine(path, RunDocument.FileName));
        var now = file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
        if (now == seen)
        {
            return null;
        }

        ended = SweepRunner.Finished(configuration, hash, path);
        seen = now;
        return ended;
    }

    /// <summary>Bytes of its log, which tell whether training went on; 0 without one.</summary>
    public long LogLength() => new FileInfo(System.IO.Path.Combine(path, RunFolder.LogFile)) is { Exists: true } file ? file.Length : 0;

    /// <summary>Says that it failed.</summary>
    public void Fail(string sentence) => ended = SweepRun.Fail(configuration, hash, path, new UsageException(sentence));
}
