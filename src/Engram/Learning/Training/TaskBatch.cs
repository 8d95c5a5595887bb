using System.Numerics;
using System.Runtime.InteropServices;
using Engram.Configuration;
using Engram.Equations;
using Engram.Numerics;
using Engram.Tasks;

namespace Engram.Learning;

/// <summary>
/// Trials of a task as the engine runs them, drawn anew for every batch into the same memory. They are sorted by length, so that blocks
/// hold trials of similar length. Allocates nothing once it has seen the longest trial.
/// </summary>
/// <remarks>
/// L = Σ mask · loss(z, y) / Σ mask over steps, trials and outputs of the whole batch; for cross-entropy the divisor is Σ mask · y, which
/// counts pairs of a trial and a step. A task with several heads has the sum over heads of weight · L of the head.
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>; trials and their noise are the same numbers in both.</typeparam>
internal sealed class TaskBatch<T> : IBatch<T>, ITrialBatch
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly TimeSpan dt;
    private readonly HeadLosses heads;
    private readonly Trial[] trials;
    private readonly int[] order, steps;
    private readonly long[] indices;
    private readonly bool?[] correct;
    private readonly int[] choices;
    private readonly double[] blockLosses, blockSquares, lossSums, lossWeights;
    private readonly TargetBuffers<T> buffers = new();
    private readonly StreamKey draws, inputNoise;
    private string[] conditions;
    private double[] measured = [];
    private bool responds, teaches;

    /// <summary>A batch without trials yet; see <see cref="Draw(long, int?)"/>.</summary>
    /// <param name="task">The task.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="dt">Length of a step.</param>
    /// <param name="capacity">B, or the largest B if it varies.</param>
    /// <param name="seed">Seed of trials and noise.</param>
    /// <param name="set">
    /// <see cref="Purpose.TrainingTrials"/>, <see cref="Purpose.ValidationTrials"/> or <see cref="Purpose.TestTrials"/>; decides the
    /// streams of trials, input noise and recurrent noise.
    /// </param>
    public TaskBatch(CognitiveTask task, Loss loss, TimeSpan dt, int capacity, ulong seed, Purpose set)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        (this.dt, heads) = (dt, new HeadLosses(task, loss));
        trials = [.. Enumerable.Range(0, capacity).Select(_ => new Trial())];
        (order, steps, correct, indices) = (new int[capacity], new int[capacity], new bool?[capacity], new long[capacity]);
        (blockLosses, blockSquares, choices) = (new double[capacity * heads.Count], new double[capacity], new int[capacity]);
        (lossSums, lossWeights) = (new double[heads.Count], new double[heads.Count]);
        var (inputs, recurrent) = NoiseOf.Trials(set);
        (draws, inputNoise, Noise, Dropout) = (new(seed, set), new(seed, inputs), new(seed, recurrent), new(seed, Purpose.Dropout));
        Task = task;
    }

    /// <summary>The task. A change holds from the next <see cref="Draw(long, int?)"/> on.</summary>
    public CognitiveTask Task
    {
        get;

        [System.Diagnostics.CodeAnalysis.MemberNotNull(nameof(conditions))]
        set
        {
            field = value;
            conditions = [.. value.Conditions];
        }
    }

    /// <summary>Tasks of which the last <see cref="RehearsedTrials"/> of a batch are, in turn; they have the channels of the task.</summary>
    public IReadOnlyList<CognitiveTask> Rehearsed { get; init; } = [];

    /// <summary>How many trials of a batch are of <see cref="Rehearsed"/> tasks. They are learned from and not counted.</summary>
    public int RehearsedTrials { get; init; }

    /// <inheritdoc/>
    public int Trials { get; private set; }

    /// <inheritdoc/>
    public StreamKey Noise { get; }

    /// <inheritdoc/>
    public StreamKey Dropout { get; }

    /// <inheritdoc/>
    public bool HasDropout { get; init; } = true;

    /// <summary>Σ mask of the batch.</summary>
    public double MaskSum { get; private set; }

    /// <summary>The divisor of each head's loss: Σ mask of the batch, or Σ mask · y where the loss is weighed by targets.</summary>
    public ReadOnlySpan<double> LossWeights => lossWeights;

    /// <summary>Σ mask · loss of each head, after the batch was run.</summary>
    public ReadOnlySpan<double> LossSums
    {
        get
        {
            // Block by block in their order, whichever thread was first.
            Array.Clear(lossSums);
            for (var i = 0; i < blockLosses.Length; i++)
            {
                lossSums[i % lossSums.Length] += blockLosses[i];
            }

            return lossSums;
        }
    }

    /// <summary>Σ mask · (output − y)² of the batch, after it was run; only where <see cref="Measures"/>.</summary>
    public double SquaredErrorSum
    {
        get
        {
            var sum = 0.0;
            foreach (var squares in blockSquares)
            {
                sum += squares;
            }

            return sum;
        }
    }

    /// <summary>L of the batch, after it was run; 0 without any target.</summary>
    public double Loss => heads.Mean(LossSums, lossWeights);

    /// <summary>The losses of the heads.</summary>
    internal HeadLosses Heads => heads;

    /// <summary>Whether the batch is measured and not learned from: squared errors are summed, and adjoints are not written.</summary>
    public bool Measures { get; init; }

    /// <summary>What the task measures in a trial, after the batch was run, where it <see cref="Measures"/>.</summary>
    /// <param name="drawn">Which, in the order drawn.</param>
    internal ReadOnlySpan<double> Measured(int drawn) => measured.AsSpan(drawn * MeasureCount, MeasureCount);

    private int MeasureCount => measured.Length / trials.Length;

    /// <summary>
    /// Whether a network that gets its outputs back is given the targets instead, as long as a time series warms up; only where the batch <see
    /// cref="Measures"/>.
    /// </summary>
    public bool TeachesWarmUp { get; init; } = true;

    /// <summary>Draws all trials of a batch.</summary>
    /// <param name="firstIndex">Index of the first in its stream.</param>
    /// <param name="count">B; the capacity without.</param>
    /// <exception cref="UsageException">The task's settings are not allowed, or a trial is shorter than a step.</exception>
    public void Draw(long firstIndex, int? count = null)
    {
        Trials = count ?? trials.Length;
        for (var drawn = 0; drawn < Trials; drawn++)
        {
            indices[drawn] = firstIndex + drawn;
        }

        Draw();
    }

    /// <summary>Draws some trials of the stream.</summary>
    /// <param name="chosen">Their indices; at most as many as the capacity.</param>
    /// <exception cref="UsageException">As above.</exception>
    public void Draw(ReadOnlySpan<long> chosen)
    {
        Trials = chosen.Length;
        chosen.CopyTo(indices);
        Draw();
    }

    private void Draw()
    {
        (MaskSum, responds, teaches) = (0, false, false);
        if (Measures && MeasureCount != Task.Measures.Count)
        {
            measured = new double[trials.Length * Task.Measures.Count];
        }

        Array.Clear(lossWeights);
        for (var drawn = 0; drawn < Trials; drawn++)
        {
            var trial = trials[drawn];
            TaskOf(drawn).Draw(trial, draws, indices[drawn]);
            MaskSum += trial.MaskSum(dt);
            responds |= TaskOf(drawn) is ClosedLoopTask loop && loop.Responds(trial);
            heads.AddWeights(trial, dt, lossWeights);
            var length = trial.Steps(dt);

            // Stable insertion: equal lengths stay in the order drawn.
            var place = drawn;
            for (; place > 0 && steps[place - 1] > length; place--)
            {
                (order[place], steps[place]) = (order[place - 1], steps[place - 1]);
            }

            (order[place], steps[place], correct[drawn]) = (drawn, length, null);
        }

        Array.Clear(blockLosses);
        Array.Clear(blockSquares);
    }

    /// <inheritdoc/>
    public int Steps(int trial) => steps[trial];

    /// <inheritdoc/>
    public long NoiseIndex(int trial) => indices[order[trial]];

    /// <summary>Adds the answers of the batch to a count, catch trials left out.</summary>
    /// <param name="counter">Where to add.</param>
    public void CountInto(PerformanceCounter counter)
    {
        for (var drawn = 0; drawn < Trials; drawn++)
        {
            if (!IsRehearsed(drawn) && correct[drawn] is { } isCorrect)
            {
                Task.CheckCondition(trials[drawn]);
                counter.Add(conditions[trials[drawn].Condition], isCorrect);
            }
        }
    }

    /// <summary>A trial of the batch.</summary>
    /// <param name="drawn">Which, in the order drawn.</param>
    internal Trial Drawn(int drawn) => trials[drawn];

    /// <summary>Key of the draws of trials.</summary>
    internal StreamKey Draws => draws;

    /// <summary>Whether a trial was answered correctly, after the batch was run; null where it is not scored.</summary>
    /// <param name="drawn">Which, in the order drawn.</param>
    internal bool? IsCorrect(int drawn) => correct[drawn];

    /// <summary>What was chosen in a trial, after the batch was run, where it <see cref="Measures"/>; −1 for nothing.</summary>
    /// <param name="drawn">Which, in the order drawn.</param>
    internal int Choice(int drawn) => choices[drawn];

    /// <summary>Which trial, in the order drawn, stands at a place of the batch.</summary>
    /// <param name="place">From 0.</param>
    internal int Order(int place) => order[place];

    /// <inheritdoc/>
    public void WriteInputs(Block<T> block)
    {
        var u = block.Inputs.Span;
        var buffer = typeof(T) == typeof(float) ? null : buffers.Take(u.Length);
        var single = buffer is null ? MemoryMarshal.Cast<T, float>(u) : buffer.Targets;
        for (var row = 0; row < block.Rows; row++)
        {
            var drawn = order[block.FirstTrial + row];
            trials[drawn].BeginLoop();
            trials[drawn].RenderInputs(
                single, row * block.InputStride, block.Rows * block.InputStride, block.Steps, dt, inputNoise, indices[drawn]);
        }

        if (buffer is not null)
        {
            Widen(single, u);
            buffers.Return(buffer);
        }

        if (TeachesWarmUp && Measures && block.FeedbackAt is not null && Task is TimeSeriesTask)
        {
            teaches = true;
        }

        for (var row = 0; row < block.Rows && block.ContextStride > 0; row++)
        {
            var context = block.Context.Span[(row * block.ContextStride)..];
            foreach (var value in trials[order[block.FirstTrial + row]].Contexts)
            {
                context[0] = T.CreateTruncating(value);
                context = context[1..];
            }
        }
    }

    /// <inheritdoc/>
    public bool Responds => responds || teaches;

    /// <inheritdoc/>
    public void Respond(Block<T> block, int step)
    {
        var buffer = buffers.Take(block.OutputStride + block.InputStride);
        var outputs = buffer.Targets[..heads.Channels];
        var next = buffer.Mask[..Task.Inputs.Count];
        for (var row = 0; row < block.Rows; row++)
        {
            var drawn = order[block.FirstTrial + row];
            if (step + 1 >= steps[block.FirstTrial + row] || TaskOf(drawn) is not ClosedLoopTask loop)
            {
                continue;
            }

            var z = block.Outputs.Span.Slice(((step * block.Rows) + row) * block.OutputStride, block.OutputStride);
            var u = block.Inputs.Span.Slice((((step + 1) * block.Rows) + row) * block.InputStride, next.Length);
            var shown = buffer.WideTargets[..block.OutputStride];
            z.CopyTo(shown);
            heads.Output(shown, block.OutputStride, buffer.Room);
            Narrow(shown[..outputs.Length], outputs);
            Narrow(u, next);
            trials[drawn].Respond(loop, step, outputs, next, dt);
            Widen(next, u);
        }

        buffers.Return(buffer);
        for (var row = 0; row < block.Rows && teaches; row++)
        {
            ((TimeSeriesTask)Task).Teach(trials[order[block.FirstTrial + row]], step, dt, block.FeedbackAt!(step + 1, row));
        }
    }

    /// <inheritdoc/>
    public void AfterForward(Block<T> block)
    {
        var z = block.Outputs.Span;
        var (stride, stepStride) = (block.OutputStride, block.Rows * block.OutputStride);
        var buffer = buffers.Take(z.Length);
        buffer.Targets.Clear();
        buffer.Mask.Clear();
        for (var row = 0; row < block.Rows; row++)
        {
            trials[order[block.FirstTrial + row]].RenderTargets(
                buffer.Targets, buffer.Mask, row * stride, stepStride, block.Steps, dt, cleared: true);
        }

        buffer.Widen();
        ReadOnlySpan<T> y = buffer.WideTargets, mask = buffer.WideMask;
        var adjoint = Measures ? default : block.OutputAdjoints.Span;
        heads.Accumulate(z, y, mask, stride, adjoint, lossWeights, blockLosses.AsSpan(block.Index * heads.Count, heads.Count), buffer.Room);
        if (Measures || IsAnyScored(block))
        {
            heads.Output(z, stride, buffer.Room);
        }

        blockSquares[block.Index] = Measures ? Learning.Loss.SquaredErrorSum<T>(z, y, mask, heads.Channels, stride) : 0;
        var answers = buffer.Single(z);
        for (var row = 0; row < block.Rows; row++)
        {
            var drawn = order[block.FirstTrial + row];
            correct[drawn] = trials[drawn].IsCorrect(answers, row * stride, stepStride, dt);
            choices[drawn] = Measures ? trials[drawn].Choice(answers, row * stride, stepStride, dt) : -1;
            if (Measures)
            {
                trials[drawn].Measure(answers, row * stride, stepStride, dt, measured.AsSpan(drawn * MeasureCount, MeasureCount));
            }
        }

        buffers.Return(buffer);
    }

    private bool IsAnyScored(Block<T> block)
    {
        for (var row = 0; row < block.Rows; row++)
        {
            if (trials[order[block.FirstTrial + row]].IsScored)
            {
                return true;
            }
        }

        return false;
    }

    private static void Narrow(ReadOnlySpan<T> from, Span<float> to)
    {
        for (var i = 0; i < to.Length; i++)
        {
            to[i] = float.CreateTruncating(from[i]);
        }
    }

    private static void Widen(ReadOnlySpan<float> from, Span<T> to)
    {
        for (var i = 0; i < to.Length; i++)
        {
            to[i] = T.CreateTruncating(from[i]);
        }
    }

    private CognitiveTask TaskOf(int drawn) => IsRehearsed(drawn) ? Rehearsed[drawn % Rehearsed.Count] : Task;

    private bool IsRehearsed(int drawn) => drawn >= Trials - RehearsedTrials;
}
