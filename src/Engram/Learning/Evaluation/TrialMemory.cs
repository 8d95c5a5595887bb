using System.Globalization;
using Engram.Configuration;
using Engram.Equations;
using Engram.Tasks;

namespace Engram.Learning;

/// <summary>Whether the trials that an engine is to hold at once fit into memory.</summary>
internal static class TrialMemory
{
    /// <summary>Refuses trials that do not fit.</summary>
    /// <param name="memory">Bytes that so many trials of so many steps need.</param>
    /// <param name="purpose">What they are run for, as the first word of the message.</param>
    /// <param name="task">Name of the task.</param>
    /// <param name="longest">How long the longest trial lasts.</param>
    /// <param name="dt">Length of a step.</param>
    /// <param name="trials">Trials held at once.</param>
    /// <param name="available">Bytes.</param>
    /// <param name="others">What else to change, beside the periods and the step.</param>
    /// <exception cref="UsageException">They do not fit.</exception>
    public static void Check(
        Func<int, int, long> memory, string purpose, string task, TimeSpan longest, TimeSpan dt, int trials, long available, string others)
    {
        var steps = StepGrid.Count(longest, dt);
        var needed = memory(trials, checked((int)Math.Min(steps, int.MaxValue)));
        if (needed > available)
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"{purpose} needs {Gigabytes(needed)} GB of memory, but only {Gigabytes(available)} GB are available: the longest trial of "
                + $"{task} lasts {TimeText.Format(longest)}, which is {steps} steps. Shorten its periods, use a longer `Dt` (now "
                + $"{TimeText.Format(dt)}), {others}."));
        }
    }

    /// <summary>The most steps that a trial may have: with more, <see cref="Check"/> refuses, which may refuse fewer steps too.</summary>
    /// <param name="units">Units of the network whose rates are kept for the whole trial.</param>
    /// <param name="task">The task.</param>
    /// <param name="trials">Trials held at once.</param>
    public static long MostSteps(int units, CognitiveTask task, int trials) =>
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes
        / ((long)sizeof(float) * Engine<float>.RowsPerBlock(trials) * (units + task.Inputs.Count + (2 * task.Outputs.Count)));

    /// <summary>Bytes in GB, as messages give them.</summary>
    public static string Gigabytes(long bytes) => (bytes / 1e9).ToString(bytes < 1e10 ? "0.0" : "0", CultureInfo.InvariantCulture);
}
