using Engram.Configuration;
using Engram.Equations;
using Engram.Numerics;
using Engram.Simulation;
using MathNet.Numerics.LinearAlgebra;

namespace Engram.Analysis;

/// <summary>
/// Measures what a network makes of inputs, whatever it was trained for. It is run without noise, in double precision, on numbers that are new at every step and
/// uniform with the mean and the standard deviation that each input channel has in the trials of an experiment.
/// </summary>
public sealed class ReservoirProbe : IDisposable
{
    private const int Sequences = 4;
    private readonly Engine<double> engine;
    private readonly double[] means, deviations;

    /// <summary>Runs the trials for the sake of their inputs.</summary>
    /// <param name="experiment">Network, task and how many trials; its noise is left out.</param>
    /// <param name="cancel">Looked at from time to time.</param>
    /// <exception cref="UsageException">The task has no inputs, none that vary, or a context; or weights or inputs are not finite.</exception>
    public ReservoirProbe(Experiment experiment, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        var (network, task) = (experiment.Network, experiment.Task);
        if (task.Inputs.Count == 0)
        {
            throw new UsageException($"The task {task.Name} has no inputs, so there is nothing of which a network could make something; take a task with inputs.");
        }

        if (task.ContextNames.Count > 0)
        {
            throw new UsageException($"Trials of the task {task.Name} are given a context before their first step, which drawn inputs do not have; take a task without one.");
        }

        Finite.Weights(network);
        var recording = (experiment with { Noise = false }).Run(cancel);
        Finite.Inputs(recording);
        Channels = [.. task.Inputs];
        var counts = recording.Trials.Select(trial => trial.Steps).ToArray();
        (means, deviations) = (new double[Channels.Count], new double[Channels.Count]);
        for (var c = 0; c < Channels.Count; c++)
        {
            var seen = Enumerable.Range(0, counts.Length).SelectMany(trial => Enumerable.Range(0, counts[trial]).Select(step => (double)recording.InputAt(step, trial)[c])).ToList();
            means[c] = seen.Average();
            deviations[c] = Math.Sqrt(seen.Average(u => (u - means[c]) * (u - means[c])));
        }

        if (deviations.All(deviation => deviation == 0))
        {
            throw new UsageException($"No input of the task {task.Name} changes in its trials, so there is nothing to draw inputs like; take more trials, or a task whose inputs change.");
        }

        engine = new Engine<double>(network.Cell.Graph(task.Inputs.Count, task.Outputs.Count, experiment.Dt), 1, new EngineOptions());
        network.Load(engine);
        Units = engine.Graph.Units;
    }

    /// <summary>N.</summary>
    public int Units { get; }

    /// <summary>Names of the input channels.</summary>
    public IReadOnlyList<string> Channels { get; }

    /// <summary>Whether a channel changes in the trials.</summary>
    /// <param name="channel">The channel, from 0.</param>
    public bool Varies(int channel) => deviations[channel] > 0;

    /// <summary>How well the rates tell an input of so many steps ago. The other channels are held at their means.</summary>
    /// <param name="channel">The channel, from 0; one that varies.</param>
    /// <param name="delays">K, the longest delay in steps.</param>
    /// <param name="steps">Steps of each of four sequences that count.</param>
    /// <param name="skip">Steps before these.</param>
    /// <param name="seed">Decides the inputs.</param>
    /// <param name="cancel">Looked at from time to time.</param>
    /// <exception cref="UsageException">There are too few steps for so many units, the channel does not vary, or rates are not finite.</exception>
    public MemoryCapacity Memory(int channel, int delays, int steps = 2000, int skip = 100, ulong seed = 2, CancellationToken cancel = default)
    {
        var (inputs, rates) = Shown(channel, skip + delays + steps, seed, cancel);
        return MemoryCapacity.Of(inputs, rates, Sequences, Units, delays, skip);
    }

    /// <summary>What a linear readout of the rates can compute of the past of an input. The other channels are held at their means.</summary>
    /// <param name="channel">The channel, from 0; one that varies.</param>
    /// <param name="delays">
    /// For each degree, from 1, of how many of the last inputs products are tried. There are K of degree 1, K (K + 1) / 2 of degree 2 and K (K + 1) (K + 2) / 6 of degree 3.
    /// </param>
    /// <param name="steps">Steps of each of four sequences that count.</param>
    /// <param name="skip">Steps before these.</param>
    /// <param name="noise">
    /// Deviation of noise that the readout sees on each rate, relative to the root mean variance of the units. Its expected effect is computed, no noise is drawn. Without any, a
    /// readout would use whatever rounding leaves.
    /// </param>
    /// <param name="seed">Decides the inputs.</param>
    /// <param name="cancel">Looked at from time to time.</param>
    /// <exception cref="UsageException">There are too few steps for so many units, the channel does not vary, or rates are not finite.</exception>
    public ProcessingCapacity Processing(
        int channel, IReadOnlyList<int> delays, int steps = 2000, int skip = 100, double noise = 1e-5, ulong seed = 2, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(delays);
        ArgumentOutOfRangeException.ThrowIfZero(delays.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(delays.Min(), 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(noise);
        var (inputs, rates) = Shown(channel, skip + delays.Max() - 1 + steps, seed, cancel);
        var half = Math.Sqrt(3) * deviations[channel];
        return ProcessingCapacity.Of(Array.ConvertAll(inputs, u => (u - means[channel]) / half), rates, Sequences, Units, delays, skip, noise);
    }

    /// <summary>
    /// How many directions the rates take after many sequences: new ones, which a good network tells apart (kernel rank), and variations of one, which it does not
    /// (generalisation rank).
    /// </summary>
    /// <param name="sequences">How many of each.</param>
    /// <param name="steps">Steps of a sequence, after which the rates are looked at.</param>
    /// <param name="jitter">Size of the variations, in standard deviations of the inputs.</param>
    /// <param name="tolerance">Directions whose singular value is less than this share of the greatest do not count.</param>
    /// <param name="seed">Decides the inputs.</param>
    /// <param name="cancel">Looked at from time to time.</param>
    public ReservoirRanks Ranks(int sequences, int steps = 100, double jitter = 0.1, double tolerance = 0.01, ulong seed = 2, CancellationToken cancel = default)
    {
        var different = Draw(steps, sequences, seed);
        var alike = Varied(Repeated(different, steps, sequences), Jitter(steps, sequences, seed), jitter);
        return new(Units, sequences, tolerance, Singular(different), Singular(alike));

        IReadOnlyList<double> Singular(double[] inputs)
        {
            var last = Rates(inputs, sequences, cancel).AsSpan(^(sequences * Units)..).ToArray();
            return [.. Matrix<double>.Build.Dense(Units, sequences, last).Svd(computeVectors: false).S];
        }
    }

    /// <summary>How far apart rates are after sequences that differ by so much.</summary>
    /// <param name="sizes">How far apart the inputs are, in their standard deviations.</param>
    /// <param name="sequences">Pairs of sequences of each size.</param>
    /// <param name="steps">Steps of a sequence, after which the rates are looked at.</param>
    /// <param name="seed">Decides the inputs.</param>
    /// <param name="cancel">Looked at from time to time.</param>
    /// <exception cref="UsageException">A size or a rate is not finite.</exception>
    public ReservoirSeparation Separation(IReadOnlyList<double> sizes, int sequences = 50, int steps = 100, ulong seed = 2, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        Finite.Values([.. sizes], "sizes");
        var one = Draw(steps, sequences, seed);
        var jitter = Jitter(steps, sequences, seed);
        var last = Last(one);
        return new(sizes, [.. sizes.Select(size => Distance(last, Last(Varied(one, jitter, size))))], Distance(last, Last(Draw(steps, sequences, seed + 1))));

        double[] Last(double[] inputs) => Rates(inputs, sequences, cancel)[^(sequences * Units)..];
        double Distance(double[] a, double[] b) => Enumerable.Range(0, sequences).Average(k => Math.Sqrt(
            Enumerable.Range(k * Units, Units).Average(i => (a[i] - b[i]) * (a[i] - b[i]))));
    }

    /// <inheritdoc/>
    public void Dispose() => engine.Dispose();

    /// <summary>The rates after each step (T × B × N).</summary>
    /// <param name="inputs">u (T × B × I).</param>
    /// <param name="sequences">B.</param>
    /// <param name="cancel">Looked at from time to time.</param>
    internal double[] Rates(double[] inputs, int sequences, CancellationToken cancel)
    {
        var batch = new DriveBatch(inputs, sequences, Channels.Count, Units);
        engine.Stop = cancel;
        engine.Forward(batch);
        return Array.TrueForAll(batch.Rates, double.IsFinite) ? batch.Rates : throw new UsageException(
            "A rate grows beyond all numbers at inputs like those of the task; take a network whose rates stay bounded, such as one with tanh, or a smaller spectral radius.");
    }

    // u (T × B) of one channel, while the others are at their means, and r (T × B × N).
    private (double[] Inputs, double[] Rates) Shown(int channel, int steps, ulong seed, CancellationToken cancel)
    {
        if (!Varies(channel))
        {
            throw new UsageException($"The input {Channels[channel]} does not change in the trials, so there is nothing to remember of it; name another channel.");
        }

        var inputs = Draw(steps, Sequences, seed, only: channel);
        return ([.. Enumerable.Range(0, steps * Sequences).Select(k => inputs[(k * Channels.Count) + channel])], Rates(inputs, Sequences, cancel));
    }

    // u (T × B × I), each sequence from a stream of its own.
    private double[] Draw(int steps, int sequences, ulong seed, int? only = null)
    {
        var inputs = new double[steps * sequences * Channels.Count];
        for (var sequence = 0; sequence < sequences; sequence++)
        {
            var stream = new RandomStream(new StreamKey(seed, Purpose.Analysis), sequence);
            for (var step = 0; step < steps; step++)
            {
                for (var c = 0; c < Channels.Count; c++)
                {
                    var half = (only ?? c) == c ? Math.Sqrt(3) * deviations[c] : 0;
                    inputs[(((step * sequences) + sequence) * Channels.Count) + c] = means[c] + (half * stream.NextUniform(-1, 1));
                }
            }
        }

        return inputs;
    }

    private double[] Jitter(int steps, int sequences, ulong seed)
    {
        var jitter = new double[steps * sequences * Channels.Count];
        var stream = new RandomStream(new StreamKey(seed, Purpose.Analysis), StreamIndex.Of("jitter"));
        foreach (ref var value in jitter.AsSpan())
        {
            value = stream.NextNormal();
        }

        return jitter;
    }

    private double[] Varied(double[] inputs, double[] jitter, double size) =>
        [.. inputs.Select((u, k) => u + (size * deviations[k % Channels.Count] * jitter[k]))];

    private double[] Repeated(double[] inputs, int steps, int sequences)
    {
        var (repeated, width) = (new double[inputs.Length], Channels.Count);
        for (var k = 0; k < steps * sequences; k++)
        {
            inputs.AsSpan(k / sequences * sequences * width, width).CopyTo(repeated.AsSpan(k * width));
        }

        return repeated;
    }
}
