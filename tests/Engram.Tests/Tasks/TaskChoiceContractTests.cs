using System.Globalization;
using Engram.Configuration;
using Engram.Learning;
using Engram.Tasks;
using Engram.Tests.Configuration;

namespace Engram.Tests.Tasks;

/// <summary>What every task of the library says of choices, and of factors that are pinned to what they are not drawn from.</summary>
public sealed class TaskChoiceContractTests
{
    private static readonly TimeSpan Dt = 20.Ms;

    public static TheoryData<CognitiveTask> All => [.. CognitiveTask.Catalog.All.SelectMany(task => Variants.OfChoices(ShortTask.Of(task)))];

    [Theory]
    [MemberData(nameof(All))]
    public void The_choice_is_the_answer_where_outputs_are_the_targets_and_none_where_they_say_nothing(CognitiveTask task)
    {
        var o = task.Outputs.Count;
        Assert.Equal(task.Choices.Count, task.Choices.Distinct().Count());
        for (var index = 0; index < 200; index++)
        {
            var trial = Rendered.Draw(task, index);
            var z = Rendered.From(task, trial, Dt).Targets;
            Assert.InRange(trial.Answer, -1, task.Choices.Count - 1);
            Assert.Equal(trial.IsScored && task.Choices.Count > 0, trial.Answer >= 0);
            Assert.Equal(trial.Answer, trial.Choice(z, 0, o, Dt));
            Assert.Equal(-1, trial.Choice(new float[z.Length], 0, o, Dt));
            Assert.Equal(-1, trial.Choice([.. z.Select(_ => float.NaN)], 0, o, Dt));
            float[] turned = [.. z.Chunk(o).SelectMany(step => step.Reverse()).Select(y => o == 1 ? -y : y)];
            Assert.Equal(trial.Answer < 0 ? -1 : task.Choices.Count - 1 - trial.Answer, trial.Choice(turned, 0, o, Dt));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_number_outside_the_list_is_refused_or_has_a_condition_that_says_it(CognitiveTask task)
    {
        task = task with { CatchProbability = 0 };
        foreach (var factor in task.Factors.Where(factor => factor.Numbers.Count > 0))
        {
            foreach (var value in new[] { factor.Numbers.Max() * 0.93, factor.Numbers.Min() * 0.93, 0, -factor.Numbers.Max(), 1e9, -1e9 })
            {
                if (factor.Range is var (least, greatest) && value >= least && value <= greatest)
                {
                    var pinned = task.Pin(factor.Name, value);
                    if (Record.Exception(pinned.Validate) is UsageException refused)
                    {
                        Assert.Contains($" is {value.ToString(CultureInfo.InvariantCulture)}, but", refused.Message, StringComparison.Ordinal);
                        continue;
                    }

                    AssertNamed(task, pinned, factor, value);
                }
                else if (!factor.Numbers.Contains(value))
                {
                    var fault = Assert.Throws<UsageException>(() => task.Pin(factor.Name, value)).Message;
                    Assert.Contains($"{factor.Name} cannot be", fault, StringComparison.Ordinal);
                    Assert.Contains(factor.Values, fault, StringComparison.Ordinal);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_pin_to_a_number_of_the_list_shows_and_names_what_the_same_draw_does(CognitiveTask task)
    {
        task = task with { CatchProbability = 0, InputNoise = 0 };
        foreach (var factor in task.Factors.Where(factor => factor.Numbers.Count > 0))
        {
            for (var index = 0; index < 40; index++)
            {
                var drawn = Rendered.Draw(task, index);
                var pinned = task.Pin(factor.Name, drawn.Factor(factor.Name));
                var same = Rendered.Draw(pinned, index);
                Assert.Equal(task.Conditions[drawn.Condition], pinned.Conditions[same.Condition]);
                Assert.Equal(Rendered.From(task, drawn, Dt).Inputs, Rendered.From(pinned, same, Dt).Inputs);
                Assert.Equal((drawn.Answer, drawn.IsScored), (same.Answer, same.IsScored));
            }
        }
    }

    // What a psychophysicist means by −16 % to the left: 16 % to the right.
    [Theory]
    [InlineData("perceptual-decision")]
    [InlineData("perceptual-decision-low-rank")]
    public void A_negative_coherence_is_the_other_direction(string name)
    {
        var task = CognitiveTask.Catalog.Create(name) with { CatchProbability = 0, InputNoise = 0 };
        string[] directions = [.. task.Factors.First(factor => factor.Name == "direction").Labels];
        foreach (var (one, other) in new[] { (directions[0], directions[1]), (directions[1], directions[0]) })
        {
            var (minus, plus) = (task.Pin("direction", one).Pin("coherence", -7), task.Pin("direction", other).Pin("coherence", 7));
            var (a, b) = (Rendered.Draw(minus, 1), Rendered.Draw(plus, 1));
            var (left, right) = (Rendered.From(minus, a, Dt), Rendered.From(plus, b, Dt));
            Assert.Equal(left.Inputs, right.Inputs);
            Assert.Equal(left.Targets, right.Targets);
            Assert.Equal((a.Answer, a.Condition), (b.Answer, b.Condition));
            Assert.Equal(minus.Conditions, plus.Conditions);
            Assert.Equal(-7, a.Factor("coherence"));
        }
    }

    [Theory]
    [InlineData("perceptual-decision", "coherence", 3, "left 3%", "right 3%")]
    [InlineData("perceptual-decision", "coherence", -16, "left 16%", "right 16%")]
    [InlineData("perceptual-decision-low-rank", "coherence", -0.3, "-0.3", "+0.3")]
    [InlineData("perceptual-decision-low-rank", "coherence", 0, "0")]
    [InlineData("context-dependent-decision", "coherence-a", 0, "a: a0 b-", "a: a0 b+", "b: a0 b-", "b: a0 b+")]
    [InlineData("context-dependent-decision", "coherence-b", -3, "a: a- b-", "a: a+ b-", "b: a- b-", "b: a+ b-")]
    [InlineData("parametric-working-memory", "lower-frequency", 12, "20>12", "12<20")]
    [InlineData("parametric-working-memory-low-rank", "f1", 34, "34>10", "34>14", "34>18", "34>22", "34>26", "34>30", "34=34")]
    [InlineData("parametric-working-memory-low-rank", "f1", 11.5, "11.5>10", "11.5<14", "11.5<18", "11.5<22", "11.5<26", "11.5<30", "11.5<34")]
    [InlineData("parametric-working-memory-low-rank", "f2", 12, "10<12", "14>12", "18>12", "22>12", "26>12", "30>12", "34>12")]
    public void Conditions_of_a_pinned_task_are_those_that_it_shows(string name, string factor, double value, params string[] expected)
    {
        var task = (CognitiveTask.Catalog.Create(name) with { CatchProbability = 0 }).Pin(factor, value);
        Assert.Equal(expected, task.Conditions);
        var shown = Enumerable.Range(0, 600).Select(index => task.Conditions[Rendered.Draw(task, index).Condition]);
        Assert.Equal(expected.Order(), shown.Distinct().Order());
    }

    [Fact]
    public void Where_nothing_points_either_way_no_answer_is_right()
    {
        CognitiveTask[] tasks =
        [
            new PerceptualDecisionTask { CatchProbability = 0 }.Pin("coherence", 0), new PerceptualDecisionLowRankTask().Pin("coherence", 0),
            new MultiSensoryDecisionTask().Pin("coherence-visual", 0).Pin("context", "visual"),
            new ParametricWorkingMemoryLowRankTask().Pin("f1", 11).Pin("f2", 11),
        ];
        foreach (var task in tasks)
        {
            var trial = Rendered.Draw(task, 2);
            Assert.Equal((false, -1), (trial.IsScored, trial.Answer));
            Assert.True(trial.MaskSum(Dt) > 0);
        }

        // One of two senses is enough, and two unequal frequencies are.
        Assert.True(Rendered.Draw(new MultiSensoryDecisionTask().Pin("coherence-visual", 0).Pin("context", "both"), 2).IsScored);
        Assert.True(Rendered.Draw(new ParametricWorkingMemoryLowRankTask().Pin("f1", 11).Pin("f2", 11.5), 2).IsScored);
    }

    [Fact]
    public void A_criterion_waits_for_conditions_that_have_a_right_answer_alone()
    {
        var task = new ParametricWorkingMemoryLowRankTask();
        Assert.Equal(task.Conditions.Where(condition => !condition.Contains('=', StringComparison.Ordinal)), ScoredConditions.Of(task));
        var motion = new PerceptualDecisionTask { Coherences = [0, 5] };
        Assert.Equal(["left 5%", "right 5%"], ScoredConditions.Of(motion));
        Assert.Equal(["hi-hi", "hi-lo", "lo-hi", "lo-lo"], ScoredConditions.Of(new DelayedMatchTask()));
    }

    private static void AssertNamed(CognitiveTask task, CognitiveTask pinned, Factor factor, double value)
    {
        // A task whose conditions are named after signs says the sign, and one whose conditions do not depend on the factor nothing.
        var text = FormattableString.Invariant($"{Math.Abs(value)}");
        var namesValues = task.Conditions.Any(condition => condition.Contains(FormattableString.Invariant($"{factor.Numbers[^1]}")));
        for (var index = 0; index < 20; index++)
        {
            var trial = Rendered.Draw(pinned, index);
            Assert.Equal(value, trial.Factor(factor.Name));
            Assert.InRange(trial.Condition, 0, pinned.Conditions.Count - 1);
            Assert.True(
                !namesValues || pinned.Conditions[trial.Condition].Contains(text, StringComparison.Ordinal),
                $"{factor.Name} {value}: {pinned.Conditions[trial.Condition]}");
        }
    }
}
