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
/// counts pairs of a trial and a step.
/// </remarks>
public sealed class TaskBatch : IBatch<float>
{
    private readonly TimeSpan dt;
    private readonly Loss loss;
    private readonly Trial[] trials;
    private readonly int[] order, steps;
    private readonly long[] indices;
    private readonly bool?[] correct;
    private readonly int[] choices;
    private readonly (double Loss, double Squares)[] blocks;
    private readonly TargetBuffers buffers = new();
    private readonly StreamKey draws, inputNoise;
    private string[] conditions;
    private int outputs;
    private double weight;

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
        (this.loss, this.dt) = (loss, dt);
        trials = [.. Enumerable.Range(0, capacity).Select(_ => new Trial())];
        (order, steps, correct, indices) = (new int[capacity], new int[capacity], new bool?[capacity], new long[capacity]);
        (blocks, choices) = (new (double, double)[capacity], new int[capacity]);
        var (inputs, recurrent) = set switch
        {
            Purpose.TrainingTrials => (Purpose.TrainingInputNoise, Purpose.TrainingNoise),
            Purpose.ValidationTrials => (Purpose.ValidationInputNoise, Purpose.ValidationNoise),
            Purpose.TestTrials => (Purpose.TestInputNoise, Purpose.TestNoise),
            _ => throw new ArgumentOutOfRangeException(nameof(set), set, "Trials are for training, validation or test."),
        };
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
            outputs = value.Outputs.Count;
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

    /// <summary>Σ mask of the batch.</summary>
    public double MaskSum { get; private set; }

    /// <summary>The divisor of the loss: Σ mask of the batch, or Σ mask · y where the loss is weighed by targets.</summary>
    public double LossWeight { get; private set; }

    /// <summary>Σ mask · loss of the batch, after it was run.</summary>
    public double LossSum => Sum(squares: false);

    /// <summary>Σ mask · (output − y)² of the batch, after it was run; only where <see cref="Measures"/>.</summary>
    public double SquaredErrorSum => Sum(squares: true);

    /// <summary>L of the batch, after it was run; 0 without any target.</summary>
    public double Loss => LossSum * weight;

    /// <summary>Whether the batch is measured and not learned from: squared errors are summed, and adjoints are not written.</summary>
    public bool Measures { get; init; }

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
        (MaskSum, LossWeight) = (0, 0);
        for (var drawn = 0; drawn < Trials; drawn++)
        {
            var trial = trials[drawn];
            (IsRehearsed(drawn) ? Rehearsed[drawn % Rehearsed.Count] : Task).Draw(trial, draws, indices[drawn]);
            var mask = trial.MaskSum(dt);
            MaskSum += mask;
            LossWeight += loss.IsWeighedByTargets ? trial.TargetSum(dt) : mask;
            var length = trial.Steps(dt);

            // Stable insertion: equal lengths stay in the order drawn.
            var place = drawn;
            for (; place > 0 && steps[place - 1] > length; place--)
            {
                (order[place], steps[place]) = (order[place - 1], steps[place - 1]);
            }

            (order[place], steps[place], correct[drawn]) = (drawn, length, null);
        }

        weight = LossWeight > 0 ? 1 / LossWeight : 0;
        Array.Clear(blocks);
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
    public void WriteInputs(Block<float> block)
    {
        var u = block.Inputs.Span;
        for (var row = 0; row < block.Rows; row++)
        {
            var drawn = order[block.FirstTrial + row];
            trials[drawn].RenderInputs(
                u, row * block.InputStride, block.Rows * block.InputStride, block.Steps, dt, inputNoise, indices[drawn]);
        }
    }

    /// <inheritdoc/>
    public void AfterForward(Block<float> block)
    {
        var z = block.Outputs.Span;
        var (stride, stepStride) = (block.OutputStride, block.Rows * block.OutputStride);
        var buffer = buffers.Take(z.Length);
        var y = buffer.Targets.AsSpan(0, z.Length);
        var mask = buffer.Mask.AsSpan(0, z.Length);
        y.Clear();
        mask.Clear();
        for (var row = 0; row < block.Rows; row++)
        {
            trials[order[block.FirstTrial + row]].RenderTargets(y, mask, row * stride, stepStride, block.Steps, dt, cleared: true);
        }

        var adjoint = Measures ? default : block.OutputAdjoints.Span;
        var sum = loss.Accumulate<float>(z, y, mask, outputs, stride, adjoint, weight);
        loss.Output(z, outputs, stride);
        var squares = Measures ? Learning.Loss.SquaredErrorSum<float>(z, y, mask, outputs, stride) : 0;
        blocks[block.Index] = (sum, squares);
        buffers.Return(buffer);
        for (var row = 0; row < block.Rows; row++)
        {
            var drawn = order[block.FirstTrial + row];
            correct[drawn] = trials[drawn].IsCorrect(z, row * stride, stepStride, dt);
            choices[drawn] = Measures ? trials[drawn].Choice(z, row * stride, stepStride, dt) : -1;
        }
    }

    private bool IsRehearsed(int drawn) => drawn >= Trials - RehearsedTrials;

    // Block by block in their order, whichever thread was first.
    private double Sum(bool squares)
    {
        var sum = 0.0;
        foreach (var block in blocks)
        {
            sum += squares ? block.Squares : block.Loss;
        }

        return sum;
    }
}
