namespace Engram.Tests.Figures;

/// <summary>
/// Programs that some tests need and a machine may lack: those tests are skipped, with the reason, unless <c>ENGRAM_TOOLS=required</c>
/// says that nothing may be missing.
/// </summary>
internal static class Tools
{
    public static bool Required => Environment.GetEnvironmentVariable("ENGRAM_TOOLS") == "required";

    /// <summary>Skips the test without Node.</summary>
    public static void NeedNode() => Need("Node.js", ["node"]);

    /// <summary>Skips the test without rsvg-convert.</summary>
    public static void NeedConverter() => Need("rsvg-convert", ["rsvg-convert"]);

    /// <summary>The path of Octave; skips the test without it.</summary>
    public static string NeedOctave() => Need("Octave", ["octave-cli"]);

    /// <summary>The path of Chromium; skips the test without it. <c>ENGRAM_CHROMIUM</c> names another one.</summary>
    public static string NeedChromium() => Environment.GetEnvironmentVariable("ENGRAM_CHROMIUM") is { Length: > 0 } path
        ? path : Need("Chromium", ["chromium", "chromium-browser", "google-chrome"]);

    /// <summary>Skips the test without the daemons and the commands of Slurm, which tests/slurm/cluster starts.</summary>
    public static void NeedSlurm()
    {
        foreach (var name in new[] { "sbatch", "slurmctld", "slurmd", "munged" })
        {
            Need("Slurm", [name]);
        }
    }

    private static string Need(string what, string[] names)
    {
        string[] folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator), "/usr/sbin", "/sbin"];
        var found = names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        Assert.SkipWhen(found is null && !Required, $"{what} is not on the PATH; `tests/install` installs it.");
        Assert.True(found is not null, $"{what} is not on the PATH, and ENGRAM_TOOLS=required; `tests/install` installs it.");
        return found;
    }
}
