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
        var network = Network.Create(configuration.Graph().Parameters, configuration.Network, 3, nonNegativeRates: true);
        CognitiveTask[] tasks = [.. new[] { 900, 0, 300 }.Select(ms => configuration.Task.Pin("delay", ms))];
        var together = Evaluation.Run(
            network, configuration.Cell, tasks, 20.Ms, 150, 5, cancel: TestContext.Current.CancellationToken);
        Assert.Equal(3, together.Select(result => result.Loss).Distinct().Count());
        Assert.All(tasks.Zip(together), pair =>
        {
            var alone = Evaluation.Run(network, configuration.Cell, pair.First, 20.Ms, 150, 5);
            Assert.Equal((alone.Loss, alone.Error, alone.Trials), (pair.Second.Loss, pair.Second.Error, pair.Second.Trials));
            Assert.Equal(alone.Conditions, pair.Second.Conditions);
        });
    }

    [Fact]
    public void It_can_be_cancelled()
    {
        var configuration = new ModernPreset().For(new DelayedMatchTask(), 3);
        var network = Network.Create(configuration.Graph().Parameters, configuration.Network, 3, nonNegativeRates: true);
        Assert.Throws<OperationCanceledException>(() => Evaluation.Run(
            network, configuration.Cell, [configuration.Task], 20.Ms, 150, 5, cancel: new CancellationToken(true)));
    }
}
