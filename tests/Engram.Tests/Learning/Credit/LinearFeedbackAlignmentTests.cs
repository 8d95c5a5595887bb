using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Networks;
using Engram.Numerics;
using Engram.Tasks;

namespace Engram.Tests.Learning;

/// <summary>
/// The linear network of Lillicrap et al. (2016), 30 inputs, 20 units and 10 outputs, which learns a linear map sample by sample while errors go back through
/// a random matrix B: z = W h, h = W₀ x.
/// </summary>
public sealed class LinearFeedbackAlignmentTests
{
    private const int Shown = 30, Hidden = 20, Asked = 10, Samples = 20_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_weights_turn_until_random_errors_teach(ulong seed)
    {
        var configuration = new RunConfiguration
        {
            Task = new LinearMapTask(),
            Seed = seed,

            // One step with a leak of dt makes of the state before it nothing, so that the network is the feed-forward one.
            Cell = new LeakyCell { Units = Hidden, Tau = 20.Ms, Activation = Activation.Linear, Noise = 0 },
            Network = new NetworkOptions
            {
                Readout = ReadoutKind.All, InputScale = 0.01, ReadoutScale = 0.01, InitialState = 0, TrainInitialState = false, TrainRecurrent = false,
            },
            Training = new TrainingOptions { Trials = 1, ValidationTrials = 100, CheckEvery = Samples / 40, ClipNorm = 0 },
            Optimiser = new Sgd { LearningRate = 0.001 },
            Stopping = new Stopping { MaxUpdates = Samples, Patience = Samples },

            // As wide as U(−0.5, 0.5).
            Credit = new Credit { ThroughReadout = Feedback.Random, FeedbackScale = 0.5 / Math.Sqrt(3), TrackAlignment = true },
        };
        List<TrainingCheckLine> checks = [];
        using var trainer = new Trainer(configuration, 1);
        trainer.Run(TrainerHooks.None with { OnCheck = checks.Add }, CancellationToken.None);

        // The gradients of W₀ are (Be) xᵀ and (Wᵀe) xᵀ, which for one sample are as far apart as Be and Wᵀe.
        double[] angles = [.. checks.Select(check => check.Alignment!.Parameters.Single(one => one.Name == "w_in").Gradient!.Value)];
        Assert.InRange(angles[0], 60, 120);
        var last = angles[^20..].Average();
        Assert.True(last < 30, $"{last}: {string.Join(" ", angles)}");
        Assert.True(checks[^1].Loss < 1e-4 * checks[0].Loss, $"{checks[^1].Loss / checks[0].Loss}");
        var matrices = checks.Select(check => check.Alignment!.Parameters.Single(one => one.Name == "w_out").Matrix!.Value).ToList();
        Assert.InRange(matrices[0], 75, 105);
        Assert.True(matrices[^1] < 70, $"{matrices[^1]}");
    }

    /// <summary>y = T x of normal numbers x, one step long. The entries of T are drawn once between −1 and 1.</summary>
    private sealed record LinearMapTask : CognitiveTask
    {
        private static readonly string[] In = [.. Enumerable.Range(0, Shown).Select(k => $"x{k}")], Out = [.. Enumerable.Range(0, Asked).Select(k => $"y{k}")];
        private static readonly double[] Map = Drawn();

        public LinearMapTask() => (BaselineInput, InputNoise) = (0, 0);

        public override IReadOnlyList<string> Inputs => In;

        public override IReadOnlyList<string> Outputs => Out;

        public override IReadOnlyList<string> Conditions => ["all"];

        protected internal override bool RectifiesInputs => false;

        protected override void Compose(Trial trial)
        {
            (trial.Condition, trial.IsScored) = (0, false);
            var stream = trial.Stream();
            var step = trial.Period("step", 20.Ms);
            Span<double> x = stackalloc double[In.Length];
            for (var j = 0; j < x.Length; j++)
            {
                x[j] = stream.NextNormal();
                trial.Input(j, x[j], step);
            }

            for (var i = 0; i < Out.Length; i++)
            {
                var y = 0.0;
                for (var j = 0; j < x.Length; j++)
                {
                    y += Map[(i * x.Length) + j] * x[j];
                }

                trial.Target(i, y, step);
            }
        }

        private static double[] Drawn()
        {
            var stream = new RandomStream(new StreamKey(7, Purpose.Analysis), 0);
            return [.. Enumerable.Range(0, In.Length * Out.Length).Select(_ => stream.NextUniform(-1, 1))];
        }
    }
}
