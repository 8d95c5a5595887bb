using Engram.Configuration;
using Engram.Studies;

namespace Engram.App.Cluster;

/// <summary>The jobs that train in a folder.</summary>
internal static class SlurmJobs
{
    /// <summary>Refuses to train here what jobs of Slurm train.</summary>
    /// <param name="folder">Folder of a sweep or a study.</param>
    /// <param name="executor">Who is to train; null for this process.</param>
    /// <exception cref="UsageException">There are such jobs.</exception>
    public static void RefuseUnlessFollowed(string folder, SweepExecutor? executor)
    {
        if (executor is not null || new SlurmArrays(folder).All is not { Count: > 0 } arrays)
        {
            return;
        }

        string[] jobs = [.. (Slurm.Look([.. arrays.Select(array => array.Name)]) ?? []).Where(task => task.IsAlive).Select(task => task.Job).Distinct()];
        if (jobs.Length > 0)
        {
            throw new UsageException(
                $"Jobs of Slurm ({string.Join(", ", jobs)}) train in '{folder}'. Give `--on slurm` to follow them, or end them first: `scancel {string.Join(' ', jobs)}`.");
        }
    }
}
