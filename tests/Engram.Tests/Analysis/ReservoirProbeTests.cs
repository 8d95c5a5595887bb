using Engram.Analysis;
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;
using Engram.Numerics;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Tests.Analysis;

/// <summary>Memory, ranks and separation against what is known of linear networks, delay lines and noise.</summary>
public sealed class ReservoirProbeTests
{
    private const int N = 20;

    [Fact]
    public void A_delay_line_remembers_as_many_steps_as_it_has_units_and_no_more()
    {
        const int steps = 3000;
        var u = Uniform(steps, 1);
        var rates = new double[steps * N];
        for (var step = N; step < steps; step++)
        {
            for (var i = 0; i < N; i++)
            {
                rates[(step * N) + i] = u[step - i - 1];
            }
        }

        var memory = MemoryCapacity.Of(u, rates, 1, N, 2 * N, N);
        Assert.All(memory.Curve.Take(N), r => Assert.Equal(1, r, 1e-8));
        Assert.All(memory.Curve.Skip(N), r => Assert.Equal(0, r));
        Assert.Equal(N, memory.Total, 1e-6);
    }

    [Fact]
    public void A_linear_ring_that_is_driven_at_one_unit_remembers_as_its_formula_says()
    {
        // x_i(t) = Σ_m g^(i + mN) u(t − i − mN), so that r²(k) = (1 − g^2N) g^(2N ⌊k/N⌋) and the sum over k ≥ 1 is N − 1 + g^2N.
        const int steps = 100_000;
        const double g = 0.97;
        var (u, rates, x) = (Uniform(steps, 2), new double[steps * N], new double[N]);
        for (var step = 0; step < steps; step++)
        {
            double[] next = [.. Enumerable.Range(0, N).Select(i => (g * x[(i + N - 1) % N]) + (i == 0 ? u[step] : 0))];
            x = next;
            x.CopyTo(rates, step * N);
        }

        var memory = MemoryCapacity.Of(u, rates, 1, N, 8 * N, 500);
        var turn = Math.Pow(g, 2 * N);
        for (var k = 1; k <= 3 * N; k++)
        {
            Assert.Equal((1 - turn) * Math.Pow(turn, k / N), memory.Curve[k - 1], 0.03);
        }

        Assert.Equal(N - 1 + turn, memory.Total, 0.1);
        Assert.True(memory.Total <= N);
    }

    [Fact]
    public void Rates_that_are_noise_remember_nothing()
    {
        const int steps = 1000;
        var stream = new RandomStream(new StreamKey(3, Purpose.Analysis), 1);
        double[] rates = [.. Enumerable.Range(0, steps * 4 * N).Select(_ => stream.NextNormal())];
        var memory = MemoryCapacity.Of(Uniform(steps * 4, 3), rates, 4, N, 50, 10);
        Assert.Equal(0, memory.Total);
        Assert.Equal(0, MemoryCapacity.Of(Uniform(steps * 4, 3), new double[rates.Length], 4, N, 50, 10).Total);
    }

    [Fact]
    public void Too_few_samples_are_refused() => Assert.Equal(
        "20 samples are too few to fit a readout of 20 units after 60 steps of each trial; take longer or more trials, or shorter delays.",
        Assert.Throws<UsageException>(() => MemoryCapacity.Of(new double[100], new double[100 * N], 1, N, 50, 10)).Message);

    [Fact]
    public void A_linear_network_remembers_nearly_as_many_inputs_as_it_has_units()
    {
        using var probe = Probe(new RingInitialiser(0.97));
        var memory = probe.Memory(0, 8 * N, cancel: TestContext.Current.CancellationToken);
        Assert.InRange(memory.Total, N - 1.5, N);

        // Nobody can remember more, however long one asks.
        Assert.InRange(probe.Memory(0, 20 * N, seed: 3, cancel: TestContext.Current.CancellationToken).Total, N - 1.5, N);
    }

    [Fact]
    public void A_linear_network_computes_nothing_but_sums_of_its_inputs()
    {
        using var probe = Probe(new RingInitialiser(0.97));
        var capacity = probe.Processing(0, [8 * N, 6, 4], cancel: TestContext.Current.CancellationToken);
        Assert.InRange(capacity.Of(1), N - 0.5, N + 0.1);
        Assert.Equal(0, capacity.Of(2));
        Assert.Equal(0, capacity.Of(3));
    }

    [Fact]
    public void A_recording_is_measured_as_the_arrays_in_it()
    {
        var experiment = Linear(new RingInitialiser(0.9)) with { Trials = 30 };
        var recording = experiment.Run(TestContext.Current.CancellationToken);
        var (count, steps) = (recording.TrialCount, recording.Trials.Min(trial => trial.Steps));
        double[] u = [.. Enumerable.Range(0, steps * count).Select(k => (double)recording.InputAt(k / count, k % count)[0])];
        double[] r = [.. Enumerable.Range(0, steps * count).SelectMany(k => recording.Rate(k / count, k % count).ToArray()).Select(value => (double)value)];
        Assert.Equal(MemoryCapacity.Of(u, r, count, N, 5, 2).Curve, MemoryCapacity.Of(recording, 0, 5, 2).Curve);
    }

    [Fact]
    public void Ranks_are_those_of_the_inputs_that_a_linear_network_can_hold()
    {
        // After 5 steps of 2 channels the rates are combinations of 10 vectors, W^k w_c.
        using var probe = Probe(new NormalInitialiser());
        var cancel = TestContext.Current.CancellationToken;
        Assert.Equal(10, probe.Ranks(30, steps: 5, tolerance: 1e-9, cancel: cancel).Kernel);
        Assert.Equal(10, probe.Ranks(30, steps: 5, tolerance: 1e-9, cancel: cancel).Generalisation);
        Assert.Equal(8, probe.Ranks(8, steps: 5, tolerance: 1e-9, cancel: cancel).Kernel);
        Assert.Equal(N, probe.Ranks(30, steps: 60, tolerance: 1e-12, cancel: cancel).Kernel);

        // Variations that are too small to count leave the one direction of the sequence itself.
        Assert.Equal(1, probe.Ranks(30, steps: 5, jitter: 1e-6, tolerance: 1e-3, cancel: cancel).Generalisation);
    }

    [Fact]
    public void Rates_of_a_linear_network_are_as_far_apart_as_its_inputs()
    {
        using var probe = Probe(new NormalInitialiser());
        var separation = probe.Separation([0.01, 0.1, 1], cancel: TestContext.Current.CancellationToken);
        Assert.Equal(10, separation.Rates[1] / separation.Rates[0], 1e-6);
        Assert.Equal(10, separation.Rates[2] / separation.Rates[1], 1e-6);

        // Two independent inputs differ by √2 deviations.
        Assert.Equal(Math.Sqrt(2), separation.Unrelated / separation.Rates[2], 0.25);
    }

    [Fact]
    public void Tasks_without_inputs_are_refused() => Assert.Contains("has no inputs", Assert.Throws<UsageException>(() =>
    {
        var cell = new LeakyCell { Units = 4 };
        var task = new FreeTask { InputChannels = 0 };
        using var probe = new ReservoirProbe(new Experiment { Network = Network.Create(cell, cell.Graph(0, 1, 20.Ms), new(), 1), Task = task }, TestContext.Current.CancellationToken);
    }).Message, StringComparison.Ordinal);

    private static ReservoirProbe Probe(Initialiser initialiser) => new(Linear(initialiser), TestContext.Current.CancellationToken);

    // With τ = dt, x ← W x + W_in u.
    private static Experiment Linear(Initialiser initialiser)
    {
        var cell = new LeakyCell { Units = N, Activation = Activation.Linear, Tau = 20.Ms, Noise = 0 };
        var task = new PerceptualDecisionTask();
        var options = new NetworkOptions { Recurrent = initialiser, SpectralRadius = initialiser is RingInitialiser ? null : 0.9, Readout = ReadoutKind.All, InitialState = 0 };
        return new()
        {
            Network = Network.Create(cell, cell.Graph(task.Inputs.Count, task.Outputs.Count, 20.Ms), options, 4), Task = task, Dt = 20.Ms, Trials = 20,
        };
    }

    private static double[] Uniform(int count, ulong seed)
    {
        var stream = new RandomStream(new StreamKey(seed, Purpose.Analysis), 0);
        return [.. Enumerable.Range(0, count).Select(_ => stream.NextUniform(-0.8, 0.8))];
    }
}
