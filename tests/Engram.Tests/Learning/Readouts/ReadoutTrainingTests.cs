using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Networks;
using Engram.Simulation;
using Engram.Storage;
using Engram.Tasks;
using Engram.Tests.Storage;

namespace Engram.Tests.Learning.Readouts;

public sealed class ReadoutTrainingTests
{
    public static TheoryData<string> Rules() => [.. ReadoutRule.Catalog.Names];

    // Pulses of one height or another, which the reservoir must hold until it is asked.
    private static RunConfiguration Small(string rule = "ridge", int updates = 3) => new EchoStatePreset().For(
        new DelayedMatchTask { Sample = 100.Ms, Test = 100.Ms, Delay = 100.Ms, Decision = 100.Ms }, 1) with
    {
        Cell = new EchoStateCell { Units = 60, LeakRate = 0.3, Feedback = rule == "force", FeedbackGain = 0.1 },
        Training = new TrainingOptions { Trials = 45, CheckEvery = 1, ValidationTrials = 100, Loss = rule == "logistic" ? "cross-entropy" : "squared-error" },
        Stopping = new Stopping { Threshold = 0, MaxUpdates = updates },
        ReadoutRule = ReadoutRule.Catalog.Create(rule) is LmsRule lms ? lms with { StepSize = 0.01 } : ReadoutRule.Catalog.Create(rule),
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void Every_rule_learns_and_changes_nothing_but_the_readout(string rule)
    {
        var (result, network, checks) = Run(Small(rule));
        Assert.Equal(Outcome.Reached, result.Outcome);
        Assert.Contains(rule, result.Advice, StringComparison.Ordinal);
        Assert.True(checks[^1].Error < 0.7 * checks[0].Error, $"{checks[0].Error} {checks[^1].Error}");
        var drawn = Network.Create(network.Cell, Small(rule).Graph(), Small(rule).Network, 1);
        foreach (var shape in network.Parameters.Shapes)
        {
            var isReadout = shape.Role is ParameterRole.Readout or ParameterRole.ReadoutBias;
            Assert.True(isReadout != network.Raw(shape.Name).SequenceEqual(drawn.Raw(shape.Name)), shape.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_number_of_threads_changes_no_bit(string rule) =>
        Assert.Equal(Run(Small(rule, 1), 1).Network.RawValues.ToArray(), Run(Small(rule, 1), 2).Network.RawValues.ToArray());

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_run_that_was_stopped_ends_with_the_same_bits(string rule)
    {
        using var folder = new TemporaryFolder();
        var configuration = Small(rule);
        TrainingRun.Execute(configuration, folder["whole"], false, 1, TrainerHooks.None, CancellationToken.None);
        using (var cancel = new CancellationTokenSource())
        {
            var stopped = TrainingRun.Execute(configuration, folder["broken"], false, 2, SmallRun.StopAfter(2, cancel), cancel.Token);
            Assert.Equal(Outcome.Cancelled, stopped.Outcome);
        }

        TrainingRun.Execute(configuration, folder["broken"], true, 1, TrainerHooks.None, CancellationToken.None);
        Assert.Equal(TrainingRun.Load(folder["whole"]).Network.RawValues.ToArray(), TrainingRun.Load(folder["broken"]).Network.RawValues.ToArray());
    }

    [Fact]
    public void A_readout_that_cannot_be_solved_for_ends_the_run_and_says_what_to_do()
    {
        var (result, _, _) = Run(Small(updates: 1) with { ReadoutRule = new RidgeRule { Regularisation = [0] }, Training = Small().Training with { Trials = 1 } });
        Assert.Equal(Outcome.Diverged, result.Outcome);
        Assert.Contains("set `Regularisation` higher, such as 1E-08", result.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Force_needs_outputs_that_go_back()
    {
        var open = Small("force") with { Cell = new EchoStateCell { Units = 60 } };
        Assert.Contains("nothing goes back; set `Feedback = true`", Assert.Throws<UsageException>(() => open.CheckedGraph()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, "spectral-radius", null)]
    [InlineData(3, "p-excitatory", null)]
    [InlineData(1, "inter-scale", "`Depth` is 1")]
    [InlineData(1, "plasticity-passes", "`Plasticity` is none")]
    [InlineData(1, "train-recurrent", "the readout alone is learned")]
    [InlineData(1, "learning-rate", "no gradient is computed")]
    public void Settings_that_do_nothing_are_told_and_others_not(int depth, string setting, string? expected)
    {
        var told = (Small() with { Cell = new EchoStateCell { Units = 60, Depth = depth } }).Idle([setting]);
        Assert.Equal(expected is null, told.Count == 0);
        Assert.All(told, one => Assert.Contains(expected!, one.Sentence, StringComparison.Ordinal));
    }

    [Fact]
    public void An_update_that_was_stopped_half_way_was_not_made()
    {
        var configuration = Small(updates: 1) with { Training = Small().Training with { Trials = 4000 } };
        var whole = Run(configuration).Network;
        using var trainer = new Trainer(configuration, 1);
        using (var cancel = new CancellationTokenSource())
        {
            cancel.CancelAfter(TimeSpan.FromMilliseconds(150));
            _ = trainer.Run(TrainerHooks.None, cancel.Token);
        }

        _ = trainer.Run(TrainerHooks.None, CancellationToken.None);
        Assert.Equal(whole.RawValues.ToArray(), trainer.Network.RawValues.ToArray());
    }

    [Fact]
    public void Several_regularisations_are_judged_by_validation()
    {
        var (_, network, checks) = Run(Small(updates: 1) with { ReadoutRule = new RidgeRule { Regularisation = [1e-6, 1e9] } });
        Assert.Equal("regularisation 1E-06", checks[^1].Readout);
        Assert.Equal(Run(Small(updates: 1)).Checks[^1].Error, checks[^1].Error, 1e-4);
        Assert.Contains(network.Raw("w_out").ToArray(), weight => Math.Abs(weight) > 0.01f);
    }

    [Fact]
    public void One_sample_a_trial_is_that_of_the_last_step_with_a_target()
    {
        var (result, _, checks) = Run(Small(updates: 1) with { ReadoutRule = new RidgeRule { Steps = ReadoutSteps.Last, Regularisation = [1e-3] } });
        Assert.Contains("from 45 samples", result.Advice, StringComparison.Ordinal);
        Assert.Contains("only 45 samples", checks[^1].Warning, StringComparison.Ordinal);
        Assert.True(checks[^1].Overall > 0.8, $"{checks[^1].Overall}");
    }

    [Fact]
    public void Rates_that_overflow_end_the_run_with_a_word()
    {
        var configuration = Small() with { Cell = new EchoStateCell { Units = 20, Activation = Activation.Linear }, Network = Small().Network with { SpectralRadius = 90, PExcitatory = null } };
        var (result, _, _) = Run(configuration);
        Assert.Equal(Outcome.Diverged, result.Outcome);
        Assert.Contains("SpectralRadius", result.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_teacher_feeds_back_the_targets_while_a_readout_is_learned()
    {
        // The output must go up by the input in each step: what it was is known from the feedback alone.
        var configuration = new EchoStatePreset().For(new LinearTask { Steps = 12 }, 1) with
        {
            Cell = new EchoStateCell { Units = 30, Feedback = true, FeedbackGain = 0.5, Activation = Activation.Linear },
            Network = Small().Network with { Autapses = true, SpectralRadius = 0.1, InputScale = 0.1 },
            Training = new TrainingOptions { Dt = 10.Ms, Trials = 40, CheckEvery = 1, ValidationTrials = 40 },
        };
        var (_, network, checks) = Run(configuration);
        Assert.True(checks[^1].Error < 1e-3, $"{checks[^1].Error}");
        Assert.NotEqual(0, network.Raw("w_fb")[0]);
    }

    [Theory]
    [InlineData("omega=2", "Omega")]
    [InlineData("credit=rflo", "Credit")]
    [InlineData("curriculum=delay", "Curriculum")]
    [InlineData("unroll=5", "Unroll")]
    [InlineData("track-importance=true", "TrackImportance")]
    [InlineData("loss=cross-entropy", "squared-error")]
    [InlineData("readout-rule=logistic", "cross-entropy")]
    [InlineData("layers=20:tanh", "no linear function")]
    [InlineData("cell=jordan", "TrainReadout|Readout|linear")]
    [InlineData("regularisation=-1", "at least 0")]
    [InlineData("readout-rule=least-squares", "least-squares")]
    [InlineData("depth=31", "at most 30")]
    [InlineData("dale=rectify", "rates can be negative")]
    public void What_a_rule_cannot_do_is_said(string setting, string word)
    {
        var parts = setting.Split('=');
        var fault = Record.Exception(() => Small().With([new(parts[0], parts[1])]));
        Assert.True(fault is UsageException || parts[1] == "jordan", setting);
        Assert.True(fault is null || word.Split('|').Any(one => fault.Message.Contains(one, StringComparison.Ordinal)), fault?.Message);
    }

    [Fact]
    public void Readout_weights_that_have_signs_are_refused()
    {
        var configuration = Small() with
        {
            Cell = new LeakyCell { Units = 20 }, Network = new NetworkOptions { Dale = Positivity.Rectify },
        };
        Assert.Contains("Readout = all", Assert.Throws<UsageException>(() => Run(configuration)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Intrinsic_plasticity_brings_units_to_the_distribution_that_is_asked_for()
    {
        var basis = new EchoStatePreset().For(new MemoryCapacityTask { Length = [1000] }, 1);
        var configuration = basis with
        {
            Cell = new EchoStateCell { Units = 40, Plasticity = 1e-4, PlasticityMean = 0.2, PlasticityDeviation = 0.3, PlasticityPasses = 60 },
            Network = basis.Network with { SpectralRadius = 0.5, InputScale = 1 },
        };
        var (_, network, _) = Run(configuration);
        var recording = new Experiment { Network = network, Task = configuration.Task, Trials = 1 }.Run(TestContext.Current.CancellationToken);
        Assert.DoesNotContain(1f, network.Raw("gain").ToArray());
        var (means, deviations) = (new List<double>(), new List<double>());
        for (var unit = 0; unit < 40; unit++)
        {
            double[] rates = [.. Enumerable.Range(100, recording.Steps - 100).Select(t => (double)recording.Rate(t, 0)[unit])];
            means.Add(rates.Average());
            deviations.Add(Math.Sqrt(rates.Average(rate => Math.Pow(rate - means[^1], 2))));
        }

        // What one unit can do alone is a gain and a bias, so means and deviations are only near those of the distribution.
        Assert.All(means, mean => Assert.InRange(mean, 0.15, 0.25));
        Assert.All(deviations, deviation => Assert.InRange(deviation, 0.2, 0.4));
    }

    [Fact]
    public void Any_cell_with_a_linear_readout_can_be_a_reservoir()
    {
        var (_, network, checks) = Run(Small() with { Cell = new GruCell { Units = 60 } });
        Assert.True(checks[^1].Overall > 0.9, $"{checks[^1].Overall}");
        Assert.IsType<GruCell>(network.Cell);
    }

    [Fact]
    public void The_configuration_is_read_as_it_was_written()
    {
        var configuration = Small() with { ReadoutRule = new ForceRule { Alpha = 3 } };
        var read = RunConfiguration.FromJson(configuration.ToJson());
        Assert.Equal(configuration.ReadoutRule, read.ReadoutRule);
        Assert.DoesNotContain("readout-rule", (Small() with { ReadoutRule = null }).ToJson().ToJsonString(), StringComparison.Ordinal);
        Assert.Null(Small().With([new("readout-rule", "none"), new("max-updates", "10")]).ReadoutRule);
    }

    private static (TrainingResult Result, Network Network, List<TrainingCheckLine> Checks) Run(RunConfiguration configuration, int threads = 1)
    {
        List<TrainingCheckLine> checks = [];
        using var trainer = new Trainer(configuration, threads);
        var result = trainer.Run(TrainerHooks.None with { OnCheck = checks.Add }, CancellationToken.None);
        return (result, trainer.Network, checks);
    }
}
