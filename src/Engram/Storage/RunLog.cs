using System.Text;
using System.Text.Json.Nodes;
using Engram.Configuration;

namespace Engram.Storage;

/// <summary>The log of a run: one JSON object per line, appended to.</summary>
internal sealed class RunLog(string path) : IDisposable
{
    private FileStream? stream;
    private long length;

    /// <summary>Lines in the file so far, when this process writes it.</summary>
    public int Lines { get; private set; }

    /// <summary>Hands one line to the operating system: from then on a kill of this process cannot lose it.</summary>
    public void Append(JsonObject line) => AtomicFile.Guarded(path, () =>
    {
        var bytes = Encoding.UTF8.GetBytes(RunDocument.Text(line, false) + "\n");
        stream ??= new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        Require();
        stream.Write(bytes);
        stream.Flush();
        length += bytes.Length;
        Lines++;
    });

    /// <summary>
    /// Refuses to go on when the file that this process writes was removed, replaced or cut: lines would go to where nobody finds them, and a
    /// checkpoint would count lines that are not there.
    /// </summary>
    /// <exception cref="StorageException">It was.</exception>
    public void Require()
    {
        if (stream is null)
        {
            return;
        }

        // The time of birth tells a file from a later one of the same name, and where there is none, the length does after the next line. Of a
        // link, both would be the link's own.
        var there = new FileInfo(path);
        there = there.LinkTarget is null ? there : there.ResolveLinkTarget(true) as FileInfo;
        if (there is not { Exists: true } || there.Length != length || there.CreationTimeUtc != File.GetCreationTimeUtc(stream.SafeFileHandle))
        {
            throw RunLock.Gone(path);
        }
    }

    /// <summary>Hands all lines to the disk: from then on a loss of power cannot lose them.</summary>
    public void Flush() => AtomicFile.Guarded(path, () => stream?.Flush(true));

    /// <summary>Cuts the log after so many lines, and holds it.</summary>
    /// <exception cref="UsageException">It has fewer.</exception>
    public void Truncate(int lines)
    {
        AtomicFile.Guarded(path, () =>
        {
            var bytes = File.Exists(path) ? File.ReadAllBytes(path) : [];
            var (end, found) = (0, 0);
            while (found < lines && Array.IndexOf(bytes, (byte)'\n', end) is var newline and >= 0)
            {
                end = newline + 1;
                found++;
            }

            if (found < lines)
            {
                throw new UsageException(
                    $"'{path}' has {found} lines, but the checkpoint was written after {lines}. "
                    + "Restore the file, or start again with another `folder`.");
            }

            if (File.Exists(path))
            {
                stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.Read);
                stream.SetLength(end);
                stream.Seek(0, SeekOrigin.End);
                stream.Flush(true);
            }

            length = end;
        });
        Lines = lines;
    }

    /// <summary>All whole lines; one that a kill cut off at the end is left out.</summary>
    public IReadOnlyList<JsonObject> Read()
    {
        var text = RunDocument.ReadText(path, true);
        var lines = text.Split('\n');
        return
        [
            .. lines.Take(lines.Length - 1).Select((line, index) => JsonText.ParseObject(
                line, Line(path, index), "Restore the file from a copy.")),
        ];
    }

    /// <summary>A line for messages, counted from 1.</summary>
    public static string Line(string path, int index) => $"{path}, line {index + 1}";

    public void Dispose() => stream?.Dispose();
}
