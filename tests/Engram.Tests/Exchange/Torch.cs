using System.Runtime.CompilerServices;
using Engram.Tests.Python;

namespace Engram.Tests.Exchange;

/// <summary>Python with NumPy and PyTorch, in a child process.</summary>
internal static class Torch
{
    /// <summary>Runs a script and gives what it printed; skips the test where there is no PyTorch.</summary>
    /// <param name="script">The script.</param>
    /// <param name="arguments">What it finds in sys.argv.</param>
    public static string Run(string script, params string[] arguments) =>
        PythonProcess.Start(PythonProcess.Need("torch"), Path.GetTempPath(), [], ["-c", script, .. arguments]);

    /// <summary>The text of a script beside this file.</summary>
    public static string Script(string name, [CallerFilePath] string here = "") => File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, name));
}
