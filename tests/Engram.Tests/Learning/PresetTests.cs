using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Networks;
using Engram.Tasks;

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
                ["m", "n", .. several],
                network.Parameters.Shapes.Where(s => network.Parameters.Constraint(s.Name).Trainable).Select(s => s.Name).Order());
        }
    }

    [Fact]
    public void An_unknown_preset_is_refused_with_the_nearest() =>
        Assert.Contains("song2016", Assert.Throws<UsageException>(() => Preset.Catalog.Create("song")).Message, StringComparison.Ordinal);
}
