using System.Diagnostics;
using Engram.Numerics;
using Engram.Tests.Documents;
using Engram.Tests.Storage;

namespace Engram.Tests.Studies;

/// <summary>The user's own study of examples/, compiled once and killed as a process.</summary>
[Long]
public sealed class KilledStudyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Killed_at_random_moments_it_finishes_the_rest_and_its_files_are_those_of_an_unbroken_one()
    {
        var program = ExampleProgram.Compile("my-study.cs", folder.Path);
        Assert.Equal(0, Study(program, "unbroken", TimeSpan.FromMinutes(5)));
        var moments = new RandomStream(new StreamKey(3, Purpose.Analysis), 0);
        for (var kill = 0; kill < 4; kill++)
        {
            Study(program, "killed", TimeSpan.FromSeconds(moments.NextUniform(0.2, 1.2)));
        }

        Assert.Equal(0, Study(program, "killed", TimeSpan.FromMinutes(5)));
        Assert.Equal(Files("unbroken"), Files("killed"));
        Assert.All(Files("unbroken"), file => Assert.Equal(
            File.ReadAllBytes(Path.Combine(folder["unbroken"], file)), File.ReadAllBytes(Path.Combine(folder["killed"], file))));
    }

    private int Study(string program, string name, TimeSpan limit)
    {
        var start = new ProcessStartInfo("dotnet", [program, "--quick", "--quiet", "--out", folder[name]]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var child = Process.Start(start)!;
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
