using Engram.Equations;
using Engram.Learning;
using Engram.Networks;

namespace Engram.Simulation;

/// <summary>An experiment whose kernels are compiled, which records one network after another on the same trials.</summary>
internal sealed class PreparedExperiment(Engine<float> engine, TaskBatch batch, Experiment experiment) : IDisposable
{
    /// <summary>Records a network.</summary>
    /// <param name="network">A network of the structure of the experiment's.</param>
    /// <param name="cancel">Looked at from time to time.</param>
    public Recording Record(Network network, CancellationToken cancel)
    {
        engine.Load(network.EffectiveValues);

        // In the chunks of an evaluation, so that every number has the same bits as there.
        var recorder = new RecordingBatch(batch, experiment.Blank(batch, engine.Graph), experiment.Dt, experiment.Noise);
        for (var first = 0; first < experiment.Trials; first += Evaluator.Chunk)
        {
            cancel.ThrowIfCancellationRequested();
            batch.Draw(first, Math.Min(Evaluator.Chunk, experiment.Trials - first));
            recorder.Begin(first);
            engine.Stop = cancel;
            engine.Forward(recorder);
            recorder.Finish();
        }

        return recorder.Recording;
    }

    /// <inheritdoc/>
    public void Dispose() => engine.Dispose();
}
