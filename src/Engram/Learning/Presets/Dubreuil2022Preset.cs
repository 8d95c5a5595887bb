using Engram.Cells;
using Engram.Configuration;
using Engram.Networks;
using Engram.Tasks;

namespace Engram.Learning;

/// <summary>
/// Networks of low rank, whose m and n are learned, by Adam, and I where there are several inputs. Sizes follow the task: the first two have
/// few units and one loss that falls quickly, the others those of the publication. Where a task needs memory, n begins with an overlap with
/// m. Training ends at a small error.
/// </summary>
/// <remarks>
/// The published networks are trained without overlap, on delays that grow or from a trained network of full rank that is cut to its first
/// ranks (<see cref="LowRankPriming"/>); with ρ = 0.8 a growing delay is needed for match-to-sample alone.
/// </remarks>
[Cite(
    "10.1038/s41593-022-01088-4",
    "Dubreuil, Valente, Beiran, Mastrogiuseppe & Ostojic (2022). The role of population structure in computations through neural dynamics.")]
public sealed class Dubreuil2022Preset : Preset
{
    /// <inheritdoc/>
    public override string Summary => "Networks of low rank after Dubreuil et al. (2022): tanh units, Adam on m and n.";

    /// <inheritdoc/>
    public override RunConfiguration For(CognitiveTask task, ulong seed)
    {
        var (units, rank, overlap, rate, updates, error) = Of(task.Name);
        var several = task is ContextDependentDecisionTask or MultiSensoryDecisionTask;
        var growing = task is MatchToSampleTask;
        return new RunConfiguration
        {
            Task = task,
            Seed = seed,
            Preset = Name,
            Cell = new LowRankCell { Units = units, Rank = rank, Overlap = overlap },
            Network = new NetworkOptions
            {
                TrainInput = several, TrainReadout = false, TrainBias = false, TrainReadoutBias = false,
                InitialState = 0, TrainInitialState = false,
            },
            Training = new TrainingOptions
            {
                Dt = 20.Ms, Trials = 32, ClipNorm = several || growing ? 0.1 : 1, CheckEvery = 100, ValidationTrials = 500,
            },
            Optimiser = new Adam { LearningRate = rate },
            Stopping = new Stopping { Threshold = 0, TargetError = error, MaxUpdates = updates },
            Curriculum = !growing ? Curriculum.None : new Curriculum
            {
                Factor = "delay", From = 100, Threshold = 0.95, Window = 20, MinStep = 0.05, Growth = 0.5,
            },
        };
    }

    private static (int Units, int Rank, double Overlap, double LearningRate, long Updates, double Error) Of(string task) => task switch
    {
        "parametric-working-memory-low-rank" => (128, 2, 0.8, 5e-3, 3000, 0.05),
        "context-dependent-decision" or "multi-sensory-decision" => (512, 1, 0, 1e-2, 1000, 0.1),
        "match-to-sample" => (512, 2, 0.8, 1e-2, 6000, 0.15),
        "perceptual-decision-low-rank" => (128, 1, 0, 5e-3, 1000, 0.05),
        _ => (128, 1, 0, 5e-3, 1000, 0),
    };
}
