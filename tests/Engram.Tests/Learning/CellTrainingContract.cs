using Engram.Cells;
using Engram.Learning;
using Engram.Networks;
using Engram.Storage;
using Engram.Tests.Equations;
using Engram.Tests.Storage;

namespace Engram.Tests.Learning;

/// <summary>What holds for the training of every cell and of each of its variants.</summary>
public sealed class CellTrainingContract
{
    public static TheoryData<Cell> Cells => [.. CellVariants.ForAnyTask(16)];

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_run_that_was_stopped_ends_with_the_same_bytes(Cell cell)
    {
        using var folder = new TemporaryFolder();
        var configuration = SmallRun.Easy() with
        {
            Cell = cell,
            Network = new() { SpectralRadius = 0.2, InputScale = 0.2 },
            Stopping = new Stopping { Threshold = 0, MaxUpdates = 8 },
            Training = new TrainingOptions { Trials = 10, CheckEvery = 3, ValidationTrials = 10 },
            Penalties = Penalties.None,
        };
        var start = Network.Create(cell, configuration.Graph(), configuration.Network, 77);
        Train(configuration, folder["whole"], false, start);
        using (var cancel = new CancellationTokenSource())
        {
            TrainingRun.Execute(configuration, folder["broken"], false, 2, SmallRun.StopAfter(4, cancel), cancel.Token, start);
        }

        Train(configuration, folder["broken"], true, null);
        var (whole, broken) = (TrainingRun.Load(folder["whole"]).Network, TrainingRun.Load(folder["broken"]).Network);
        Assert.Equal(whole.RawValues.ToArray(), broken.RawValues.ToArray());
        foreach (var shape in whole.Parameters.Shapes)
        {
            var moved = !whole.Raw(shape.Name).SequenceEqual(start.Raw(shape.Name));
            Assert.True(moved == whole.Parameters.Constraint(shape.Name).Trainable, shape.Name);
        }
    }

    private static TrainingResult Train(RunConfiguration configuration, string path, bool resume, Network? start) =>
        TrainingRun.Execute(configuration, path, resume, 1, TrainerHooks.None, CancellationToken.None, start);
}
