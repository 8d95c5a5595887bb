using Engram.Cells;
using Engram.Configuration;
using Engram.Networks;
using Engram.Tasks;

namespace Engram.Learning;

/// <summary>
/// What trains these tasks in seconds: Adam, input weights strong enough to be heard above the noise, and for tasks with a delay a
/// curriculum in which the delay grows from nothing in few, short stages. docs/recipes.md has what it reaches and which parts matter.
/// </summary>
/// <remarks>
/// As in the published code, perceptual-decision is judged on all trials together, because motion of 1 % coherence cannot be told apart
/// reliably; the others on the worst condition. The share of correct answers that ends training also ends a stage of the curriculum.
/// </remarks>
public sealed class ModernPreset : Preset
{
    private const string Delay = "delay";
    private const double Drive = 12.6;

    /// <inheritdoc/>
    public override string Summary =>
        "Adam, strong inputs, trained biases and a growing delay: hundreds of updates where the published recipe takes thousands.";

    /// <inheritdoc/>
    public override RunConfiguration For(CognitiveTask task, ulong seed) =>
        task is SequentialTask sequential ? Sequential(sequential, seed) : Choice(task, seed);

    // The time constant and step of the published networks; what the outputs are to follow is a course in time, so that an error ends it.
    // Networks begin quiet: their inputs are large, and a spectral radius above 1 makes rates explode, which the first updates undo by
    // silencing units for good. A small positive bias keeps every unit active, and thus learning, until it has found its part. Where one
    // task is to follow another, weights keep their signs by magnitude: rectified ones that reach zero are lost to the second.
    private RunConfiguration Sequential(SequentialTask task, ulong seed) => new()
    {
        Task = task with { CatchProbability = 0 },
        Seed = seed,
        Preset = Name,
        Cell = new LeakyCell { Tau = 50.Ms, Noise = 0.01 },
        Network = new NetworkOptions
        {
            Dale = task is ForgettingTask ? Positivity.Absolute : Positivity.Rectify, SpectralRadius = 0.5, InputScale = 0.03, InitialBias = 0.3,
            TrainBias = true, TrainReadoutBias = true, TrainInitialState = true,
        },
        Training = new TrainingOptions { Dt = 10.Ms, Trials = 32, ClipNorm = 1, CheckEvery = 100, ValidationTrials = 100 },
        Optimiser = new Adam { LearningRate = 5e-3 },
        Stopping = new Stopping { Threshold = 0, TargetError = 0.05 * task.Amplitude, MaxUpdates = 10_000 },
    };

    /// <inheritdoc/>
    public override RunConfiguration Fitted(RunConfiguration configuration) => configuration.Task is SequentialTask ? configuration
        : configuration with
        {
            Network = configuration.Network with
            {
                InputScale = InputScale(configuration.Task, configuration.Training.Dt), ReadoutScale = Short(1.0 / configuration.Cell.Units),
            },
        };

    // Networks begin quiet here too, for the same reasons, and with small outputs. The loss is a mean over outputs, so that the gradient of
    // each goes with 1 / O: clipping follows it, and holds back the first updates, which could silence units for good, of all tasks alike.
    private RunConfiguration Choice(CognitiveTask task, ulong seed)
    {
        var (criterion, threshold, window) = StopOf(task);

        // Under Dale's law networks stay at chance for thousands of updates where a cue says what is compared, take twice as many where it says which rule
        // holds, and may never point in some directions where a ring answers.
        var isHard = task is DualRetroCueTask or HierarchicalRulesTask or RingTask;
        return Fitted(new RunConfiguration
        {
            Task = task with { CatchProbability = 0 },
            Seed = seed,
            Preset = Name,
            Cell = isHard ? new LeakyCell { Noise = 0.05 } : new LeakyCell(),
            Network = new NetworkOptions
            {
                Dale = isHard ? Positivity.None : Positivity.Rectify, SpectralRadius = 0.9, InitialBias = 0.3,
                TrainBias = true, TrainReadoutBias = true, TrainInitialState = true,
            },
            Training = new TrainingOptions
            {
                Trials = isHard ? 64 : 32, ClipNorm = Short(Math.Min(1, 2.0 / Math.Max(1, task.Outputs.Count))), CheckEvery = 50, ValidationTrials = 500,
            },
            Optimiser = new Adam { LearningRate = isHard ? 1e-3 : 3e-3 },
            Stopping = new Stopping { Criterion = criterion, Threshold = threshold, Window = window, MaxUpdates = isHard ? 20_000 : 4000 },
            Curriculum = Delays(task) is not { Count: > 0 } delays ? Curriculum.None : new Curriculum
            {
                Factor = string.Join(',', delays), From = 0, Threshold = threshold, Window = 10, MinStep = 0.05, Growth = 0.5,
            },
        });
    }

    // A pulse must be heard above the noise: the greatest Σ_c u_c of any step arrives with weights that make it Drive. Positive weights cannot
    // cancel, so with many channels what tells one from another stands out less from what they have in common, and the weights learned are
    // few of many: beyond two channels they begin smaller by √(I/2) again.
    private static double InputScale(CognitiveTask task, TimeSpan dt)
    {
        var peak = InputStrength.Peak(task, dt);
        return peak > 0 ? Short(Drive / (peak * Math.Sqrt(Math.Max(1, task.Inputs.Count / 2.0)))) : 1;
    }

    private static (PerformanceMeasure Criterion, double Threshold, int Window) StopOf(CognitiveTask task) => task switch
    {
        PerceptualDecisionTask => (PerformanceMeasure.Overall, 0.85, 5),
        ParametricWorkingMemoryTask => (PerformanceMeasure.Minimum, 0.85, 3),
        _ => (PerformanceMeasure.Minimum, 0.95, 3),
    };

    // A task with several delays may leave some of them out.
    private static IReadOnlyList<string> Delays(CognitiveTask task) =>
    [
        .. task.Factors.Where(factor => factor.Kind == FactorKind.Time
            && (factor.Name == Delay || (factor.Name.EndsWith($"-{Delay}", StringComparison.Ordinal) && factor.Values != TimeText.Format(TimeSpan.Zero))))
            .Select(factor => factor.Name),
    ];
}
