using Engram.Configuration;

namespace Engram.Storage;

/// <summary>Collects what a file of arrays holds while it is read: each name once, and no more in memory than is allowed.</summary>
/// <param name="path">The file, for messages.</param>
/// <param name="allowed">How many bytes of arrays may be made of it, packed, shared or repeated as they may be.</param>
internal sealed class ArrayContents(string path, long allowed)
{
    // Far more than networks have; each costs more than its bytes. A damaged name may be as long as the file.
    private const int MostArrays = 100_000, LongestReason = 500;

    private readonly List<NamedArray> arrays = [];
    private readonly Dictionary<string, string> texts = new(StringComparer.Ordinal), skipped = new(StringComparer.Ordinal);
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private long taken;

    public ArrayFile File => new(path, arrays, texts) { Skipped = skipped };

    /// <summary>What a small file may always be unpacked to, and how much more than its own length a large one.</summary>
    public static long Allowed(long fileLength, long floor) => Math.Max(floor, 64 * fileLength);

    /// <summary>Adds an array.</summary>
    public void Add(NamedArray array)
    {
        Claim(array.Name);
        arrays.Add(array);
    }

    /// <summary>Adds text, which is metadata.</summary>
    public void Add(string name, string text)
    {
        Claim(name);
        texts.Add(name, text);
    }

    /// <summary>Notes that a name is there but is no array that can be read, and why: <c>is sparse; save `full(W)`</c>.</summary>
    public void Skip(string name, string reason)
    {
        Claim(name);
        skipped.Add(name, Short(reason));
    }

    /// <summary>Counts bytes that are about to be held.</summary>
    /// <exception cref="UsageException">There are more than allowed.</exception>
    public void Take(long bytes)
    {
        taken += bytes;
        if (taken > allowed)
        {
            throw Fault(
                $"what it holds takes more than {allowed} bytes when it is unpacked, far more than a file of its length should",
                "Save it without compression, and each array once");
        }
    }

    /// <summary>A fault of the whole file.</summary>
    public UsageException Fault(string what, string remedy = "Restore it from a copy, or write it again") => new(
        $"'{path}' cannot be used: {Short(what)}. {remedy}.");

    /// <summary>A text that may quote what stands in a file, no longer than a few lines.</summary>
    public static string Short(string text) => text.Length <= LongestReason ? text : text[..LongestReason] + "…";

    private void Claim(string name)
    {
        if (!names.Add(name))
        {
            throw Fault($"it has two arrays named '{name}'");
        }

        if (names.Count > MostArrays)
        {
            throw Fault($"it has more than {MostArrays} arrays", "Save only those that are needed");
        }
    }
}
