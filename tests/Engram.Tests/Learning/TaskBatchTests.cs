using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Networks;
using Engram.Numerics;

namespace Engram.Tests.Learning;

public sealed class TaskBatchTests
{
    private static readonly RunConfiguration Configuration = SmallRun.Growing();

    [Fact]
    public void Trials_are_sorted_by_length_and_keep_their_noise()
    {
        var batch = Batch(30);
        batch.Draw(1000);
        var steps = Enumerable.Range(0, 30).Select(batch.Steps).ToList();
        Assert.Equal(steps.Order(), steps);
        Assert.True(steps.Distinct().Count() > 3);
        Assert.Equal(Enumerable.Range(1000, 30).Select(i => (long)i), Enumerable.Range(0, 30).Select(batch.NoiseIndex).Order());

        var trial = new Engram.Tasks.Trial();
        for (var place = 0; place < 30; place++)
        {
            Configuration.Task.Draw(trial, new StreamKey(Configuration.Seed, Purpose.TrainingTrials), batch.NoiseIndex(place));
            Assert.Equal(trial.Steps(20.Ms), batch.Steps(place));
            Assert.True(place == 0 || steps[place] > steps[place - 1] || batch.NoiseIndex(place) > batch.NoiseIndex(place - 1));
        }
    }

    [Fact]
    public void A_batch_is_its_trials_one_by_one()
    {
        using var engine = new Engine<float>(Configuration.Graph());
        engine.Load(Network().EffectiveValues);
        var (whole, single) = (Batch(20), Batch(1));
        var (together, alone) = (new PerformanceCounter(), new PerformanceCounter());
        whole.Draw(40);
        engine.Forward(whole);
        whole.CountInto(together);
        var (loss, mask) = (0.0, 0.0);
        for (var i = 40; i < 60; i++)
        {
            single.Draw(i);
            engine.Forward(single);
            single.CountInto(alone);
            loss += single.LossSums[0];
            mask += single.MaskSum;
        }

        Assert.Equal(mask, whole.MaskSum, 1e-9);
        Assert.Equal(loss / mask, whole.Loss, 1e-6);
        Assert.Equal(alone.ToPerformance().Conditions, together.ToPerformance().Conditions);
        Assert.InRange(together.Trials, 1, 19);
    }

    [Theory]
    [InlineData("cross-entropy", 2)]
    [InlineData("binary-cross-entropy", 2)]
    public void A_network_that_says_nothing_of_two_classes_costs_the_logarithm_of_two(string loss, int classes)
    {
        var batch = new TaskBatch<float>(Configuration.Task, Loss.Catalog.Create(loss), 20.Ms, 20, 1, Purpose.TestTrials) { Measures = true };
        using var engine = new Engine<float>(Configuration.Graph());
        engine.Load(new float[engine.ParameterCount]);
        batch.Draw(0);
        engine.Forward(batch);
        Assert.Equal(Math.Log(classes), batch.Loss, 1e-6);
    }

    [Fact]
    public void An_update_goes_down_the_slope_that_its_gradient_promises()
    {
        // L(θ) − L(θ − ηg) → η‖g‖², penalties and constraints included.
        using var engine = new Engine<float>(Configuration.Graph());
        const double Eta = 1e-3;
        var penalties = new Penalties { L2Input = 3, L1Recurrent = 1, L2Readout = 2 };
        var step = new UpdateStep<float>(engine, Network(), new Sgd { LearningRate = Eta }, new ConstantSchedule(), penalties, null);
        var batch = Batch(20);
        batch.Draw(0);
        double Objective()
        {
            step.Load();
            engine.Forward(batch);
            return batch.Loss + step.WeightPenalty;
        }

        var before = Objective();
        var norm = step.Run(batch);
        var promised = Eta * norm * norm;
        Assert.Equal(1, (before - Objective()) / promised, 0.03);
    }

    [Fact]
    public void The_penalty_on_rates_and_omega_reach_the_update()
    {
        float[] Updated(Penalties penalties)
        {
            using var engine = new Engine<float>(Configuration.Graph(), 1, penalties.Needs);
            var step = new UpdateStep<float>(engine, Network(), new Sgd(), new ConstantSchedule(), penalties, null);
            var batch = Batch(20);
            batch.Draw(0);
            step.Run(batch);
            Assert.True(penalties.Omega > 0 == step.Omega > 0, $"Ω is {step.Omega}, the gradient norm {step.GradientNorm}.");
            return [.. step.Raw];
        }

        var plain = Updated(Penalties.None);
        Assert.Equal(plain, Updated(Penalties.None));
        Assert.NotEqual(plain, Updated(new Penalties { L2Rates = 1 }));
        Assert.NotEqual(plain, Updated(new Penalties { Omega = 2 }));
    }

    [Fact]
    public void What_is_not_trained_does_not_move_under_weight_decay()
    {
        using var engine = new Engine<float>(Configuration.Graph());
        var network = Engram.Networks.Network.Create(
            Configuration.Cell, Configuration.Graph(), Configuration.Network with { TrainRecurrent = false, TrainInitialState = false }, 1);
        var step = new UpdateStep<float>(
            engine, network, new AdamW { LearningRate = 0.1, WeightDecay = 0.5 }, new ConstantSchedule(), Penalties.None, null);
        var batch = Batch(20);
        batch.Draw(0);
        step.Run(batch);
        var changed = network.WithRaw(step.Raw);
        Assert.Equal(network.Raw("w_rec"), changed.Raw("w_rec"));
        Assert.False(network.Raw("w_in").SequenceEqual(changed.Raw("w_in")));
    }

    [Fact]
    public void Training_validation_and_test_see_different_trials()
    {
        var losses = new List<double>();
        using var engine = new Engine<float>(Configuration.Graph());
        engine.Load(Network().EffectiveValues);
        foreach (var set in new[] { Purpose.TrainingTrials, Purpose.ValidationTrials, Purpose.TestTrials })
        {
            var batch = new TaskBatch<float>(Configuration.Task, new SquaredError(), 20.Ms, 20, 1, set);
            batch.Draw(0);
            engine.Forward(batch);
            losses.Add(batch.Loss);
        }

        Assert.Equal(3, losses.Distinct().Count());
    }

    private static TaskBatch<float> Batch(int trials) =>
        new(Configuration.Task, new SquaredError(), 20.Ms, trials, Configuration.Seed, Purpose.TrainingTrials);

    private static Network Network() =>
        Engram.Networks.Network.Create(Configuration.Cell, Configuration.Graph(), Configuration.Network, 1);
}
