using Engram.Analysis;
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Tests.Analysis;

public sealed class LinearAccountTests
{
    private static readonly LeakyCell Cell = new() { Units = 20, Tau = 50.Ms, Noise = 0.05 };

    private static readonly Experiment Mixed = Of(Cell, 0.1, 10.Ms);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void With_its_own_gates_and_weights_it_is_the_simulation()
    {
        var account = LinearAccount.Of(Mixed, cancel: Token);
        var same = account.Predict(Mixed.Network, LinearAccountKind.FrozenGates);
        Assert.InRange(account.Intact.Rates.Count(rate => rate > 0) / (double)account.Intact.Rates.Length, 0.1, 0.9);
        Assert.All(same.Rates.Zip(account.Intact.Rates), pair => Assert.Equal(pair.Second, pair.First, 1e-4 * Math.Max(1, pair.Second)));
        Assert.All(same.Output.Zip(account.Intact.Output), pair => Assert.Equal(pair.Second, pair.First, 1e-4));
        Assert.InRange(LinearAccount.RelativeError(same, account.Intact), 0, 1e-5);
    }

    [Fact]
    public void A_unit_on_its_kink_goes_to_the_side_to_which_a_change_takes_it()
    {
        // Unit 18 is at exactly 0 without the change, which drives it up or down.
        var still = Mixed with
        {
            Network = Mixed.Network.With("w_rec", Perturbation.ScaleRow(18, 0)).With("w_in", Perturbation.ScaleRow(18, 0))
                .With("b", Perturbation.ScaleRow(18, 0)).With("x0", Perturbation.ScaleRow(18, 0)),
        };
        var account = LinearAccount.Of(still, cancel: Token);
        foreach (var drive in new[] { 0.5f, -0.5f })
        {
            var changed = still.Network.With("b", Perturbation.ShiftRow(18, drive));
            var simulated = (still with { Network = changed, Noise = false }).Run(Token);
            var predicted = account.Predict(changed, LinearAccountKind.FrozenGates);
            foreach (var trial in simulated.Trials)
            {
                for (var k = 0; k < trial.Steps; k++)
                {
                    Assert.Equal(0, account.Intact.State(k, trial.Index)[18]);
                    Assert.Equal(simulated.Rate(k, trial.Index)[18], predicted.Rate(k, trial.Index)[18], 1e-5);
                }
            }
        }
    }

    [Fact]
    public void Time_constants_of_their_own_are_kept()
    {
        var slow = Of(Cell with { UnitTaus = [.. Enumerable.Range(1, 20).Select(k => (20 + (10 * k)).Ms)] }, 0.1, 10.Ms);
        var account = LinearAccount.Of(slow, cancel: Token);
        Assert.InRange(
            LinearAccount.RelativeError(account.Predict(slow.Network, LinearAccountKind.FrozenGates), account.Intact), 0, 1e-5);
    }

    [Fact]
    public void Where_no_gate_changes_it_is_exact_for_perturbed_weights_too()
    {
        var always = Of(Cell, 5, 10.Ms);
        var account = LinearAccount.Of(always, cancel: Token);
        var changed = always.Network.With("w_rec", Perturbation.ScaleColumn(18, 1.3f));
        var simulated = (always with { Network = changed, Noise = false }).Run(Token);
        Assert.DoesNotContain(simulated.Rates, rate => rate < 0);
        var predicted = account.Predict(changed, LinearAccountKind.FrozenGates);
        Assert.InRange(LinearAccount.RelativeError(predicted, simulated), 0, 1e-5);
        Assert.InRange(LinearAccount.ErrorOfChange(predicted, simulated, account.Intact), 0, 1e-3);
        Assert.True(LinearAccount.RelativeError(account.Intact, simulated) > 0.01);
        Assert.Equal(1, LinearAccount.ErrorOfChange(account.Intact, simulated, account.Intact));
    }

    [Fact]
    public void The_exponential_is_what_the_steps_tend_to()
    {
        double Error(int milliseconds)
        {
            var always = Of(Cell, 5, milliseconds.Ms) with { Task = Slow };
            var account = LinearAccount.Of(always, cancel: Token);
            return LinearAccount.RelativeError(account.Predict(always.Network, LinearAccountKind.AllUnits), account.Intact);
        }

        var (coarse, fine) = (Error(10), Error(1));
        Assert.InRange(coarse, 1e-4, 0.2);
        Assert.InRange(fine / coarse, 0.05, 0.2);
    }

    [Fact]
    public void The_active_set_holds_the_units_that_are_mostly_active_and_silences_the_others()
    {
        var account = LinearAccount.Of(Mixed, 0.5, Token);
        var (set, steps) = (account.ActiveSet(), account.Intact.Trials.Sum(trial => trial.Steps));
        Assert.InRange(set.Length, 1, 19);
        for (var unit = 0; unit < 20; unit++)
        {
            var active = account.Intact.Rates.Where((rate, place) => place % 20 == unit && rate > 0).Count();
            Assert.Equal(active > 0.5 * steps, set.Contains(unit));
        }

        var predicted = account.Predict(Mixed.Network, LinearAccountKind.ActiveSet);
        Assert.All(predicted.Rates.Where((_, place) => !set.Contains(place % 20)), rate => Assert.Equal(0, rate));
        Assert.Contains(predicted.Rates, rate => rate != 0);
        var all = LinearAccount.Of(Of(Cell, 5, 10.Ms), 0.5, Token);
        Assert.Equal(20, all.ActiveSet().Length);
        Assert.Equal(
            all.Predict(Mixed.Network, LinearAccountKind.AllUnits).Rates, all.Predict(Mixed.Network, LinearAccountKind.ActiveSet).Rates);
    }

    [Fact]
    public void Units_without_connections_decay_and_follow_their_input_exactly()
    {
        // τ dx/dt = −x + b: x(t) = b + (x₀ − b) e^{−t/τ}.
        var nothing = Perturbation.ScaleBlock(.., .., 0);
        var still = Mixed with { Network = Mixed.Network.With("w_rec", nothing).With("w_in", nothing) };
        var account = LinearAccount.Of(still, cancel: Token);
        var rates = account.Predict(still.Network, LinearAccountKind.AllUnits).Rate(19, 0);
        for (var unit = 0; unit < 20; unit++)
        {
            var (b, x0) = (still.Network["b", unit, 0], still.Network["x0", unit, 0]);
            Assert.Equal(b + ((x0 - b) * Math.Exp(-200 / 50.0)), rates[unit], 1e-6);
        }
    }

    [Theory]
    [InlineData(Activation.Tanh, Leak.Current, "tanh")]
    [InlineData(Activation.Softplus, Leak.Current, "softplus")]
    [InlineData(Activation.Rectify, Leak.Rate, "the rate")]
    public void Units_that_are_not_piecewise_linear_are_refused(Activation activation, Leak leak, string part) => Assert.Contains(
        part,
        Assert.Throws<UsageException>(() => LinearAccount.Check(Cell with { Activation = activation, Leak = leak })).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Another_cell_is_refused() => Assert.Contains(
        "a gru cell", Assert.Throws<UsageException>(() => LinearAccount.Check(new GruCell())).Message, StringComparison.Ordinal);

    // A pulse that decays slowly beside the step, so that both readings of the input agree.
    private static SequenceTask Slow => new() { Peaks = 3, Wait = 10.Ms, PulseDecay = TimeSpan.FromSeconds(100) };

    private static Experiment Of(LeakyCell cell, double bias, TimeSpan dt) => new()
    {
        // The weights are those of a rectified network, whatever the activation.
        Network = Network.Create(
            cell with { Activation = Activation.Rectify },
            cell.Graph(1, 3, dt),
            new NetworkOptions
            {
                // Strong biases and weak connections keep every unit active.
                Dale = Positivity.Rectify, InitialBias = bias, InputScale = 0.5, SpectralRadius = bias > 1 ? 0.2 : 0.9, InitialState = bias,
            },
            3).WithCell(cell),
        Task = new SequenceTask { Peaks = 3 },
        Dt = dt,
        Trials = 2,
    };
}
