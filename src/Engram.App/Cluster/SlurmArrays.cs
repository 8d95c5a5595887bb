using System.Globalization;
using Engram.Configuration;
using Engram.Storage;

namespace Engram.App.Cluster;

/// <summary>
/// The arrays that were submitted for a folder: <c>slurm/N.tasks</c> names on each line the runs of a task, and is written before
/// <c>sbatch</c> is called. The name of the job tells N, so that an array is found again even if this process was killed before it knew the
/// job's number.
/// </summary>
internal sealed class SlurmArrays
{
    private const string TasksSuffix = ".tasks", ScriptSuffix = ".sh";
    private readonly string key;

    /// <summary>Reads which arrays there are.</summary>
    /// <param name="folder">Folder of a sweep or a study.</param>
    public SlurmArrays(string folder)
    {
        (Root, Folder) = (Path.GetFullPath(folder), Path.Combine(Path.GetFullPath(folder), "slurm"));
        key = Settings.Hash(Root)[..8];
        All = !Directory.Exists(Folder) ? [] : [.. Directory.EnumerateFiles(Folder, "*" + TasksSuffix).Order(StringComparer.Ordinal).Select(Read)];
    }

    /// <summary>An array.</summary>
    /// <param name="Name">Name of its job.</param>
    /// <param name="Tasks">The names of the runs of each task.</param>
    public sealed record Item(string Name, IReadOnlyList<IReadOnlyList<string>> Tasks);

    /// <summary>Full path of the folder of the sweep or study.</summary>
    public string Root { get; }

    /// <summary>Full path of the folder of the arrays.</summary>
    public string Folder { get; }

    /// <summary>Where jobs write what they say.</summary>
    public string Logs => Path.Combine(Folder, "log");

    /// <summary>The arrays, earlier ones first.</summary>
    public List<Item> All { get; }

    /// <summary>Writes the files of an array that is about to be submitted.</summary>
    /// <param name="tasks">The names of the runs of each task.</param>
    /// <param name="script">Makes the script from the path of the file of tasks.</param>
    /// <returns>The array and its script.</returns>
    /// <exception cref="UsageException">The folder cannot be written.</exception>
    public (Item Array, string Script) Add(IReadOnlyList<IReadOnlyList<string>> tasks, Func<string, string> script)
    {
        var number = string.Create(CultureInfo.InvariantCulture, $"{All.Count + 1:0000}");
        var (file, text) = (Path.Combine(Folder, number + TasksSuffix), Path.Combine(Folder, number + ScriptSuffix));
        AtomicFile.Guarded(Logs, () => Directory.CreateDirectory(Logs));
        AtomicFile.WriteText(text, script(file));
        AtomicFile.WriteText(file, string.Concat(tasks.Select(task => string.Join(',', task) + "\n")));
        var item = new Item(NameOf(number), tasks);
        All.Add(item);
        return (item, text);
    }

    /// <summary>Removes the array that was added last, and was not submitted.</summary>
    /// <param name="array">The array.</param>
    public void Remove(Item array)
    {
        All.Remove(array);
        var number = array.Name.Split('-')[^1];
        foreach (var file in new[] { Path.Combine(Folder, number + TasksSuffix), Path.Combine(Folder, number + ScriptSuffix) })
        {
            AtomicFile.Guarded(file, () => File.Delete(file));
        }
    }

    private Item Read(string file) => new(
        NameOf(Path.GetFileNameWithoutExtension(file)),
        [.. AtomicFile.ReadText(file).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (IReadOnlyList<string>)line.Split(','))]);

    private string NameOf(string number) => $"engram-{key}-{number}";
}
