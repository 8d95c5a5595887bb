using Engram.Learning;

namespace Engram.Tests.Learning;

/// <summary>Counts bytes of the whole process, so nothing else may run beside it.</summary>
[CollectionDefinition("allocation", DisableParallelization = true)]
public sealed class AllocationCollection;

[Collection("allocation")]
public sealed class AllocationTests
{
    private const int Updates = 200;

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
        var (own, all) = (new List<long>(), new List<long>());
        using var cancel = new CancellationTokenSource();
        using var trainer = new Trainer(configuration, threads);
        trainer.Run(
            new TrainerHooks
            {
                OnUpdate = made =>
                {
                    if (made >= 400 && made % Updates == 0)
                    {
                        all.Add(GC.GetTotalAllocatedBytes(true));
                        own.Add(GC.GetAllocatedBytesForCurrentThread());
                    }

                    if (made == 400 + (6 * Updates))
                    {
                        cancel.Cancel();
                    }
                },
            },
            cancel.Token);

        // What else the process does is in the counts too, but not in all of them.
        Assert.Equal(0, own.Zip(own.Skip(1), (before, after) => after - before).Min() / Updates);
        Assert.InRange(all.Zip(all.Skip(1), (before, after) => after - before).Min(), 0, Updates * 16);
    }
}
