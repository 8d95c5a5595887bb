using Engram.Learning;
using Engram.Networks;
using Engram.Numerics;
using Engram.Storage;
using Engram.Tests.Learning;

namespace Engram.Tests.Storage;

public sealed class TrainedRunTests
{
    [Fact]
    public void Its_experiment_shows_its_own_task_at_its_own_step()
    {
        var configuration = SmallRun.Easy() with { Training = new TrainingOptions { Dt = TimeSpan.FromMilliseconds(10) } };
        configuration = configuration with { Training = configuration.Training with { Loss = "binary-cross-entropy" } };
        var network = Network.Create(configuration.Cell, configuration.Graph(), configuration.Network, 1);
        var run = new TrainedRun("runs/a", configuration, network);
        var recording = run.Experiment(30, 9).Run(TestContext.Current.CancellationToken);
        var loss = new BinaryCrossEntropy();
        var evaluation = Evaluation.Run(
            network, configuration.Task, configuration.Training.Dt, 30, 9, Purpose.TestTrials, 1, loss);
        Assert.Equal(evaluation.Performance!.Conditions, recording.Performance.Conditions);
        var squares = recording.Output.Zip(recording.Target, (z, y) => Math.Pow(z - y, 2)).Zip(recording.Mask, (square, m) => m * square);
        Assert.Equal(evaluation.Error, Math.Sqrt(squares.Sum() / recording.Mask.Sum(m => (double)m)), 1e-6);
    }
}
