namespace Engram.Tasks;

/// <summary>
/// A task whose next input depends on what the network does: it observes, acts, and may be rewarded. What happened so far is in <see
/// cref="Trial.Memory"/>. To learning, inputs and targets are data: no error goes back from them to the action that led to them.
/// </summary>
public abstract record ClosedLoopTask : CognitiveTask
{
    /// <summary>Numbers that a trial remembers from step to step.</summary>
    public abstract int MemoryLength { get; }

    /// <summary>
    /// Whether a trial, as composed, depends on what the network does. Where no trial of a batch does, all its steps are known before the first
    /// and <see cref="Respond"/> is not called, which is faster.
    /// </summary>
    /// <param name="trial">The trial.</param>
    protected internal virtual bool Responds(Trial trial) => true;

    /// <summary>
    /// Called after each step of a trial but the last. Reads the outputs of the step, updates <see cref="Trial.Memory"/>, and adds to the
    /// inputs of the next step, which hold baseline, signals and noise. <see cref="Trial.Retarget"/> changes targets of the next step, <see cref="Trial.Covariate(int, double)"/> covariates.
    /// </summary>
    /// <param name="trial">The trial.</param>
    /// <param name="step">The step that was made, from 0.</param>
    /// <param name="outputs">Its outputs (O), after the output non-linearity.</param>
    /// <param name="next">Inputs of the next step (I).</param>
    /// <param name="dt">Length of a step.</param>
    protected internal abstract void Respond(Trial trial, int step, ReadOnlySpan<float> outputs, Span<float> next, TimeSpan dt);
}
