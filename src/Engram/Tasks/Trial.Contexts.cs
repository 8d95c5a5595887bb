namespace Engram.Tasks;

/// <content>What a trial is given before its first step.</content>
public sealed partial class Trial
{
    private double[] contexts = [];
    private int contextCount;

    /// <summary>Gives one number of the context its value; 0 where none is given.</summary>
    /// <param name="context">Which, by its place in <see cref="CognitiveTask.ContextNames"/>, from 0.</param>
    /// <param name="value">The value.</param>
    public void Context(int context, double value)
    {
        if (context < 0 || context >= contexts.Length || !double.IsFinite(value))
        {
            throw Fault(FormattableString.Invariant($"gives context {context} the value {value}, but ")
                + (contexts.Length == 0 ? "it has no contexts; name them in the task's ContextNames."
                : $"its contexts are 0 to {contexts.Length - 1} ({string.Join(", ", task!.ContextNames)}) and values must be finite."));
        }

        contexts[context] = value;
    }

    /// <summary>What the trial is given before its first step (C).</summary>
    internal ReadOnlySpan<double> Contexts => contexts;

    // Anew for every trial; of the same length for all of a task.
    private void ClearContexts(int count)
    {
        contexts = contexts.Length == count ? contexts : new double[count];
        Array.Clear(contexts);
    }
}
