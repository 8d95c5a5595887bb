using Engram.Configuration;
using Engram.Tasks;

namespace Engram.Tests.Tasks;

/// <summary>The twenty tasks of Yang et al.: what is right follows from what is on the rings of inputs.</summary>
public sealed class MultiTaskTests
{
    private const int Units = 32;
    private static readonly TimeSpan Dt = 20.Ms;

    public static TheoryData<MultiTaskRule> Rules => [.. Enum.GetValues<MultiTaskRule>()];

    [Fact]
    public void There_are_twenty_tasks_with_a_channel_each()
    {
        var task = new MultiTaskTask();
        Assert.Equal((20, 85, 33), (task.Conditions.Count, task.Inputs.Count, task.Outputs.Count));
        Assert.Equal("rule-non-match-to-category", task.Inputs[^1]);
        Assert.Equal(task.Inputs, (task with { Rules = [MultiTaskRule.Anti] }).Inputs);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_right_direction_follows_from_the_rule_and_the_rings(MultiTaskRule rule)
    {
        var task = new MultiTaskTask { Rules = [rule], InputNoise = 0 };
        var (stays, longest) = (0, task.Longest);
        Assert.True(longest <= new MultiTaskTask().Longest);
        for (var index = 0; index < 100; index++)
        {
            var trial = Rendered.Draw(task, index);
            var u = Rendered.From(task, trial, Dt).Inputs.Chunk(85).ToArray();
            Assert.True(Array.TrueForAll(u, step => step[65 + (int)rule] > 0 && step[65..].Count(value => value > 0) == 1));
            var expected = Expected(rule, trial, u);
            stays += double.IsNaN(expected) ? 1 : 0;
            Assert.Equal(double.IsNaN(expected), double.IsNaN(trial.Direction));
            Assert.True(double.IsNaN(expected) || Math.Abs(PopulationVector.Error(expected, trial.Direction)) < 2.5, $"{index}: {expected}, {trial.Direction}");
            Assert.True(trial.Duration <= longest);
        }

        Assert.InRange(stays, rule >= MultiTaskRule.MatchToSample ? 30 : 0, rule >= MultiTaskRule.MatchToSample ? 70 : 0);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_eyes_must_stay_until_the_response_and_then_leave_or_not(MultiTaskRule rule)
    {
        var task = new MultiTaskTask { Rules = [rule] };
        for (var index = 0; index < 20; index++)
        {
            var trial = Rendered.Draw(task, index);
            var rendered = Rendered.From(task, trial, Dt);
            var (fixates, leaves) = (rendered.Targets[0], rendered.Targets[^33]);
            Assert.Equal(0.85f, fixates);
            Assert.Equal(double.IsNaN(trial.Direction) ? 0.85f : 0.05f, leaves);

            // 100 ms without a loss, and then five times the loss.
            var response = trial.Periods[^1].Steps(Dt).First;
            var weights = rendered.Mask.Chunk(33).Select(step => (step[0], step[1])).ToArray();
            Assert.All(weights[..response], weight => Assert.Equal((2, 1), weight));
            Assert.All(weights[response..(response + 5)], weight => Assert.Equal((0, 0), weight));
            Assert.All(weights[(response + 5)..], weight => Assert.Equal((10, 5), weight));

            // A fixation unit on the wrong side is wrong, whatever the ring says.
            var z = rendered.Targets;
            Assert.True(trial.IsCorrect(z, 0, 33, Dt));
            z[^33] = 0.9f - z[^33];
            Assert.False(trial.IsCorrect(z, 0, 33, Dt));
        }
    }

    [Fact]
    public void Rules_are_shown_as_often_as_their_shares_say()
    {
        var task = new MultiTaskTask { Rules = [MultiTaskRule.Go, MultiTaskRule.Anti, MultiTaskRule.MatchToSample], Shares = [1, 3, 0] };
        var counts = new int[3];
        for (var index = 0; index < 2000; index++)
        {
            counts[Rendered.Draw(task, index).Condition]++;
        }

        Assert.InRange(counts[0], 400, 600);
        Assert.Equal((2000 - counts[0], 0), (counts[1], counts[2]));
        Assert.Equal(["go", "anti", "match-to-sample"], task.Conditions);
    }

    // Those of the two contextual decisions are published (Yang et al. 2019, Methods).
    [Fact]
    public void Without_shares_tasks_that_are_hard_to_learn_are_shown_more_often()
    {
        var task = new MultiTaskTask();
        double[] shares = [1, 1, 1, 1, 1, 1, 1, 1, 5, 5, 1, 1, 1, 2, 2, 1, 2, 4, 1, 1];
        for (var index = 0; index < 200; index++)
        {
            Assert.Equal(Rendered.Draw(task with { Shares = shares }, index).Condition, Rendered.Draw(task, index).Condition);
        }

        var two = task with { Rules = [MultiTaskRule.NonMatchToSample, MultiTaskRule.Go] };
        Assert.InRange(Enumerable.Range(0, 1000).Count(index => Rendered.Draw(two, index).Condition == 0), 740, 860);
    }

    [Fact]
    public void Shares_and_rules_that_do_not_fit_are_refused()
    {
        AssertRefused(new MultiTaskTask { Rules = [MultiTaskRule.Go], Shares = [1, 2] }, "`Shares` is 1, 2, but `Rules` names 1 rule (go)");
        AssertRefused(new MultiTaskTask { Rules = [MultiTaskRule.Go, MultiTaskRule.Anti], Shares = [0, 0] }, "not all of them 0");
        AssertRefused(new MultiTaskTask { Rules = [MultiTaskRule.Go, MultiTaskRule.Go] }, "name each of the twenty at most once");
        AssertRefused(new MultiTaskTask { Response = 100.Ms }, "`Response` is 100ms, but its first 100ms, which are `Grace`, do not count");

        static void AssertRefused(MultiTaskTask task, string expected) =>
            Assert.Contains(expected, Assert.Throws<UsageException>(task.Validate).Message, StringComparison.Ordinal);
    }

    private static double Expected(MultiTaskRule rule, Trial trial, float[][] u)
    {
        var first = trial.Periods.Single(period => period.Name == "first").Steps(Dt);
        var second = trial.Periods.Single(period => period.Name == "second").Steps(Dt);
        var last = u[^1];
        switch (rule)
        {
            case MultiTaskRule.Go or MultiTaskRule.ReactionGo or MultiTaskRule.Anti or MultiTaskRule.ReactionAnti:
                return Peak(last) + (rule is MultiTaskRule.Go or MultiTaskRule.ReactionGo ? 0 : 180);
            case MultiTaskRule.DelayedGo or MultiTaskRule.DelayedAnti:
                Assert.True(Array.TrueForAll(u[trial.Periods[^1].Steps(Dt).First..], step => Array.TrueForAll(step[1..65], value => value == 0)));
                return Peak(u[first.First]) + (rule == MultiTaskRule.DelayedGo ? 0 : 180);
            case >= MultiTaskRule.MatchToSample:
                var (sample, test) = (Peak(u[first.First]), Peak(last));
                var matches = rule < MultiTaskRule.MatchToCategory ? Math.Abs(PopulationVector.Error(sample, test)) < 1
                    : (sample < 180) == (test < 180);
                return matches == rule is MultiTaskRule.MatchToSample or MultiTaskRule.MatchToCategory ? test : double.NaN;
            default:
                var isDelayed = rule >= MultiTaskRule.DelayedDecision1;
                float[] both = isDelayed ? [.. u[first.First].Zip(u[second.First], (a, b) => a + b)] : u[first.First];
                float[] ring = (((int)rule - (int)MultiTaskRule.Decision1) % 5) switch
                {
                    0 or 2 => both[1..33],
                    1 or 3 => both[33..65],
                    _ => [.. Enumerable.Range(1, Units).Select(k => both[k] + both[k + Units])],
                };
                var peak = Array.IndexOf(ring, ring.Max()) * 360.0 / Units;
                var (a, b) = (trial.Factor("direction"), trial.Factor("direction") + trial.Factor("separation"));
                return Math.Abs(PopulationVector.Error(peak, a)) < Math.Abs(PopulationVector.Error(peak, b)) ? a : b;
        }
    }

    // The direction of the one stimulus in either modality.
    private static double Peak(float[] step) =>
        PopulationVector.Direction([.. Enumerable.Range(1, Units).Select(k => step[k] + step[k + Units])]);
}
