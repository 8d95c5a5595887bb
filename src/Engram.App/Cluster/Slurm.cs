using System.Globalization;
using System.Text;
using Engram.Configuration;
using Engram.Figures;

namespace Engram.App.Cluster;

/// <summary>Slurm by its commands. Accounting is not needed: <c>squeue</c> is asked first, and <c>sacct</c> only where that fails.</summary>
internal static class Slurm
{
    private const int UsualArray = 1001, LongestArray = 10_000, EndedBySignal = 128;
    private const string Missing =
        "`--on slurm` needs Slurm's commands, and `sbatch` is not on the PATH. Run this on a login node of the cluster, load Slurm there (often `module load slurm`), "
        + "or leave out `--on slurm` to train here.";

    /// <summary>Submits a script.</summary>
    /// <param name="arguments">Of <c>sbatch</c>, the script last.</param>
    /// <returns>The number of the job.</returns>
    /// <exception cref="UsageException">Slurm is not there, or refuses the job.</exception>
    /// <exception cref="ClusterException">It does not answer.</exception>
    public static string Submit(IReadOnlyList<string> arguments)
    {
        var (code, output, error) = ChildProcess.Run("sbatch", ["--parsable", .. arguments], [], Missing, CancellationToken.None);
        if (code == 0)
        {
            return Encoding.UTF8.GetString(output).Trim().Split(';')[0];
        }

        var reason = Reason(error);
        if (error.Contains("fatal:", StringComparison.Ordinal) || error.Contains("contact slurm controller", StringComparison.OrdinalIgnoreCase))
        {
            throw new ClusterException($"Slurm does not answer: {reason}. Run the same command on a login node of the cluster, or again when Slurm works.");
        }

        throw new UsageException($"Slurm does not take the jobs: {reason}. Change what is asked for (`--partition`, `--time`, `--memory`, `--cores`, `--sbatch`).");
    }

    /// <summary>Refuses a machine without Slurm, and a partition that there is not, before anything is written.</summary>
    /// <param name="options">What is asked for.</param>
    /// <exception cref="UsageException">Either.</exception>
    public static void Require(SlurmOptions options)
    {
        ChildProcess.Run("sbatch", ["--version"], [], Missing, CancellationToken.None);
        if (options.Partition is { } given && Ask("sinfo", "-h", "-a", "-o", "%R") is { } names
            && given.Split(',').FirstOrDefault(name => !names.Contains(name, StringComparer.Ordinal)) is { } unknown)
        {
            throw new UsageException(
                $"There is no partition '{unknown}' on this cluster. Give one of {string.Join(", ", names.Distinct().Order(StringComparer.Ordinal))} as `--partition`.");
        }
    }

    /// <summary>The tasks of arrays of some names; null when Slurm cannot be asked.</summary>
    /// <param name="names">Names of jobs.</param>
    public static IReadOnlyList<SlurmTask>? Look(IReadOnlyList<string> names)
    {
        if (names.Count == 0)
        {
            return [];
        }

        var list = string.Join(',', names);
        return (Ask("squeue", "-h", "-r", "-t", "all", $"--name={list}", "-o", "%F|%K|%T|%j|%r")
                ?? Ask("sacct", "-n", "-P", "-X", "-S", "now-30days", $"--name={list}", "-o", "JobID,State,JobName")?.Select(Told))
            ?.Select(SlurmTask.Of).OfType<SlurmTask>().ToList();
    }

    /// <summary>How many tasks an array may have.</summary>
    public static int MostTasks()
    {
        var line = Ask("scontrol", "show", "config")?.FirstOrDefault(line => line.StartsWith("MaxArraySize", StringComparison.Ordinal));
        var size = int.TryParse(line?.Split('=')[^1].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : UsualArray;
        return Math.Clamp(size - 1, 1, LongestArray);
    }

    /// <summary>The job that this process runs in, as Slurm's commands take it; null outside of one.</summary>
    public static string? OwnJob
    {
        get
        {
            // One task of an array has the number of the whole array for its own, and would be taken for all of it.
            var (array, task) = (Environment.GetEnvironmentVariable("SLURM_ARRAY_JOB_ID"), Environment.GetEnvironmentVariable("SLURM_ARRAY_TASK_ID"));
            return array is null || task is null ? Environment.GetEnvironmentVariable("SLURM_JOB_ID") : $"{array}_{task}";
        }
    }

    /// <summary>Puts a job back into the queue, from within the job.</summary>
    /// <param name="job">Its number.</param>
    /// <returns>Whether Slurm did so.</returns>
    public static bool Requeue(string job)
    {
        // Slurm ends whatever belongs to the job, the command that asked for it too: a command that a signal ended was heard.
        var (code, _, _) = ChildProcess.Run("scontrol", ["requeue", job], [], Missing, CancellationToken.None);
        return code is 0 or > EndedBySignal;
    }

    // 17_3|NODE_FAIL|name, and CANCELLED by 1000, as squeue tells it.
    private static string Told(string line)
    {
        var cells = line.Split('|');
        return cells.Length < 3 ? "" : $"{cells[0].Replace('_', '|')}|{cells[1].Split(' ')[0]}|{cells[2]}|None";
    }

    // The lines that a command writes; null where it is missing or fails.
    private static string[]? Ask(string program, params string[] arguments)
    {
        try
        {
            var (code, output, _) = ChildProcess.Run(program, arguments, [], Missing, CancellationToken.None);
            return code == 0 ? Encoding.UTF8.GetString(output).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : null;
        }
        catch (UsageException)
        {
            return null;
        }
    }

    private static string Reason(string error)
    {
        var line = error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "it gives no reason";
        return line.Replace("sbatch: error: ", "", StringComparison.Ordinal).Replace("sbatch: fatal: ", "", StringComparison.Ordinal).Replace("Batch job submission failed: ", "", StringComparison.Ordinal).TrimEnd('.');
    }
}
