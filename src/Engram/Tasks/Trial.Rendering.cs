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
    // From here on a block of memory is copied faster than number by number.
    private const int Wide = 8;
    private float[] row = new float[512];
    private (int First, int Last)[] spans = new (int, int)[32];

    /// <summary>T, the trial's own number of steps.</summary>
    /// <param name="dt">Length of a step.</param>
    /// <exception cref="UsageException">The trial is shorter than one step.</exception>
    public int Steps(TimeSpan dt)
    {
        var steps = StepGrid.Count(Duration, dt);
        return steps > 0 ? steps : throw new UsageException(
            $"A trial of {task?.Name} lasts {TimeText.Format(Duration)}, less than one step of {TimeText.Format(dt)}; "
            + "lengthen its periods, or set a smaller `Dt`.");
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
    internal void RenderInputs(Span<float> destination, int offset, int stepStride, int steps, TimeSpan dt, StreamKey noise, long noiseIndex)
    {
        var own = Steps(dt);
        var scale = (float)(Math.Sqrt(2 * (task!.InputNoiseTau / dt)) * task.InputNoise);
        var u = Row(own);
        var spans = Spans(inputs.Signals, dt);
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

            for (var place = inputs.First(channel); place >= 0; place = inputs.Entries[place].Next)
            {
                var (first, last) = spans[inputs.Entries[place].Signal];
                AddTo(u[first..last], first, inputs.Of(inputs.Entries[place]), channel, dt);
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
    internal void RenderTargets(
        Span<float> targets, Span<float> mask, int offset, int stepStride, int steps, TimeSpan dt, bool cleared = false)
    {
        for (int t = 0, at = offset; t < steps && !cleared; t++, at += stepStride)
        {
            for (var channel = 0; channel < OutputCount; channel++)
            {
                (targets[at + channel], mask[at + channel]) = (0, 0);
            }
        }

        var entries = this.targets.Entries;
        for (var start = 0; start < entries.Length;)
        {
            var end = this.targets.RunEnd(start);
            var at = offset + entries[start].Channel;
            Render(this.targets.Of(entries[start]), entries[start..end], targets[at..], mask[at..], stepStride, dt);
            start = end;
        }

        WriteAsked(targets, mask, offset, stepStride);
    }

    /// <summary>Σ of the mask over the trial's steps and outputs, without rendering.</summary>
    /// <param name="dt">Length of a step.</param>
    /// <param name="first">The first output that counts.</param>
    /// <param name="count">How many outputs from there on count.</param>
    internal double MaskSum(TimeSpan dt, int first = 0, int count = int.MaxValue)
    {
        var sum = 0.0;
        var entries = targets.Entries;
        for (var start = 0; start < entries.Length;)
        {
            ref readonly var target = ref targets.Of(entries[start]);
            var (begin, last) = target.Steps(dt);
            for (var end = targets.RunEnd(start); start < end; start++)
            {
                sum += entries[start].Channel - first >= 0 && entries[start].Channel - first < count ? target.Weight * (last - begin) : 0;
            }
        }

        return sum;
    }

    /// <summary>Σ of mask · target over the trial's steps and outputs, without rendering.</summary>
    /// <param name="dt">Length of a step.</param>
    /// <param name="first">The first output that counts.</param>
    /// <param name="count">How many outputs from there on count.</param>
    internal double TargetSum(TimeSpan dt, int first = 0, int count = int.MaxValue)
    {
        var sum = 0.0;
        var entries = targets.Entries;
        for (var start = 0; start < entries.Length;)
        {
            ref readonly var target = ref targets.Of(entries[start]);
            var ((begin, last), (from, to)) = (target.Steps(dt), target.Course(dt));
            var end = targets.RunEnd(start);
            if (target.IsSeries)
            {
                // Of a run of channels, those that count.
                var (channel, least) = (entries[start].Channel, Math.Max(entries[start].Channel, first));
                var values = Row(end - start)[..(int)Math.Max(0, Math.Min(channel + end - start, (long)first + count) - least)];
                for (var t = begin; t < last && values.Length > 0; t++)
                {
                    target.ReadRow((t + 1) * dt, least, values);
                    foreach (var value in values)
                    {
                        sum += target.Weight * value;
                    }
                }

                start = end;
            }

            for (; start < end; start++)
            {
                var channel = entries[start].Channel;
                var rest = target.IsConstant ? target.Of(channel) : 0;
                for (var t = begin; t < last && channel >= first && channel - first < count; t++)
                {
                    sum += target.Weight * (t >= from && t < to ? target.At((t + 1) * dt, channel) : rest);
                }
            }
        }

        return sum;
    }

    /// <summary>Whether the outputs are correct by the task's rule; null where the trial is not scored.</summary>
    /// <param name="outputs">Outputs, laid out as the inputs are.</param>
    /// <param name="offset">Place of step 0, channel 0.</param>
    /// <param name="stepStride">Values from one step to the next.</param>
    /// <param name="dt">Length of a step.</param>
    internal bool? IsCorrect(ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt) =>
        !IsScored ? null : task!.IsCorrect(this, outputs, offset, stepStride, dt);

    /// <summary>Which of the task's <see cref="CognitiveTask.Choices"/> the outputs make; −1 for none, and in a catch trial.</summary>
    /// <param name="outputs">Outputs, laid out as the inputs are.</param>
    /// <param name="offset">Place of step 0, channel 0.</param>
    /// <param name="stepStride">Values from one step to the next.</param>
    /// <param name="dt">Length of a step.</param>
    internal int Choice(ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt) =>
        IsCatch || ChoiceCount == 0 ? -1 : task!.Choice(this, outputs, offset, stepStride, dt);

    /// <summary>Reads what the task measures in the outputs beside the choice; NaN in a catch trial.</summary>
    /// <param name="outputs">Outputs, laid out as the inputs are.</param>
    /// <param name="offset">Place of step 0, channel 0.</param>
    /// <param name="stepStride">Values from one step to the next.</param>
    /// <param name="dt">Length of a step.</param>
    /// <param name="values">Where to write them, in the order of <see cref="CognitiveTask.Measures"/>.</param>
    internal void Measure(ReadOnlySpan<float> outputs, int offset, int stepStride, TimeSpan dt, Span<double> values)
    {
        values.Fill(double.NaN);
        if (!IsCatch)
        {
            task!.Measure(this, outputs, offset, stepStride, dt, values);
        }
    }

    // Of the part of u that the signal covers, whose first step is given.
    private static void AddTo(Span<float> u, int first, in Signal signal, int channel, TimeSpan dt)
    {
        if (signal.IsConstant)
        {
            var value = (float)signal.Of(channel);
            foreach (ref var at in u)
            {
                at += value;
            }

            return;
        }

        for (var t = 0; t < u.Length; t++)
        {
            u[t] += (float)signal.At((first + t + 1) * dt, channel);
        }
    }

    // All channels of a step lie side by side, and so are written before the next step. Those of one number are kept from step to step.
    private void Render(
        in Signal target, ReadOnlySpan<SignalTable.Entry> run, Span<float> targets, Span<float> mask, int stepStride, TimeSpan dt)
    {
        var ((first, last), (from, to)) = (target.Steps(dt), target.Course(dt));
        var weight = (float)target.Weight;
        var rest = Row(run.Length)[..run.Length];
        for (var i = 0; i < run.Length; i++)
        {
            rest[i] = target.IsConstant ? (float)target.Of(run[i].Channel) : 0;
        }

        for (int t = first, at = first * stepStride; t < last; t++, at += stepStride)
        {
            var inCourse = t >= from && t < to;
            if (rest.Length > Wide && !inCourse)
            {
                rest.CopyTo(targets[at..]);
                mask.Slice(at, rest.Length).Fill(weight);
                continue;
            }

            if (rest.Length > Wide && target.IsSeries)
            {
                target.ReadRow((t + 1) * dt, run[0].Channel, targets.Slice(at, rest.Length));
                mask.Slice(at, rest.Length).Fill(weight);
                continue;
            }

            for (var i = 0; i < rest.Length; i++)
            {
                targets[at + i] = inCourse ? (float)target.At((t + 1) * dt, run[i].Channel) : rest[i];
                mask[at + i] = weight;
            }
        }
    }

    // The steps of each signal, found once, whatever the number of its channels.
    private ReadOnlySpan<(int First, int Last)> Spans(ReadOnlySpan<Signal> signals, TimeSpan dt)
    {
        if (spans.Length < signals.Length)
        {
            spans = new (int, int)[BitOperations.RoundUpToPowerOf2((uint)signals.Length)];
        }

        for (var i = 0; i < signals.Length; i++)
        {
            spans[i] = signals[i].Steps(dt);
        }

        return spans.AsSpan(0, signals.Length);
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
