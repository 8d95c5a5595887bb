using System.Runtime.CompilerServices;

namespace Engram.Tests.Storage;

/// <summary>Files that NumPy, SciPy, Octave and PyTorch wrote; <c>make.py</c> beside them writes them again.</summary>
internal static class Fixtures
{
    public static string Path(string file) => System.IO.Path.Combine(Folder(), file);

    public static byte[] Bytes(string file) => File.ReadAllBytes(Path(file));

    private static string Folder([CallerFilePath] string here = "") => System.IO.Path.GetDirectoryName(here)!;
}
