using Engram.Tests.Figures;
using Engram.Tests.Python;

namespace Engram.Tests.Storage;

/// <summary>Programs that open what Engram writes. Tests that need one are skipped without it.</summary>
internal static class Programs
{
    /// <summary>What a text of Python prints, which may import NumPy, SciPy and pandas; without the last line break.</summary>
    public static string Python(string program, params string[] args) => Start(PythonProcess.Need("scipy", "pandas"), ["-c", program, .. args]);

    /// <summary>What a text of Octave prints, without the last line break.</summary>
    public static string Octave(string program) => Start(Tools.NeedOctave(), ["--no-history", "--norc", "--quiet", "--eval", program]);

    private static string Start(string program, string[] args) => PythonProcess.Start(program, Path.GetTempPath(), [], args).TrimEnd('\n');
}
