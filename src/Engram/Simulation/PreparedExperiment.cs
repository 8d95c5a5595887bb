using System.Numerics;
using Engram.Equations;
using Engram.Learning;
using Engram.Networks;

namespace Engram.Simulation;

/// <summary>An experiment whose kernels are compiled, which records one network after another on the same trials.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed class PreparedExperiment<T>(Engine<T> engine, TaskBatch<T> batch, Experiment experiment) : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Records a network.</summary>
    /// <param name="network">A network of the structure of the experiment's.</param>
    /// <param name="cancel">Looked at from time to time.</param>
    public Recording Record(Network network, CancellationToken cancel)
    {
        network.Load(engine);

        // In the chunks of an evaluation, so that every number has the same bits as there.
        var recorder = new RecordingBatch<T>(batch, experiment.Blank(batch, engine.Graph), experiment);
        for (var first = 0; first < experiment.Trials; first += Evaluator.Chunk)
        {
            cancel.ThrowIfCancellationRequested();
            batch.Draw(first, Math.Min(Evaluator.Chunk, experiment.Trials - first));
            recorder.Begin(first);
            engine.Stop = cancel;
            engine.Forward(recorder);
            recorder.Finish();
            experiment.OnProgress?.Invoke(Math.Min(experiment.Trials, first + Evaluator.Chunk));
        }

        return recorder.Recording;
    }

    /// <inheritdoc/>
    public void Dispose() => engine.Dispose();
}
