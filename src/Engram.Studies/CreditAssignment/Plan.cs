using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Storage;
using Engram.Studies.LowRank;
using Engram.Tasks;

namespace Engram.Studies.CreditAssignment;

/// <summary>What is trained, how, and how it is scored.</summary>
internal static class Plan
{
    /// <summary>The rule that all others are compared with.</summary>
    public const string Exact = "back-propagation";

    /// <summary>A network whose score is at least this has learned.</summary>
    public const double Learned = 0.9;

    /// <summary>Rules that send errors back through recurrent weights, by other matrices than these.</summary>
    public static readonly IReadOnlyList<string> Replaced = ["kolen-pollack", "sign-symmetric", "feedback-alignment"];

    /// <summary>Rules that send nothing back through recurrent weights.</summary>
    public static readonly IReadOnlyList<string> Local = ["e-prop", "rflo"];

    /// <summary>All rules that are compared.</summary>
    public static readonly IReadOnlyList<string> Rules = [Exact, .. Replaced, .. Local];

    /// <summary>The cells.</summary>
    public static readonly IReadOnlyList<(string Name, Cell Cell)> Cells =
    [
        ("leaky", new LeakyCell { Units = 64, Tau = 40.Ms, Noise = 0, Activation = Activation.Tanh }),
        ("LSTM", new LstmCell { Units = 32, ForgetBias = 3 }),
        ("spiking", new SpikingCell { Units = 64 }),
    ];

    /// <summary>The learning rates that are tried.</summary>
    public static readonly IReadOnlyList<double> LearningRates = [0.003, 0.01];

    /// <summary>The five tasks.</summary>
    public static readonly IReadOnlyList<(string Name, CognitiveTask Task)> Tasks =
    [
        ("sines", new SinesTask { Periods = [100, 50, 25], Amplitudes = [1, 0.5, 0.25], Starts = 0, WarmUp = [1], Length = [99], TestLength = [99] }),
        ("delayed match", new DelayedMatchTask { Fixation = 100.Ms, Sample = 100.Ms, Delay = 400.Ms, Test = 100.Ms, Decision = 100.Ms }),
        ("parametric", new ParametricWorkingMemoryTask { Fixation = 100.Ms, Base = 100.Ms, Delay = 400.Ms, Comparison = 100.Ms, Decision = 100.Ms }),
        ("aⁿbⁿ", new A_n_b_nTask()),
        ("adding", Adding(20)),
    ];

    /// <summary>Adding two of so many numbers, one a step.</summary>
    public static CognitiveTask Adding(int numbers) => new AddingTask { Numbers = numbers * 20.Ms };

    /// <summary>Recalling one of eight symbols so many steps after it was shown, at least 2.</summary>
    public static CognitiveTask Recall(int steps) => new CopyMemoryTask { Symbols = 8, Length = 1, Delay = (steps - 1) * 20.Ms };

    /// <summary>
    /// A training. Input weights are larger than the preset's, for inputs to be heard; readout weights are too, so that what a rule draws in their place is.
    /// A small bias makes units fire without input.
    /// </summary>
    public static RunConfiguration Of(CognitiveTask task, Cell cell, string rule, double learningRate, int updates, int validationTrials = 200)
    {
        var plain = new PatternsPreset().For(task, seed: 1);
        var alone = task is SinesTask;
        return plain with
        {
            Cell = cell,
            Network = plain.Network with
            {
                InputScale = 1, ReadoutScale = 0.3, SpectralRadius = 1, InitialState = alone ? 0.1 : 0,
                InitialBias = cell is SpikingCell ? 0.1 : 0,
            },
            Training = plain.Training with { Trials = alone ? 1 : 32, ValidationTrials = alone ? 1 : validationTrials, CheckEvery = 50 },
            Optimiser = new Adam { LearningRate = learningRate },
            Stopping = new()
            {
                Criterion = PerformanceMeasure.Overall, Threshold = task is SinesTask or AddingTask ? 0 : 0.99, TargetError = task is AddingTask ? 0.04 : 0, Window = 2,
                MaxUpdates = updates,
            },
            Credit = Credit.Rules[rule],
        };
    }

    /// <summary>Trials of a check.</summary>
    public static int ValidationTrials(StudyContext study) => study.Choose(200, 20);

    /// <summary>New trials of a score.</summary>
    public static int TestTrials(StudyContext study) => study.Choose(500, 20);

    /// <summary>The score of each network in new trials.</summary>
    public static IReadOnlyList<double> Score(StudyContext study, string name, IReadOnlyList<SweepRun> runs) => study.Measure(name, runs, TestTrials(study), Score);

    /// <summary>How well a network does its task in new trials: 1 is without error, 0 is a guess or worse.</summary>
    public static double Score(TrainedRun run, int trials)
    {
        var task = run.Configuration.Task;
        var tested = Evaluation.Run(run.Network, task, run.Configuration.Training.Dt, task is SinesTask ? 1 : trials, 2);
        var score = task switch
        {
            // The error of a constant, and of the answer 1 to a sum, is that of a guess.
            SinesTask => 1 - Math.Pow(tested.Measures.First(measure => measure.Name == "nrmse-deviation").Median, 2),
            AddingTask => 1 - (6 * tested.Error * tested.Error),
            CopyMemoryTask => Beyond(tested.Performance!.Overall, 1.0 / 8),
            ChoiceTask => Beyond(tested.Performance!.Overall, 1.0 / 2),
            _ => tested.Performance!.Overall,
        };
        return double.IsFinite(score) ? Math.Max(0, score) : 0;
    }

    /// <summary>A share of right answers beyond what guessing gives, as a share of what is beyond it.</summary>
    public static double Beyond(double share, double guess) => (share - guess) / (1 - guess);

    /// <summary>A mean score with its interval, which ends where no score can be.</summary>
    public static string Interval(IReadOnlyList<double> scores) => SampleMean.Of(scores) is var mean && mean.N < 2 ? Words.Number(mean.Mean)
        : $"{Words.Number(mean.Mean)} [{Words.Number(Math.Max(0, mean.Low))}, {Words.Number(Math.Min(1, mean.High))}]";
}
