using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Networks;
using Engram.Simulation;
using Engram.Tasks;
using Engram.Tests.Learning;

namespace Engram.Tests.Simulation;

public sealed class LesionGridTests
{
    private static readonly PerceptualDecisionTask task = new() { Coherences = [50], Stimulus = 300.Ms, Decision = 100.Ms, InputNoise = 0.1, CatchProbability = 0 };

    // Units 0 and 1 carry the two inputs to the two outputs, unit 2 carries what unit 0 does to unit 3, and nothing is heard of the others.
    private static Network Planted()
    {
        var cell = new LeakyCell { Units = 12, Noise = 0.05, Areas = [new("used", 2), new("relay"), new("idle", 3)] };
        var drawn = Network.Create(cell, cell.Graph(2, 2, 20.Ms), new() { SpectralRadius = null }, 1);
        var raw = new float[drawn.Parameters.Count];
        Set("w_in", 0, 0);
        Set("w_in", 1, 1);
        Set("w_out", 0, 0);
        Set("w_out", 1, 1);
        Set("w_rec", 4, 0);
        return drawn.WithRaw(raw);

        void Set(string name, int i, int j) => drawn.Parameters.Of(name, raw.AsSpan())[(i * drawn.Parameters.Shape(name).Columns) + j] = 1;
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Experiment Intact => new() { Network = Planted(), Task = task, Trials = 60 };

    [Fact]
    public void Only_the_units_that_carry_the_answer_are_missed()
    {
        var used = new LesionGrid { Intact = Intact, Units = new("used"), Amounts = [0, 1] }.Run(Cancel);
        var idle = new LesionGrid { Intact = Intact, Units = new("idle"), Amounts = [0, 0.5, 1] }.Run(Cancel);
        Assert.True(used[0].Overall > 0.95);
        Assert.True(used[1].Overall < 0.6);
        Assert.Equal(4, used[1].Units);
        Assert.All(idle, cell => Assert.Equal(used[0].Overall, cell.Overall));
        Assert.Equal(60, used[0].Trials);
        Assert.Equal(60, used[0].Conditions.Sum(condition => condition.Trials));
        Assert.Equal(used[1].Minimum!.Value, used[1].Conditions[0].Share, 1e-12);

        // None and all are the same in every draw; half are not.
        Assert.Equal((int[])[1, 5, 1], idle.Select(cell => cell.Draws.Count));
    }

    [Fact]
    public void A_cell_is_the_experiment_by_hand_bit_by_bit()
    {
        var grid = new LesionGrid { Intact = Intact, Units = new("used"), Amounts = [0.5], Draws = 3, Factor = "coherence", Values = ["50", "2"], UnitSeed = 9 };
        foreach (var cell in grid.Run(Cancel))
        {
            Assert.Equal(3, cell.Draws.Count);
            foreach (var (k, draw) in cell.Draws.Index())
            {
                var units = new UnitChoice("used", 0.5).Of(Planted(), 9 + (ulong)k);
                var byHand = (Intact with { Task = task.Pin("coherence", cell.Value!), Network = Planted().Silence([.. units]) }).Run(Cancel);
                Assert.Equal(units, draw.Units);
                Assert.Equal(byHand.Performance!.Conditions, draw.Performance!.Conditions);
            }
        }
    }

    [Fact]
    public void Silence_for_the_whole_trial_is_that_of_the_network_and_that_of_every_period()
    {
        int[] units = [0, 5];
        var grid = new LesionGrid { Intact = Intact, Units = new("all") };
        var whole = grid.With(0.5, units).Run(Cancel);
        Assert.Equal((Intact with { Network = Planted().Silence(units) }).Run(Cancel).Output, whole.Output);
        var part = (grid with { Period = "stimulus" }).With(0.5, units).Run(Cancel);
        Assert.Equal((Intact with { Lesions = [new(units, "stimulus")] }).Run(Cancel).Output, part.Output);
        Assert.NotEqual(whole.Output, part.Output);
    }

    [Fact]
    public void What_is_cut_no_longer_reaches_the_area_but_is_still_read()
    {
        var grid = new LesionGrid { Intact = Intact, Kind = LesionKind.Cut, Units = new("used"), To = "relay" };
        var (intact, cut) = (Intact.Run(Cancel), grid.With(1, [0, 1, 2, 3]).Run(Cancel));
        Assert.Equal(intact.Output, cut.Output);
        Assert.Contains(Enumerable.Range(0, intact.TrialCount), trial => intact.Rate(10, trial)[4] > 0.05);
        Assert.NotEqual(intact.Rates, cut.Rates);
        Assert.Equal(0, grid.With(1, [0]).Network["w_rec", 4, 0]);
        Assert.Equal(1, (grid with { To = "idle" }).With(1, [0]).Network["w_rec", 4, 0]);
    }

    [Fact]
    public void A_current_is_a_bias_while_it_lasts()
    {
        var raw = Planted().RawValues.ToArray();
        Planted().Parameters.Of("b", raw.AsSpan())[3] = 0.25f;
        var biased = (Intact with { Network = Planted().WithRaw(raw), DoublePrecision = true, KeepExact = true }).Run(Cancel);
        var driven = (Intact with { Drives = [new([3], 0.25)], DoublePrecision = true, KeepExact = true }).Run(Cancel);
        Assert.Equal(biased.Exact!.Rates.Length, driven.Exact!.Rates.Length);
        Assert.All(biased.Exact.Rates.Zip(driven.Exact.Rates), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        Assert.NotEqual(Intact.Run(Cancel).Rates, driven.Rates);

        // In a period alone: nothing before it, and what the leak leaves after it.
        var brief = (Intact with { Drives = [new([3], 0.25, 0, "decision")] }).Run(Cancel);
        var plain = Intact.Run(Cancel);
        var (from, end) = brief.StepsOf("decision", 0)!.Value;
        Assert.True(from < end);
        Assert.All(Enumerable.Range(0, from), step => Assert.Equal(plain.Rate(step, 0).ToArray(), brief.Rate(step, 0).ToArray()));
        Assert.True(brief.Rate(from, 0)[3] > plain.Rate(from, 0)[3]);
    }

    [Fact]
    public void A_current_enters_cells_with_gates_where_they_are_not()
    {
        foreach (var cell in new Cell[] { new GruCell { Units = 6 }, new LstmCell { Units = 6 }, new ElmanCell { Units = 6 }, new ShortTermPlasticityCell { Units = 6 } })
        {
            var intact = Intact with { Network = Network.Create(cell, cell.Graph(2, 2, 20.Ms), new(), 1) };
            var (plain, still) = (intact.Run(Cancel), (intact with { Drives = [new([2], 0)] }).Run(Cancel));
            Assert.All(plain.Rates.Zip(still.Rates), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
            var driven = (intact with { Drives = [new([2], 0.5)] }).Run(Cancel);
            Assert.Equal(plain.Rate(0, 0)[1], driven.Rate(0, 0)[1], 1e-5);
            Assert.NotEqual(plain.Rate(0, 0)[2], driven.Rate(0, 0)[2], 1e-3);
        }
    }

    [Fact]
    public void Noise_has_its_standard_deviation_is_the_same_for_more_units_and_on_any_number_of_threads()
    {
        // A unit that is its own drive: r = max(0, u + noise) with a leak of one step.
        var cell = new LeakyCell { Units = 3, Tau = 20.Ms, Noise = 0, Activation = Activation.Linear };
        var drawn = Network.Create(cell, cell.Graph(2, 2, 20.Ms), new() { SpectralRadius = null }, 1);
        var intact = new Experiment { Network = drawn.WithRaw(new float[drawn.Parameters.Count]), Task = task, Trials = 200 };
        var one = (intact with { Drives = [new([1], 0.3, 0.7)] }).Run(Cancel);
        var two = (intact with { Drives = [new([1, 2], 0.3, 0.7)], Threads = 2 }).Run(Cancel);
        var values = new List<double>();
        foreach (var trial in one.Trials)
        {
            for (var step = 0; step < trial.Steps; step++)
            {
                values.Add(one.Rate(step, trial.Index)[1]);
                Assert.Equal(one.Rate(step, trial.Index)[1], two.Rate(step, trial.Index)[1]);
                Assert.Equal(0, one.Rate(step, trial.Index)[2]);
            }
        }

        var mean = values.Average();
        Assert.Equal(0.3, mean, 5 * 0.7 / Math.Sqrt(values.Count));
        Assert.Equal(0.7, Math.Sqrt(values.Average(value => (value - mean) * (value - mean))), 5 * 0.7 / Math.Sqrt(2.0 * values.Count));
    }

    [Fact]
    public void Of_directions_the_median_error_is_told()
    {
        var ring = new TurnTask();
        var cell = new LeakyCell { Units = 8 };
        var intact = new Experiment { Network = Network.Create(cell, cell.Graph(1, 32, 20.Ms), new(), 1), Task = ring, Trials = 31 };
        var found = new LesionGrid { Intact = intact, Amounts = [0, 0.5], Draws = 2 }.Run(Cancel);
        var byHand = intact.Run(Cancel).Trials.Select(trial => Math.Abs(trial.Measures["error"])).Order().ElementAt(15);
        Assert.Equal(byHand, found[0].MedianError);
        Assert.Equal(found[1].Draws.Average(draw => draw.MedianError), found[1].MedianError);
        Assert.NotEqual(byHand, found[1].MedianError);
    }

    [Fact]
    public void What_is_not_there_is_one_fault()
    {
        var grid = new LesionGrid { Intact = Intact, Units = new("used") };
        Refused("no period 'delay'", grid with { Period = "delay" });
        Refused("Did you mean 'used'?", grid with { Units = new("usedd") });
        Refused("`Units` is used:0.5", grid with { Units = new("used", 0.5) });
        Refused("asks for 5 units, but 'used' has 4 units", grid with { Kind = LesionKind.Noise, Units = UnitChoice.Exactly("used", 5) });
        Refused("give shares of the units from 0 to 1", grid with { Amounts = [1.5] });
        Refused("standard deviations of at least 0", grid with { Kind = LesionKind.Noise, Amounts = [-1] });
        Refused("`To` does not say", grid with { Kind = LesionKind.Cut });
        Refused("Did you mean 'idle'?", grid with { Kind = LesionKind.Cut, To = "idel" });
        Refused("nothing is cut", grid with { To = "idle" });
        Refused("what is cut stays cut", grid with { Kind = LesionKind.Cut, To = "idle", Period = "stimulus" });
        Refused("no factor 'cohrence'", grid with { Factor = "cohrence", Values = ["1"] });
        Refused("`Values` is empty", grid with { Factor = "coherence" });
        Refused("does not say of what", grid with { Values = ["1"] });
        Refused("`Amounts` is empty", grid with { Amounts = [] });
        Refused("has lesions or drives already", grid with { Intact = Intact with { Drives = [new([1], 1)] } });
        Assert.Contains(
            "only one of the two",
            Assert.Throws<UsageException>(() => (Intact with { Drives = [new([1], 1)], Lesions = [new([1], "stimulus")] }).Run(Cancel)).Message,
            StringComparison.Ordinal);
        Assert.Contains("no unit 12", Assert.Throws<UsageException>(() => (Intact with { Drives = [new([12], 1)] }).Run(Cancel)).Message, StringComparison.Ordinal);

        static void Refused(string why, LesionGrid grid) =>
            Assert.Contains(why, Assert.Single(Assert.Throws<UsageException>(() => grid.Run(Cancel)).Faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Training_goes_on_with_the_units_silent()
    {
        var before = SmallRun.Easy() with { Cell = new LeakyCell { Units = 16, Areas = [new("a"), new("b")] } };
        using var first = new Trainer(before with { Stopping = before.Stopping with { MaxUpdates = 5, Threshold = 0 } }, 1);
        first.Run(TrainerHooks.None, CancellationToken.None);
        var lesioned = before with { Network = before.Network with { Lesions = [new("b", 0.5)] }, Stopping = before.Stopping with { MaxUpdates = 20, Threshold = 0 } };
        var silent = lesioned.Network.Lesions![0].Of(first.Network, lesioned.Seed);
        using var second = new Trainer(lesioned, 1, first.Network);
        second.Run(TrainerHooks.None, CancellationToken.None);
        Assert.Equal(4, silent.Count);
        foreach (var name in new[] { "w_rec", "w_out" })
        {
            var shape = second.Network.Parameters.Shape(name);
            Assert.All(silent, j => Assert.All(Enumerable.Range(0, shape.Rows), i => Assert.Equal(0, second.Network[name, i, j])));
            Assert.All(silent, j => Assert.All(Enumerable.Range(0, shape.Rows), i => Assert.Equal(
                first.Network.Raw(name)[(i * shape.Columns) + j], second.Network.Raw(name)[(i * shape.Columns) + j])));
            Assert.False(first.Network.Raw(name).SequenceEqual(second.Network.Raw(name)));
        }
    }

    private sealed record TurnTask : Engram.Tasks.RingTask
    {
        public override IReadOnlyList<string> Inputs => ["go"];

        public override IReadOnlyList<string> Conditions => ["all"];

        protected override void Compose(Trial trial)
        {
            trial.Condition = 0;
            var response = trial.Period("response", 200.Ms);
            trial.Input(0, 1, response);
            Respond(trial, trial.Draw("direction", 0, 360), response);
        }
    }
}
