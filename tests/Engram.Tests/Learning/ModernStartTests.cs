using Engram.Cells;
using Engram.Configuration;
using Engram.Learning;
using Engram.Tasks;
using Engram.Tests.Tasks;

namespace Engram.Tests.Learning;

public sealed class ModernStartTests
{
    private const int Third = 3;

    // A third of all pairs, so that every task meets several cells and every cell many tasks.
    public static TheoryData<string, string> TasksAndCells() =>
        [.. CognitiveTask.Catalog.All.Index().SelectMany(task =>
            Cell.Catalog.All.Index().Where(cell => (task.Index + cell.Index) % Third == 0 && task.Item.Inputs.TakeLast(cell.Item.NeededInputs.Count).SequenceEqual(cell.Item.NeededInputs))
                .Select(cell => (task.Item.Name, cell.Item.Name)))];

    [Theory]
    [MemberData(nameof(TasksAndCells))]
    public void Every_task_with_a_third_of_the_cells_begins_quiet(string task, string cell)
    {
        foreach (var law in Cell.Catalog.Create(cell).CanHaveSigns ? ["none", "rectify"] : (string[])["none"])
        {
            var (check, silent) = First(Modern(ShortTask.Of(CognitiveTask.Catalog.Create(task)), ("cell", cell), ("dale", law)));
            Assert.Null(check.Warning);
            Assert.True(check.Loss <= 300 * Math.Max(silent, 0.01), $"{task} {cell} {law}: {check.Loss}, silent {silent}");
        }
    }

    [Theory]
    [InlineData(25)]
    [InlineData(400)]
    public void Networks_of_other_sizes_begin_quiet(int units)
    {
        foreach (var task in (CognitiveTask[])[new DelayedMatchTask(), new FlipFlopTask(), new RingTask()])
        {
            Assert.Null(First(Modern(task, ("units", $"{units}"))).Check.Warning);
        }
    }

    [Fact]
    public void Inputs_are_as_strong_as_their_number_and_size_allow()
    {
        Assert.Equal(9, Scale(new DelayedMatchTask()));
        Assert.Equal(9, Scale(new InputDiscriminationTask()));
        Assert.Equal(4.5, Scale(new DelayedMatchTask { HighInput = 2.6 }));
        Assert.Equal(0.61, Scale(new RingTask()));
        Assert.True(Scale(new FlipFlopTask { Bits = 8 }) < Scale(new FlipFlopTask { Bits = 3 }) / 1.5);

        static double Scale(CognitiveTask task) => new ModernPreset().For(task, 1).Network.InputScale;
    }

    [Fact]
    public void What_is_fitted_follows_the_task_the_units_and_nothing_else()
    {
        var modern = new ModernPreset();
        var begun = modern.For(new FlipFlopTask(), 1);
        var changed = modern.Fitted(begun.With([new("bits", "8"), new("units", "200"), new("learning-rate", "0.01")]));
        Assert.Equal(modern.For(new FlipFlopTask { Bits = 8 }, 1).Network with { ReadoutScale = 0.005 }, changed.Network);
        Assert.Equal(0.01, changed.Optimiser.LearningRate);
        Assert.Equal(begun, modern.Fitted(begun));
        var published = new Song2016Preset();
        Assert.Equal(published.For(new FlipFlopTask(), 1), published.Fitted(published.For(new FlipFlopTask(), 1)));
    }

    [Theory]
    [InlineData("rectify", 1500)]
    [InlineData("none", 600)]
    public void A_task_of_seventeen_channels_is_learned(string law, int updates)
    {
        using var trainer = new Trainer(Modern(new RingTask(), ("dale", law), ("max-updates", $"{updates}")), 1);
        var result = trainer.Run(TrainerHooks.None, CancellationToken.None);
        Assert.Equal((Outcome.Reached, true), (result.Outcome, result.Minimum >= 0.85));
    }

    [Fact]
    public void A_huge_first_loss_is_said_with_what_to_change()
    {
        var loud = Modern(new RingTask(), ("spectral-radius", "1.5"), ("input-scale", "3"), ("readout-scale", "0.1"));
        var (check, silent) = First(loud);
        Assert.True(check.Loss > 1e4 * silent);
        Assert.Contains("`SpectralRadius` from 1.5 to 0.9", check.Warning, StringComparison.Ordinal);
        Assert.Contains("`InputScale` from 3 to 0.3", check.Warning, StringComparison.Ordinal);
        Assert.Equal(check.Warning, (string?)check.ToJson()["warning"]);
        Assert.False((check with { Warning = null }).ToJson().ContainsKey("warning"));

        var led = Modern(ShortTask.Of(new PathIntegrationTask()), ("cell", "lstm"), ("dale", "none"), ("context-scale", "1e6"), ("readout-scale", "1000"));
        Assert.Contains("`ContextScale` from 1E+06 to 1E+05", First(led).Check.Warning, StringComparison.Ordinal);

        // A network that goes on from another has not been drawn: how it was drawn is no advice.
        using var first = new Trainer(loud, 1);
        using var second = new Trainer(loud, 1, first.Network);
        Assert.Null(Check(second).Warning);
    }

    // K classes: ln K for equal outputs; squared errors: the mean square of the targets.
    [Fact]
    public void Silence_has_the_loss_of_its_kind()
    {
        var task = new InputDiscriminationTask { Fixation = TimeSpan.Zero, LowTarget = 0, CatchProbability = 0 };
        Assert.Equal(0.5, FirstLoss.OfSilence(task, new SquaredError(), 20.Ms), 1e-6);
        Assert.Equal(Math.Log(2), FirstLoss.OfSilence(task, new CrossEntropy(), 20.Ms), 1e-6);
    }

    private static RunConfiguration Modern(CognitiveTask task, params (string Name, string Value)[] settings)
    {
        var modern = new ModernPreset();
        KeyValuePair<string, string>[] given =
            [new("max-updates", "0"), new("validation-trials", "200"), .. settings.Select(s => KeyValuePair.Create(s.Name, s.Value))];
        given = [.. given.GroupBy(s => s.Key).Select(same => same.Last())];
        return modern.Fitted(modern.For(task, 1).With(given)).With(given);
    }

    private static (TrainingCheckLine Check, double Silent) First(RunConfiguration configuration)
    {
        using var trainer = new Trainer(configuration, 1);
        return (
            Check(trainer),
            FirstLoss.OfSilence(configuration.Task, Loss.Catalog.Create(configuration.Training.Loss), configuration.Training.Dt));
    }

    private static TrainingCheckLine Check(Trainer trainer)
    {
        TrainingCheckLine? first = null;
        trainer.Run(new TrainerHooks { OnCheck = check => first ??= check }, CancellationToken.None);
        return first!;
    }
}
