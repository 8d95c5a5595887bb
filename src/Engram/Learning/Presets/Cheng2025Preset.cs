using Engram.Cells;
using Engram.Configuration;
using Engram.Networks;
using Engram.Tasks;

namespace Engram.Learning;

/// <summary>
/// R2N2, after Cheng and Brown (2025): a consolidator that learns by feedback alignment through time, from one trial after the other. docs/reversible.md has what it
/// reaches and what was changed.
/// </summary>
/// <remarks>
/// As published: 64 units in each population, 32 for aⁿbⁿ; Adam with ε = 10⁻⁷; no clipping; states that begin at 0.2, where the published code draws them within
/// ±0.2 for sequences; and in the maze, as many trials are played again after each check as answers are wrong, of 2880. Matrices for errors are normal of deviation
/// 1/√N, 1.4/√N for aⁿbⁿ. Changed: tasks of symbols have their own cross-entropy in place of squared errors, and history is kept, which is faster and gives the same
/// gradient as <see cref="History.Reconstructed"/>; and the learning rate falls to 0: at a constant one, networks lose again what they have learned by feedback alignment.
/// </remarks>
[Cite("10.1101/2023.02.23.529770", "Cheng & Brown 2025, Replay as a basis for backpropagation through time in the brain")]
public sealed class Cheng2025Preset : Preset
{
    /// <inheritdoc/>
    public override string Summary => "R2N2 after Cheng & Brown (2025): a consolidator, feedback alignment through time, Adam, one trial an update.";

    /// <inheritdoc/>
    public override RunConfiguration For(CognitiveTask task, ulong seed)
    {
        var isMaze = task is TMazeTask;
        var updates = isMaze ? 60_000 : 40_000;
        return Fitted(new RunConfiguration
        {
            Task = task with { CatchProbability = 0 },
            Seed = seed,
            Preset = Name,
            Cell = new ConsolidatorCell { Units = task is A_n_b_nTask ? 32 : 64 },
            Credit = Credit.Rules["feedback-alignment"],
            Network = new NetworkOptions { Readout = ReadoutKind.All, InitialState = 0.2, TrainInitialState = false },
            Training = new TrainingOptions
            {
                Dt = 20.Ms, Trials = 1, ClipNorm = 0, CheckEvery = isMaze ? 2880 : task is SequencePredictionTask ? 500 : 2000, ValidationTrials = 200,
                ReplayRate = isMaze ? ReplayRate.Performance : ReplayRate.Fixed, Schedule = new CosineSchedule(updates),
            },
            Optimiser = new Adam { LearningRate = task switch { SequencePredictionTask => 5e-3, RowByRowImagesTask => 5e-4, _ => 1e-3 }, Epsilon = 1e-7 },
            Stopping = new Stopping { Criterion = PerformanceMeasure.Overall, Threshold = isMaze ? 0.93 : 0.99, Window = 3, MaxUpdates = updates },
        });
    }

    /// <inheritdoc/>
    public override RunConfiguration Fitted(RunConfiguration configuration) => configuration with
    {
        Credit = configuration.Credit with { FeedbackScale = Short((configuration.Task is A_n_b_nTask ? 1.4 : 1) / Math.Sqrt(configuration.Cell.Units)) },
    };
}
