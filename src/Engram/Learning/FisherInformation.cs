using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;
using Engram.Numerics;

namespace Engram.Learning;

/// <summary>
/// The diagonal of the Fisher information of the raw weights, for outputs that are Gaussian around the network's with the variance at which
/// the negative log-likelihood of a trial is its loss: F_i = E_trial [2/M Σ_{t,o} mask_to (∂z_to/∂θ_i)²], M = Σ mask of the trial.
/// </summary>
/// <remarks>
/// It is in the units of the loss: to second order the loss of the task at θ* + δ is above that at θ* by ½ Σ F_i δ_i² and what the
/// off-diagonal part adds. Each trial's gradient is squared by itself, and the expectation over outputs is taken with random signs ε:
/// E (Σ_to √(2 mask/M) ε_to ∂z_to/∂θ_i)² is the sum of squares above, with no cross terms left.
/// </remarks>
[Cite("10.1073/pnas.1611835114", "Kirkpatrick et al. 2017, Overcoming catastrophic forgetting in neural networks")]
public static class FisherInformation
{
    /// <summary>Estimates the diagonal on fresh trials of the task that the network was trained on, with noise.</summary>
    /// <param name="network">The network, at the optimum of the task.</param>
    /// <param name="configuration">What it was trained with: task, cell, step and loss.</param>
    /// <param name="trials">Trials, each squared by itself.</param>
    /// <param name="seed">Seed of trials, noise and signs.</param>
    /// <returns>F in the layout of the network's parameters; 0 for those that are not learned.</returns>
    /// <exception cref="UsageException">The loss is not the squared error.</exception>
    public static float[] Diagonal(Network network, RunConfiguration configuration, int trials, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        if (LossCatalog.Create(configuration.Training.Loss) is not SquaredError)
        {
            throw new UsageException(
                $"protection ewc needs the Fisher information of {configuration.Task.Name}, which is known for the loss squared-error, and it was "
                + $"trained with {configuration.Training.Loss}; write another --protection, such as l2.");
        }

        using var engine = new Engine<float>(configuration.Graph());
        engine.Load(network.EffectiveValues);
        var batch = new SignedBatch(configuration, seed);
        var gradient = new float[network.Parameters.Count];
        var sums = new double[gradient.Length];
        for (var trial = 0; trial < trials; trial++)
        {
            batch.Draw(trial);
            engine.Gradient(batch, gradient);
            network.Parameters.Pull<float>(network.RawValues, gradient);
            for (var i = 0; i < gradient.Length; i++)
            {
                sums[i] += (double)gradient[i] * gradient[i];
            }
        }

        var fisher = Array.ConvertAll(sums, sum => (float)(sum / trials));
        foreach (var shape in network.Parameters.Shapes.Where(shape => !network.Parameters.Constraint(shape.Name).Trainable))
        {
            network.Parameters.Of(shape.Name, fisher.AsSpan()).Clear();
        }

        return fisher;
    }

    /// <summary>One trial at a time, whose outputs are pulled with random signs.</summary>
    private sealed class SignedBatch(RunConfiguration configuration, ulong seed) : IBatch<float>
    {
        private readonly TaskBatch trial =
            new(configuration.Task, new SquaredError(), configuration.Training.Dt, 1, seed, Purpose.TestTrials) { Measures = true };

        private float[] target = [], mask = [];
        private long index;

        public int Trials => 1;

        public StreamKey Noise => trial.Noise;

        public StreamKey Dropout => trial.Dropout;

        // A dropped unit would be unimportant; what counts is the whole network.
        public bool HasDropout => false;

        public int Steps(int place) => trial.Steps(place);

        public long NoiseIndex(int place) => trial.NoiseIndex(place);

        public void Draw(long next)
        {
            index = next;
            trial.Draw(next);
        }

        public void WriteInputs(Block<float> block) => trial.WriteInputs(block);

        // dz = √(2 mask/M) ε
        public void WriteAdjoints(Block<float> block)
        {
            var adjoints = block.OutputAdjoints.Span;
            if (mask.Length < adjoints.Length)
            {
                (target, mask) = (new float[adjoints.Length], new float[adjoints.Length]);
            }

            trial.Drawn(0).RenderTargets(target, mask, 0, block.OutputStride, block.Steps, configuration.Training.Dt);
            var signs = new RandomStream(new StreamKey(seed, Purpose.Analysis), index);
            for (var i = 0; i < adjoints.Length; i++)
            {
                var real = i % block.OutputStride < configuration.Task.Outputs.Count;
                var size = real ? Math.Sqrt(2 * mask[i] / trial.MaskSum) : 0;
                adjoints[i] = (float)(signs.NextUniform() < 0.5 ? size : -size);
            }
        }
    }
}
