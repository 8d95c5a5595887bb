using Engram.Equations;
using Engram.Networks;
using Engram.Numerics;

namespace Engram.Learning;

/// <summary>The gradient that learning follows, for analyses of their own.</summary>
public static class LossGradient
{
    /// <summary>dL/dθ for the raw weights θ, with L the mean loss of the first trials of training, with their noise and without dropout.</summary>
    /// <param name="network">The network, of the configuration's cell and task.</param>
    /// <param name="configuration">The task, the step, the seed of the trials, and the loss.</param>
    /// <param name="trials">How many trials.</param>
    /// <param name="loss">Another loss in place of the configuration's, which may be one of your own.</param>
    /// <returns>The gradient, in the layout of the network's parameters; 0 for weights that cannot change.</returns>
    /// <exception cref="Configuration.UsageException">The configuration cannot be used.</exception>
    public static float[] Of(Network network, RunConfiguration configuration, int trials, Loss? loss = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        var batch = new TaskBatch<float>(
            configuration.Task, loss ?? Loss.Catalog.Create(configuration.Training.Loss), configuration.Training.Dt, trials, configuration.Seed,
            Purpose.TrainingTrials) { HasDropout = false };
        batch.Draw(0);
        using var engine = new Engine<float>(configuration.Graph());
        engine.Load(network.EffectiveValues);
        var gradient = new float[network.Parameters.Count];
        engine.Gradient(batch, gradient);
        network.Parameters.Pull<float>(network.RawValues, gradient);
        return gradient;
    }
}
