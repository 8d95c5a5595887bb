using Engram.Analysis;
using Engram.Cells;
using Engram.Configuration;
using Engram.Learning;
using Engram.Networks;
using Engram.Simulation;
using Engram.Tests.Learning;

namespace Engram.Tests.Analysis;

public sealed class GoodnessOfFitTests
{
    [Fact]
    public void Targets_fit_perfectly_their_mean_not_at_all_and_a_shift_costs_its_square()
    {
        var recording = Recorded();
        recording.Target.CopyTo(recording.Output, 0);
        Assert.Equal(new GoodnessOfFit(0, 1), GoodnessOfFit.Of(recording));

        var mean = recording.Target.Average();
        var variance = recording.Target.Sum(y => (y - mean) * (y - mean)) / recording.Target.Length;
        Array.Fill(recording.Output, mean);
        Assert.Equal(0, GoodnessOfFit.Of(recording).R2, 1e-5);

        for (var i = 0; i < recording.Output.Length; i++)
        {
            recording.Output[i] = recording.Target[i] + 0.5f;
        }

        var shifted = GoodnessOfFit.Of(recording);
        Assert.Equal(0.5, shifted.Error, 1e-6);
        Assert.Equal(1 - (0.25 / variance), shifted.R2, 1e-4);
    }

    [Fact]
    public void What_the_loss_does_not_count_does_not_count_here()
    {
        var recording = Recorded();
        recording.Target.CopyTo(recording.Output, 0);
        recording.Output[3] += 100;
        Assert.True(GoodnessOfFit.Of(recording).R2 < 0);
        recording.Mask[3] = 0;
        Assert.Equal(1, GoodnessOfFit.Of(recording).R2);
    }

    private static Recording Recorded()
    {
        var cell = new LeakyCell { Units = 4 };
        var configuration = new RunConfiguration { Task = new LinearTask { Steps = 2 }, Cell = cell, Training = new TrainingOptions { Dt = 10.Ms } };
        var network = Network.Create(configuration.Cell, configuration.Graph(), configuration.Network, 1);
        return new Experiment { Network = network, Task = configuration.Task, Dt = 10.Ms, Trials = 8 }.Run();
    }
}
