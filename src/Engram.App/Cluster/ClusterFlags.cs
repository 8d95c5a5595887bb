using System.CommandLine;
using Engram.App.Parsing;
using Engram.App.Terminal;
using Engram.Configuration;
using Engram.Studies;

namespace Engram.App.Cluster;

/// <summary>The flags that say where networks are trained.</summary>
internal sealed class ClusterFlags
{
    private const string Here = "local", OnSlurm = "slurm";
    private readonly Option<string?> on = Flag.OneOf("--on", "Where networks are trained: here, or in jobs of a cluster", Here, OnSlurm);
    private readonly Option<string?> partition = Flag.Text("--partition", "name", "With `--on slurm`: the partition");
    private readonly Option<string?> time = Flag.Text("--time", "limit", "With `--on slurm`: time limit of a job, such as 2:00:00; a network that needs longer goes on in the next");
    private readonly Option<long?> perJob = Flag.Integer("--per-job", "With `--on slurm`: networks that a job trains (default 1)", null, 1, Sweep.MaxCount);
    private readonly Option<long?> cores = Flag.Integer("--cores", "With `--on slurm`: cores of a job (default 1)", null, 1, 1024);
    private readonly Option<string?> memory = Flag.Text("--memory", "size", "With `--on slurm`: memory of a job, such as 4G");
    private readonly Option<string?> lease = Flag.Text(
        "--lease", "time", "With `--on slurm`: how long a run may show no sign of life before another job goes on with it (default 60s)");

    private readonly Option<string[]> others = Flag.Texts("--sbatch", "argument", "With `--on slurm`: another argument of sbatch, such as --sbatch=--account=lab");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var flag in All)
        {
            command.Options.Add(flag);
        }
    }

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [on, .. OfSlurm];

    private IEnumerable<Option> OfSlurm => [partition, time, perJob, cores, memory, lease, others];

    /// <summary>Trains, here or elsewhere, and says what becomes of it when the user stops it.</summary>
    /// <param name="call">What the user wrote.</param>
    /// <param name="folder">Folder of the sweep or the study.</param>
    /// <param name="progress">Told what a user should know; done with when this returns.</param>
    /// <param name="train">Trains with what trains networks elsewhere; null for here.</param>
    /// <param name="cancel">Cancelled when the user interrupts.</param>
    /// <exception cref="UsageException">
    /// A flag that is not for this place, a value that cannot be meant, or jobs that are not to be followed but train in the folder.
    /// </exception>
    public T Follow<T>(Call call, string folder, StepProgress progress, Func<SweepExecutor?, T> train, CancellationToken cancel)
    {
        var executor = Executor(call, progress.Notice);
        SlurmJobs.RefuseUnlessFollowed(folder, executor);
        try
        {
            var result = train(executor);
            progress.Dispose();
            return result;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            progress.Notice(executor?.Farewell ?? "stopped; the same command goes on from here.");
            throw;
        }
    }

    private SlurmExecutor? Executor(Call call, Action<string> notice)
    {
        if (call.Get(on) != OnSlurm)
        {
            return OfSlurm.FirstOrDefault(call.Has) is { } stray
                ? throw new UsageException($"`{stray.Name}` is for `--on slurm`; give that too, or leave it out.") : null;
        }

        var options = new SlurmOptions
        {
            Partition = call.Get(partition),
            Time = call.Get(time),
            PerJob = (int)(call.Get(perJob) ?? 1),
            Cores = (int)(call.Get(cores) ?? 1),
            Memory = call.Get(memory),
            Lease = Leases.Of(call.Get(lease)),
            Others = call.Get(others) ?? [],
        };
        options.Check();
        Slurm.Require(options);
        return new SlurmExecutor(options, notice);
    }
}
