using Engram.Configuration;

namespace Engram.Tasks;

/// <content>What a trial of a closed loop remembers, and what is asked of it because of what it did (see <see cref="ClosedLoopTask"/>).</content>
public sealed partial class Trial
{
    private double[] memory = [], begun = [];
    private (int Step, int Channel, float Value)[] asked = [], noted = [];
    private int askedCount, notedCount, nextStep;

    /// <summary>What a closed loop remembers from step to step, such as where an animal is; zeros at the start.</summary>
    public Span<double> Memory => memory;

    /// <summary>
    /// Changes the target of an output in the next step, because of what the network did. For use in <see cref="ClosedLoopTask.Respond"/>.
    /// It holds where <see cref="CognitiveTask.Compose"/> gave that output a target, whose weight it has; elsewhere nothing is asked.
    /// </summary>
    /// <param name="output">Which output, from 0.</param>
    /// <param name="value">The target.</param>
    /// <exception cref="UsageException">There is no such output, or the network has not acted yet.</exception>
    public void Retarget(int output, double value)
    {
        if (output < 0 || output >= OutputCount)
        {
            throw Fault(FormattableString.Invariant($"gives output {output} another target; its outputs are 0 to {OutputCount - 1}."));
        }

        if (nextStep == 0)
        {
            throw Fault("calls trial.Retarget before the network has acted; call it in Respond, and give the first targets in Compose with trial.Target.");
        }

        Append(ref asked, ref askedCount, output, value);
    }

    /// <summary>
    /// Gives a covariate its value in the next step, because of what the network did, in place of any given when the trial was composed. For use in
    /// <see cref="ClosedLoopTask.Respond"/>.
    /// </summary>
    /// <param name="covariate">Which, from 0.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="UsageException">There is no such covariate, or the network has not acted yet.</exception>
    public void Covariate(int covariate, double value)
    {
        // What a network that diverged leads to is no error of the task.
        if (covariate < 0 || covariate >= CovariateCount)
        {
            throw UnknownCovariate(covariate, value, "");
        }

        if (nextStep == 0)
        {
            throw Fault("gives a covariate a value without a period before the network has acted; in Compose give the period too.");
        }

        Append(ref noted, ref notedCount, covariate, value);
    }

    /// <summary>Goes back to the start of the trial, to what the task composed.</summary>
    internal void BeginLoop()
    {
        var (from, to) = nextStep == 0 ? (memory, begun) : (begun, memory);
        from.CopyTo(to, 0);
        (askedCount, notedCount, nextStep) = (0, 0, 0);
    }

    /// <summary>Lets the task respond to what the network did in a step.</summary>
    internal void Respond(ClosedLoopTask loop, int step, ReadOnlySpan<float> outputs, Span<float> next, TimeSpan dt)
    {
        nextStep = step + 1;
        loop.Respond(this, step, outputs, next, dt);
    }

    /// <summary>Lets the task respond to outputs that are known, from the first step to the last; does nothing in an open task.</summary>
    /// <param name="inputs">As rendered (T × I); what the task adds is added.</param>
    /// <param name="outputs">The outputs (T × O). They can be the targets, of which each is then what the steps before it led to.</param>
    /// <param name="targets">As rendered (T × O); those that the task changes are changed.</param>
    /// <param name="mask">As rendered (T × O).</param>
    /// <param name="dt">Length of a step.</param>
    internal void Play(Span<float> inputs, ReadOnlySpan<float> outputs, Span<float> targets, ReadOnlySpan<float> mask, TimeSpan dt)
    {
        if (task is not ClosedLoopTask loop)
        {
            return;
        }

        BeginLoop();
        for (int step = 0, steps = Steps(dt); step + 1 < steps; step++)
        {
            var known = askedCount;
            Respond(loop, step, outputs.Slice(step * OutputCount, OutputCount), inputs.Slice((step + 1) * inputCount, inputCount), dt);
            WriteAsked(targets, mask, 0, OutputCount, known);
        }
    }

    // Anew for every trial; of the same length for all of a task.
    private void ClearLoop(int remembered)
    {
        if (remembered < 0)
        {
            throw Fault(FormattableString.Invariant($"has a MemoryLength of {remembered}; give 0 or more."));
        }

        (memory, begun) = memory.Length == remembered ? (memory, begun) : (new double[remembered], new double[remembered]);
        Array.Clear(memory);
        (askedCount, notedCount, nextStep) = (0, 0, 0);
    }

    private void Append(ref (int Step, int Channel, float Value)[] list, ref int count, int channel, double value)
    {
        if (count == list.Length)
        {
            Array.Resize(ref list, Math.Max(64, 2 * count));
        }

        list[count++] = (nextStep, channel, (float)value);
    }

    // A trial is composed once, and responded to in every step of every run.
    private void RequireComposing(string what, string instead)
    {
        if (nextStep > 0)
        {
            throw Fault($"is given {what} in Respond, after it was composed; {instead}.");
        }
    }

    private void WriteAsked(Span<float> targets, ReadOnlySpan<float> mask, int offset, int stepStride, int known = 0)
    {
        foreach (var (step, channel, value) in asked.AsSpan(known, askedCount - known))
        {
            var at = offset + (step * stepStride) + channel;
            targets[at] = mask[at] > 0 ? value : targets[at];
        }
    }
}
