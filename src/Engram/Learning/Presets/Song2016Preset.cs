using Engram.Cells;
using Engram.Configuration;
using Engram.Networks;
using Engram.Tasks;

namespace Engram.Learning;

/// <summary>
/// The published recipe: gradient descent, the vanishing-gradient term, clipping, Dale's law by rectification, the stopping rules and sizes
/// of each task. Values from the authors' code, github.com/frsong/pycog, and for delayed-match and input-discrimination from the code of
/// A. Atanasov's 2016 report, which has a file for the first alone.
/// </summary>
[Cite("10.1371/journal.pcbi.1004792", "Song, Yang & Wang 2016, Training excitatory-inhibitory recurrent neural networks")]
public sealed class Song2016Preset : Preset
{
    /// <inheritdoc/>
    public override string Summary => "Song, Yang and Wang (2016) as published: plain gradient descent with the vanishing-gradient term.";

    /// <inheritdoc/>
    public override RunConfiguration For(CognitiveTask task, ulong seed)
    {
        var published = Of(task);
        return new RunConfiguration
        {
            Task = task,
            Seed = seed,
            Preset = Name,
            Cell = new LeakyCell { Units = published.Units, Tau = 100.Ms, Activation = Equations.Activation.Rectify, Noise = 0.15 },
            Network = new NetworkOptions
            {
                Dale = Positivity.Rectify,
                ExcitatoryFraction = 0.8,
                PExcitatory = published.Sparse ? 0.1 : null,
                PInhibitory = published.Sparse ? 0.5 : null,
                Recurrent = new GammaInitialiser(2, 0.1),
                SpectralRadius = 1.5,
                InputScale = 0.1,
                ReadoutScale = 0.1,
                InitialState = 0.1,
                TrainInitialState = true,
            },
            Training = new TrainingOptions
            {
                Dt = 20.Ms, Trials = 20, ClipNorm = 1, CheckEvery = 500, ValidationTrials = published.ValidationTrials,
            },
            Optimiser = new Sgd { LearningRate = 0.01 },
            Penalties = new Penalties { Omega = 2, OmegaBound = 1e-20 },
            Stopping = new Stopping
            {
                Criterion = published.Criterion,
                Threshold = published.Threshold,
                Window = published.Window,
                Patience = 50_000,
                MaxUpdates = 10_000_000,
            },
        };
    }

    private static Published Of(CognitiveTask task) => task switch
    {
        PerceptualDecisionTask => new(100, false, 1100, PerformanceMeasure.Overall, 0.85, 5),
        ParametricWorkingMemoryTask => new(500, true, 1100, PerformanceMeasure.Minimum, 0.85, 1),
        DelayedMatchTask or InputDiscriminationTask => new(100, true, 500, PerformanceMeasure.Minimum, 0.90, 3),
        _ => new(100, false, 1000, PerformanceMeasure.Minimum, 0.85, 3),
    };

    private sealed record Published(
        int Units, bool Sparse, int ValidationTrials, PerformanceMeasure Criterion, double Threshold, int Window);
}
