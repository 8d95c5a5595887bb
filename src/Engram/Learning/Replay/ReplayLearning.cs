using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;
using Engram.Numerics;
using Engram.Tasks;

namespace Engram.Learning;

/// <summary>
/// The whole algorithm of R2N2: a cache stores each sequence at one showing. It plays it, and a consolidator runs forward. Then the cache plays it from its end, the
/// consolidator undoes its steps, and the errors go back through matrices of their own, all three together; each weight changes by what its two units know at each
/// step. An update is one replay in each direction.
/// </summary>
/// <remarks>
/// Sequences are training trials of the task, each step of which the cache binds to a random pattern. It is computed step by step, in double precision,
/// to show the algorithm; with a recall without mistakes <c>History = reconstructed</c> and <see cref="TrainingOptions.Trials"/> = 1 learn the same faster, and
/// sequences that are too long for a cache. Of the configuration, the task, the cell, the network, the credit, the optimiser, its schedule, clipping and the
/// seed are used. Initial states are not learned.
/// </remarks>
[Cite("10.1101/2023.02.23.529770", "Cheng & Brown 2025, Replay as a basis for backpropagation through time in the brain")]
public sealed record ReplayLearning
{
    // Which sequence is replayed; the streams from 0 on are those of the patterns.
    private const long Choices = -1;

    /// <summary>The cache.</summary>
    [NotASetting]
    public HopfieldCache Cache { get; init; } = new() { Clock = CacheClock.SelfTimed };

    /// <summary>K, how many sequences are stored, each in a cache of its own.</summary>
    [Range(1, 10_000)]
    public int Sequences { get; init; } = 1;

    /// <summary>How many updates are made; each is of a sequence that is drawn.</summary>
    [Range(1, 10_000_000)]
    public int Updates { get; init; } = 1000;

    /// <summary>By which weights the consolidator runs backwards.</summary>
    public BackwardCircuit Backward { get; init; }

    /// <summary>Learns.</summary>
    /// <param name="configuration">The task, the network and how it learns; such as that of <see cref="Cheng2025Preset"/>.</param>
    /// <param name="cancel">Looked at before each update.</param>
    /// <exception cref="UsageException">
    /// The configuration cannot be used, the cell's step cannot be undone, a sequence has a single step or depends on what the network does, or learning diverges.
    /// </exception>
    public ReplayLearningResult Of(RunConfiguration configuration, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(Cache);
        Settings.Check(this);
        if (configuration.Credit.UnchangedErrors)
        {
            throw new UsageException("`UnchangedErrors` is true, but errors go back through each step here; set `UnchangedErrors = false`, or train without a cache.");
        }

        var (training, graph) = (configuration.Training, configuration.CheckedGraph());
        var (network, learning) = (configuration.Draw(graph), configuration.Credit.Through(graph));
        var backward = new BackwardMatrices<double>(learning, configuration.Credit, network, configuration.Seed);
        var (raw, count) = (Array.ConvertAll(network.RawValues.ToArray(), value => (double)value), network.Parameters.Count);
        var (parameters, gradient) = (new double[count + backward.Values.Length], new double[count + backward.Values.Length]);
        network.Parameters.Refresh<double>(raw, parameters.AsSpan(0, count));
        backward.Write(parameters);
        var heads = new HeadLosses(configuration.Task, Loss.Catalog.Create(training.Loss));
        using var replay = new ReplayGradient(configuration.Cell.Name, graph, configuration.Credit, heads, Backward, parameters);
        ReplayedSequence[] sequences = [.. Shown(configuration, Sequences).Select(Stored)];
        double[] begins = new double[graph.StateWidth];
        new Pullback(graph, parameters, [.. graph.States.Select(state => (state.Begins, state.State.Width))]).Values([], [], begins);

        var (state, events, stream) = (configuration.Optimiser.Start<double>(count), new List<CachedReplay>(2 * Updates), new RandomStream(new StreamKey(configuration.Seed, Purpose.Replay), Choices));
        bool[] isLearned = [.. network.Parameters.Shapes.SelectMany(shape => Enumerable.Repeat(
            network.Parameters.Constraint(shape.Name).Trainable && shape.Role != ParameterRole.InitialState, shape.Count))];
        for (var update = 1; update <= Updates; update++)
        {
            cancel.ThrowIfCancellationRequested();
            backward.Redraw(update - 1);
            network.Parameters.Refresh<double>(raw, parameters.AsSpan(0, count));
            backward.Write(parameters);
            var chosen = stream.NextInt(Sequences);
            Array.Clear(gradient);
            var (loss, error) = replay.Compute(sequences[chosen], begins, gradient);
            events.Add(new(update, ReplayDirection.Forward, chosen, sequences[chosen].Forward, loss, null));
            events.Add(new(update, ReplayDirection.Reverse, chosen, sequences[chosen].Reverse, null, error));
            var own = gradient.AsSpan(0, count);
            network.Parameters.Pull<double>(raw, own);
            if (!double.IsFinite((training.Clip ?? new GradientClip { MaximumNorm = double.PositiveInfinity }).Apply<double>(own)))
            {
                throw new UsageException(FormattableString.Invariant($"Learning diverged at update {update}: the gradient is not finite; set a lower `LearningRate` of the optimiser."));
            }

            double[] before = [.. raw];
            configuration.Optimiser.Apply(state, raw, own, configuration.Optimiser.LearningRate * training.Schedule.Factor(update - 1));
            for (var k = 0; k < count; k++)
            {
                raw[k] = isLearned[k] ? raw[k] : before[k];
            }

            backward.Follow(network.Parameters, raw, parameters.AsSpan(0, count));
        }

        return new(network.WithRaw(Array.ConvertAll(raw, value => (float)value)), events);
    }

    // What a cache plays is always the same, so it plays each sequence once in each direction.
    private ReplayedSequence Stored(ReplayedSequence sequence, int number)
    {
        var memory = (Cache with { Seed = Cache.Seed + (ulong)number }).Store(sequence.Inputs.Count);
        return sequence with { Forward = memory.Recall(ReplayDirection.Forward).Order, Reverse = memory.Recall(ReplayDirection.Reverse).Order };
    }

    /// <summary>Training trials, as the cache is shown them.</summary>
    internal static ReplayedSequence[] Shown(RunConfiguration configuration, int count)
    {
        var (task, dt, heads) = (configuration.Task, configuration.Training.Dt, new HeadLosses(configuration.Task, Loss.Catalog.Create(configuration.Training.Loss)));
        var (trial, inputs, outputs) = (new Trial(), task.Inputs.Count, task.Outputs.Count);
        var (draws, noise) = (new StreamKey(configuration.Seed, Purpose.TrainingTrials), new StreamKey(configuration.Seed, NoiseOf.Trials(Purpose.TrainingTrials).Inputs));
        var shown = new ReplayedSequence[count];
        for (var k = 0; k < count; k++)
        {
            task.Draw(trial, draws, k);
            var steps = trial.Steps(dt);
            if (steps < 2 || task.ContextNames.Count > 0 || (task is ClosedLoopTask loop && loop.Responds(trial)))
            {
                throw new UsageException(
                    steps < 2 ? $"A sequence of {task.Name} has a single step, so that there is nothing to play; set longer durations, or a smaller `Dt`."
                    : task.ContextNames.Count > 0 ? $"The task {task.Name} gives a network values before the first step, which a cache does not keep; take another task."
                    : $"In the task {task.Name} what a network does changes what it sees, so that a sequence is not known before it is played; let it be led, as t-maze does by itself.");
            }

            var (u, y, mask, weights) = (new float[steps * inputs], new float[steps * outputs], new float[steps * outputs], new double[heads.Count]);
            trial.RenderInputs(u, 0, inputs, steps, dt, noise, k);
            trial.RenderTargets(y, mask, 0, outputs, steps, dt, cleared: true);
            heads.AddWeights(trial, dt, weights);
            shown[k] = new(Rows(u, inputs), Rows(y, outputs), Rows(mask, outputs), weights);
        }

        return shown;

        static double[][] Rows(float[] values, int width) =>
            [.. Enumerable.Range(0, values.Length / width).Select(t => Array.ConvertAll(values[(t * width)..((t + 1) * width)], value => (double)value))];
    }
}

/// <summary>What a network learned by replays.</summary>
/// <param name="Network">The network after the last update.</param>
/// <param name="Replays">Each replay, in order: of every update one forward and one in reverse.</param>
public sealed record ReplayLearningResult(Network Network, IReadOnlyList<CachedReplay> Replays);
