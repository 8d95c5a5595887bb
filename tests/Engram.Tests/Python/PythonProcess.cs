using System.Diagnostics;
using Engram.App;
using Engram.Tests.Documents;
using Engram.Tests.Figures;

namespace Engram.Tests.Python;

/// <summary>
/// Python with NumPy, as a machine may have it: <c>ENGRAM_PYTHON</c>, or Debian's, or the first on the PATH that has the modules asked for.
/// Tests without one are skipped, unless <c>ENGRAM_TOOLS=required</c>.
/// </summary>
internal static class PythonProcess
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, string?> Found = new(StringComparer.Ordinal);

    /// <summary>The program of this build, which the package runs when it is told so.</summary>
    public static string Program => Path.GetDirectoryName(typeof(Application).Assembly.Location)!;

    /// <summary>The path of a Python with some modules; skips the test without one.</summary>
    public static string Need(params string[] modules)
    {
        var imports = string.Join(", ", modules.Prepend("numpy"));
        string? found;
        lock (Gate)
        {
            if (!Found.TryGetValue(imports, out found))
            {
                string?[] named = [Environment.GetEnvironmentVariable("ENGRAM_PYTHON"), "/usr/bin/python3", "python3"];
                Found[imports] = found = named.FirstOrDefault(python => python is { Length: > 0 } && Has(python, imports));
            }
        }

        Assert.SkipWhen(found is null && !Tools.Required, $"There is no Python with {imports}; `tests/install` installs it.");
        Assert.True(found is not null, $"There is no Python with {imports}, and ENGRAM_TOOLS=required; `tests/install` installs it.");
        return found;
    }

    /// <summary>Runs a Python file of this folder with the package in the repository and the program of this build.</summary>
    /// <param name="python">Which Python.</param>
    /// <param name="folder">Where it works.</param>
    /// <param name="file">Name of the file.</param>
    /// <param name="arguments">What it is told.</param>
    /// <returns>What it printed, once it has ended well.</returns>
    public static string Run(string python, string folder, string file, params string[] arguments) =>
        Start(python, folder, Package(), [Script(file), .. arguments]);

    /// <summary>Variables by which Python finds the package in the repository, and the program of this build.</summary>
    public static Dictionary<string, string> Package() => new() { ["PYTHONPATH"] = Path.Combine(Repository.Root, "python"), ["ENGRAM_PROGRAM"] = Program };

    /// <summary>The path of a Python file of this folder.</summary>
    public static string Script(string file) => Path.Combine(Repository.Root, "tests", "Engram.Tests", "Python", file);

    /// <summary>Runs a program.</summary>
    /// <param name="program">Which.</param>
    /// <param name="folder">Where it works.</param>
    /// <param name="variables">Variables of its environment.</param>
    /// <param name="arguments">What it is told.</param>
    /// <returns>What it printed, once it has ended well.</returns>
    public static string Start(string program, string folder, Dictionary<string, string> variables, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["MPLBACKEND"] = "Agg";
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var standard = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {standard}{error.Result}");
        return standard;
    }

    private static bool Has(string python, string imports)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(python, ["-c", $"import {imports}"]) { RedirectStandardError = true });
            process!.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
