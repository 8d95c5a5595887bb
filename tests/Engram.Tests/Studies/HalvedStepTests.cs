using Engram.Analysis;
using Engram.Configuration;
using Engram.Learning;
using Engram.Storage;
using Engram.Studies;
using Engram.Tasks;
using Engram.Tests.Storage;

namespace Engram.Tests.Studies;

/// <summary>What studies find in networks that are trained and tested at one step is there at half of it as well.</summary>
public sealed class HalvedStepTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_ratio_of_activity_in_a_network_of_two_sequences_is_the_same()
    {
        var run = Trained(new ModernPreset().For(new MultiSequenceTask { Sequences = 2, Sequence = 1.Seconds }, 11).With(
            [new("units", "100"), new("recurrent", "gamma(5)"), new("max-updates", "1000")]));
        var network = SignedNetwork.Of(run.Network);
        var (whole, half) = (Ratio(1), Ratio(2));
        foreach (var time in new[] { 200.Ms, 500.Ms, 1000.Ms })
        {
            Assert.True(Math.Abs((half.At(time) / whole.At(time)) - 1) < 0.05, $"{time}: {whole.At(time)}, {half.At(time)}");
        }

        ActivityRatio Ratio(int parts)
        {
            var experiment = run.Experiment(32);
            return ActivityRatio.Of((experiment with { Dt = experiment.Dt / parts }).Run(TestContext.Current.CancellationToken), network, "sequence");
        }
    }

    [Fact]
    public void A_network_remembers_over_the_same_delays()
    {
        var run = Trained(new ModernPreset().For(new DelayedMatchTask(), 11).With([new("delay", "1s")]));
        foreach (var delay in new[] { "0s", "0.5s", "1s", "3s" })
        {
            var (whole, half) = (Correct(delay, 1), Correct(delay, 2));
            Assert.True(Math.Abs(whole - half) < 0.06, $"{delay}: {whole}, {half}");
        }

        Assert.True(Correct("1s", 2) > 0.95);

        double Correct(string delay, int parts)
        {
            var experiment = run.Experiment(400);
            return (experiment with { Task = experiment.Task.Pin("delay", delay), Dt = experiment.Dt / parts })
                .Run(TestContext.Current.CancellationToken).Performance.Overall;
        }
    }

    private TrainedRun Trained(RunConfiguration configuration)
    {
        var run = new Sweep([configuration]).Execute(folder["sweep"], 2, cancel: TestContext.Current.CancellationToken)[0];
        Assert.Equal(RunStatus.Reached, run.Status);
        return run.Load();
    }
}
