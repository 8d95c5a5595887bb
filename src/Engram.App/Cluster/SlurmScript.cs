using System.Globalization;
using Engram.App.Parsing;
using Engram.Configuration;

namespace Engram.App.Cluster;

/// <summary>The script of an array: each task trains the runs on its line of the file of tasks.</summary>
internal static class SlurmScript
{
    /// <summary>The script. The shell is replaced by the program, which so gets Slurm's signals itself.</summary>
    /// <param name="root">Folder of the sweep or study.</param>
    /// <param name="tasks">The file of tasks.</param>
    /// <param name="options">How jobs are asked for.</param>
    public static string Text(string root, string tasks, SlurmOptions options) => string.Create(CultureInfo.InvariantCulture, $"""
        #!/bin/sh
        # Trains the runs that line SLURM_ARRAY_TASK_ID + 1 of the file of tasks names. Written by engram.
        runs=$(sed -n "$((SLURM_ARRAY_TASK_ID + 1))p" {Quoted(tasks)})
        exec {string.Join(' ', Program().Select(Quoted))} work {Quoted(root)} --only "$runs" --threads {options.Cores} --lease {options.Lease.TotalSeconds:0.###}s --requeue{string.Concat(With())}

        """).ReplaceLineEndings("\n");

    /// <summary>The arguments of <c>sbatch</c>, without the script.</summary>
    /// <param name="array">The array.</param>
    /// <param name="logs">Where its jobs write what they say.</param>
    /// <param name="options">How jobs are asked for.</param>
    public static IReadOnlyList<string> Arguments(SlurmArrays.Item array, string logs, SlurmOptions options) =>
    [
        $"--job-name={array.Name}", $"--array=0-{array.Tasks.Count - 1}", $"--chdir={logs}", "--output=%A_%a.txt", "--open-mode=append", "--requeue",
        $"--signal=B:USR1@{options.Notice}", "--ntasks=1", $"--cpus-per-task={options.Cores}",
        .. options.Partition is { } partition ? [$"--partition={partition}"] : Array.Empty<string>(),
        .. options.Time is { } time ? [$"--time={time}"] : Array.Empty<string>(),
        .. options.Memory is { } memory ? [$"--mem={memory}"] : Array.Empty<string>(),
        .. options.Others,
    ];

    // This very program, by whatever it was started.
    private static IEnumerable<string> Program()
    {
        var library = typeof(SlurmScript).Assembly.Location;
        var process = Environment.ProcessPath;
        return Path.GetFileNameWithoutExtension(process) == Path.GetFileNameWithoutExtension(library) ? [process!]
            : [Path.GetFileNameWithoutExtension(process) == "dotnet" ? process! : "dotnet", library];
    }

    // The user's own files, whose tasks and cells the runs may need.
    private static IEnumerable<string> With() => OwnCode.Known.Select(own => $" {Flag.WithName} {Quoted(Path.GetFullPath(own.Path))}");

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
