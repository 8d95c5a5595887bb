using System.Diagnostics;
using System.Runtime.CompilerServices;
using Engram.Tests.Figures;

namespace Engram.Tests.Exchange;

/// <summary>Python with NumPy and PyTorch, in a child process.</summary>
internal static class Torch
{
    private static readonly Lazy<string?> Found = new(() => new[] { Environment.GetEnvironmentVariable("ENGRAM_PYTHON"), "/usr/bin/python3", "python3" }
        .FirstOrDefault(program => program is { Length: > 0 } && Try(program)));

    /// <summary>Runs a script and gives what it printed; skips the test where there is no PyTorch.</summary>
    /// <param name="script">The script.</param>
    /// <param name="arguments">What it finds in sys.argv.</param>
    public static string Run(string script, params string[] arguments)
    {
        const string What = "Python 3 with NumPy and PyTorch";
        Assert.SkipWhen(Found.Value is null && !Tools.Required, $"{What} is not there; `tests/install` installs it.");
        Assert.True(Found.Value is not null, $"{What} is not there, and ENGRAM_TOOLS=required; `tests/install` installs it.");
        var (code, output, error) = Start(Found.Value!, ["-c", script, .. arguments]);
        Assert.True(code == 0, error);
        return output;
    }

    /// <summary>The text of a script beside this file.</summary>
    public static string Script(string name, [CallerFilePath] string here = "") => File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, name));

    private static bool Try(string program)
    {
        try
        {
            return Start(program, ["-c", "import numpy, torch"]).Code == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static (int Code, string Output, string Error) Start(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
