using System.Numerics;
using System.Runtime.InteropServices;
using Engram.Configuration;
using Engram.Numerics;

namespace Engram.Tasks;

/// <content>
/// The trial at some dt: step k, from 0, is at time (k + 1)·dt, and the trial has the steps up to its end. Boundaries are never moved to
/// the grid: a step belongs to the period in which its time lies, so two grids agree at every time they share, whatever was drawn.
/// </content>
public sealed partial class Trial
{
    private float[] row = new float[512];

    /// <summary>T, the trial's own number of steps.</summary>
    /// <param name="dt">Length of a step.</param>
    /// <exception cref="UsageException">The trial is shorter than one step.</exception>
    public int Steps(TimeSpan dt)
    {
        var steps = StepGrid.Count(Duration, dt);
        return steps > 0 ? steps : throw new UsageException(
            $"A trial of {task?.Name} lasts {TimeText.Format(Duration)}, less than one step of {TimeText.Format(dt)}; "
            + "lengthen its periods or choose a smaller dt.");
    }

    /// <summary>
    /// Writes u_t = [baseline + signal_t + √(2·τ_in/dt)·σ_in·N(0,1)]₊ for the trial's own steps, without the rectification where inputs
    /// are signed, and zeros from there up to <paramref name="steps"/>. The value of step t and channel c goes to
    /// <c>offset + t·stepStride + c</c>.
    /// </summary>
    /// <param name="destination">Where to write.</param>
    /// <param name="offset">Place of step 0, channel 0.</param>
    /// <param name="stepStride">Values from one step to the next.</param>
    /// <param name="steps">Steps to write; at least the trial's own.</param>
    /// <param name="dt">Length of a step.</param>
    /// <param name="noise">Key of the input noise.</param>
    /// <param name="noiseIndex">Index of this trial in its stream.</param>
    public void RenderInputs(Span<float> destination, int offset, int stepStride, int steps, TimeSpan dt, StreamKey noise, long noiseIndex)
    {
        var own = Steps(dt);
        var scale = (float)(Math.Sqrt(2 * (task!.InputNoiseTau / dt)) * task.InputNoise);
        var u = Row(own);
        for (var channel = 0; channel < inputCount; channel++)
        {
            if (scale > 0 && task.IsNoisy(channel))
            {
                NormalNoise.Fill(u, noise, noiseIndex, channel, scale);
            }
            else
            {
                u.Clear();
            }

            foreach (ref readonly var signal in CollectionsMarshal.AsSpan(inputs))
            {
                if (signal.Channel == channel)
                {
                    AddTo(u, signal, dt);
                }
            }

            AddBaseline(u, (float)task.BaselineInput, task.RectifiesInputs ? 0 : float.NegativeInfinity);
            var at = offset + channel;
            foreach (var value in u[..own])
            {
                destination[at] = value;
                at += stepStride;
            }

            for (var t = own; t < steps; t++, at += stepStride)
            {
                destination[at] = 0;
            }
        }
    }

    /// <summary>
    /// Writes the targets and the loss mask, laid out as the inputs are; both are 0 where no target is given, which includes all steps past
    /// the trial's end.
    /// </summary>
    /// <param name="targets">Where to write the targets.</param>
    /// <param name="mask">Where to write the mask.</param>
    /// <param name="offset">Place of step 0, channel 0 in both.</param>
    /// <param name="stepStride">Values from one step to the next in both.</param>
    /// <param name="steps">Steps to write; at least the trial's own.</param>
    /// <param name="dt">Length of a step.</param>
    /// <param name="cleared">
    /// Whether both hold zeros already, so that only the targets need writing: clearing a whole block of trials at once is much cheaper.
    /// </param>
    public void RenderTargets(
        Span<float> targets, Span<float> mask, int offset, int stepStride, int steps, TimeSpan dt, bool cleared = false)
    {
        for (var channel = 0; channel < OutputCount && !cleared; channel++)
        {
            for (int t = 0, at = offset + channel; t < steps; t++, at += stepStride)
            {
                (targets[at], mask[at]) = (0, 0);
            }
        }

        foreach (ref readonly var target in CollectionsMarshal.AsSpan(this.targets))
        {
            var (first, last) = target.Steps(dt);
            var (from, to) = target.Course(dt);
            var (rest, weight) = (target.Waveform is null ? (float)target.Value : 0, (float)target.Weight);
            for (int t = first, at = offset + (t * stepStride) + target.Channel; t < last; t++, at += stepStride)
            {
                targets[at] = t >= from && t < to ? (float)target.At((t + 1) * dt) : rest;
                mask[at] = weight;
            }
        }
    }

    /// <summary>Σ of the mask over the trial's steps and outputs, without rendering.</summary>
    /// <param name="dt">Length of a step.</param>
    public double MaskSum(TimeSpan dt)
    {
        var sum = 0.0;
        foreach (ref readonly var target in CollectionsMarshal.AsSpan(targets))
        {
            var (first, last) = target.Steps(dt);
            sum += target.Weight * (last - first);
        }

        return sum;
    }

    /// <summary>Σ of mask · target over the trial's steps and outputs, without rendering.</summary>
    /// <param name="dt">Length of a step.</param>
    public double TargetSum(TimeSpan dt)
    {
        var sum = 0.0;
        foreach (ref readonly var target in CollectionsMarshal.AsSpan(targets))
        {
            var (first, last) = target.Steps(dt);
            var (from, to) = target.Course(dt);
            var rest = target.Waveform is null ? target.Value : 0;
            for (var t = first; t < last; t++)
            {
                sum += target.Weight * (t >= from && t < to ? target.At((t + 1) * dt) : rest);
            }
        }

        return sum;
    }

    /// <summary>Whether the outputs are correct by the task's rule; null where the trial is not scored.</summary>
    /// <param name="outputs">Outputs, laid out as the inputs are.</param>
    /// <param name="offset">Place of step 0, channel 0.</param>
    /// <param name="stepStride">Values from one step to the next.</param>
    /// <param name="dt">Length of a step.</param>
    public bool? IsCorrect(ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt) =>
        !IsScored ? null : task!.IsCorrect(this, outputs, offset, stepStride, dt);

    /// <summary>Which of the task's <see cref="CognitiveTask.Choices"/> the outputs make; −1 for none, and in a catch trial.</summary>
    /// <param name="outputs">Outputs, laid out as the inputs are.</param>
    /// <param name="offset">Place of step 0, channel 0.</param>
    /// <param name="stepStride">Values from one step to the next.</param>
    /// <param name="dt">Length of a step.</param>
    public int Choice(ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt) =>
        IsCatch || ChoiceCount == 0 ? -1 : task!.Choice(this, outputs, offset, stepStride, dt);

    private static void AddTo(Span<float> u, in Signal signal, TimeSpan dt)
    {
        var (first, last) = signal.Steps(dt);
        if (signal.Waveform is null)
        {
            var value = (float)signal.Value;
            foreach (ref var at in u[first..last])
            {
                at += value;
            }

            return;
        }

        for (var t = first; t < last; t++)
        {
            u[t] += (float)signal.At((t + 1) * dt);
        }
    }

    private static void AddBaseline(Span<float> u, float baseline, float least)
    {
        foreach (ref var lanes in MemoryMarshal.Cast<float, Vector<float>>(u))
        {
            lanes = Vector.Max(lanes + new Vector<float>(baseline), new Vector<float>(least));
        }
    }

    // Padded to whole vectors of any width, and grown in doublings so that a slightly longer trial allocates nothing.
    private Span<float> Row(int steps)
    {
        var padded = (steps + 15) & ~15;
        if (row.Length < padded)
        {
            row = new float[BitOperations.RoundUpToPowerOf2((uint)padded)];
        }

        return row.AsSpan(0, padded);
    }
}
