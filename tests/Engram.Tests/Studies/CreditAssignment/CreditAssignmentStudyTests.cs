using Engram.Configuration;
using Engram.Learning;
using Engram.Networks;
using Engram.Storage;
using Engram.Studies.CreditAssignment;
using Engram.Tests.Storage;

namespace Engram.Tests.Studies.CreditAssignment;

/// <summary>The parts of the study of credit assignment: its networks, its scores, and what it makes of them.</summary>
public sealed class CreditAssignmentStudyTests
{
    private static readonly int[] Lags = [5, 10, 20, 40];

    [Fact]
    public void How_far_most_networks_learn_has_the_interval_of_exact_binomial_tests()
    {
        // Of 6 networks only all show that most learn (1/2⁶ < 0.025), and only none that most do not.
        Assert.Equal(new Reach(20, 10, 20), Reach.Of(Lags, [6, 6, 4, 0], 6));
        Assert.Equal(new Reach(10, 5, 40), Reach.Of(Lags, [6, 5, 3, 1], 6));
        Assert.Equal(new Reach(0, 0, 0), Reach.Of(Lags, [0, 6, 6, 6], 6));
        Assert.Equal(new Reach(40, 0, 40), Reach.Of(Lags, [2, 2, 2, 2], 2));
        Assert.Equal("10 [5, 40]", $"{Reach.Of(Lags, [6, 5, 3, 1], 6)}");
    }

    [Fact]
    public void Correlations_are_over_all_lags_or_within_those_where_scores_differ()
    {
        // Over both lags the angle falls with the score; at each lag it rises, and a third lag, where all score the same, says nothing.
        (int, double, double)[] points = [(5, 10, 0.7), (5, 20, 0.8), (5, 30, 0.9), (10, 60, 0.1), (10, 70, 0.2), (10, 80, 0.3)];
        Assert.Equal(1, Alignment.Within(points), 1e-12);
        Assert.InRange(Alignment.Over(points), -0.8, -0.3);
        Assert.Equal(1, Alignment.Within([.. points, (20, 1, 0.5), (20, 2, 0.5), (20, 3, 0.45)]), 1e-12);
        Assert.Equal(double.NaN, Alignment.Within([(5, 1, 0), (5, 2, 0), (5, 3, 0)]));
    }

    [Fact]
    public void A_share_beyond_guessing_is_one_without_error_and_zero_at_a_guess()
    {
        Assert.Equal(1, Plan.Beyond(1, 0.125), 1e-12);
        Assert.Equal(0, Plan.Beyond(0.125, 0.125), 1e-12);
        Assert.Equal(0.5, Plan.Beyond(0.75, 0.5), 1e-12);
    }

    // v ← e^(−dt/τ) v + b − s, a ← e^(−dt/τ_a) a + s, τ_y dy/dt = −y + s, s = 1 where v > 1 + κ a: a unit without inputs or connections.
    [Fact]
    public void A_unit_fires_less_and_less_often_as_its_threshold_rises()
    {
        const double Drive = 0.6;
        var cell = new SpikingCell { Units = 1, Tau = 100.Ms, TraceTau = 100.Ms, ThresholdTau = 800.Ms, Adaptation = 0.4 };
        var configuration = Plan.Of(Plan.Tasks[0].Task, cell, Plan.Exact, 0.01, 1);
        configuration = configuration with { Network = configuration.Network with { InitialBias = Drive, InitialState = 0, Recurrent = new ConstantInitialiser(0), SpectralRadius = null } };
        using var map = new TrainedRun("", configuration, configuration.Draw(configuration.Graph())).Map();
        var (y, v, a) = (0.0, 0.0, 0.0);
        double[] state = [0, 0, 0], next = [0, 0, 0];
        var fired = new List<int>();
        for (var step = 0; step < 100; step++)
        {
            var s = v > 1 + (0.4 * a) ? 1 : 0;
            (y, v, a) = (y + (0.2 * (s - y)), (Math.Exp(-0.2) * v) + Drive - s, (Math.Exp(-0.025) * a) + s);
            if (s == 1)
            {
                fired.Add(step);
            }

            map.Next(state, [], next);
            (state, next) = (next, state);
            Assert.Equal([y, v, a], state, (one, other) => Math.Abs(one - other) < 1e-5);
        }

        Assert.InRange(fired.Count, 5, 60);
        Assert.True(fired[^1] - fired[^2] > fired[1] - fired[0]);
    }

    [Fact]
    public void Every_rule_and_cell_trains_on_every_task_and_has_a_score()
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, task) in Plan.Tasks.Append(("recall", Plan.Recall(5))))
        {
            foreach (var (place, (cell, units)) in Plan.Cells.Index())
            {
                var configuration = Plan.Of(task, units, Plan.Rules[1 + place], 0.01, 1) with { Seed = 1 };
                var path = folder[$"{name}-{cell}"];
                TrainingRun.Execute(configuration, path, resume: false, 1, TrainerHooks.None, TestContext.Current.CancellationToken);
                Assert.InRange(Plan.Score(TrainingRun.Load(path, configuration), 20), 0, 1);
            }
        }
    }

    [Fact]
    public void The_rules_are_all_known() => Assert.All(Plan.Rules, rule => Assert.NotNull(Credit.Named(rule)));
}
