using System.Diagnostics;
using System.Globalization;
using System.Text.Unicode;
using Engram.Configuration;

namespace Engram.Storage;

/// <summary>
/// The right to train one run among processes on machines that share a folder, also where the file system does not share locks. A claim is a
/// file <c>NAME.G</c> of generation G = 1, 2, …, whose holder changes what it says a few times in a lease. It is free when its holder says
/// so, and lapses when it does not change for a lease, by the clock of whoever looks: clocks of machines are not compared. Whoever takes it
/// makes the file of the next generation, which the file system lets only one do; a former holder that was thought dead finds that there is
/// a later generation and trains no further.
/// </summary>
internal sealed class RunClaim : IDisposable
{
    private const string Free = "free";
    private const int BeatsPerLease = 5, Width = 200;
    private readonly string folder, name, owner, path;
    private readonly int generation;
    private readonly TimeSpan lease;
    private readonly Timer timer;
    private readonly Lock gate = new();
    private long beats, lastBeat;
    private bool over;
    private volatile bool lost;

    private RunClaim(string folder, string name, string owner, int generation, TimeSpan lease)
    {
        (this.folder, this.name, this.owner, this.generation, this.lease) = (folder, name, owner, generation, lease);
        path = PathOf(folder, name, generation);
        lastBeat = Stopwatch.GetTimestamp();
        timer = new Timer(_ => Beat(), null, lease / BeatsPerLease, lease / BeatsPerLease);
    }

    /// <summary>What is seen of a claim; of generation 0 where there has been none.</summary>
    public readonly record struct Sight(int Generation, string Text)
    {
        /// <summary>Whether nobody holds it.</summary>
        public bool IsFree => Generation == 0 || Text == Free;
    }

    /// <summary>Looks at a claim.</summary>
    /// <param name="folder">The folder of the claims.</param>
    /// <param name="name">What is claimed.</param>
    public static Sight Look(string folder, string name)
    {
        // It may be taken while it is looked at, which a later look tells.
        var generation = Newest(folder, name);
        if (generation == 0)
        {
            return new(0, Free);
        }

        try
        {
            return new(generation, File.ReadAllText(PathOf(folder, name, generation)).Trim());
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new(generation, "");
        }
    }

    /// <summary>Takes a claim that was seen to be free or to have lapsed; null when another was faster.</summary>
    /// <param name="folder">The folder of the claims; made when missing.</param>
    /// <param name="name">What is claimed.</param>
    /// <param name="seen">The claim as it was seen.</param>
    /// <param name="owner">Who takes it, in one line, for people.</param>
    /// <param name="lease">How long it holds without a sign of life.</param>
    /// <exception cref="UsageException">The folder cannot be written.</exception>
    /// <exception cref="StorageException">The disk is full or fails.</exception>
    public static RunClaim? TryTake(string folder, string name, Sight seen, string owner, TimeSpan lease)
    {
        var path = PathOf(folder, name, seen.Generation + 1);
        var made = false;
        AtomicFile.Guarded(path, () =>
        {
            Directory.CreateDirectory(folder);
            try
            {
                using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite);
                stream.Write(Line(Sign(0, owner)));
                made = true;
            }
            catch (IOException) when (File.Exists(path))
            {
                // Another process was faster.
            }
        });
        if (!made)
        {
            return null;
        }

        // A slow process can make a file again that was removed after a later one had been made.
        if (Newest(folder, name) > seen.Generation + 1)
        {
            Remove(path);
            return null;
        }

        for (var earlier = seen.Generation; earlier > 0 && File.Exists(PathOf(folder, name, earlier)); earlier--)
        {
            Remove(PathOf(folder, name, earlier));
        }

        return new(folder, name, owner, seen.Generation + 1, lease);
    }

    /// <summary>Refuses to go on when another process has taken over, or this one could not show that it is alive for a lease.</summary>
    /// <exception cref="StorageException">The claim is lost.</exception>
    public void Require()
    {
        if (lost || Stopwatch.GetElapsedTime(Interlocked.Read(ref lastBeat)) > lease)
        {
            lost = true;
            throw new StorageException(
                $"The claim on the run '{name}' in '{folder}' is lost: this process was thought dead for {lease.TotalSeconds:0} s, or could not write there. "
                + "Another goes on with the run.");
        }
    }

    /// <summary>Gives the claim back.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            over = true;
            timer.Dispose();
            if (!lost)
            {
                Say(Line(Free));
            }
        }
    }

    private void Beat()
    {
        lock (gate)
        {
            if (over || lost)
            {
                return;
            }

            if (Newest(folder, name) > generation)
            {
                lost = true;
            }
            else if (Say(Line(Sign(++beats, owner))))
            {
                Interlocked.Exchange(ref lastBeat, Stopwatch.GetTimestamp());
            }
        }
    }

    // A file that was removed does not come back.
    private bool Say(byte[] line)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            stream.Write(line);
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string Sign(long beats, string owner) => string.Create(CultureInfo.InvariantCulture, $"{beats} {owner}");

    // Of so many bytes, whatever the letters, so that one line is replaced by another whole.
    private static byte[] Line(string text)
    {
        var line = new byte[Width];
        line.AsSpan().Fill((byte)' ');
        Utf8.FromUtf16(text, line.AsSpan(0, Width - 1), out _, out _);
        line[^1] = (byte)'\n';
        return line;
    }

    private static string PathOf(string folder, string name, int generation) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{name}.{generation}"));

    private static int Newest(string folder, string name) => !Directory.Exists(folder) ? 0
        : Directory.EnumerateFiles(folder, name + ".*").Select(file => Path.GetExtension(file).TrimStart('.'))
            .Select(end => int.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).DefaultIfEmpty().Max();

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // What is left of an earlier generation says nothing.
        }
    }
}
