using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;
using Engram.Numerics;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Tests.Simulation;

/// <summary>Past activity from the present: how exact it is, how far back, and what is refused.</summary>
public sealed class StateReversalTests
{
    private const int Symbols = 6;

    private static readonly Network Network = Drawn(1);

    private static readonly FreeTask Pulses = new() { InputChannels = Symbols, OutputChannels = Symbols, InputNoise = 0.5 };

    [Theory]
    [InlineData(20, 0.2, 1e-14, 1e-13)]
    [InlineData(98, 0.2, 2e-6, 1e-5)]
    [InlineData(98, 100, 1e-7, 1e-6)]
    public void States_of_64_units_come_back_in_double_precision(int steps, double most, double median, double all)
    {
        List<double> errors = [];
        foreach (var seed in Enumerable.Range(1, 11))
        {
            var network = Drawn((ulong)seed, most);
            var (inputs, states) = Run(network, steps);
            using var inverse = new StateReversal().Inverse(network, Symbols, 20.Ms);
            var found = new StateReversal { Tolerance = 1e-4 }.From(inverse, states[^1], inputs);
            errors.Add(Enumerable.Range(0, steps).Max(t => Off(states[t], found, t)));
        }

        errors.Sort();
        Assert.InRange(errors[5], 0, median);
        Assert.InRange(errors[^1], 0, all);
    }

    [Fact]
    public void Digits_are_lost_by_at_least_the_factor_of_the_leak()
    {
        var recording = Recorded(90);
        var measured = new StateReversal().Measure(Network, recording);
        Assert.Equal(89, measured.Errors.Count);
        Assert.Equal(1 / 0.9, measured.LeastGrowth, 1e-12);
        Assert.InRange(measured.Growth, 1 / 0.9, 1.4);
        Assert.Equal(Math.Log10(measured.Growth), measured.DigitsPerStep, 1e-12);

        // What was reconstructed is off by what is said.
        var error = 0.0;
        for (var i = 0; i < recording.Exact!.States.Length; i++)
        {
            error = Math.Max(error, Math.Abs(recording.Exact.States[i] - measured.States[i]));
        }

        Assert.Equal(error, measured.MaxError);
        Assert.Equal(measured.States, new StateReversal().Of(Network, recording).States);
    }

    [Fact]
    public void Beyond_the_horizon_it_is_refused_and_checkpoints_are_the_remedy()
    {
        var recording = Recorded(220);
        var measured = new StateReversal().Measure(Network, recording);
        var horizon = measured.Horizon!.Value;
        Assert.InRange(horizon, 80, 200);
        Assert.True(measured.Errors[horizon - 1] <= 1e-6 && measured.Errors[horizon] > 1e-6);
        var fault = Assert.Throws<UsageException>(() => new StateReversal().Of(Network, recording));
        Assert.Equal(
            $"States can be reconstructed {horizon} steps back to within 1E-06, but 220 are asked for; keep states every {horizon} steps or fewer "
            + $"(`CheckpointEvery = {horizon}`), from which the reversal starts anew.",
            fault.Message);
        Assert.InRange(new StateReversal { CheckpointEvery = 50 }.Of(Network, recording).MaxError, 0, 1e-9);
        Assert.Contains("`CheckpointEvery` is 215", Assert.Throws<UsageException>(() => new StateReversal { CheckpointEvery = 215 }.Of(Network, recording)).Message, StringComparison.Ordinal);

        // From shorter trials the horizon follows by the growth.
        Assert.InRange(new StateReversal().Measure(Network, Recorded(60)).Horizon!.Value, horizon * 0.7, horizon * 1.4);
    }

    [Fact]
    public void What_is_not_known_is_estimated()
    {
        var (inputs, states) = Run(Network, 220);
        using var inverse = new StateReversal().Inverse(Network, Symbols, 20.Ms);
        var fault = Assert.Throws<UsageException>(() => new StateReversal().From(inverse, states[^1], inputs));
        Assert.Matches(@"^States can be reconstructed \d+ steps back to within 1E-06, but 220 are asked for;", fault.Message);
        var horizon = int.Parse(fault.Message.Split(' ')[4], System.Globalization.CultureInfo.InvariantCulture);

        // So far, the error is indeed within it.
        var found = new StateReversal().From(inverse, states[^1], inputs.AsSpan((220 - horizon) * Symbols));
        Assert.InRange(Enumerable.Range(0, horizon).Max(t => Off(states[220 - horizon + t], found, t)), 0, 1e-6);
        Assert.InRange(horizon, 60, new StateReversal().Measure(Network, Recorded(220)).Horizon!.Value + 20);
    }

    [Fact]
    public void What_cannot_be_reversed_is_refused()
    {
        var leaky = new LeakyCell { Units = 9, Noise = 0 };
        Assert.Contains(
            "so the leaky cell's step cannot be undone",
            Assert.Throws<UsageException>(() => new StateReversal().Inverse(Network.Create(leaky, leaky.Graph(2, 1, 20.Ms), new NetworkOptions(), 1), 2, 20.Ms)).Message,
            StringComparison.Ordinal);
        Assert.Contains("`inputs` is 2", Assert.Throws<UsageException>(() => new StateReversal().Inverse(Network, 2, 20.Ms)).Message, StringComparison.Ordinal);
        var rounded = new Experiment { Network = Network, Task = Pulses, Trials = 2, KeepStates = true }.Run(TestContext.Current.CancellationToken);
        Assert.Contains("double precision", Assert.Throws<UsageException>(() => new StateReversal().Of(Network, rounded)).Message, StringComparison.Ordinal);
        using var inverse = new StateReversal().Inverse(Network, Symbols, 20.Ms);
        Assert.Contains("`state` has 3 values", Assert.Throws<UsageException>(() => new StateReversal().From(inverse, new double[3], new double[6])).Message, StringComparison.Ordinal);
        Assert.Contains("`Tolerance`", Assert.Throws<UsageException>(() => new StateReversal { Tolerance = 0 }.From(inverse, new double[128], new double[6])).Message, StringComparison.Ordinal);
    }

    private static double Off(double[] state, double[] found, int row) => state.Select((value, i) => Math.Abs(value - found[(row * state.Length) + i])).Max();

    // Weights as published, and states before the first step N(0, 9), cut at ±0.2 as published or elsewhere.
    private static Network Drawn(ulong seed, double most = 0.2)
    {
        var cell = new ConsolidatorCell { Units = 64 };
        var network = Network.Create(cell, cell.Graph(Symbols, Symbols, 20.Ms), new NetworkOptions(), seed);
        var (raw, stream) = (network.RawValues.ToArray(), new RandomStream(new StreamKey(seed, Purpose.Analysis), 0));
        foreach (var name in new[] { "h_a0", "h_b0" })
        {
            foreach (ref var value in network.Parameters.Of(name, raw.AsSpan()))
            {
                value = (float)Math.Clamp(3 * stream.NextNormal(), -most, most);
            }
        }

        return network.WithRaw(raw);
    }

    // Symbols at random, and the states before each step and after the last.
    private static (double[] Inputs, List<double[]> States) Run(Network network, int steps)
    {
        var stream = new RandomStream(new StreamKey(3, Purpose.Analysis), 0);
        var inputs = new double[steps * Symbols];
        using var map = new StepMap(network.Cell.Graph(Symbols, Symbols, 20.Ms));
        map.Load(Array.ConvertAll(network.EffectiveValues.ToArray(), value => (double)value));
        List<double[]> states = [[.. network.Effective("h_a0").ToArray().Concat(network.Effective("h_b0").ToArray()).Select(value => (double)value)]];
        for (var t = 0; t < steps; t++)
        {
            inputs[(t * Symbols) + (int)(stream.NextUniform() * Symbols)] = 1;
            var next = new double[map.Width];
            map.Next(states[^1], inputs.AsSpan(t * Symbols, Symbols), next);
            states.Add(next);
        }

        return (inputs, states);
    }

    private static Recording Recorded(int steps) => new Experiment
    {
        Network = Network, Task = Pulses with { Rest = TimeSpan.FromMilliseconds(20 * (steps - 10)) }, Trials = 3, DoublePrecision = true, KeepExact = true, KeepStates = true,
    }.Run(TestContext.Current.CancellationToken);
}
