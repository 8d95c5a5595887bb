using Engram.Configuration;
using Engram.Tasks;

namespace Engram.Tests.Tasks;

/// <summary>Tasks of working memory: the right answer follows from what was shown, as an animal would find it.</summary>
public sealed class WorkingMemoryTaskTests
{
    private static readonly TimeSpan Dt = 20.Ms;

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    public void Where_the_food_was_is_where_to_reach_after_the_GO_signal(int wells)
    {
        var task = Clean(new DelayedResponseWhereTask { Wells = wells });
        for (var index = 0; index < 100; index++)
        {
            var (trial, shown) = Shown(task, index);
            var cue = shown.Single(one => one.Name.StartsWith("well", StringComparison.Ordinal));
            Assert.Equal((task.Outputs[trial.Answer], "cue"), (cue.Name, cue.Period));
            Assert.Contains(("go", "decision"), shown);
            Assert.Equal(task.Conditions[trial.Condition], cue.Name);
        }
    }

    [Theory]
    [InlineData("delayed-response-where")]
    [InlineData("delayed-response-what")]
    public void Without_a_delay_the_cue_stays_in_view(string name)
    {
        var task = Clean(CognitiveTask.Catalog.Create(name)).Pin("delay", TimeSpan.Zero);
        var (_, shown) = Shown(task, 3);
        var cue = shown.First(one => one.Period == "cue").Name;
        Assert.Contains((cue, "decision"), shown);
        Assert.DoesNotContain((cue, "decision"), Shown(task.Pin("delay", Dt), 3).Shown);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void What_was_shown_is_where_it_appears_and_every_symbol_appears_once(int symbols)
    {
        var task = Clean(new DelayedResponseWhatTask { Symbols = symbols });
        var places = new int[symbols * symbols];
        for (var index = 0; index < 1000; index++)
        {
            var (trial, shown) = Shown(task, index);
            var symbol = shown.Single(one => one.Period == "cue").Name[^1];
            var choices = shown.Where(one => one.Period == "test" && one.Name != "go").Select(one => one.Name).ToList();
            Assert.Contains($"{task.Outputs[trial.Answer]}-{symbol}", choices);
            Assert.Equal(symbols, choices.Select(name => name[..^2]).Distinct().Count());
            Assert.Equal(symbols, choices.Select(name => name[^1]).Distinct().Count());
            Assert.Equal($"{symbol} at {task.Outputs[trial.Answer]}", task.Conditions[trial.Condition]);
            Assert.Equal(choices, shown.Where(one => one.Period == "decision" && one.Name != "go").Select(one => one.Name));
            places[((symbol - 'a') * symbols) + trial.Answer]++;
        }

        // Where says nothing of what: every pair is as frequent as the others.
        var expected = 1000.0 / places.Length;
        Assert.All(places, count => Assert.InRange(count, expected - (5 * Math.Sqrt(expected)), expected + (5 * Math.Sqrt(expected))));
    }

    [Theory]
    [InlineData(SaccadeRule.Pro)]
    [InlineData(SaccadeRule.Anti)]
    [InlineData(SaccadeRule.Mixed)]
    public void Eyes_go_to_the_cue_or_to_the_opposite_side(SaccadeRule rule)
    {
        var task = Clean(new OculomotorDelayedResponseTask { Rule = rule });
        for (var index = 0; index < 100; index++)
        {
            var trial = Rendered.Draw(task, index);
            var u = Rendered.From(task, trial, Dt).Inputs.Chunk(task.Inputs.Count).ToArray();
            var cue = u[trial.Periods[1].Steps(Dt).First];
            var angle = PopulationVector.Direction(cue.AsSpan(2));
            Assert.Equal(0, PopulationVector.Error(angle, trial.Factor("angle")), 1e-4);
            var turn = PopulationVector.Error(trial.Direction, angle);
            Assert.Equal(cue[1] > 0 ? 180 : 0, Math.Abs(turn), 1e-4);
            Assert.Equal(rule == SaccadeRule.Mixed ? (trial.Factor("rule") == 1) : rule == SaccadeRule.Anti, cue[1] > 0);
            Assert.Equal((1f, 0f), (u[0][0], u[^1][0]));
            var values = new double[3];
            trial.Measure(Rendered.From(task, trial, Dt).Targets, 0, task.Outputs.Count, Dt, values);
            Assert.Equal((0, trial.Direction % 360), (Math.Round(values[1], 3), values[2]));
            Assert.StartsWith(rule == SaccadeRule.Mixed ? cue[1] > 0 ? "anti" : "pro" : $"{trial.Factor("angle")}", task.Conditions[trial.Condition]);
        }

        Assert.Equal(rule == SaccadeRule.Mixed ? 16 : 8, task.Conditions.Count);
        Assert.Equal(rule == SaccadeRule.Mixed ? ["pro 20°", "anti 20°"] : ["20°"], task.Pin("angle", 20).Conditions);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(6)]
    public void The_associate_of_the_cue_is_beside_a_foil(int pairs)
    {
        var task = Clean(new PairedAssociatesTask { Pairs = pairs });
        for (var index = 0; index < 100; index++)
        {
            var (trial, shown) = Shown(task, index);
            var cue = Number(shown.Single(one => one.Period == "sample").Name);
            var test = shown.Where(one => one.Period == "test").Select(one => one.Name).ToList();
            Assert.Equal(2, test.Count);
            var right = test.Single(name => name.StartsWith(task.Outputs[trial.Answer], StringComparison.Ordinal));
            Assert.Equal(cue, Number(right));
            Assert.NotEqual(cue, Number(test.Single(name => name != right)));
        }
    }

    [Fact]
    public void The_probe_matches_in_the_cued_dimension_or_not_whatever_the_other_does()
    {
        var task = Clean(new DualRetroCueTask { Speeds = 3 });
        var agree = 0;
        for (var index = 0; index < 400; index++)
        {
            var (trial, shown) = Shown(task, index);
            var cued = shown.Single(one => one.Period == "cue").Name["cue-".Length..];
            bool Matches(string dimension) => Feature("sample", dimension) == Feature("test", dimension);
            int Feature(string period, string dimension) =>
                Number(shown.Single(one => one.Period == period && one.Name.StartsWith(dimension, StringComparison.Ordinal)).Name);
            Assert.Equal(Matches(cued) ? 0 : 1, trial.Answer);
            Assert.Equal($"{cued} {task.Outputs[trial.Answer]}", task.Conditions[trial.Condition]);
            agree += Matches("direction") == Matches("speed") ? 1 : 0;
        }

        Assert.InRange(agree, 150, 250);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(3, 8)]
    public void Each_symbol_is_compared_with_the_one_n_before_it(int back, int symbols)
    {
        var task = Clean(new NBackTask { Back = back, Symbols = symbols, Items = 9 });
        for (var index = 0; index < 100; index++)
        {
            var (trial, shown) = Shown(task, index);
            var items = Enumerable.Range(1, 9).Select(k => shown.Single(one => one.Period == $"item-{k}").Name).ToList();
            var z = Rendered.From(task, trial, Dt).Targets;
            for (var k = back; k < items.Count; k++)
            {
                var last = trial.Periods[(2 * k) + 2].Steps(Dt).End - 1;
                Assert.Equal(items[k] == items[k - back], z[2 * last] > z[(2 * last) + 1]);
            }

            var values = new double[2];
            trial.Measure(z, 0, 2, Dt, values);
            Assert.Contains(values[0], new[] { 1, double.NaN });
            Assert.Contains(values[1], new[] { 0, double.NaN });

            // One wrong answer, the first, makes the trial wrong.
            var first = trial.Periods[(2 * back) + 2].Steps(Dt).End - 1;
            (z[2 * first], z[(2 * first) + 1]) = (z[(2 * first) + 1], z[2 * first]);
            Assert.False(trial.IsCorrect(z, 0, 2, Dt));
            Assert.True(first + 1 < trial.Steps(Dt));
        }
    }

    [Theory]
    [InlineData(2, 2, 2, 2)]
    [InlineData(4, 4, 4, 4)]
    [InlineData(2, 1, 4, 2)]
    public void The_button_follows_from_the_level_the_context_the_colour_and_the_stimulus(int buttons, int features, int dimensions, int contexts)
    {
        var task = Clean(new HierarchicalRulesTask
        {
            ResponseAlternatives = buttons, FeatureAlternatives = features, DimensionAlternatives = dimensions, ContextAlternatives = contexts,
        });
        for (var index = 0; index < 200; index++)
        {
            var (trial, shown) = Shown(task, index);
            int Of(string period, string name) => Number(shown.Single(one => one.Period == period && one.Name.StartsWith(name, StringComparison.Ordinal)).Name) - 1;
            var (k, c) = (Of("context", "context-"), Of("colour", "colour-"));
            int Value(int d) => Of("stimulus", $"dimension-{d + 1}-");
            var button = task.Conditions[trial.Condition] switch
            {
                "response" => Value(0),
                "feature" => (Value(0) + (c % features)) % buttons,
                "dimension" => Value(c % dimensions),
                "context" => Value((c + k) % dimensions),
                var other => throw new InvalidOperationException(other),
            };
            Assert.Equal(button, trial.Answer);
            Assert.Contains(($"level-{task.Conditions[trial.Condition]}", "decision"), shown);
        }
    }

    [Theory]
    [InlineData("n-back", "items", "2", "`Items` is 2, but the first symbol with one 2 before it is number 3")]
    [InlineData("hierarchical-rules", "feature-alternatives", "4", "`FeatureAlternatives` is 4, but more than `ResponseAlternatives`, which is 2")]
    [InlineData("hierarchical-rules", "dimension-alternatives", "3", "`DimensionAlternatives` is 3, of which the colours cannot make equal shares")]
    [InlineData("hierarchical-rules", "context-alternatives", "4", "`ContextAlternatives` is 4, but more than `DimensionAlternatives`, which is 2")]
    [InlineData("oculomotor-delayed-response", "response", "0s", "`Response` is 0ms, but the response is read at its end")]
    public void A_setting_that_cannot_be_is_refused_with_what_to_set(string name, string setting, string value, string expected)
    {
        var task = Settings.With(CognitiveTask.Catalog.Create(name), [new(setting, value)]);
        Assert.Contains(expected, Assert.Throws<UsageException>(task.Validate).Message, StringComparison.Ordinal);
    }

    private static int Number(string name) => int.Parse(name[(name.LastIndexOf('-') + 1)..], System.Globalization.CultureInfo.InvariantCulture);

    private static T Clean<T>(T task)
        where T : CognitiveTask => task with { CatchProbability = 0, InputNoise = 0, BaselineInput = 0 };

    // The trial, and which inputs are on in which period.
    private static (Trial Trial, HashSet<(string Name, string Period)> Shown) Shown(CognitiveTask task, int index)
    {
        var trial = Rendered.Draw(task, index);
        var u = Rendered.From(task, trial, Dt).Inputs.Chunk(task.Inputs.Count).ToArray();
        var shown = new HashSet<(string, string)>();
        foreach (var period in trial.Periods)
        {
            var (first, end) = period.Steps(Dt);
            for (var step = first; step < end; step++)
            {
                shown.UnionWith(task.Inputs.Where((_, channel) => u[step][channel] > 0).Select(name => (name, period.Name)));
            }
        }

        return (trial, shown);
    }
}
