using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;
using Engram.Numerics;

namespace Engram.Learning;

/// <summary>
/// The diagonal of the Fisher information of the raw weights, for answers distributed as the loss takes them to be, so that the negative
/// log-likelihood of a trial is its loss. Squared error, Gaussian around the outputs: F_i = E_trial [2/M Σ_{t,o} mask_to (∂z_to/∂θ_i)²],
/// M = Σ mask of the trial. Cross-entropy, one class: F_i = E_trial [1/M Σ_t m_t Σ_o p_to (∂log p_to/∂θ_i)²], m_t = Σ_o mask_to y_to,
/// M = Σ_t m_t. Binary cross-entropy, each output yes or no: F_i = E_trial [1/M Σ_{t,o} mask_to p_to (1 − p_to) (∂z_to/∂θ_i)²].
/// </summary>
/// <remarks>
/// It is in the units of the loss: to second order the loss of the task at θ* + δ is above that at θ* by ½ Σ F_i δ_i² and what the
/// off-diagonal part adds. Each trial's gradient is squared by itself, and the expectation over answers is taken by drawing them at every
/// step, from the network's own distribution and not from the targets: their gradients have mean 0, so that no cross terms are left.
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
    public static float[] Diagonal(Network network, RunConfiguration configuration, int trials, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        using var engine = new Engine<float>(configuration.Graph());
        engine.Load(network.EffectiveValues);
        var batch = new DrawnBatch(configuration, Loss.Catalog.Create(configuration.Training.Loss), seed);
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

    /// <summary>One trial at a time, whose answers are drawn from what the network says.</summary>
    private sealed class DrawnBatch(RunConfiguration configuration, Loss loss, ulong seed) : IBatch<float>
    {
        private readonly TaskBatch<float> trial =
            new(configuration.Task, loss, configuration.Training.Dt, 1, seed, Purpose.TestTrials) { Measures = true };

        private readonly HeadRoom<float> room = new();
        private float[] target = [], mask = [];
        private long index;

        public int Trials => 1;

        public StreamKey Noise => trial.Noise;

        public StreamKey Dropout => trial.Dropout;

        // A dropped unit would be unimportant; what counts is the whole network.
        public bool HasDropout => false;

        public bool Responds => trial.Responds;

        public void Respond(Block<float> block, int step) => trial.Respond(block, step);

        public int Steps(int place) => trial.Steps(place);

        public long NoiseIndex(int place) => trial.NoiseIndex(place);

        public void Draw(long next)
        {
            index = next;
            trial.Draw(next);
        }

        public void WriteInputs(Block<float> block) => trial.WriteInputs(block);

        public void AfterForward(Block<float> block)
        {
            var adjoints = block.OutputAdjoints.Span;
            if (mask.Length < adjoints.Length)
            {
                (target, mask) = (new float[adjoints.Length], new float[adjoints.Length]);
            }

            trial.Drawn(0).RenderTargets(target, mask, 0, block.OutputStride, block.Steps, configuration.Training.Dt);
            var stream = new RandomStream(new StreamKey(seed, Purpose.Analysis), index);
            var length = adjoints.Length;
            trial.Heads.Sample(
                block.Outputs.Span, target.AsSpan(0, length), mask.AsSpan(0, length), block.OutputStride, adjoints, trial.LossWeights, room,
                ref stream);
        }
    }
}
