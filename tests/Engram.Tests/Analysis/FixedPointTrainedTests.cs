using Engram.Analysis;
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Networks;
using Engram.Tasks;

namespace Engram.Tests.Analysis;

/// <summary>Points of networks that were trained on a task.</summary>
public sealed class FixedPointTrainedTests
{
    private static readonly TimeSpan Dt = 20.Ms;

    [Fact]
    public void A_three_bit_flip_flop_has_a_stable_point_for_each_pattern_and_a_saddle_between_each_two_neighbours()
    {
        var configuration = new RunConfiguration
        {
            Task = new FlipFlopTask(),
            Seed = 2,
            Cell = new LeakyCell { Units = 16, Activation = Activation.Tanh, Noise = 0.05 },
            Network = new NetworkOptions
            {
                Readout = ReadoutKind.All, InputScale = 1, ReadoutScale = 0.3, SpectralRadius = 1, InitialState = 0, TrainBias = true,
                TrainReadoutBias = true,
            },
            Training = new TrainingOptions { Trials = 32, CheckEvery = 25, ValidationTrials = 200 },
            Optimiser = new Adam { LearningRate = 1e-2 },
            Stopping = new Stopping { Threshold = 0.99, Window = 3, MaxUpdates = 1000 },
        };
        var (network, map) = Train(configuration);
        using (map)
        {
            var input = Enumerable.Repeat(configuration.Task.BaselineInput, 6).ToArray();
            var starts = FixedPointFinder.Starts(Visited(configuration.Task, map, 20), map.Width, 2000, 1, noise: 0.3);
            var points = new FixedPointFinder().Points(map, starts, input);

            var stable = points.Where(point => point is { Kind: PointKind.Fixed, Stability: Stability.Stable }).ToArray();
            Assert.Equal(Enumerable.Range(0, 8), stable.Select(point => Pattern(Output(network, point.State))).Order());
            Assert.All(stable, point => Assert.All(Output(network, point.State), z => Assert.InRange(Math.Abs(z), 0.6, 1.4)));

            // From each saddle with one way down, the two ways lead to patterns that differ in one bit: the twelve edges of a cube.
            var edges = points.Where(point => point.Kind == PointKind.Fixed && point.Growing() == 1)
                .Select(saddle => (A: Fall(saddle, 1e-3), B: Fall(saddle, -1e-3)))
                .Select(ends => (Math.Min(ends.A, ends.B), Math.Max(ends.A, ends.B)));
            var cube = from a in Enumerable.Range(0, 8) from bit in new[] { 1, 2, 4 } where (a & bit) == 0 select (a, a | bit);
            Assert.Equal(cube.Order(), edges.Order());

            int Fall(FixedPoint saddle, double by)
            {
                var state = saddle.State.Zip(Growing(map.Jacobian(saddle.State, input)), (s, v) => s + (by * v)).ToArray();
                for (var step = 0; step < 3000; step++)
                {
                    var next = new double[state.Length];
                    map.Next(state, input, next);
                    state = next;
                }

                return Pattern(Output(network, state));
            }
        }
    }

    [Fact]
    public void A_rectified_network_with_a_memory_keeps_it_in_stable_points_with_a_saddle_between()
    {
        var modern = Preset.Catalog.Create("modern").For(new DelayedMatchTask { Delay = 1.Seconds }, 1);
        var configuration = modern with
        {
            Cell = new LeakyCell { Units = 60 },
            Training = modern.Training with { ValidationTrials = 200 },
            Stopping = modern.Stopping with { MaxUpdates = 1200 },
        };
        var (_, map) = Train(configuration);
        using (map)
        {
            var starts = FixedPointFinder.Starts(Visited(configuration.Task, map, 20), map.Width, 100, 1);
            var points = new FixedPointFinder().Points(map, starts, [configuration.Task.BaselineInput]);
            var stable = points.Where(point => point is { Kind: PointKind.Fixed, Stability: Stability.Stable, IsFar: false }).ToList();
            Assert.True(stable.Count >= 2);

            // Trials rarely come near the saddle; the way from one memory to the other crosses what it divides.
            double[] between =
            [
                .. Enumerable.Range(0, 101).SelectMany(step =>
                    stable[0].State.Zip(stable[1].State, (a, b) => a + (step / 100.0 * (b - a)))),
            ];
            var all = points.Concat(new FixedPointFinder().Points(map, between, [configuration.Task.BaselineInput])).ToList();
            Assert.Contains(all, point => point.Kind == PointKind.Fixed && point.Growing() == 1);
            Assert.All(all.Where(point => point.Kind == PointKind.Fixed), point => Assert.True(point.Residual < 1e-12));
        }
    }

    private static (Network Network, StepMap Map) Train(RunConfiguration configuration)
    {
        using var trainer = new Trainer(configuration, 1);
        Assert.Equal(Outcome.Reached, trainer.Run(new TrainerHooks(), default).Outcome);
        var map = new StepMap(configuration.Cell.Graph(configuration.Task.Inputs.Count, configuration.Task.Outputs.Count, Dt));
        map.Load(Array.ConvertAll(trainer.Network.EffectiveValues.ToArray(), value => (double)value));
        return (trainer.Network, map);
    }

    // The states of some trials without recurrent noise, from zero.
    private static double[] Visited(CognitiveTask task, StepMap map, int trials)
    {
        var visited = new List<double>();
        for (var index = 0; index < trials; index++)
        {
            var state = new double[map.Width];
            foreach (var input in Tasks.Rendered.From(task, Tasks.Rendered.Draw(task, index), Dt).Inputs.Chunk(task.Inputs.Count))
            {
                var next = new double[map.Width];
                map.Next(state, Array.ConvertAll(input, value => (double)value), next);
                visited.AddRange(state = next);
            }
        }

        return [.. visited];
    }

    private static double[] Output(Network network, double[] state)
    {
        var (w, b) = (network.Effective("w_out").ToArray(), network.Effective("b_out").ToArray());
        return [.. b.Select((bias, o) => bias + state.Select((x, i) => w[(o * state.Length) + i] * Math.Tanh(x)).Sum())];
    }

    private static int Pattern(double[] z) => z.Select((value, bit) => value > 0 ? 1 << bit : 0).Sum();

    // The direction of the one multiplier above 1, by power iteration.
    private static double[] Growing(double[] jacobian)
    {
        var width = (int)Math.Sqrt(jacobian.Length);
        var v = Enumerable.Range(0, width).Select(i => 1.0 + (i % 3)).ToArray();
        for (var k = 0; k < 1000; k++)
        {
            var next = jacobian.Chunk(width).Select(row => row.Zip(v, (a, b) => a * b).Sum()).ToArray();
            var norm = Math.Sqrt(next.Sum(x => x * x));
            v = [.. next.Select(x => x / norm)];
        }

        return v;
    }
}
