using System.Text.Json.Nodes;
using Engram.Configuration;
using Engram.Learning;

namespace Engram.Storage;

/// <summary>
/// The source files of the user's own that a run was trained with. <c>run.json</c> has their names and hashes; the folder has copies,
/// <c>sources/FILE</c>, from which the run can be read when the originals have changed or are lost.
/// </summary>
internal static class RunSources
{
    public const string Folder = "sources";

    /// <summary>Copies into a run's folder the files that its configuration needs.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="configuration">What is trained.</param>
    /// <exception cref="UsageException">The disk refuses it.</exception>
    public static void Keep(string run, JsonObject configuration)
    {
        foreach (var (file, hash) in RunConfiguration.SourcesOf(configuration))
        {
            if (OwnCode.Known.FirstOrDefault(own => own.Sha256 == hash) is { } own)
            {
                AtomicFile.Write(Copy(run, file), stream => stream.Write(own.Content));
            }
        }
    }

    /// <summary>Refuses to read a run without the files that it was trained with, or with others of the same name.</summary>
    /// <param name="run">The run, as the user names it.</param>
    /// <param name="place">Where its files are.</param>
    /// <param name="configuration">What it was trained with.</param>
    /// <exception cref="UsageException">A file is missing or has changed; the sentence says what to add.</exception>
    public static void Require(string run, string place, JsonObject configuration)
    {
        var faults = new List<string>();
        foreach (var (file, hash) in RunConfiguration.SourcesOf(configuration).Where(source => OwnCode.Known.All(own => own.Sha256 != source.Sha256)))
        {
            var copy = Copy(place, file);
            var remedy = !File.Exists(copy) ? $"Add `with = FOLDER/{file}`, the file whose SHA-256 is {hash}."
                : run == place ? $"Add `with = {copy}`, the run's copy of it."
                : $"Take the copy out of the zip (`unzip {run} {Folder}/{file}`), and add `with = {Folder}/{file}`.";
            faults.Add(OwnCode.Known.FirstOrDefault(own => own.Name == file) is { } other
                ? $"'{run}' was trained with another {file} than '{other.Path}', which has changed since. {remedy} Or train another run with the new one."
                : $"'{run}' was trained with {file}, without which it cannot be read. {remedy}");
        }

        if (faults.Count > 0)
        {
            throw new UsageException(faults);
        }
    }

    /// <summary>Where the files are that a run needs: those that the command knows as it knows them, otherwise the run's copies.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="configuration">What it was trained with.</param>
    public static IReadOnlyList<string> Paths(string run, JsonObject configuration) =>
    [
        .. RunConfiguration.SourcesOf(configuration).Select(source =>
            OwnCode.Known.FirstOrDefault(own => own.Sha256 == source.Sha256)?.Path ?? Copy(run, source.File)),
    ];

    // A name in a document of others may try to leave the folder.
    private static string Copy(string run, string file) => Path.Combine(run, Folder, Path.GetFileName(file));
}
