using System.Diagnostics;
using Engram.Numerics;
using Engram.Tests.Documents;
using Engram.Tests.Storage;

namespace Engram.Tests.Studies;

/// <summary>The user's own study of examples/, built once and killed as a process.</summary>
[Long]
public sealed class KilledStudyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Killed_at_random_moments_it_finishes_the_rest_and_its_files_are_those_of_an_unbroken_one()
    {
        using (var build = Start("build", Path.Combine("examples", "my-study.cs"), "-o", folder["bin"]))
        {
            build.WaitForExit();
            Assert.True(build.ExitCode == 0, build.StandardOutput.ReadToEnd());
        }

        Assert.Equal(0, Study("unbroken", TimeSpan.FromMinutes(5)));
        var moments = new RandomStream(new StreamKey(3, Purpose.Analysis), 0);
        for (var kill = 0; kill < 4; kill++)
        {
            Study("killed", TimeSpan.FromSeconds(moments.NextUniform(0.2, 1.2)));
        }

        Assert.Equal(0, Study("killed", TimeSpan.FromMinutes(5)));
        Assert.Equal(Files("unbroken"), Files("killed"));
        Assert.All(Files("unbroken"), file => Assert.Equal(
            File.ReadAllBytes(Path.Combine(folder["unbroken"], file)), File.ReadAllBytes(Path.Combine(folder["killed"], file))));
    }

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        return Process.Start(start)!;
    }

    private int Study(string name, TimeSpan limit)
    {
        using var child = Start(folder["bin/my-study.dll"], "--quick", "--quiet", "--out", folder[name]);
        child.WaitForExit(limit);
        child.Kill();
        child.WaitForExit();
        return child.ExitCode;
    }

    // All but the runs, whose documents say when they were made, and how long each step took.
    private IEnumerable<string> Files(string name) =>
        Directory.EnumerateFiles(folder[name], "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder[name], file))
            .Where(file => !file.StartsWith("runs", StringComparison.Ordinal) && file != "timing.json").Order(StringComparer.Ordinal);
}
