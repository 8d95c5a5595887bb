using Engram.Cells;
using Engram.Configuration;
using Engram.Learning;
using Engram.Networks;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Tests.Learning;

/// <summary>Updates that are kept out of what earlier tasks use.</summary>
public sealed class ActivityProjectionTests
{
    private static readonly Lazy<Network> Earlier = new(() => Run(First, null).Network);

    // Few steps and no noise, so that the first task spans a subspace and not the whole space.
    private static RunConfiguration First => new ModernPreset().For(new SequenceATask { Peaks = 3 }, 1) with
    {
        Cell = new LeakyCell { Units = 24, Tau = 50.Ms, Noise = 0 },
        Training = new TrainingOptions { Dt = 50.Ms, Trials = 4, CheckEvery = 10, ValidationTrials = 10 },
        Stopping = new Stopping { Threshold = 0, MaxUpdates = 20 },
    };

    [Theory]
    [InlineData(Protection.Projection, 1e6, 1e-5)]
    [InlineData(Protection.InputProjection, 1e8, 1e-5)]
    public void Where_little_is_let_through_the_first_task_is_done_as_before_while_weights_move(Protection protection, double strength, double moved)
    {
        var (network, loss) = Run(Second(protection, strength), Earlier.Value);
        var (plain, plainLoss) = Run(Second(Protection.None, 0), Earlier.Value);
        var before = Outputs(Earlier.Value);
        Assert.True(Distance(before, Outputs(network)) < 1e-3, $"{Distance(before, Outputs(network))}");
        Assert.True(Distance(before, Outputs(plain)) > 0.1, $"{Distance(before, Outputs(plain))}");
        Assert.True(Distance(Earlier.Value.RawValues, network.RawValues) > moved, $"{Distance(Earlier.Value.RawValues, network.RawValues)}");
        Assert.True(loss > plainLoss, $"{loss} {plainLoss}");
    }

    [Fact]
    public void Without_strength_it_is_plain_training_bit_for_bit()
    {
        var plain = Run(Second(Protection.None, 0), Earlier.Value).Network.RawValues.ToArray();
        Assert.Equal(plain, Run(Second(Protection.Projection, 0), Earlier.Value).Network.RawValues.ToArray());
        Assert.NotEqual(plain, Run(Second(Protection.Projection, 1), Earlier.Value).Network.RawValues.ToArray());
    }

    [Fact]
    public void A_row_moves_to_where_the_sum_of_distance_and_change_of_drive_is_least()
    {
        // Weights are floats, whose rounding λ S multiplies. min |δ − δ⁰|² + λ δ S δᵀ among δ that leave the absent weight, from a unit to itself, alone: (1 + λ S) δ = δ⁰ in the other places.
        const double Strength = 30;
        var second = Second(Protection.InputProjection, Strength);
        var moments = PriorLearning.Of(second, Earlier.Value).Moments;
        var projection = new ActivityProjection(second, Earlier.Value, moments);
        var raw = Earlier.Value.RawValues.ToArray();
        var moved = raw.Select((value, k) => value + (0.01f * MathF.Sin(k))).ToArray();
        projection.Begin(raw);
        projection.Keep(moved);
        var parameters = Earlier.Value.Parameters;
        var (n, columns) = (24, 26);
        Assert.Equal(columns * columns, moments[0].Inputs.Length);
        var (rec, inputs, bias) = (parameters.Offset("w_rec"), parameters.Offset("w_in"), parameters.Offset("b"));
        for (var i = 0; i < n; i++)
        {
            double[] delta = [.. Enumerable.Range(0, n).Select(j => Change((i * n) + j + rec)), Change(i + inputs), Change(i + bias)];
            for (var j = 0; j < columns; j++)
            {
                var place = j < n ? (i * n) + j + rec : j == n ? i + inputs : i + bias;
                var right = delta[j] + (Strength * Enumerable.Range(0, columns).Sum(k => moments[0].Inputs[(j * columns) + k] * delta[k]));
                Assert.True(Slope(place) == 0 ? delta[j] == 0 : Math.Abs(right - (Slope(place) * 0.01 * MathF.Sin(place))) < 5e-5, $"{i} {j}: {right}");
            }
        }

        double Slope(int k)
        {
            var slope = Enumerable.Repeat(1f, raw.Length).ToArray();
            parameters.Pull<float>(raw, slope);
            return slope[k];
        }

        double Change(int k) => Slope(k) * ((double)moved[k] - raw[k]);
    }

    [Fact]
    public void Moments_are_those_of_what_the_drive_multiplies()
    {
        var moments = ActivityMoment.Of(Earlier.Value, First, 5, 3);
        Assert.Equal([26 * 26, 25 * 25], moments.Select(moment => moment.Inputs.Length));
        Assert.Equal([24 * 24, 9], moments.Select(moment => moment.Outputs.Length));
        Assert.All(moments, moment => Assert.Equal(1, moment.Inputs[^1], 1e-12));

        // E[y yᵀ] of the readout, from its outputs.
        var recording = Recorded(Earlier.Value, 5, 3);
        var (sum, count) = (0.0, 0);
        for (var trial = 0; trial < 5; trial++)
        {
            for (var step = 0; step < recording.Trials[trial].Steps; step++, count++)
            {
                sum += recording.OutputAt(step, trial)[0] * (double)recording.OutputAt(step, trial)[1];
            }
        }

        Assert.Equal(sum / count, moments[1].Outputs[1], 1e-4);
    }

    [Fact]
    public void Several_tasks_are_kept_together()
    {
        var second = Second(Protection.Projection, 10);
        var before = PriorLearning.Of(second, Earlier.Value);
        var third = second with { After = second, Task = new SequenceATask { Peaks = 3 } };
        var moments = PriorLearning.Of(third, Earlier.Value, null, before).Moments;
        var own = ActivityMoment.Of(Earlier.Value, second, third.Continual.FisherTrials, second.Seed);
        Assert.Equal(before.Moments[0].Inputs[0] + own[0].Inputs[0], moments[0].Inputs[0], 1e-12);
    }

    [Fact]
    public void A_cell_whose_matrices_multiply_something_else_is_refused()
    {
        var gated = First with { Cell = new GruCell { Units = 24, Reset = Reset.Before }, Network = new NetworkOptions() };
        var second = gated with { After = gated, Task = Second(Protection.None, 0).Task, Continual = new Continual { Protection = Protection.Projection } };
        var fault = Assert.Throws<UsageException>(() => second.Validate());
        Assert.Contains("set `Protection = ewc`", fault.Message, StringComparison.Ordinal);
        (second with { Cell = new GruCell { Units = 24 }, After = gated with { Cell = new GruCell { Units = 24 } } }).Validate();
    }

    private static RunConfiguration Second(Protection protection, double strength) => First with
    {
        Task = new SequenceBTask { Peaks = 3 }, After = First, Continual = new Continual { Protection = protection, Strength = strength },
    };

    private static (Network Network, double Loss) Run(RunConfiguration configuration, Network? earlier)
    {
        using var trainer = new Trainer(configuration, 1, prior: earlier is null ? null : PriorLearning.Of(configuration, earlier));
        var loss = trainer.Run(TrainerHooks.None, CancellationToken.None).Loss;
        return (trainer.Network, loss);
    }

    private static Recording Recorded(Network network, int trials, ulong seed) => new Experiment
    {
        Network = network, Task = First.Task, Dt = First.Training.Dt, Trials = trials, Seed = seed,
    }.Run();

    private static float[] Outputs(Network network) => Recorded(network, 20, 7).Output;

    private static double Distance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0.0;
        for (var k = 0; k < a.Length; k++)
        {
            sum += Math.Pow((double)a[k] - b[k], 2);
        }

        return Math.Sqrt(sum / a.Length);
    }
}
