using System.Diagnostics;
using System.Text.Json.Nodes;
using Engram.App;
using Engram.Tests.Documents;
using Engram.Tests.Storage;

namespace Engram.Tests.App;

/// <summary>The program on a machine that gives it little: one sentence and exit code 1, and never what the runtime prints when it dies.</summary>
[Long]
public sealed class LimitTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("ulimit -n 64", "at most 64 files may be open at once here (`ulimit -n`), and Engram needs 128")]
    [InlineData("ulimit -n 32", "at most 32 files may be open at once here (`ulimit -n`), and Engram needs 128")]
    [InlineData("ulimit -n 26", "at most 26 files may be open at once here (`ulimit -n`), and Engram needs 128")]
    [InlineData("ulimit -f 65536", "files may be at most 65536 KiB long here (`ulimit -f`), and Engram needs 131072")]
    [InlineData("ulimit -v 1400000", "at most 1367 MiB of memory may be addressed here (`ulimit -v`), and Engram needs 2048")]
    public void Too_little_is_said_in_one_sentence(string limit, string expected)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        foreach (var command in new[] { "--version", "list cells", "train delayed-match --json" })
        {
            var (code, standard, error) = Run($"{limit}; {Engram} {command}");
            Assert.StartsWith($"engram: {expected}", error, StringComparison.Ordinal);
            Assert.Equal((1, 1), (code, error.Count(letter => letter == '\n')));
            Assert.Equal(command.EndsWith("--json", StringComparison.Ordinal) ? "failed" : null, (string?)(standard.Length == 0 ? null : JsonNode.Parse(standard)!["error"]));
        }
    }

    [Theory]
    [InlineData("ulimit -n 32", "at most 32 files may be open at once here")]
    [InlineData("ulimit -f 100", "files may be at most 100 KiB long here (`ulimit -f`), and Engram needs 131072. Write `ulimit -f unlimited` first")]
    public void The_script_says_so_before_it_builds(string limit, string expected)
    {
        if (OperatingSystem.IsLinux())
        {
            var (code, standard, error) = Run($"{limit}; '{Path.Combine(Repository.Root, "engram")}' --version");
            Assert.Equal((1, "", 1), (code, standard, error.Count(letter => letter == '\n')));
            Assert.StartsWith($"engram: {expected}", error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_least_that_is_asked_for_suffices_to_train()
    {
        if (OperatingSystem.IsLinux())
        {
            var words = string.Join(' ', Tiny.Train(folder["run"], 20, "--quiet"));
            var (code, _, error) = Run($"ulimit -n 128; ulimit -f 131072; ulimit -v 2097152; {Engram} {words}");
            Assert.Equal((3, ""), (code, error));
        }
    }

    [Theory]
    [InlineData("unset HOME")]
    [InlineData("export HOME=/nonexistent")]
    [InlineData("export TMPDIR=/nonexistent")]
    [InlineData("export HOME=/dev/null TMPDIR=/dev/null")]
    public void Neither_a_home_nor_a_temporary_folder_is_needed(string setting)
    {
        if (!OperatingSystem.IsWindows())
        {
            var words = string.Join(' ', Tiny.Train(folder["run"], 20, "--quiet"));
            var (code, _, error) = Run($"{setting}; {Engram} {words}");
            Assert.Equal((3, ""), (code, error));
        }
    }

    [Theory]
    [InlineData("train delayed-match", "'runs/")]
    [InlineData("sweep delayed-match --sweep units=2,3", "'sweeps/")]
    [InlineData("study dynamic-working-memory --quick", "'studies/")]
    public void A_folder_that_cannot_be_made_is_said_in_one_sentence(string command, string where)
    {
        if (!OperatingSystem.IsWindows())
        {
            // A file where the folder would be: that stops root as well.
            File.WriteAllText(folder["runs"], "");
            File.WriteAllText(folder["sweeps"], "");
            File.WriteAllText(folder["studies"], "");
            var (code, _, error) = Run($"{Engram} {command} --quiet");
            Assert.Contains(where, error, StringComparison.Ordinal);
            Assert.True(code is 1 or 2, error);
            Assert.Equal(1, error.Count(letter => letter == '\n'));
        }
    }

    private static string Engram => $"dotnet {typeof(Program).Assembly.Location}";

    private (int Code, string Standard, string Error) Run(string line)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", line])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var standard = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, standard, error.GetAwaiter().GetResult());
    }
}
