using System.Diagnostics;
using Engram.App;

namespace Engram.Tests.App;

public sealed class ProgramTests
{
    [Theory]
    [InlineData("--version", 0)]
    [InlineData("--version --json", 0)]
    [InlineData("--help", 0)]
    [InlineData("no-such-command", 2)]
    public void The_program_itself_answers_and_exits_as_it_should(string line, int expected)
    {
        var (code, standard, error) = Start(line);
        Assert.Equal(expected, code);
        Assert.Equal(expected == 0, error.Length == 0);
        Assert.Equal(expected == 0, standard.Length > 0);
    }

    [Fact]
    public void The_version_is_that_of_the_project() => Assert.Equal($"engram {Program.Version}", Start("--version").Standard.TrimEnd());

    private static (int Code, string Standard, string Error) Start(string line)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, .. line.Split(' ')])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var standard = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, standard, error.GetAwaiter().GetResult());
    }
}
