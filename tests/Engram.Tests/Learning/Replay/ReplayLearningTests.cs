using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Numerics;
using Engram.Tasks;

namespace Engram.Tests.Learning.Replay;

/// <summary>A cache, a consolidator and its errors, in reverse together.</summary>
public sealed class ReplayLearningTests
{
    private static readonly RunConfiguration Plan = new Cheng2025Preset().For(new SequencePredictionTask { Length = 11, Sequences = 1, Symbols = 4 }, 3) with
    {
        Cell = new ConsolidatorCell { Units = 20 },
    };

    [Theory]
    [InlineData("back-propagation")]
    [InlineData("feedback-alignment")]
    [InlineData("sign-symmetric-redrawn")]
    [InlineData("rflo")]
    public void Its_gradient_is_that_of_errors_that_go_back_through_a_history(string rule)
    {
        var credit = Credit.Rules[rule] with { FeedbackScale = 0.2 };
        var configuration = Plan with { Credit = credit };
        var (graph, loss) = (configuration.Graph(), new SquaredError());
        var (network, learning) = (Engram.Networks.Network.Create(configuration.Cell, graph, configuration.Network, 3), credit.Through(graph));
        var backward = new BackwardMatrices<double>(learning, credit, network, 3);
        double[] parameters = [.. network.EffectiveValues.ToArray().Select(value => (double)value), .. new double[backward.Values.Length]], found = new double[parameters.Length],
            expected = new double[parameters.Length];
        backward.Write(parameters);

        var batch = new TaskBatch<double>(configuration.Task, loss, 20.Ms, 1, 3, Purpose.TrainingTrials);
        batch.Draw(0);
        using var engine = new Engine<double>(learning);
        engine.Load(parameters);
        engine.Gradient(batch, expected);

        var sequence = ReplayLearning.Shown(configuration, 1)[0];
        using var replay = new ReplayGradient("consolidator", graph, credit, new HeadLosses(configuration.Task, loss), BackwardCircuit.Copied, parameters);
        var (value, error) = replay.Compute(sequence, Enumerable.Repeat((double)0.2f, 40).ToArray(), found);
        Assert.Equal(batch.Loss, value, 1e-12);
        Assert.InRange(error, 0, 1e-13);
        var scale = expected.Max(Math.Abs);
        foreach (var shape in network.Parameters.Shapes.Where(shape => shape.Role != ParameterRole.InitialState))
        {
            var start = network.Parameters.Offset(shape.Name);

            // Under RFLO no error reaches the population that is not read out.
            Assert.Equal(rule == "rflo" && shape.Name is ("w_ba" or "w_in"), !expected[start..(start + shape.Count)].Any(entry => entry != 0));
            for (var k = start; k < start + shape.Count; k++)
            {
                Assert.Equal(expected[k], found[k], 1e-11 * scale);
            }
        }
    }

    [Fact]
    public void A_sequence_is_learned_from_one_showing()
    {
        var result = new ReplayLearning { Updates = 500 }.Of(Plan, TestContext.Current.CancellationToken);
        Assert.Equal(1000, result.Replays.Count);
        Assert.Equal(Enumerable.Range(0, 10), result.Replays[0].Order);
        Assert.Equal(Enumerable.Range(0, 10).Reverse(), result.Replays[1].Order);
        Assert.Equal(500, result.Replays.Count(replay => replay.Direction == ReplayDirection.Reverse));
        Assert.True(result.Replays[^2].Loss < 0.5 * result.Replays[0].Loss, $"{result.Replays[0].Loss} {result.Replays[^2].Loss}");
        Assert.InRange(result.Replays.Max(replay => replay.Error ?? 0), 0, 1e-12);
        Assert.Equal(result.Network.RawValues.ToArray(), new ReplayLearning { Updates = 500 }.Of(Plan, TestContext.Current.CancellationToken).Network.RawValues.ToArray());
    }

    [Fact]
    public void A_circuit_for_the_way_back_is_learned_from_forward_replays_and_is_needed()
    {
        ReplayLearningResult Learned(BackwardCircuit circuit) => new ReplayLearning { Updates = 150, Sequences = 2, Backward = circuit }.Of(Plan with
        {
            Task = new SequencePredictionTask { Length = 11, Sequences = 2, Symbols = 4 },
        }, TestContext.Current.CancellationToken);
        var (copied, learned, kept) = (Learned(BackwardCircuit.Copied), Learned(BackwardCircuit.Learned), Learned(BackwardCircuit.Initial));
        Assert.Equal([0, 1], copied.Replays.Select(replay => replay.Sequence).Distinct().Order());
        Assert.InRange(learned.Replays.Max(replay => replay.Error ?? 0), 0, 1e-8);
        Assert.All(copied.Network.RawValues.ToArray().Zip(learned.Network.RawValues.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
        Assert.True(kept.Replays[^1].Error > 0.1, $"{kept.Replays[^1].Error}");
    }

    [Fact]
    public void What_a_cache_forgets_is_not_learned()
    {
        // Far too few units for ten patterns.
        var result = new ReplayLearning { Updates = 3, Cache = new() { Units = 20, Clock = CacheClock.SelfTimed } }.Of(Plan, TestContext.Current.CancellationToken);
        Assert.True(result.Replays[0].Order.Count < 10, $"{result.Replays[0].Order.Count}");
    }

    [Fact]
    public void What_cannot_be_replayed_is_refused()
    {
        Refused(Plan with { Cell = new ElmanCell { Units = 5 } }, "cannot be undone");
        Refused(Plan with { Task = new SequencePredictionTask { Length = 2, Symbols = 2, Sequences = 1 } }, "a single step");
        Refused(Plan with { Credit = Plan.Credit with { UnchangedErrors = true } }, "`UnchangedErrors` is true");
        Refused(Plan with { Task = new TMazeTask { Guided = false } }, "changes what it sees");
        Refused(Plan with { Optimiser = new Sgd { LearningRate = 1e308 } }, "diverged");
        Assert.Contains("`Updates`", Assert.Throws<UsageException>(() => new ReplayLearning { Updates = 0 }.Of(Plan, TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);

        static void Refused(RunConfiguration configuration, string told) =>
            Assert.Contains(told, Assert.Throws<UsageException>(() => new ReplayLearning { Updates = 20 }.Of(configuration, TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }
}
