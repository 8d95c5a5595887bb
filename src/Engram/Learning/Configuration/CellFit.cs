using System.Globalization;
using Engram.Configuration;
using Engram.Equations;
using Engram.Tasks;

namespace Engram.Learning;

/// <summary>Whether a cell can make something of the trials of a task.</summary>
internal static class CellFit
{
    /// <summary>Refuses a cell that looks back beyond the start of every trial, or that ignores the context.</summary>
    /// <param name="graph">The step of the cell.</param>
    /// <param name="task">The task.</param>
    /// <param name="dt">Length of a step.</param>
    /// <exception cref="UsageException">It cannot.</exception>
    public static void Check(StepGraph graph, CognitiveTask task, TimeSpan dt)
    {
        var steps = StepGrid.Count(task.Longest, dt);
        if (graph.LongestDelay >= steps)
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"The cell looks back {graph.LongestDelay} steps, but the longest trial of {task.Name} has only {steps} steps of {TimeText.Format(dt)}, so the cell "
                + $"would always see 0; shorten the delay, lengthen the periods, or set a smaller `Dt`."));
        }

        if (task.ContextNames.Count > 0 && !graph.ReadsContext)
        {
            throw new UsageException(
                $"{task.Name} gives its trials a context ({string.Join(", ", task.ContextNames)}), but the cell ignores it; choose a cell with a state that "
                + "begins with step.Context.");
        }
    }
}
