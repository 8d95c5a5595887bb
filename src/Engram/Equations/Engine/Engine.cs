using System.Numerics;
using Engram.Configuration;

namespace Engram.Equations;

/// <summary>
/// Runs networks: outputs of batches of trials, and gradients of a loss on them. A batch is cut into blocks that do not depend on the
/// number of threads; each block is carried through the whole trial, forward and back, by one worker in its own memory, and gradients are
/// summed in the order of the blocks. The same parameters and batch give the same bits on any number of threads.
/// </summary>
/// <typeparam name="T"><see cref="float"/>, or <see cref="double"/> for the twin that checks gradients and finds fixed points.</typeparam>
internal sealed class Engine<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // So few trials that what a block keeps of a whole trial stays near the core; so many that the kernels' tiles are full.
    private const int MostRows = 10;
    private readonly StepProgram<T> program;
    private readonly Workers workers;
    private readonly BlockWorker<T>[] memories;
    private readonly GradientOperation<T>[] sums;
    private readonly GradientOperation<T>[] initialSums;
    private readonly List<AlignedArray<T>[]> accumulators = [];
    private readonly Action<int, int> forward, gradient;
    private readonly EngineOptions options;
    private readonly int plain;
    private IBatch<T>? batch;
    private int blocks;
    private StatePenalties penalties;
    private double[] rateSquares = [];
    private double rateScale;
    private OmegaSum[] omegas = [];

    /// <summary>Derives and compiles everything that the graph needs.</summary>
    /// <param name="graph">One step of the network.</param>
    /// <param name="threads">Threads that work.</param>
    /// <param name="options">What it can compute; the plain gradient if null.</param>
    public Engine(StepGraph graph, int threads = 1, EngineOptions? options = null)
    {
        Graph = graph;
        this.options = options ?? new EngineOptions();
        if (this.options is { KeepEvery: not null, Omega: true } or { KeepEvery: not null, Rates: true } || (this.options.KeepEvery is not null && typeof(T) == typeof(float)))
        {
            throw new InvalidOperationException("States are reconstructed in double precision and without penalties on states: leave EngineOptions.KeepEvery null.");
        }

        program = new StepProgram<T>(graph, this.options);
        workers = new Workers(threads);
        memories = [.. Enumerable.Range(0, threads).Select(_ => new BlockWorker<T>(program))];
        plain = program.Plan.Gradients.Count;
        sums = [.. program.Plan.Gradients.Concat(program.Plan.Omega?.Gradients ?? [])
            .Select(sum => new GradientOperation<T>(sum, program.Kernels, program.Simd))];
        initialSums = [.. program.Plan.InitialGradients.Select(sum => new GradientOperation<T>(sum, program.Kernels, program.Simd))];
        forward = RunForward;
        gradient = RunGradient;
    }

    /// <summary>The step that this engine runs.</summary>
    public StepGraph Graph { get; }

    /// <summary>Stops a batch that is being run, within a few steps of its trials, when it is cancelled.</summary>
    public CancellationToken Stop { get; set; }

    /// <summary>How far errors go back in a gradient; null for to the first step.</summary>
    public Truncation? Truncation { get; set; }

    /// <summary>Number of parameters.</summary>
    public int ParameterCount => program.Parameters.Count;

    /// <summary>Bytes that a batch needs.</summary>
    /// <param name="trials">B.</param>
    /// <param name="steps">T.</param>
    public long Memory(int trials, int steps)
    {
        var count = Blocks(trials);
        var rows = RowsPerBlock(trials);
        long perBlock = sums.Concat(initialSums).Sum(sum => (long)sum.Rows * sum.Stride)
            * System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
        return (BlockWorker<T>.Bytes(program, rows, steps) * Math.Min(workers.Count, count)) + (perBlock * count);
    }

    /// <summary>Takes the effective parameters: every array of the graph one after the other, matrices row-major.</summary>
    /// <param name="parameters">The values.</param>
    public void Load(ReadOnlySpan<T> parameters)
    {
        program.Parameters.Load(parameters);
        program.Inverse?.Parameters.Load(parameters);
    }

    /// <summary>Runs a batch and shows every block to it; adjoints are not used.</summary>
    /// <param name="trials">The batch.</param>
    /// <exception cref="OperationCanceledException"><see cref="Stop"/> was cancelled; what was computed is of no use.</exception>
    public void Forward(IBatch<T> trials)
    {
        Begin(trials);
        Work(forward);
    }

    /// <summary>Mean r² of the last gradient, if it had a penalty on rates.</summary>
    public double RateSquares { get; private set; }

    /// <summary>Ω of the last gradient, if it had that penalty.</summary>
    public double Omega { get; private set; }

    /// <summary>How far off the reconstructed states of the last gradient were, where <see cref="EngineOptions.KeepEvery"/> says how often the true ones are kept.</summary>
    public double ReconstructionError { get; private set; }

    /// <summary>Runs a batch forward and back.</summary>
    /// <param name="trials">The batch.</param>
    /// <param name="result">dL/d(effective parameters), penalties included, in the layout of <see cref="Load"/>; overwritten.</param>
    /// <param name="state">Penalties on what happens in the network; the engine must have been compiled for them.</param>
    /// <exception cref="OperationCanceledException"><see cref="Stop"/> was cancelled; what was computed is of no use.</exception>
    public void Gradient(IBatch<T> trials, Span<T> result, StatePenalties state = default)
    {
        if ((state.Rates != 0 && !options.Rates) || (state.Omega != 0 && !options.Omega))
        {
            throw new InvalidOperationException(
                "The engine was compiled without these penalties: set EngineOptions.Rates or EngineOptions.Omega.");
        }

        if (options.IsForwardOnly)
        {
            throw new InvalidOperationException("The engine was compiled without an adjoint: leave EngineOptions.IsForwardOnly false.");
        }

        if (options.KeepEvery is not null && Truncation is not null)
        {
            throw new InvalidOperationException("Errors go back to the first step where states are reconstructed: leave Truncation null.");
        }

        Begin(trials);
        penalties = state;
        foreach (var memory in memories)
        {
            memory.ReconstructionError = 0;
        }

        while (accumulators.Count < blocks)
        {
            accumulators.Add([.. sums.Concat(initialSums).Select(sum => new AlignedArray<T>((long)sum.Rows * sum.Stride))]);
            rateSquares = new double[accumulators.Count];
            omegas = new OmegaSum[accumulators.Count];
        }

        var rates = Rates();
        rateScale = 2 * state.Rates / rates;
        Work(gradient);
        Sum(result, state.Omega, rates);
        ReconstructionError = 0;
        foreach (var memory in memories)
        {
            ReconstructionError = Math.Max(ReconstructionError, memory.ReconstructionError);
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

    /// <summary>Trials in the largest block of a batch.</summary>
    /// <param name="trials">B.</param>
    internal static int RowsPerBlock(int trials) => (trials + Blocks(trials) - 1) / Blocks(trials);

    /// <summary>Threads that a batch can use; a thread without a block would only hold memory.</summary>
    /// <param name="trials">B.</param>
    internal static int MostThreads(int trials) => Math.Max(1, Blocks(trials));

    // An even number, so that two threads share even a small batch equally.
    private static int Blocks(int trials) => Math.Min(trials, (trials + (2 * MostRows) - 1) / (2 * MostRows) * 2);

    // Blocks are added in their order, whoever computed them.
    private void Sum(Span<T> result, double omega, double rates)
    {
        result.Clear();
        var (squares, sum, count) = (0.0, 0.0, 0L);
        for (var block = 0; block < blocks; block++)
        {
            squares += rateSquares[block];
            sum += omegas[block].Sum;
            count += omegas[block].Count;
        }

        RateSquares = squares / rates;
        Omega = count == 0 ? 0 : sum / count;
        for (var i = 0; i < sums.Length + initialSums.Length; i++)
        {
            var operation = i < sums.Length ? sums[i] : initialSums[i - sums.Length];
            var isOmega = i >= plain && i < sums.Length;
            if (isOmega && (omega == 0 || count == 0))
            {
                continue;
            }

            var scale = T.CreateTruncating(isOmega ? omega / count : 1);
            var target = result.Slice(program.Parameters.Start(operation.Sum.Shape.Name), operation.Sum.Shape.Count);
            for (var block = 0; block < blocks; block++)
            {
                operation.AddTo(target, accumulators[block][i].Span, scale);
            }
        }
    }

    // Rates of the batch: units × the steps of each trial.
    private double Rates()
    {
        var steps = 0L;
        for (var trial = 0; trial < batch!.Trials; trial++)
        {
            steps += batch.Steps(trial);
        }

        return (double)steps * Graph.Units;
    }

    private (int First, int Rows, int Steps) Extent(int index)
    {
        var (size, larger) = (batch!.Trials / blocks, batch.Trials % blocks);
        var first = (index * size) + Math.Min(index, larger);
        var rows = size + (index < larger ? 1 : 0);
        var steps = 0;
        for (var trial = first; trial < first + rows; trial++)
        {
            steps = Math.Max(steps, batch.Steps(trial));
        }

        return (first, rows, steps);
    }

    private void Begin(IBatch<T> trials)
    {
        if (trials.Trials < 1)
        {
            throw new UsageException($"A batch has {trials.Trials} trials; give at least 1.");
        }

        batch = trials;
        blocks = Blocks(trials.Trials);
    }

    private void Work(Action<int, int> action)
    {
        workers.Run(blocks, action);
        batch = null;
        Stop.ThrowIfCancellationRequested();
    }

    // Null where the work is to stop: outputs that were not finished are shown to nobody.
    private BlockWorker<T>? Open(int worker, int index, bool training)
    {
        var (first, rows, steps) = Extent(index);
        var memory = memories[worker];
        memory.Stop = Stop;
        memory.Open(index, first, rows, steps, batch!, training);
        batch!.WriteInputs(memory.Block);
        memory.Begin(batch);
        memory.Forward(batch.Responds ? batch : null, batch.Watches ? batch : null);
        if (Stop.IsCancellationRequested)
        {
            return null;
        }

        batch.AfterForward(memory.Block);
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

        if (Open(worker, index, true) is not { } memory)
        {
            return;
        }

        memory.Omega = new OmegaSum { Bound = penalties.OmegaBound };
        memory.RateScale = rateScale;
        memory.Backward(sums, initialSums, targets, Truncation);

        batch!.AfterBackward(memory.Block);
        omegas[index] = memory.Omega;
        rateSquares[index] = options.Rates ? memory.RateSquares() : 0;
    }
}
