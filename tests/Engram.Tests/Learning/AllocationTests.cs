using Engram.Learning;

namespace Engram.Tests.Learning;

/// <summary>Counts bytes of the whole process, so nothing else may run beside it.</summary>
[CollectionDefinition("allocation", DisableParallelization = true)]
public sealed class AllocationCollection;

[Collection("allocation")]
public sealed class AllocationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void An_update_allocates_nothing_once_it_is_warm(int threads)
    {
        var configuration = SmallRun.Growing() with
        {
            Training = new TrainingOptions { Trials = 20, CheckEvery = 100_000, ValidationTrials = 20 },
            Stopping = new Stopping { MaxUpdates = 100_000 },
            Curriculum = new Curriculum { Factor = "delay", Threshold = 1, RelapseThreshold = 0 },
        };
        var (own, all) = (0L, 0L);
        using var cancel = new CancellationTokenSource();
        using var trainer = new Trainer(configuration, threads);
        trainer.Run(
            new TrainerHooks
            {
                OnUpdate = made =>
                {
                    if (made == 400)
                    {
                        all = GC.GetTotalAllocatedBytes(true);
                        own = GC.GetAllocatedBytesForCurrentThread();
                    }
                    else if (made == 600)
                    {
                        own = GC.GetAllocatedBytesForCurrentThread() - own;
                        all = GC.GetTotalAllocatedBytes(true) - all;
                        cancel.Cancel();
                    }
                },
            },
            cancel.Token);
        Assert.Equal(0, own / 200);
        Assert.InRange(all, 0, 200 * 16);
    }
}
