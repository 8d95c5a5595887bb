using Engram.Cells;
using Engram.Configuration;
using Engram.Learning;
using Engram.Networks;
using Engram.Tasks;

namespace Engram.Tests.Learning;

public sealed class EvaluationOfSeveralTasksTests
{
    [Fact]
    public void Each_task_is_measured_as_if_it_were_alone()
    {
        var configuration = new ModernPreset().For(new DelayedMatchTask(), 3);
        var network = Network.Create(configuration.Cell, configuration.Graph(), configuration.Network, 3);
        CognitiveTask[] tasks = [.. new[] { 900, 0, 300 }.Select(ms => configuration.Task.Pin("delay", ms))];
        var together = Evaluation.Run(
            network, tasks, 20.Ms, 150, 5, cancel: TestContext.Current.CancellationToken);
        Assert.Equal(3, together.Select(result => result.Loss).Distinct().Count());
        Assert.All(tasks.Zip(together), pair =>
        {
            var alone = Evaluation.Run(network, pair.First, 20.Ms, 150, 5);
            Assert.Equal((alone.Loss, alone.Error, alone.Trials), (pair.Second.Loss, pair.Second.Error, pair.Second.Trials));
            Assert.Equal(alone.Conditions, pair.Second.Conditions);
        });
    }

    [Fact]
    public void It_can_be_cancelled()
    {
        var configuration = new ModernPreset().For(new DelayedMatchTask(), 3);
        var network = Network.Create(configuration.Cell, configuration.Graph(), configuration.Network, 3);
        Assert.Throws<OperationCanceledException>(() => Evaluation.Run(
            network, [configuration.Task], 20.Ms, 150, 5, cancel: new CancellationToken(true)));
    }

    [Fact]
    public void What_does_not_fit_into_memory_is_refused_as_an_evaluation()
    {
        var configuration = new ModernPreset().For(new DelayedMatchTask(), 3);
        var network = Network.Create(configuration.Cell, configuration.Graph(), configuration.Network, 3);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var fault = Assert.Throws<UsageException>(() => Evaluation.Run(network, configuration.Task.Pin("delay", 600_000_000), 1.Ms, 150, 5)).Message;
        Assert.Matches("^Evaluation needs [0-9.]+ GB .*delayed-match.*`Dt` \\(now 1ms\\), or fewer units", fault);

        // Before a trial of it is laid out, which alone would take more than 1 GB.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000_000);
    }

    [Fact]
    public void A_cell_with_other_parameters_than_the_weights_is_refused()
    {
        var configuration = new ModernPreset().For(new DelayedMatchTask(), 3);
        var network = Network.Create(configuration.Cell, configuration.Graph(), configuration.Network, 3)
            .WithCell(new GruCell { Units = configuration.Cell.Units });
        var fault = Assert.Throws<UsageException>(() => Evaluation.Run(network, configuration.Task, 20.Ms, 150, 5)).Message;
        Assert.Contains("a gru network", fault, StringComparison.Ordinal);
    }
}
