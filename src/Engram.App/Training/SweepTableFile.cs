using Engram.Configuration;
using Engram.Studies;

namespace Engram.App.Training;

/// <summary>The file of <c>--table</c>, refused before anything is trained where it cannot be written.</summary>
internal static class SweepTableFile
{
    private const string Suffix = ".csv";

    /// <summary>Refuses a file that no table can be written to.</summary>
    /// <param name="path">The file; null for no table.</param>
    /// <exception cref="UsageException">It is a folder, or has another ending.</exception>
    public static void Check(string? path)
    {
        if (path is null)
        {
            return;
        }

        if (!path.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException($"`--table {path}`: the table is written as comma-separated values; give a file that ends in {Suffix}, such as `--table sweep{Suffix}`.");
        }

        if (Directory.Exists(path))
        {
            throw new UsageException($"`--table {path}` is a folder; give a file in it, such as `--table {Path.Combine(path, "sweep" + Suffix)}`.");
        }

        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } parent && File.Exists(parent))
        {
            throw new UsageException($"`--table {path}`: '{parent}' is a file; give a file in a folder.");
        }
    }

    /// <summary>Writes the table of a sweep.</summary>
    /// <param name="path">The file; null for no table.</param>
    /// <param name="folder">Folder of the sweep.</param>
    /// <exception cref="UsageException">It cannot be written.</exception>
    public static void Write(string? path, string folder)
    {
        if (path is not null)
        {
            SweepTable.Read(folder).Write(path);
        }
    }
}
