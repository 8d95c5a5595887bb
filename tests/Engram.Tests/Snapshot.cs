using System.Runtime.CompilerServices;

namespace Engram.Tests;

/// <summary>Texts that the tests keep in <c>Snapshots</c> folders beside them.</summary>
internal static class Snapshot
{
    /// <summary>
    /// Compares with <c>Snapshots/FILE</c> beside the caller. A file that does not exist is written and the test passes with a warning:
    /// commit the file. Continuous integration writes nothing and fails. <c>ENGRAM_ACCEPT=1</c> writes over files that differ.
    /// </summary>
    public static void Agrees(string file, string shown, [CallerFilePath] string here = "") => Agrees(
        Path.Combine(Folder(here), file), shown, Environment.GetEnvironmentVariable("ENGRAM_ACCEPT") == "1", IsComplete,
        TestContext.Current.AddWarning);

    /// <summary>Files in <c>Snapshots</c> beside the caller, by name.</summary>
    public static IEnumerable<string> Files([CallerFilePath] string here = "") =>
        Directory.EnumerateFiles(Folder(here)).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);

    internal static void Agrees(string path, string shown, bool accept, bool complete, Action<string> note)
    {
        if (accept || (!complete && !File.Exists(path)))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, shown);
            note($"Wrote {path}. Read it, and commit it.");
        }

        Assert.True(File.Exists(path), $"{path} does not exist. Run this test once outside continuous integration and commit the file it writes.");
        if (File.ReadAllText(path) is var approved && approved != shown)
        {
            Assert.Fail($"{path} differs from what is shown{Difference(approved, shown)}\n"
                + "If the change is intended, run this test with ENGRAM_ACCEPT=1, read what changed in the file, and commit it.");
        }
    }

    // From the first line that differs to the last, but not more than a screen of it: - in the file, + shown.
    private static string Difference(string approved, string shown)
    {
        const int Most = 12;
        var (file, now) = (approved.Split('\n'), shown.Split('\n'));
        var shorter = Math.Min(file.Length, now.Length);
        var first = Enumerable.Range(0, shorter).TakeWhile(k => file[k] == now[k]).Count();
        var same = Enumerable.Range(1, shorter - first).TakeWhile(k => file[^k] == now[^k]).Count();
        return $" at line {first + 1}:{Lines('-', file)}{Lines('+', now)}";

        string Lines(char sign, string[] lines)
        {
            var changed = lines[first..^same];
            return string.Concat(changed.Take(Most).Select(line => $"\n{sign} {line}"))
                + (changed.Length > Most ? $"\n{sign} ... {changed.Length - Most} lines more" : "");
        }
    }

    private static bool IsComplete =>
        Environment.GetEnvironmentVariable("ENGRAM_TOOLS") == "required" || Environment.GetEnvironmentVariable("CI") is "true" or "1";

    private static string Folder(string here) => Path.Combine(Path.GetDirectoryName(here)!, "Snapshots");
}
