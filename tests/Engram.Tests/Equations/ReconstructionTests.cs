using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Networks;
using Engram.Tests.Learning;

namespace Engram.Tests.Equations;

/// <summary>Back-propagation that keeps no history: the same gradient as with it, in memory that does not grow with the length of a trial.</summary>
public sealed class ReconstructionTests
{
    private const int Inputs = 3, Outputs = 2, Trials = 7;

    public static TheoryData<Cell> Cells() => [.. CellVariants.Of(21).Where(cell => cell is ConsolidatorCell)];

    [Theory]
    [MemberData(nameof(Cells))]
    public void The_gradient_is_that_with_kept_history(Cell cell)
    {
        foreach (var (steps, every) in new[] { (5, 16), (16, 16), (41, 64), (65, 64), (100, 16), (200, 32) })
        {
            var (kept, _) = Gradient(cell, steps, null);
            var (found, error) = Gradient(cell, steps, every);
            var scale = kept.Max(Math.Abs);
            Assert.All(kept.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-9 * scale));
            Assert.InRange(error, 0, 1e-8);
        }
    }

    [Fact]
    public void Errors_that_go_back_through_other_matrices_do_so_too()
    {
        var credit = Credit.Rules["feedback-alignment"];
        var graph = credit.Through(new ConsolidatorCell { Units = 9 }.Graph(Inputs, Outputs, 20.Ms));
        var (kept, found) = (Gradient(graph, 60, null).Gradient, Gradient(graph, 60, 64).Gradient);
        Assert.All(kept.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-9 * kept.Max(Math.Abs)));
    }

    [Fact]
    public void Threads_do_not_change_a_bit() => Assert.Equal(
        Gradient(new ConsolidatorCell { Units = 9 }, 60, 16, 1).Gradient, Gradient(new ConsolidatorCell { Units = 9 }, 60, 16, 3).Gradient);

    [Fact]
    public void States_that_are_lost_are_reported()
    {
        // A factor of 1/2 loses a bit in each step.
        var (_, error) = Gradient(new ConsolidatorCell { Units = 9, Tau = 40.Ms }, 130, 128);
        Assert.True(!(error < 1), $"{error}");
        Assert.InRange(Gradient(new ConsolidatorCell { Units = 9, Tau = 40.Ms }, 130, 16).Error, 0, 1e-7);
    }

    [Fact]
    public void Memory_of_a_trial_grows_by_its_inputs_and_outputs_alone()
    {
        var graph = new ConsolidatorCell { Units = 64 }.Graph(Inputs, Outputs, 20.Ms);
        using var kept = new Engine<double>(graph);
        using var without = new Engine<double>(graph, 1, new EngineOptions { KeepEvery = 100_000 - (100_000 % 16) });
        long PerStep(Engine<double> engine) => (engine.Memory(1, 9000) - engine.Memory(1, 1000)) / 8000;

        // u, z and dL/dz.
        Assert.Equal((Inputs + (2 * Outputs)) * sizeof(double), PerStep(without));

        // And the rates of both populations.
        Assert.Equal((Inputs + (2 * Outputs) + (2 * 64)) * sizeof(double), PerStep(kept));
        Assert.True(without.Memory(1, 10_000) < kept.Memory(1, 10_000) / 10, $"{without.Memory(1, 10_000)} {kept.Memory(1, 10_000)}");
    }

    [Fact]
    public void A_training_learns_as_with_kept_history()
    {
        double[] Errors(params KeyValuePair<string, string>[] settings)
        {
            var configuration = (SmallRun.Growing() with
            {
                Cell = new ConsolidatorCell { Units = 16, Tau = 100.Ms }, Network = new NetworkOptions(), Stopping = new Stopping { MaxUpdates = 60, Threshold = 0 },
            }).With(settings);
            List<double> errors = [];
            using var trainer = new Trainer(configuration, 2);
            trainer.Run(TrainerHooks.None with { OnCheck = check => errors.Add(check.Error) }, TestContext.Current.CancellationToken);
            return [.. errors];
        }

        var kept = Errors();
        var found = Errors(new("history", "reconstructed"), new("keep-every", "32"));
        Assert.True(kept[^1] < 0.95 * kept[0], $"{kept[0]} {kept[^1]}");
        Assert.Equal(kept.Length, found.Length);
        Assert.All(kept.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
        Assert.NotEqual(kept, found);
    }

    [Theory]
    [InlineData("cell = leaky", "so the leaky cell's step cannot be undone")]
    [InlineData("keep-every = 50", "`KeepEvery` is 50 steps, but states are kept at multiples of 16; set `KeepEvery = 48`, or 64.")]
    [InlineData("unroll = 5", "`Unroll` is 5 steps, but with `History = reconstructed` errors go back to the first step")]
    [InlineData("track-alignment = true", "`TrackAlignment` is true, but it measures gradients of networks whose history is kept")]
    [InlineData("l2-rates = 1", "`L2Rates` is 1, but its gradient needs the rates of all steps")]
    [InlineData("omega = 1", "`Omega` is 1, but its gradient needs the rates of all steps")]
    public void What_does_not_fit_is_refused(string setting, string sentence)
    {
        var parts = setting.Split(" = ");
        var configuration = SmallRun.Easy() with { Cell = new ConsolidatorCell { Units = 16 }, Network = new NetworkOptions() };
        Assert.Contains(
            sentence,
            Assert.Throws<UsageException>(() => configuration.With([new("history", "reconstructed"), new(parts[0], parts[1])])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_whose_states_are_lost_stops_with_what_to_set()
    {
        var configuration = SmallRun.Growing() with
        {
            Cell = new ConsolidatorCell { Units = 16, Tau = 22.Ms }, Network = new NetworkOptions(),
        };
        using var trainer = new Trainer(configuration.With([new("history", "reconstructed"), new("keep-every", "64")]), 1);
        var fault = Assert.Throws<UsageException>(() => trainer.Run(TrainerHooks.None, TestContext.Current.CancellationToken));
        Assert.Matches("^`KeepEvery` is 64 steps, over which reconstructed states are off by .+, so the gradient would be wrong; set `KeepEvery` to 32, or `History = kept`.$", fault.Message);
    }

    private static (double[] Gradient, double Error) Gradient(Cell cell, int steps, int? every, int threads = 1) =>
        Gradient(cell.Graph(Inputs, Outputs, 20.Ms), steps, every, threads);

    private static (double[] Gradient, double Error) Gradient(StepGraph graph, int steps, int? every, int threads = 1)
    {
        using var engine = new Engine<double>(graph, threads, new EngineOptions { KeepEvery = every });
        engine.Load(CellContract.Parameters<double>(graph, 3));
        var gradient = new double[engine.ParameterCount];

        // A second time, with the memory of the first.
        engine.Gradient(new RandomBatch<double>(Trials, steps + 20, Inputs, Outputs, 12), gradient);
        engine.Gradient(new RandomBatch<double>(Trials, steps, Inputs, Outputs, 11), gradient);
        return (gradient, engine.ReconstructionError);
    }
}
