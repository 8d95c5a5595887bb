using Engram.Configuration;
using Engram.Learning;
using Engram.Numerics;
using Engram.Tasks;

namespace Engram.Tests.Learning;

public sealed class StratifiedDrawsTests
{
    private static readonly StreamKey Key = new(1, Purpose.ValidationTrials);

    public static TheoryData<string> Tasks => [.. CognitiveTask.Catalog.All.Select(task => task.Name)];

    [Theory]
    [MemberData(nameof(Tasks))]
    public void Every_condition_of_every_task_is_shown_equally_often(string name)
    {
        var task = CognitiveTask.Catalog.Create(name) with { CatchProbability = 0.1 };
        var trials = 10 * task.Conditions.Count;
        var counts = Counts(task, new StratifiedDraws(trials).Pick(task, Key, 3));
        Assert.Equal(trials, counts.Values.Sum());
        Assert.Equal((int)Math.Round(0.1 * trials), counts.GetValueOrDefault(-1));
        var shown = Enumerable.Range(0, task.Conditions.Count).Select(condition => counts.GetValueOrDefault(condition)).ToList();
        Assert.True(shown.Max() - shown.Min() <= 1, string.Join(" ", shown));
    }

    [Fact]
    public void Picks_have_no_trial_in_common_and_are_the_same_each_time()
    {
        var (task, draws) = (new DelayedMatchTask(), new StratifiedDraws(50));
        var first = draws.Pick(task, Key, 0).ToArray();
        var second = draws.Pick(task, Key, 1).ToArray();
        Assert.Empty(first.Intersect(second));
        Assert.Equal(50, first.Distinct().Count());
        Assert.Equal(first, new StratifiedDraws(50).Pick(task, Key, 0).ToArray());
    }

    [Fact]
    public void A_condition_that_does_not_come_up_is_not_met()
    {
        var counter = new PerformanceCounter(["often", "never"]);
        counter.Add("often", true);
        Assert.Equal((1.0, 0.0), (counter.Overall, counter.Minimum));
        Assert.Equal(["never", "often"], counter.ToPerformance().Conditions.Select(condition => condition.Condition));
        Assert.Equal(0, counter.ToPerformance().Minimum);

        var task = new RareTask();
        var counts = Counts(task, new StratifiedDraws(20).Pick(task, Key, 0));
        Assert.Equal((20, 0), (counts[0], counts.GetValueOrDefault(1)));
    }

    [Theory]
    [InlineData("3", "3", false)]
    [InlineData("1", "3", false)]
    [InlineData("50", "2", true)]
    public void A_validation_that_cannot_judge_the_worst_condition_is_refused(string trials, string window, bool enough)
    {
        RunConfiguration Configuration() => new ModernPreset().For(new PerceptualDecisionTask(), 1).With(
            [new("criterion", "minimum"), new("threshold", "0.95"), new("validation-trials", trials), new("window", window)]);
        if (enough)
        {
            Configuration().Validate();
            return;
        }

        Assert.Contains("`ValidationTrials` is " + trials, Assert.Throws<UsageException>(Configuration).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", "1", false)]
    [InlineData("9", "1", false)]
    [InlineData("10", "1", true)]
    [InlineData("4", "3", true)]
    public void Nor_is_one_taken_that_cannot_judge_all_conditions_together(string trials, string window, bool enough)
    {
        RunConfiguration Configuration() => new ModernPreset().For(new PerceptualDecisionTask { CatchProbability = 0 }, 1).With(
            [new("criterion", "overall"), new("threshold", "0.95"), new("validation-trials", trials), new("window", window)]);
        if (enough)
        {
            Configuration().Validate();
            return;
        }

        var fault = Assert.Throws<UsageException>(() => Configuration().Validate()).Message;
        Assert.Contains($"`ValidationTrials` is {trials}, too few to judge", fault, StringComparison.Ordinal);
        Assert.Contains("set `ValidationTrials` to at least 10.", fault, StringComparison.Ordinal);
    }

    private static Dictionary<int, int> Counts(CognitiveTask task, ReadOnlySpan<long> indices)
    {
        var (counts, trial) = (new Dictionary<int, int>(), new Trial());
        foreach (var index in indices)
        {
            task.Draw(trial, Key, index);
            counts[trial.Condition] = counts.GetValueOrDefault(trial.Condition) + 1;
        }

        return counts;
    }

    private sealed record RareTask : CognitiveTask
    {
        public override IReadOnlyList<string> Inputs => ["u"];

        public override IReadOnlyList<string> Outputs => ["a", "b"];

        public override IReadOnlyList<string> Conditions => ["often", "never"];

        protected override void Compose(Trial trial)
        {
            trial.Condition = trial.Draw("luck", 0, 1) > 2 ? 1 : 0;
            trial.Answer = trial.Condition;
            trial.Target(1, trial.Period("all", 100.Ms));
        }
    }
}
