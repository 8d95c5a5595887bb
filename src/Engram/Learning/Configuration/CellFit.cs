using System.Globalization;
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Tasks;

namespace Engram.Learning;

/// <summary>Whether a cell can make something of the trials of a task.</summary>
internal static class CellFit
{
    /// <summary>Refuses a cell that needs other inputs, or that looks back beyond the start of every trial.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="graph">The step of the cell.</param>
    /// <param name="task">The task.</param>
    /// <param name="dt">Length of a step.</param>
    /// <exception cref="UsageException">It cannot.</exception>
    public static void Check(Cell cell, StepGraph graph, CognitiveTask task, TimeSpan dt)
    {
        if (task is not FreeTask && !task.Inputs.TakeLast(cell.NeededInputs.Count).SequenceEqual(cell.NeededInputs))
        {
            throw new UsageException(
                $"The cell {cell.Name} needs a task whose last inputs are {string.Join(" and ", cell.NeededInputs.Select(name => $"'{name}'"))}, such as reverse; those of {task.Name} are "
                + $"{string.Join(", ", task.Inputs)}. Choose such a task, or another cell, such as gru.");
        }

        if (cell is EncoderDecoderCell && Blurred(task, cell.NeededInputs.Count) is { } blurred)
        {
            throw new UsageException(
                $"`{blurred}` is not 0, but the cell {cell.Name} takes from the inputs 'start' and 'go' when to read and when to write, which only 0 and 1 say; "
                + $"set `{blurred} = 0`.");
        }

        var steps = StepGrid.Count(task.Longest, dt);
        if (graph.LongestDelay is > 0 and var back && back >= steps)
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"The cell looks back {back} steps, but the longest trial of {task.Name} has only {steps} steps of {TimeText.Format(dt)}, so the cell "
                + $"would always see 0; shorten the delay, lengthen the periods, or set a smaller `Dt`."));
        }
    }

    // What keeps one of the last inputs from being just what the task shows; null for nothing.
    private static string? Blurred(CognitiveTask task, int last)
    {
        var isNoisy = Enumerable.Range(task.Inputs.Count - last, last).Any(task.IsNoisy);
        return task.BaselineInput != 0 ? nameof(task.BaselineInput) : task.InputNoise != 0 && isNoisy ? nameof(task.InputNoise) : null;
    }
}
