using System.Text.Json;
using Engram.Learning;

namespace Engram.Tests.Learning;

public sealed class TrackerTests
{
    private static readonly Stopping Stopping = new() { Window = 3, Threshold = 0.9, Patience = 1000, MaxUpdates = 5000 };

    [Fact]
    public void The_criterion_is_the_mean_of_the_last_checks_in_the_worst_condition()
    {
        var tracker = Start(Stopping);
        Assert.Equal(
            [Outcome.Continue, Outcome.Continue, Outcome.Continue, Outcome.Reached],
            new[] { 0.0, 1.0, 0.8, 0.9 }.Select((worst, i) => tracker.Observe(Check(i * 100, 1 - (0.1 * i), worst)).Outcome));
    }

    [Fact]
    public void Too_few_checks_never_meet_the_criterion_and_exactly_the_threshold_does()
    {
        var tracker = Start(Stopping with { Threshold = 0.95 });
        Assert.Equal(Outcome.Continue, tracker.Observe(Check(0, 1, 0.95)).Outcome);
        Assert.Equal(Outcome.Continue, tracker.Observe(Check(100, 0.9, 0.95)).Outcome);
        var verdict = tracker.Observe(Check(200, 0.8, 0.95));
        Assert.Equal(Outcome.Reached, verdict.Outcome);
        Assert.Contains("95 % correct in the worst condition in the mean of the last 3 checks", verdict.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void The_overall_share_may_be_judged_instead()
    {
        // 0.5 in the worst of two equal conditions is 0.75 overall.
        var stopping = Stopping with { Window = 1, Threshold = 0.75 };
        Assert.Equal(Outcome.Continue, Start(stopping).Observe(Check(0, 1, 0.5)).Outcome);
        Assert.Equal(Outcome.Reached, Start(stopping with { Criterion = PerformanceMeasure.Overall }).Observe(Check(0, 1, 0.5)).Outcome);
    }

    [Fact]
    public void A_low_error_reaches_the_target_without_any_performance()
    {
        var tracker = Start(Stopping with { TargetError = 0.05 });
        Assert.Equal(Outcome.Continue, tracker.Observe(new TrainingCheck(0, 1, 0.06)).Outcome);
        Assert.Equal(Outcome.Reached, tracker.Observe(new TrainingCheck(100, 1, 0.05)).Outcome);
        Assert.Equal(Outcome.Continue, Start(Stopping).Observe(new TrainingCheck(0, 0, 0)).Outcome);
    }

    [Fact]
    public void A_threshold_of_nothing_leaves_the_answers_out()
    {
        var tracker = Start(Stopping with { Threshold = 0, Window = 1, TargetError = 0.05 });
        Assert.Equal(Outcome.Continue, tracker.Observe(Check(0, 1, 1)).Outcome);
        Assert.Equal(Outcome.Reached, tracker.Observe(new TrainingCheck(100, 1, 0.05)).Outcome);
        var exhausted = Start(Stopping with { Threshold = 0 }).Observe(Check(5000, 1, 1));
        Assert.Equal(Outcome.Exhausted, exhausted.Outcome);
    }

    [Fact]
    public void Patience_counts_from_the_lowest_loss()
    {
        var tracker = Start(Stopping);
        tracker.Observe(Check(0, 1, 0));
        tracker.Observe(Check(900, 0.5, 0));
        Assert.True(tracker.LastWasBest);
        Assert.Equal(Outcome.Continue, tracker.Observe(Check(1800, 0.5, 0)).Outcome);
        Assert.False(tracker.LastWasBest);
        var verdict = tracker.Observe(Check(1900, 0.6, 0));
        Assert.Equal(Outcome.Exhausted, verdict.Outcome);
        Assert.Contains("No lower loss in 1000 updates (best 0.5 at update 900", verdict.Advice, StringComparison.Ordinal);
        Assert.Equal((0.5, 900L), (tracker.BestLoss!.Value, tracker.BestUpdate));
    }

    [Fact]
    public void The_updates_run_out_with_advice_that_depends_on_whether_the_loss_was_falling()
    {
        Tracker falling = Start(Stopping with { Patience = 1_000_000 }), stuck = Start(Stopping with { Patience = 1_000_000 });
        stuck.Observe(Check(0, 0.1, 0));
        var stillFalling = falling.Observe(Check(5000, 0.2, 0));
        Assert.Equal(Outcome.Exhausted, stillFalling.Outcome);
        Assert.Contains("train in another `folder`, anew with a higher `MaxUpdates`, or", stillFalling.Advice, StringComparison.Ordinal);
        Assert.Contains("plateau", stuck.Observe(Check(5000, 0.2, 0)).Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.95, 3, 0, "last check: 100 % correct in the worst condition; asked: 95 % in the mean of the last 3 checks). ")]
    [InlineData(0.95, 3, 0.01, "; asked: 95 % in the mean of the last 3 checks or an error of 0.01). ")]
    [InlineData(0, 3, 0.01, "last check: 100 % correct in the worst condition; asked: an error of 0.01). ")]
    [InlineData(0, 3, 0, "last check: 100 % correct in the worst condition). ")]
    public void What_was_asked_is_told_where_a_good_last_check_was_not_enough(double threshold, int window, double error, string sentence)
    {
        var stopping = Stopping with { Threshold = threshold, Window = window, TargetError = error };
        Assert.Contains(sentence, Start(stopping).Observe(Check(5000, 0.1, 1)).Advice, StringComparison.Ordinal);
        var tracker = Start(stopping with { MaxUpdates = 100_000 });
        tracker.Observe(Check(0, 0.1, 0));
        Assert.Contains(sentence, tracker.Observe(Check(1000, 0.1, 1)).Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_without_answers_is_not_said_to_have_missed_a_share_and_a_window_of_one_is_one_check()
    {
        Assert.Contains("(last check: error 0.5).", Start(Stopping).Observe(new TrainingCheck(5000, 1, 0.5)).Advice, StringComparison.Ordinal);
        var one = Stopping with { Window = 1 };
        Assert.Contains("; asked: 90 % at one check).", Start(one).Observe(Check(5000, 1, 0.5)).Advice, StringComparison.Ordinal);
        Assert.Contains("in the worst condition at one check, after 100 updates", Start(one).Observe(Check(100, 1, 1)).Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void One_update_is_told_as_one() => Assert.StartsWith(
        "The one update was used (last check: ", Start(new() { MaxUpdates = 1 }).Observe(Check(1, 0.2, 0)).Advice, StringComparison.Ordinal);

    [Fact]
    public void Success_at_the_last_update_is_success() =>
        Assert.Equal(Outcome.Reached, Start(Stopping with { Window = 1 }).Observe(Check(5000, 1, 1)).Outcome);

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e9)]
    public void An_exploded_loss_is_divergence_with_a_lower_rate_advised(double loss)
    {
        var tracker = Start(Stopping);
        tracker.Observe(Check(0, 0.5, 0));
        var verdict = tracker.Observe(Check(100, loss, 1));
        Assert.Equal(Outcome.Diverged, verdict.Outcome);
        Assert.Contains("Lower `LearningRate` from 0.01 to 0.001", verdict.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gradient_that_is_not_finite_is_divergence()
    {
        Assert.Equal(Outcome.Continue, Start(Stopping).ObserveGradient(3, 1e6).Outcome);
        var clipped = Start(Stopping).ObserveGradient(3, double.NaN);
        Assert.Equal(Outcome.Diverged, clipped.Outcome);
        Assert.DoesNotContain("ClipNorm", clipped.Advice, StringComparison.Ordinal);
        var unclipped = new Tracker(Stopping, 0.01, null).ObserveGradient(3, double.PositiveInfinity);
        Assert.Contains("`ClipNorm = 1`", unclipped.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("FeedbackScale", unclipped.Advice, StringComparison.Ordinal);
        string Drawn(Credit credit) => new Tracker(Stopping, 0.01, null, credit).ObserveGradient(3, double.NaN).Advice;
        Assert.Contains("lower `FeedbackScale` from 2 to 0.2", Drawn(Credit.Named("feedback-alignment") with { FeedbackScale = 2 }), StringComparison.Ordinal);
        Assert.Contains("a smaller `FeedbackScale`", Drawn(Credit.Named("rflo")), StringComparison.Ordinal);
        Assert.DoesNotContain("FeedbackScale", Drawn(Credit.Named("e-prop")), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_task_as_configured_is_judged_and_each_stage_has_its_own_patience()
    {
        var tracker = Start(Stopping with { Window = 2 });
        Assert.Equal(Outcome.Continue, tracker.Observe(Check(0, 0.1, 1) with { Progress = 0 }).Outcome);
        Assert.Equal(Outcome.Continue, tracker.Observe(Check(800, 0.2, 1) with { Progress = 0 }).Outcome);
        Assert.Equal(Outcome.Continue, tracker.Observe(Check(1600, 0.3, 1) with { Progress = 0.5 }).Outcome);
        Assert.Equal(Outcome.Continue, tracker.Observe(Check(2400, 0.4, 1)).Outcome);
        Assert.Equal(Outcome.Continue, tracker.Observe(Check(2500, 0.4, 1) with { Progress = 0.5 }).Outcome);
        Assert.Equal(Outcome.Continue, tracker.Observe(Check(2600, 0.4, 1)).Outcome);
        Assert.Equal(Outcome.Reached, tracker.Observe(Check(2700, 0.4, 1)).Outcome);
    }

    [Fact]
    public void A_stage_that_never_ends_exhausts_patience()
    {
        var tracker = Start(Stopping);
        tracker.Observe(Check(0, 0.1, 0) with { Progress = 0.5 });
        var verdict = tracker.Observe(Check(1000, 0.1, 0) with { Progress = 0.5 });
        Assert.Equal(Outcome.Exhausted, verdict.Outcome);
        Assert.Contains("curriculum at 50 %", verdict.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tracker_restored_from_JSON_gives_the_same_verdicts()
    {
        for (var cut = 0; cut <= 6; cut++)
        {
            Tracker unbroken = Start(Stopping), resumed = Start(Stopping);
            for (var i = 0; i < 7; i++)
            {
                if (i == cut)
                {
                    var json = JsonSerializer.Serialize(unbroken.State, LearningJson.Default.TrackerState);
                    resumed.Restore(JsonSerializer.Deserialize(json, LearningJson.Default.TrackerState)!);
                }

                var check = Check(i * 100, 1 / (i + 3.0), 0.3 * (i % 4));
                var verdict = unbroken.Observe(check);
                if (i >= cut)
                {
                    Assert.Equal(verdict, resumed.Observe(check));
                }
            }
        }
    }

    private static Tracker Start(Stopping stopping) => new(stopping, 0.01, new GradientClip());

    private static TrainingCheck Check(long update, double loss, double worst) =>
        new(update, loss, 0.5, new Performance([new("easy", 100, 100), new("hard", (int)Math.Round(100 * worst), 100)]));
}
