using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Networks;
using Engram.Tasks;
using Engram.Tests.Tasks;

namespace Engram.Tests.Learning;

public sealed class PresetTests
{
    // Song, Yang & Wang (2016) and github.com/frsong/pycog, defaults.py and examples/models.
    [Theory]
    [InlineData("perceptual-decision", 100, null, null, 1100, "Overall", 0.85, 5)]
    [InlineData("parametric-working-memory", 500, 0.1, 0.5, 1100, "Minimum", 0.85, 1)]
    [InlineData("delayed-match", 100, 0.1, 0.5, 500, "Minimum", 0.90, 3)]
    [InlineData("input-discrimination", 100, 0.1, 0.5, 500, "Minimum", 0.90, 3)]
    public void Song2016_is_as_published(
        string task, int units, double? pExcitatory, double? pInhibitory, int validation, string criterion, double threshold, int window)
    {
        var c = Preset.Catalog.Create("song2016").For(CognitiveTask.Catalog.Create(task), 3);
        var cell = Assert.IsType<LeakyCell>(c.Cell);
        Assert.Equal(
            (units, 100.Ms, 0.15, Activation.Rectify, Leak.Current),
            (cell.Units, cell.Tau, cell.Noise, cell.Activation, cell.Leak));
        Assert.Equal((pExcitatory, pInhibitory), (c.Network.PExcitatory, c.Network.PInhibitory));
        Assert.Equal((Positivity.Rectify, 0.8, false), (c.Network.Dale, c.Network.ExcitatoryFraction, c.Network.Autapses));
        Assert.Equal((1.5, 0.1, 0.1), (c.Network.SpectralRadius, c.Network.InputScale, c.Network.ReadoutScale));
        Assert.Equal(new GammaInitialiser(2, 0.1), c.Network.Recurrent);
        Assert.Equal((false, false, true, 0.1), (
            c.Network.TrainBias, c.Network.TrainReadoutBias, c.Network.TrainInitialState, c.Network.InitialState));
        Assert.Equal((20.Ms, 20, 1.0, 500, validation), (
            c.Training.Dt, c.Training.Trials, c.Training.ClipNorm, c.Training.CheckEvery, c.Training.ValidationTrials));
        Assert.Equal("squared-error", c.Training.Loss);
        Assert.Equal(new Sgd { LearningRate = 0.01 }, c.Optimiser);
        Assert.Equal(new Penalties { Omega = 2, OmegaBound = 1e-20 }, c.Penalties);
        Assert.Equal((criterion, threshold, window), (c.Stopping.Criterion.ToString(), c.Stopping.Threshold, c.Stopping.Window));
        Assert.Equal((50_000L, 10_000_000L), (c.Stopping.Patience, c.Stopping.MaxUpdates));
        Assert.True(c.Curriculum.IsNone);
        Assert.Equal((3UL, "song2016", CognitiveTask.Catalog.Create(task)), (c.Seed, c.Preset, c.Task));
        Assert.Equal((0.2, 0.01, 100.Ms), (c.Task.BaselineInput, c.Task.InputNoise, c.Task.InputNoiseTau));
    }

    [Fact]
    public void Modern_grows_a_delay_where_there_is_one()
    {
        var modern = Preset.Catalog.Create("modern");
        Assert.Equal("delay", modern.For(new DelayedMatchTask(), 1).Curriculum.Factor);
        Assert.Equal("delay", modern.For(new InputDiscriminationTask(), 1).Curriculum.Factor);
        Assert.Equal("delay", modern.For(new ParametricWorkingMemoryTask(), 1).Curriculum.Factor);
        Assert.True(modern.For(new PerceptualDecisionTask(), 1).Curriculum.IsNone);
    }

    [Theory]
    [InlineData("perceptual-decision", "Overall", 0.85, 5)]
    [InlineData("parametric-working-memory", "Minimum", 0.85, 3)]
    [InlineData("delayed-match", "Minimum", 0.95, 3)]
    [InlineData("input-discrimination", "Minimum", 0.95, 3)]
    public void Modern_stops_by_a_criterion_the_task_can_meet(string task, string criterion, double threshold, int window)
    {
        var c = Preset.Catalog.Create("modern").For(CognitiveTask.Catalog.Create(task), 1);
        Assert.Equal((criterion, threshold, window), (c.Stopping.Criterion.ToString(), c.Stopping.Threshold, c.Stopping.Window));
        Assert.Equal(0, c.Task.CatchProbability);
        Assert.True(c.Curriculum.IsNone || c.Curriculum.Threshold == threshold);
    }

    [Fact]
    public void Dubreuil2022_learns_m_and_n_and_several_inputs()
    {
        foreach (var task in CognitiveTask.Catalog.All)
        {
            var c = Preset.Catalog.Create("dubreuil2022").For(task, 3);
            var cell = Assert.IsType<LowRankCell>(c.Cell);
            Assert.Equal((100.Ms, 20.Ms, Activation.Tanh, 0.0), (cell.Tau, c.Training.Dt, cell.Activation, cell.Noise));
            Assert.Equal((32, 0.0), (c.Training.Trials, c.Stopping.Threshold));
            Assert.Equal(task is SignedChoiceTask, c.Stopping.TargetError > 0);
            Assert.IsType<Adam>(c.Optimiser);
            var network = Engram.Networks.Network.Create(c.Cell, c.Graph(), c.Network, c.Seed);
            string[] several = task is ContextDependentDecisionTask or MultiSensoryDecisionTask ? ["w_in"] : [];
            Assert.Equal(
                ["m", "n", .. several, .. task.ContextNames.Count > 0 ? ["w_x0"] : Array.Empty<string>()],
                network.Parameters.Shapes.Where(s => network.Parameters.Constraint(s.Name).Trainable).Select(s => s.Name).Order());
        }
    }

    // The published code of R2N2: clip(N(0, 9), ±0.2) before the first step becomes 0.2, and a maze's learning rate falls; deviations to two digits.
    [Theory]
    [InlineData("a-n-b-n", 32, 0.25, 1e-3, ReplayRate.Fixed)]
    [InlineData("t-maze", 64, 0.12, 1e-3, ReplayRate.Performance)]
    [InlineData("sequence-prediction", 64, 0.12, 5e-3, ReplayRate.Fixed)]
    [InlineData("row-by-row-images", 64, 0.12, 5e-4, ReplayRate.Fixed)]
    public void Cheng2025_has_the_published_sizes_and_rates(string task, int units, double feedback, double rate, ReplayRate replays)
    {
        var c = Preset.Catalog.Create("cheng2025").For(CognitiveTask.Catalog.Create(task), 3);
        Assert.Equal(new ConsolidatorCell { Units = units, Tau = 200.Ms, Gain = 1.5 }, c.Cell);
        Assert.Equal(new Adam { LearningRate = rate, Epsilon = 1e-7 }, c.Optimiser);
        Assert.Equal(Credit.Rules["feedback-alignment"] with { FeedbackScale = feedback }, c.Credit);
        Assert.Equal((1, 0.0, replays), (c.Training.Trials, c.Training.ClipNorm, c.Training.ReplayRate));
        Assert.Equal((0.2, false), (c.Network.InitialState, c.Network.TrainInitialState));
    }

    // Yang et al. (2019), Methods: networks, training; α = dt / τ = 0.2.
    [Fact]
    public void Yang2019_has_the_published_units_and_begins_orthogonal()
    {
        var c = Preset.Catalog.Create("yang2019").For(new MultiTaskTask { CatchProbability = 0.1 }, 3);
        Assert.Equal(new LeakyCell { Units = 256, Tau = 100.Ms, Activation = Activation.Softplus, Leak = Leak.Rate, Noise = 0.05 }, c.Cell);
        Assert.Equal((Positivity.None, true, ReadoutKind.All, 1.5), (c.Network.Dale, c.Network.Autapses, c.Network.Readout, c.Network.SpectralRadius));
        Assert.Equal((20.Ms, 64, "squared-error"), (c.Training.Dt, c.Training.Trials, c.Training.Loss));
        Assert.Equal((true, true, false, 0.0, 0.0), (
            c.Network.TrainBias, c.Network.TrainReadoutBias, c.Network.TrainInitialState, c.Network.InitialBias, c.Network.InitialState));
        Assert.IsType<Adam>(c.Optimiser);
        Assert.Equal((PerformanceMeasure.Minimum, 0.9), (c.Stopping.Criterion, c.Stopping.Threshold));
        Assert.Equal((3UL, "yang2019", new MultiTaskTask()), (c.Seed, c.Preset, c.Task));
        Assert.True(c.Curriculum.IsNone);

        // W Wᵀ = 1.5² · 1, and input weights of variance 1.
        var network = Engram.Networks.Network.Create(c.Cell, c.Graph(), c.Network, c.Seed);
        var recurrent = network.Effective("w_rec").ToArray();
        for (var j = 0; j < 256; j++)
        {
            Assert.Equal(j == 7 ? 2.25 : 0, Enumerable.Range(0, 256).Sum(k => (double)recurrent[(7 * 256) + k] * recurrent[(j * 256) + k]), 1e-4);
        }

        var input = network.Effective("w_in").ToArray();
        Assert.Equal(1, input.Average(w => (double)w * w), 0.05);
    }

    [Fact]
    public void Yang2019_fits_outputs_to_the_units_and_ends_as_the_task_allows()
    {
        var preset = new Yang2019Preset();
        var begun = preset.For(new DelayedMatchTask(), 1);
        Assert.Equal(0.0039, begun.Network.ReadoutScale);
        Assert.Equal(begun, preset.Fitted(begun));
        Assert.Equal(0.01, preset.Fitted(begun.With([new("units", "100")])).Network.ReadoutScale);
        Assert.Equal(PerformanceMeasure.Overall, preset.For(new PerceptualDecisionTask(), 1).Stopping.Criterion);
        Assert.Equal(0.05, preset.For(new SequenceTask { Amplitude = 1 }, 1).Stopping.TargetError);
    }

    [Fact]
    public void Yang2019_begins_quiet_in_every_task()
    {
        foreach (var task in CognitiveTask.Catalog.All)
        {
            var c = new Yang2019Preset().For(ShortTask.Of(task), 1);
            c = c with { Training = c.Training with { ValidationTrials = 100 }, Stopping = new Stopping { Threshold = 0, MaxUpdates = 0 } };
            using var trainer = new Trainer(c, 1);
            TrainingCheckLine? first = null;
            trainer.Run(new TrainerHooks { OnCheck = check => first ??= check }, CancellationToken.None);
            Assert.Null(first!.Warning);
            Assert.True(double.IsFinite(first.Loss), task.Name);
        }
    }

    [Fact]
    public void An_unknown_preset_is_refused_with_the_nearest() =>
        Assert.Contains("song2016", Assert.Throws<UsageException>(() => Preset.Catalog.Create("song")).Message, StringComparison.Ordinal);
}
