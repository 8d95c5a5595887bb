using Engram.Learning;

namespace Engram.Tests.Learning;

public sealed class CurriculumDivergenceTests
{
    [Fact]
    public void A_task_that_the_curriculum_has_not_reached_may_have_any_loss()
    {
        var tracker = new Tracker(new Stopping { MaxUpdates = 1000 }, 0.01, null);
        Assert.Equal(Outcome.Continue, tracker.Observe(new(0, double.NaN, 0) { Progress = 0 }).Outcome);
        Assert.Equal(Outcome.Continue, tracker.Observe(new(1, double.PositiveInfinity, 0) { Progress = 0 }).Outcome);
        Assert.Equal(Outcome.Continue, tracker.Observe(new(2, 1e30, 0) { Progress = 0.5 }).Outcome);
        Assert.Equal(Outcome.Continue, tracker.Observe(new(3, 0.1, 0) { Progress = 1 }).Outcome);
        Assert.True(tracker.LastWasBest);
        Assert.Equal(Outcome.Diverged, tracker.Observe(new(4, 1e5, 0) { Progress = 1 }).Outcome);
    }

    [Fact]
    public void A_lower_loss_than_none_is_the_best()
    {
        var tracker = new Tracker(new Stopping(), 0.01, null);
        tracker.Observe(new(0, double.NaN, 0) { Progress = 0 });
        tracker.Observe(new(1, 3, 0) { Progress = 0 });
        Assert.Equal((3.0, 1L), (tracker.BestLoss!.Value, tracker.BestUpdate));
    }
}
