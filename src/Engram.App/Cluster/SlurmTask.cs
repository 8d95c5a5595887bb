using System.Globalization;

namespace Engram.App.Cluster;

/// <summary>A task of an array, as Slurm tells it.</summary>
/// <param name="Job">Number of the array's job.</param>
/// <param name="Index">Place in the array.</param>
/// <param name="State">Its state, such as <c>RUNNING</c>.</param>
/// <param name="Name">Name of the job.</param>
/// <param name="Reason">Why it waits, or ended.</param>
internal sealed record SlurmTask(string Job, int Index, string State, string Name, string Reason)
{
    private static readonly HashSet<string> Over =
    [
        "BOOT_FAIL", "CANCELLED", "COMPLETED", "DEADLINE", "FAILED", "NODE_FAIL", "OUT_OF_MEMORY", "PREEMPTED", "REVOKED", "TIMEOUT",
    ];

    // What every job waits for, now and then.
    private static readonly HashSet<string> Usual =
        ["None", "Priority", "Resources", "BeginTime", "Dependency", "JobArrayTaskLimit", "Cleaning", "NonZeroExitCode", "NodeDown", "Prolog"];

    /// <summary>Whether it waits or runs.</summary>
    public bool IsAlive => !Over.Contains(State);

    /// <summary>Whether it runs.</summary>
    public bool IsRunning => State is "RUNNING" or "COMPLETING" or "CONFIGURING";

    /// <summary>Whether somebody ended it on purpose.</summary>
    public bool IsCancelled => State == "CANCELLED";

    /// <summary>Why it waits, where that is something that a person may have to look at; null otherwise.</summary>
    public string? Worry => State == "PENDING" && !Usual.Contains(Reason) ? Reason : null;

    /// <summary>Reads <c>job|index|state|name|reason</c>; null for what is no task of an array.</summary>
    public static SlurmTask? Of(string line) => line.Split('|', 5) is [var job, var index, var state, var name, var reason]
        && int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new(job, number, state, name, reason) : null;
}
