using System.Diagnostics;
using System.Text.Json.Nodes;
using Engram.App;
using Engram.App.Commands;
using Engram.App.Terminal;

namespace Engram.Tests.App;

/// <summary>The program with its real commands: within this process, or as a child of it.</summary>
internal static class Shell
{
    public static (int Code, string Standard, string Error) Run(params string[] args) => Run(CancellationToken.None, args);

    public static (int Code, string Standard, string Error) Run(CancellationToken cancel, params string[] args)
    {
        using var standard = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = new Application(AppCommand.Catalog.All, standard, error, TerminalTraits.None).Run(args, cancel);
        return (code, standard.ToString(), error.ToString());
    }

    /// <summary>Runs a command with <c>--json</c> and checks that standard output is one object.</summary>
    public static JsonObject Json(int expected, params string[] args)
    {
        var (code, standard, error) = Run([.. args, "--json", "--quiet"]);
        Assert.True(code == expected, $"exit code {code}: {error}");
        return Assert.IsType<JsonObject>(JsonNode.Parse(standard));
    }

    /// <summary>Runs a command and checks that it is refused, in one line.</summary>
    /// <param name="expected">What the line has in it.</param>
    /// <param name="args">The command.</param>
    public static void Refused(string expected, params string[] args)
    {
        var (code, standard, error) = Run(args);
        Assert.Equal((2, ""), (code, standard));
        var line = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(expected, line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", line, StringComparison.Ordinal);
    }

    /// <summary>Starts a child process.</summary>
    public static Process Start(params string[] args) => Start(Environment.CurrentDirectory, args);

    /// <summary>Starts a child process in a folder.</summary>
    public static Process Start(string folder, IEnumerable<string> args) => Process.Start(
        new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, .. args])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
