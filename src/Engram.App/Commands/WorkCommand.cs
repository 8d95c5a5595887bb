using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Engram.App.Cluster;
using Engram.App.Parsing;
using Engram.App.Terminal;
using Engram.Configuration;
using Engram.Studies;

namespace Engram.App.Commands;

/// <summary><c>engram work</c>: trains what is left of a sweep beside other processes; what the jobs of a cluster run.</summary>
internal sealed class WorkCommand : AppCommand
{
    private readonly Argument<string> folder = Flag.Word("folder", "the folder of a sweep, or of a study that has begun");
    private readonly Option<string?> only = Flag.Text("--only", "run,run", "Names of the runs to train, as their folders are named (default: all)");
    private readonly Option<long?> threads = Flag.Integer("--threads", Threads.Help, null, 1, 1024);
    private readonly Option<string?> lease = Flag.Text(
        "--lease", "time", "How long another process may show no sign of life before its run is gone on with (default 60s)");

    private readonly Option<bool> requeue = Flag.Switch("--requeue", "In a job of Slurm: on SIGUSR1, stop at a checkpoint and put the job back into the queue");

    /// <inheritdoc/>
    public override string Summary => "Trains what is left of a sweep, beside other processes that share its folder; for schedulers and several machines.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["engram work sweeps/cells", "engram work sweeps/cells --threads 4 --lease 2min"];

    /// <inheritdoc/>
    public override bool GoesOn => true;

    /// <inheritdoc/>
    public override bool SavesWhenInterrupted => true;

    /// <inheritdoc/>
    public override void Configure(Command command)
    {
        command.Arguments.Add(folder);
        foreach (var flag in new Option[] { only, threads, lease, requeue })
        {
            command.Options.Add(flag);
        }
    }

    /// <inheritdoc/>
    public override int Run(Call call, Output output, CancellationToken cancel)
    {
        using var signal = new StopSignal(cancel);
        var job = Slurm.OwnJob;
        var owner = string.Create(
            CultureInfo.InvariantCulture, $"{Environment.MachineName} process {Environment.ProcessId}{(job is null ? "" : $" job {job}")}");
        string[]? names = call.Get(only)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names is { Length: 0 })
        {
            throw new UsageException("`--only` names no run; write names of folders in runs, separated by commas, or leave it out for all.");
        }

        var worker = new SweepWorker(
            call.Get(folder)!, names, Threads.Of(call.Get(threads)), Leases.Of(call.Get(lease)), owner, line => output.Line(line));
        var all = worker.Left;
        worker.Run(signal.Token);
        var left = worker.Left;
        var requeued = left > 0 && signal.Received && call.Get(requeue) && job is not null && worker.Advanced;
        output.Line(left == 0 ? $"{Counted.Of(all, "network")}: none is left."
            : $"stopped at a checkpoint; {Counted.Of(left, "network")} left. {(requeued ? "The job goes back into the queue." : "The same command goes on from here.")}");
        output.Result(new JsonObject { ["folder"] = call.Get(folder), ["networks"] = all, ["left"] = left, ["failed"] = worker.Failures, ["requeued"] = requeued });

        // Slurm ends this process when it takes the job back, so that this comes last.
        if (requeued && !Slurm.Requeue(job!))
        {
            output.Notice("Slurm does not take the job back; whoever follows the sweep submits it again.");
        }

        cancel.ThrowIfCancellationRequested();
        return left == 0 ? ExitCode.Done : ExitCode.Interrupted;
    }
}
