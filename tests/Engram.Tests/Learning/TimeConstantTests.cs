using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Networks;
using Engram.Tasks;

namespace Engram.Tests.Learning;

/// <summary>Time constants that are learned.</summary>
public sealed class TimeConstantTests
{
    private static readonly double[] Taus = [0.04, 0.06, 0.1, 0.15, 0.25, 0.4];

    [Fact]
    public void Those_of_a_teacher_are_found_from_its_activity_alone()
    {
        var configuration = new RunConfiguration
        {
            Task = new DecayTask { BaselineInput = 0, InputNoise = 0 },
            Cell = new LeakyCell { Units = Taus.Length, TrainTau = true, Noise = 0, Activation = Activation.Linear },
            Network = new NetworkOptions
            {
                Readout = ReadoutKind.Identity, TrainRecurrent = false, TrainInput = false, TrainInitialState = false, InitialState = 0,
            },
            Training = new TrainingOptions { Trials = 2, CheckEvery = 100, ValidationTrials = 2 },
            Optimiser = new Adam { LearningRate = 0.05 },
            Stopping = new Stopping { Threshold = 0, MaxUpdates = 400 },
        };
        var drawn = configuration.Draw(configuration.Graph());
        var raw = drawn.RawValues.ToArray();
        drawn.Parameters.Of("w_rec", raw.AsSpan()).Clear();
        drawn.Parameters.Of("w_in", raw.AsSpan()).Fill(1);
        using var trainer = new Trainer(configuration, 1, drawn.WithRaw(raw));
        Assert.All(trainer.Network.Effective("tau").ToArray(), tau => Assert.Equal(0.1f, tau, 1e-6f));
        trainer.Run(TrainerHooks.None, TestContext.Current.CancellationToken);
        Assert.All(trainer.Network.Effective("tau").ToArray().Zip(Taus), pair => Assert.InRange(pair.First / pair.Second, 0.98, 1.02));
    }

    [Theory]
    [InlineData("leaky")]
    [InlineData("low-rank")]
    public void Their_gradient_is_the_slope_of_the_loss(string name)
    {
        var cell = Settings.With(
            Cell.Catalog.Create(name), [new("units", "6"), new("train-tau", "true"), new("noise", "0.2"), new("activation", "tanh")]);
        Assert.True(GradientCheck.Of(cell) > 0);
    }

    [Fact]
    public void The_gradient_of_what_is_learned_is_that_of_the_bounded_form()
    {
        var cell = new LeakyCell { Units = 4, TrainTau = true, UnitTaus = [30.Ms, 50.Ms, 200.Ms, 900.Ms] };
        var network = Network.Create(cell, cell.Graph(1, 1, 20.Ms), new(), 1);
        double[] raw = Array.ConvertAll(network.RawValues.ToArray(), value => (double)value), effective = new double[raw.Length];
        var at = network.Parameters.Offset("tau");
        network.Parameters.Refresh<double>(raw, effective);
        Assert.Equal([0.03, 0.05, 0.2, 0.9], effective[at..(at + 4)], (a, b) => Math.Abs(a - b) < 1e-6);
        double[] slope = [.. Enumerable.Repeat(1.0, raw.Length)];
        network.Parameters.Pull<double>(raw, slope);
        for (var unit = at; unit < at + 4; unit++)
        {
            double Moved(double by)
            {
                double[] moved = [.. raw], made = new double[raw.Length];
                moved[unit] += by;
                network.Parameters.Refresh<double>(moved, made);
                return made[unit];
            }

            Assert.Equal((Moved(1e-5) - Moved(-1e-5)) / 2e-5, slope[unit], 1e-9);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(1000)]
    public void They_begin_between_the_bounds(int milliseconds)
    {
        var cell = new LeakyCell { Units = 3, TrainTau = true, UnitTaus = [100.Ms, milliseconds.Ms, 100.Ms] };
        Assert.Contains(
            $"The time constant of unit 1 begins at {TimeText.Format(milliseconds.Ms)}",
            Assert.Throws<UsageException>(() => cell.Graph(1, 1, 20.Ms)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void They_stay_between_their_bounds_and_begin_within_them()
    {
        var cell = new LeakyCell { Units = 2, TrainTau = true, TauMax = 300.Ms };
        var network = Network.Create(cell, cell.Graph(1, 1, 20.Ms), new(), 1);
        var far = network.WithRaw([.. Enumerable.Repeat(1e4f, network.Parameters.Count)]).Effective("tau").ToArray();
        Assert.All(far, tau => Assert.Equal(0.3f, tau, 1e-6f));
        string Fault(LeakyCell wrong) => Assert.Throws<UsageException>(() => wrong.Graph(1, 1, 20.Ms)).Message;
        Assert.Contains("begins at 400ms, but it is learned between `TauMin`, 20ms, and `TauMax`, 300ms", Fault(cell with { Tau = 400.Ms }), StringComparison.Ordinal);
        Assert.Contains("shorter than a step of 20ms; set `TauMin`", Fault(cell with { TauMin = 10.Ms }), StringComparison.Ordinal);
        Assert.Contains("set `TauMax` above `TauMin`", Fault(cell with { TauMax = 20.Ms }), StringComparison.Ordinal);
        Assert.Contains(
            "`TrainTau` is true, but with `Populations`",
            Assert.Throws<UsageException>(() => new LowRankCell { Units = 8, Populations = 2, TrainTau = true }.Graph(1, 1, 20.Ms)).Message, StringComparison.Ordinal);
    }

    /// <summary>An input is switched on and off; each output follows it with its own time constant.</summary>
    internal sealed record DecayTask : CognitiveTask
    {
        private const int Steps = 40;

        public override IReadOnlyList<string> Inputs => ["u"];

        public override IReadOnlyList<string> Outputs => [.. Taus.Select((_, i) => $"z{i}")];

        public override IReadOnlyList<string> Conditions => [];

        protected override void Compose(Trial trial)
        {
            trial.IsScored = false;
            var (on, off) = (trial.Period("on", 300.Ms), trial.Period("off", 500.Ms));
            trial.Input(0, 1, during: on);
            trial.Target(.., Course, during: on);
            trial.Target(.., Course, during: off, from: 300.Ms);
        }

        // x ← x + (dt/τ)(u − x)
        private static Series Course { get; } = Series.Of(
            [
                .. Enumerable.Range(1, Steps).SelectMany(step => Taus.Select(tau =>
                {
                    var (kept, on) = (1 - (0.02 / tau), Math.Min(step, 15));
                    return (float)((1 - Math.Pow(kept, on)) * Math.Pow(kept, step - on));
                })),
            ],
            Taus.Length, 20.Ms);
    }
}
