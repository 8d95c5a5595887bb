using System.Globalization;
using Engram.Configuration;
using Engram.Equations;
using Engram.Tasks;

namespace Engram.Learning;

/// <summary>The gradient of a batch whose states are reconstructed on the way back: in double precision, from and to weights in single precision.</summary>
internal sealed class ReconstructedGradient : IDisposable
{
    // Beyond this the gradient of a step is that of another state.
    private const double Tolerance = 1e-6;
    private readonly Engine<double> engine;
    private readonly TaskBatch<double> batch;
    private readonly double[] parameters, gradient;

    /// <summary>Compiles it.</summary>
    /// <param name="configuration">What is trained, with <see cref="History.Reconstructed"/>.</param>
    /// <param name="graph">The step, as <see cref="Credit.Through"/> made it.</param>
    /// <param name="threads">Threads that work.</param>
    /// <param name="task">The task at the present stage of the curriculum.</param>
    public ReconstructedGradient(RunConfiguration configuration, StepGraph graph, int threads, CognitiveTask task)
    {
        engine = new Engine<double>(graph, threads, configuration.Reconstruction);
        batch = configuration.TrainingBatch<double>(task, Loss.Catalog.Create(configuration.Training.Loss));
        (parameters, gradient) = (new double[engine.ParameterCount], new double[engine.ParameterCount]);
        KeepEvery = configuration.Training.KeepEvery;
    }

    /// <summary>The trials.</summary>
    public ITrialBatch Batch => batch;

    /// <summary>Stops a batch that is being run when it is cancelled.</summary>
    public CancellationToken Stop
    {
        get => engine.Stop;
        set => engine.Stop = value;
    }

    private int KeepEvery { get; }

    /// <summary>Bytes that a batch needs.</summary>
    /// <param name="trials">B.</param>
    /// <param name="steps">T.</param>
    public long Memory(int trials, int steps) => engine.Memory(trials, steps);

    /// <summary>Computes it.</summary>
    /// <param name="effective">Effective weights, and what errors go back through in place of some.</param>
    /// <param name="result">dL/d(effective weights).</param>
    /// <exception cref="UsageException">Reconstructed states are too far off.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public void Compute(ReadOnlySpan<float> effective, Span<float> result)
    {
        for (var k = 0; k < parameters.Length; k++)
        {
            parameters[k] = effective[k];
        }

        engine.Load(parameters);
        engine.Gradient(batch, gradient);
        for (var k = 0; k < gradient.Length; k++)
        {
            result[k] = (float)gradient[k];
        }

        // Where training diverges, the gradient says so itself.
        if (engine.ReconstructionError > Tolerance && Array.TrueForAll(gradient, double.IsFinite))
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"`KeepEvery` is {KeepEvery} steps, over which reconstructed states are off by {engine.ReconstructionError:G3}, more than {Tolerance:G1}, so the gradient would be wrong; ")
                + (KeepEvery > Frame.ChunkSteps ? FormattableString.Invariant($"set `KeepEvery` to {KeepEvery / 2 / Frame.ChunkSteps * Frame.ChunkSteps}, or `History = kept`.") : "set `History = kept`."));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => engine.Dispose();
}
