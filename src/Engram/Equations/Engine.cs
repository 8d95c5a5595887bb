using System.Numerics;
using Engram.Configuration;

namespace Engram.Equations;

/// <summary>
/// Runs networks: outputs of batches of trials, and gradients of a loss on them. A batch is cut into blocks that do not depend on the number of
/// threads; each block is carried through the whole trial, forward and back, by one worker in its own memory, and gradients are summed in the order of
/// the blocks. The same parameters and batch give the same bits on any number of threads.
/// </summary>
/// <typeparam name="T"><see cref="float"/>, or <see cref="double"/> for the twin that checks gradients and finds fixed points.</typeparam>
public sealed class Engine<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly int MostRows = int.Parse(Environment.GetEnvironmentVariable("MR") ?? "8");
    private readonly StepProgram<T> program;
    private readonly Workers workers;
    private readonly BlockWorker<T>[] memories;
    private readonly GradientOperation<T>[] sums;
    private readonly GradientOperation<T>[] initialSums;
    private readonly List<AlignedArray<T>[]> accumulators = [];
    private readonly Action<int, int> forward, gradient;
    private IBatch<T>? batch;
    private int blocks;

    /// <summary>Derives and compiles everything that the graph needs.</summary>
    /// <param name="graph">One step of the network.</param>
    /// <param name="threads">Threads that work.</param>
    /// <param name="instructions">Vector instructions; those of this machine if null.</param>
    /// <param name="ratePenalty">2λ: adds λ Σ r² over units, trials and steps to the loss.</param>
    public Engine(StepGraph graph, int threads = 1, InstructionSet? instructions = null, double ratePenalty = 0)
    {
        Graph = graph;
        program = new StepProgram<T>(graph, instructions ?? InstructionSets.Best, ratePenalty);
        workers = new Workers(threads);
        memories = [.. Enumerable.Range(0, threads).Select(_ => new BlockWorker<T>(program))];
        sums = [.. program.Gradients.Select(sum => new GradientOperation<T>(sum, program.Kernels, program.Simd))];
        initialSums = [.. program.InitialGradients.Select(sum => new GradientOperation<T>(sum, program.Kernels, program.Simd))];
        forward = RunForward;
        gradient = RunGradient;
    }

    /// <summary>The step that this engine runs.</summary>
    public StepGraph Graph { get; }

    /// <summary>Number of parameters.</summary>
    public int ParameterCount => program.Parameters.Count;

    /// <summary>Bytes that a batch needs.</summary>
    /// <param name="trials">B.</param>
    /// <param name="steps">T.</param>
    public long Memory(int trials, int steps)
    {
        var count = Blocks(trials);
        var rows = (trials + count - 1) / count;
        long perBlock = sums.Concat(initialSums).Sum(sum => (long)sum.Rows * sum.Stride) * System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
        return (BlockWorker<T>.Bytes(program, rows, steps) * Math.Min(workers.Count, count)) + (perBlock * count);
    }

    /// <summary>Takes the effective parameters: every array of the graph one after the other, matrices row-major.</summary>
    /// <param name="parameters">The values.</param>
    public void Load(ReadOnlySpan<T> parameters) => program.Parameters.Load(parameters);

    /// <summary>Runs a batch and shows every block to it; adjoints are not used.</summary>
    /// <param name="trials">The batch.</param>
    public void Forward(IBatch<T> trials)
    {
        Begin(trials);
        workers.Run(blocks, forward);
        batch = null;
    }

    /// <summary>Runs a batch forward and back.</summary>
    /// <param name="trials">The batch.</param>
    /// <param name="result">dL/d(effective parameters), in the layout of <see cref="Load"/>; overwritten.</param>
    public void Gradient(IBatch<T> trials, Span<T> result)
    {
        Begin(trials);
        while (accumulators.Count < blocks)
        {
            accumulators.Add([.. sums.Concat(initialSums).Select(sum => new AlignedArray<T>((long)sum.Rows * sum.Stride))]);
        }

        workers.Run(blocks, gradient);
        batch = null;
        result.Clear();
        for (var i = 0; i < sums.Length + initialSums.Length; i++)
        {
            var sum = i < sums.Length ? sums[i] : initialSums[i - sums.Length];
            var target = result.Slice(program.Parameters.Start(sum.Sum.Shape.Name), sum.Sum.Shape.Count);
            for (var block = 0; block < blocks; block++)
            {
                sum.AddTo(target, accumulators[block][i].Span);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        workers.Dispose();
        foreach (var memory in memories)
        {
            memory.Dispose();
        }
    }

    internal BlockWorker<T> Worker => memories[0];

    internal StepProgram<T> Program => program;

    // At least two blocks, so that two threads share even a small batch.
    private static int Blocks(int trials) => Math.Min(trials, Math.Max(2, (trials + MostRows - 1) / MostRows));

    private void Begin(IBatch<T> trials)
    {
        if (trials.Trials < 1)
        {
            throw new UsageException($"A batch of {trials.Trials} trials cannot be run; it needs at least 1.");
        }

        batch = trials;
        blocks = Blocks(trials.Trials);
    }

    private BlockWorker<T> Open(int worker, int index, bool training)
    {
        var trials = batch!.Trials;
        var (size, larger) = (trials / blocks, trials % blocks);
        var first = (index * size) + Math.Min(index, larger);
        var rows = size + (index < larger ? 1 : 0);
        var steps = 0;
        for (var trial = first; trial < first + rows; trial++)
        {
            steps = Math.Max(steps, batch.Steps(trial));
        }

        var memory = memories[worker];
        memory.Open(index, first, rows, steps, batch, training);
        batch.WriteInputs(memory.Block);
        memory.SetInitialStates();
        memory.Forward();
        batch.WriteAdjoints(memory.Block);
        return memory;
    }

    private void RunForward(int worker, int index) => Open(worker, index, false);

    private void RunGradient(int worker, int index)
    {
        var targets = accumulators[index];
        foreach (var target in targets)
        {
            target.Span.Clear();
        }

        var memory = Open(worker, index, true);
        memory.ClearFinalAdjoints();
        memory.Backward(sums, targets.AsSpan(0, sums.Length));
        memory.BackwardInitial(initialSums, targets.AsSpan(sums.Length));
    }
}
