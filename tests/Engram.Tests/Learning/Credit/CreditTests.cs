using Engram.Configuration;
using Engram.Learning;
using Engram.Networks;
using Engram.Tests.Documents;

namespace Engram.Tests.Learning;

public sealed class CreditTests
{
    private static readonly string[] RuleNames =
        [
            "back-propagation", "direct", "e-prop", "feedback-alignment", "kolen-pollack", "rflo", "sign-symmetric", "sign-symmetric-redrawn",
            "sign-symmetric-uniform",
        ];

    public static TheoryData<string> Rules() => [.. RuleNames];

    private static RunConfiguration Small(string rule, string cell = "leaky") => (SmallRun.Easy() with
    {
        Network = new NetworkOptions { TrainBias = true, TrainReadoutBias = true, InputScale = 0.5, SpectralRadius = 0.9 },
        Stopping = new Stopping { MaxUpdates = 300, Threshold = 0 },
    }).With([new("cell", cell), new("credit", rule)]);

    [Fact]
    public void The_rules_are_those_of_the_page()
    {
        Assert.Equal(RuleNames, Credit.Rules.Keys);
        var page = Repository.Read("docs", "credit.md");
        Assert.All(RuleNames, rule => Assert.Contains($"`{rule}`", page, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Every_rule_learns_an_easy_choice(string rule)
    {
        List<TrainingCheckLine> checks = [];
        using var trainer = new Trainer(Small(rule), 1);
        trainer.Run(TrainerHooks.None with { OnCheck = checks.Add }, CancellationToken.None);
        Assert.True(checks[^1].Error < 0.5 * checks[0].Error, $"{checks[0].Error} {checks[^1].Error} {checks[^1].Overall}");
        Assert.True(checks[^1].Overall > 0.9, $"{checks[^1].Overall}");
    }

    [Theory]
    [InlineData("kolen-pollack", "leaky")]
    [InlineData("kolen-pollack", "gru")]
    [InlineData("sign-symmetric-redrawn", "leaky")]
    [InlineData("sign-symmetric-redrawn", "gru")]
    public void A_run_that_was_stopped_ends_with_the_same_bits_with_matrices_that_change(string rule, string cell)
    {
        var configuration = Small(rule, cell) with { Stopping = new Stopping { MaxUpdates = 60, Threshold = 0 } };
        using var whole = new Trainer(configuration, 1);
        whole.Run(TrainerHooks.None, CancellationToken.None);
        using var cancel = new CancellationTokenSource();
        using var begun = new Trainer(configuration, 2);
        begun.Run(SmallRun.StopAfter(30, cancel), cancel.Token);
        using var resumed = new Trainer(configuration, 1);
        resumed.Restore(begun.Capture());
        resumed.Run(TrainerHooks.None, CancellationToken.None);
        Assert.Equal(whole.Network.RawValues.ToArray(), resumed.Network.RawValues.ToArray());
    }

    [Fact]
    public void Learned_matrices_approach_the_weights_at_the_rate_of_the_decay()
    {
        var configuration = Small("kolen-pollack").With([new("feedback-decay", "0.05")]);
        var graph = configuration.Credit.Through(configuration.Graph());
        using var engine = new Engram.Equations.Engine<float>(graph);
        var network = configuration.Draw(configuration.Graph());
        var backward = new BackwardMatrices<float>(graph, configuration.Credit, network, configuration.Seed);
        var step = new UpdateStep<float>(engine, network, configuration.Optimiser, configuration.Training.Schedule, Penalties.None, null) { Backward = backward };
        double Distance()
        {
            var sum = 0.0;
            var w = network.WithRaw(step.Raw).Effective("w_rec");
            for (var k = 0; k < w.Length; k++)
            {
                sum += Math.Pow(w[k] - backward.Values[k], 2);
            }

            return Math.Sqrt(sum);
        }

        var first = Distance();
        var before = network.Effective("w_rec").ToArray();
        var batch = configuration.TrainingBatch(configuration.Task, new SquaredError());
        for (var update = 0; update < 40; update++)
        {
            batch.Draw(update * 20);
            step.Run(batch);
        }

        Assert.Equal(Math.Pow(0.95, 40), Distance() / first, 1e-3);
        Assert.NotEqual(before, network.WithRaw(step.Raw).Effective("w_rec").ToArray());
    }

    [Fact]
    public void Matrices_with_the_signs_of_the_weights_follow_them()
    {
        var configuration = Small("sign-symmetric");
        var graph = configuration.Credit.Through(configuration.Graph());
        var network = configuration.Draw(configuration.Graph());
        var backward = new BackwardMatrices<float>(graph, configuration.Credit, network, 1);
        float[] flipped = [.. network.EffectiveValues.ToArray().Select(w => -w), .. new float[backward.Values.Length]];
        backward.Write(flipped);
        var (w, b) = (network.Effective("w_rec").ToArray(), flipped.AsSpan(network.Parameters.Count, 256).ToArray());
        Assert.All(w.Zip(b), pair => Assert.Equal(-MathF.Sign(pair.First), MathF.Sign(pair.Second)));
        Assert.Equal(backward.Values[..256].ToArray().Select(MathF.Abs).Where((_, k) => w[k] != 0), b.Where((_, k) => w[k] != 0).Select(MathF.Abs));
    }

    [Fact]
    public void Magnitudes_are_drawn_anew_by_the_number_of_the_update()
    {
        var configuration = Small("sign-symmetric-redrawn").With([new("p-excitatory", "0.5"), new("units", "60")]);
        var graph = configuration.Credit.Through(configuration.Graph());
        var network = configuration.Draw(configuration.Graph());
        var backward = new BackwardMatrices<float>(graph, configuration.Credit, network, 1);
        float[] At(long update)
        {
            backward.Redraw(update);
            float[] effective = [.. network.EffectiveValues, .. new float[backward.Values.Length]];
            backward.Write(effective);
            return effective.AsSpan(network.Parameters.Count, 3600).ToArray();
        }

        var (w, third, seventh) = (network.Effective("w_rec").ToArray(), At(3), At(7));
        Assert.Equal(third, At(3));
        Assert.All(new[] { third, seventh }, b => Assert.Equal(w.Select(MathF.Sign), b.Select(MathF.Sign)));
        double Sum(float[] a, float[] b) => a.Zip(b).Sum(pair => Math.Abs((double)pair.First * pair.Second));

        // E|xy| = 2/π for independent normal numbers, E x² = 1.
        Assert.Equal(2 / Math.PI, Sum(third, seventh) / Math.Sqrt(Sum(third, third) * Sum(seventh, seventh)), 0.03);
        Assert.NotEqual(third, new BackwardMatrices<float>(graph, configuration.Credit, network, 2).Values[..3600].ToArray());
    }

    [Fact]
    public void Entries_of_one_magnitude_have_the_signs_of_the_weights_and_their_spectral_radius()
    {
        var configuration = Small("sign-symmetric-uniform").With([new("p-excitatory", "0.5"), new("units", "60")]);
        var graph = configuration.Credit.Through(configuration.Graph());
        var network = configuration.Draw(configuration.Graph());
        var backward = new BackwardMatrices<float>(graph, configuration.Credit, network, 1);
        var (w, b) = (network.Effective("w_rec").ToArray(), backward.Values[..3600].ToArray());
        Assert.Equal(w.Select(MathF.Sign), b.Select(MathF.Sign));
        Assert.Single(b.Where(value => value != 0).Select(MathF.Abs).Distinct());
        Assert.Equal(SpectralRadius.Of(w, 60), SpectralRadius.Of(b, 60), 1e-4);
        backward.Redraw(5);
        Assert.Equal(b, backward.Values[..3600].ToArray());
    }

    [Fact]
    public void What_is_drawn_is_as_large_as_the_weights_and_only_where_there_are_connections()
    {
        var configuration = Small("feedback-alignment").With([new("p-excitatory", "0.5"), new("units", "60")]);
        var network = configuration.Draw(configuration.Graph());
        var graph = configuration.Credit.Through(configuration.Graph());
        var b = new BackwardMatrices<float>(graph, configuration.Credit, network, 1).Values[..3600].ToArray();
        var w = network.Effective("w_rec").ToArray();
        Assert.Equal(w.Select(value => value == 0), b.Select(value => value == 0));
        Assert.Equal(SpectralRadius.Of(w, 60), SpectralRadius.Of(b, 60), 1e-4);
        Assert.True(Math.Abs(w.Zip(b).Sum(pair => pair.First * pair.Second)) < 0.1 * w.Sum(value => value * value));
        var other = new BackwardMatrices<float>(graph, configuration.Credit with { FeedbackScale = 2 }, network, 1).Values[..3600].ToArray();
        Assert.Equal(2, Math.Sqrt(other.Sum(value => value * value) / other.Count(value => value != 0)), 0.1);
    }

    [Fact]
    public void What_is_drawn_has_the_signs_that_are_fixed()
    {
        var configuration = Small("feedback-alignment").With([new("dale", "rectify")]);
        var network = configuration.Draw(configuration.Graph());
        var graph = configuration.Credit.Through(configuration.Graph());
        var b = new BackwardMatrices<float>(graph, configuration.Credit, network, 1).Values.ToArray();
        float[] w = [.. network.Effective("w_rec"), .. network.Effective("w_out")];
        Assert.Equal(w.Select(MathF.Sign), b.Select(MathF.Sign));
    }

    [Theory]
    [InlineData("omega", "2", "`Omega` is 2")]
    [InlineData("through-readout", "none", "`ThroughReadout` is none")]
    [InlineData("track-importance", "true", "`TrackImportance`")]
    [InlineData("credit", "backprop", "There is no credit rule 'backprop'.")]
    public void What_does_not_go_together_is_refused(string name, string value, string told)
    {
        var fault = Assert.Throws<UsageException>(() => Small("feedback-alignment").With([new(name, value)]));
        Assert.Contains(told, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_keeps_what_errors_went_back_through_and_says_nothing_of_it_otherwise()
    {
        var configuration = Small("rflo");
        Assert.Equal(configuration, RunConfiguration.FromJson(configuration.ToJson()) with { Task = configuration.Task, Training = configuration.Training });
        Assert.False(Small("back-propagation").ToJson().ContainsKey("credit"));
    }

    [Fact]
    public void Settings_that_do_nothing_are_named()
    {
        Assert.Single(Small("rflo").Idle(["feedback-decay"]));
        Assert.Single(Small("e-prop").Idle(["feedback-scale"]));
        Assert.Single(Small("feedback-alignment").Idle(["through-gates"]));
        Assert.Empty(Small("feedback-alignment", "gru").Idle(["through-gates", "feedback-scale"]));
    }
}
