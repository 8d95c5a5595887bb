using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Engram.App;

/// <summary>
/// What the machine must give before anything else can be done, and how to say that it does not. Neither uses the console, which opens
/// files of its own.
/// </summary>
internal static unsafe partial class Machine
{
    private const ulong FilesNeeded = 128, MemoryNeeded = 2UL << 30, LengthNeeded = 128UL << 20;
    private const int LongestFile = 1;
    private const int Standard = 1, Error = 2;

    /// <summary>Why the program cannot work here; null when it can.</summary>
    public static string? Refusal()
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        // Numbers of RLIMIT_NOFILE and RLIMIT_AS; that of RLIMIT_FSIZE is the same everywhere.
        var (files, memory) = OperatingSystem.IsMacOS() ? (8, 5) : (7, 9);
        return Limit(files) is var open and < FilesNeeded
            ? $"at most {open} files may be open at once here (`ulimit -n`), and Engram needs {FilesNeeded}. "
                + "Write `ulimit -n 1024` first, or ask whoever set the limit to raise it."
            : Limit(LongestFile) is var length and < LengthNeeded
            ? $"files may be at most {length >> 10} KiB long here (`ulimit -f`), and Engram needs {LengthNeeded >> 10}. "
                + "Write `ulimit -f unlimited` first, or ask whoever set the limit to raise it."
            : Limit(memory) is var bytes and < MemoryNeeded
            ? $"at most {bytes >> 20} MiB of memory may be addressed here (`ulimit -v`), and Engram needs {MemoryNeeded >> 20}. "
                + "Write `ulimit -v unlimited` first, or ask whoever set the limit to raise it."
            : null;
    }

    private static ulong Limit(int resource)
    {
        var limits = stackalloc nuint[2];
        return ReadLimits(resource, limits) == 0 ? limits[0] : ulong.MaxValue;
    }

    /// <summary>Says the last sentence of a program that cannot say it otherwise.</summary>
    /// <param name="sentence">Without the program's name.</param>
    /// <param name="json">Whether one JSON object is asked for.</param>
    public static void Say(string sentence, bool json)
    {
        Write(Error, $"engram: {sentence}\n");
        if (json)
        {
            Write(Standard, $"{{\"error\":\"failed\",\"faults\":[\"{sentence.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"]}}\n");
        }
    }

    private static void Write(int file, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (OperatingSystem.IsWindows())
        {
            WriteToConsole(file, bytes);
            return;
        }

        fixed (byte* start = bytes)
        {
            for (nint done = 0, step; done < bytes.Length && (step = Write(file, start + done, bytes.Length - done)) > 0; done += step)
            {
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void WriteToConsole(int file, byte[] bytes)
    {
        using var stream = file == Error ? Console.OpenStandardError() : Console.OpenStandardOutput();
        stream.Write(bytes);
    }

    // The limit that holds and the one up to which it may be raised.
    [LibraryImport("libc", EntryPoint = "getrlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ReadLimits(int resource, nuint* limits);

    [LibraryImport("libc", EntryPoint = "write")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint Write(int file, byte* bytes, nint count);
}
