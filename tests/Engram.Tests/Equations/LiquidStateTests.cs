using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;
using Engram.Numerics;

namespace Engram.Tests.Equations;

/// <summary>The liquid against the formulas of its papers and against units that are run by hand.</summary>
public sealed class LiquidStateTests
{
    // States in the order in which the cell makes them.
    private const int V = 0, Trace = 4, UseE = 5, LeftE = 6, UseI = 7, LeftI = 8, States = 9;

    private static readonly (string Name, bool FromE, bool ToE, double C, double U, double D, double F, double A)[] Kinds =
    [
        ("w_ee", true, true, 0.3, 0.5, 1.1, 0.05, 30), ("w_ei", true, false, 0.2, 0.05, 0.125, 1.2, 60),
        ("w_ie", false, true, 0.4, 0.25, 0.7, 0.02, -19), ("w_ii", false, false, 0.1, 0.32, 0.144, 0.06, -19),
    ];

    [Fact]
    public void Connections_of_each_kind_are_as_many_and_as_strong_as_their_formulas_say()
    {
        foreach (var kind in Kinds)
        {
            var (expected, variance, count, strength) = (0.0, 0.0, 0, 0.0);
            for (ulong seed = 1; seed <= 8; seed++)
            {
                var network = Build(new LiquidStateCell(), seed);
                var (sites, n) = (Sites(seed, network.Units), network.Units);
                Assert.Equal(Enumerable.Range(0, n), sites.Order());
                for (var i = 0; i < n; i++)
                {
                    for (var j = 0; j < n; j++)
                    {
                        var w = network[kind.Name, i, j];
                        if (i == j || i < 108 != kind.ToE || j < 108 != kind.FromE)
                        {
                            Assert.Equal(0, w);
                            continue;
                        }

                        // A grid of 3 × 3 × 15 with λ = 2.
                        var (a, b) = (sites[i], sites[j]);
                        var squared = Math.Pow((a % 3) - (b % 3), 2) + Math.Pow((a / 3 % 3) - (b / 3 % 3), 2) + Math.Pow((a / 9) - (b / 9), 2);
                        var p = kind.C * Math.Exp(-squared / 4);
                        (expected, variance, strength) = (expected + p, variance + (p * (1 - p)), strength + w);
                        count += w != 0 ? 1 : 0;
                        Assert.True(w * kind.A >= 0);
                    }
                }
            }

            Assert.Equal(expected, count, 3 * Math.Sqrt(variance));

            // Exponential strengths have a deviation that is their mean.
            Assert.Equal(kind.A, strength / count, 3 * Math.Abs(kind.A) / Math.Sqrt(count));
        }
    }

    [Fact]
    public void A_fifth_of_the_units_inhibit_and_lie_elsewhere_with_another_seed()
    {
        Assert.Equal((135, 108), (new LiquidStateCell().Units, new LiquidStateCell().Excitatory));
        Assert.NotEqual(Sites(1, 135)[108..].Order(), Sites(2, 135)[108..].Order());
        Assert.Equal(Build(new LiquidStateCell(), 3).EffectiveValues.ToArray(), Build(new LiquidStateCell(), 3).EffectiveValues.ToArray());
    }

    [Fact]
    public void Recurrent_weights_are_held_whatever_the_options_say()
    {
        var network = Build(new LiquidStateCell(), 1);
        Assert.All(Kinds, kind => Assert.False(network.Parameters.Constraint(kind.Name).Trainable));
        Assert.True(network.Parameters.Constraint("w_out").Trainable);
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(11, 2)]
    public void A_unit_on_its_own_fires_as_often_as_its_equation_says(int unit, double refractory)
    {
        // t_ref + τ ln((I − v_reset)/(I − θ)) = t_ref + 30 ms ln(2.5/1).
        var cell = new LiquidStateCell { Units = 12, Background = 16, SynapseScale = 0 };
        var times = Run(cell, 0.05.Ms, 40_000, _ => 0).Times[unit];
        var period = (times[^1] - times[0]) / (times.Count - 1) * 1000;
        Assert.Equal(refractory + (30 * Math.Log(2.5)), period, 0.11);
    }

    [Fact]
    public void Without_input_the_liquid_of_the_paper_is_silent() => Assert.All(Run(new LiquidStateCell(), 1.Ms, 500, _ => 0).Times, times => Assert.Empty(times));

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    public void Synapses_facilitate_and_tire_as_published(int unit)
    {
        // Inputs that jump make intervals of many lengths. Markram et al. 1998: u_{n+1} = U + u_n (1 − U) exp(−Δ/F), R_{n+1} = 1 + (R_n − R_n u_n − 1) exp(−Δ/D).
        var draws = new RandomStream(new StreamKey(5, Purpose.Analysis), 0);
        double[] levels = [.. Enumerable.Range(0, 150).Select(_ => draws.NextUniform(-0.5, 1.5))];
        var cell = new LiquidStateCell { Units = 12, SynapseScale = 0, Background = 15.5, InputCurrent = 200, InhibitoryInputCurrent = 200 };
        var (times, seen) = Run(cell, 0.5.Ms, 6000, step => levels[step / 40]);
        Assert.InRange(times[unit].Count, 30, 1000);
        foreach (var (use, left, toE) in ((int, int, bool)[])[(UseE, LeftE, true), (UseI, LeftI, false)])
        {
            var kind = Kinds.Single(k => k.FromE == unit < cell.Excitatory && k.ToE == toE);
            var (u, r) = (kind.U, 1.0);
            for (var k = 0; k < times[unit].Count; k++)
            {
                if (k > 0)
                {
                    var interval = times[unit][k] - times[unit][k - 1];
                    (u, r) = (kind.U + (u * (1 - kind.U) * Math.Exp(-interval / kind.F)), 1 + (((r * (1 - u)) - 1) * Math.Exp(-interval / kind.D)));
                }

                Assert.Equal(u, seen[unit][k][use], 1e-9);
                Assert.Equal(r, seen[unit][k][left], 1e-9);
            }
        }
    }

    [Fact]
    public void A_driven_liquid_fires_at_rates_of_neurons()
    {
        for (ulong seed = 1; seed <= 4; seed++)
        {
            var times = Run(new LiquidStateCell(), 1.Ms, 2000, _ => 1, seed).Times;
            Assert.InRange(times.Average(unit => unit.Count / 2.0), 0.5, 50);
            Assert.All(times, unit => Assert.InRange(unit.Count / 2.0, 0, 334));
            Assert.InRange(times.Count(unit => unit.Count > 0), 20, 135);
        }
    }

    [Fact]
    public void Spikes_take_their_time_in_whole_steps_and_at_least_one()
    {
        Assert.Equal(2, new LiquidStateCell().Graph(1, 1, 0.5.Ms).LongestDelay);
        Assert.Equal(0, new LiquidStateCell().Graph(1, 1, 1.5.Ms).LongestDelay);
    }

    [Fact]
    public void A_reset_above_the_threshold_is_refused() => Assert.Equal(
        "`Reset` is 16, above the `FiringThreshold` of 15, so that a unit would fire in every step; set `Reset` to at most 15.",
        Assert.Throws<UsageException>(() => new LiquidStateCell { Reset = 16 }.Graph(1, 1, 1.Ms)).Message);

    private static Network Build(LiquidStateCell cell, ulong seed) =>
        Network.Create(cell, cell.Graph(1, 1, 1.Ms), new NetworkOptions { Readout = ReadoutKind.All }, seed);

    private static int[] Sites(ulong seed, int units) =>
        LiquidWiring.Sites(units, (purpose, name) => new RandomStream(new StreamKey(seed, purpose), StreamIndex.Of(name)));

    // For each unit the times of its spikes in seconds, and its states then, before the step that they change.
    private static (List<double>[] Times, List<double[]>[] Seen) Run(LiquidStateCell cell, TimeSpan dt, int steps, Func<int, double> input, ulong seed = 1)
    {
        cell = cell with { ExcitatoryDelay = TimeSpan.Zero, InhibitoryDelay = TimeSpan.Zero };
        var (graph, n) = (cell.Graph(1, 1, dt), cell.Units);
        var network = Network.Create(cell, graph, new NetworkOptions { Readout = ReadoutKind.All }, seed);
        using var map = new StepMap(graph);
        map.Load(Array.ConvertAll(network.EffectiveValues.ToArray(), w => (double)w));
        var state = new double[States * n];
        for (var i = 0; i < n; i++)
        {
            state[(V * n) + i] = 13.5;
            foreach (var (use, left, toE) in ((int, int, bool)[])[(UseE, LeftE, true), (UseI, LeftI, false)])
            {
                state[(use * n) + i] = Kinds.Single(k => k.FromE == i < cell.Excitatory && k.ToE == toE).U;
                state[(left * n) + i] = 1;
            }
        }

        var times = Enumerable.Range(0, n).Select(_ => new List<double>()).ToArray();
        var seen = Enumerable.Range(0, n).Select(_ => new List<double[]>()).ToArray();
        for (var step = 0; step < steps; step++)
        {
            for (var i = 0; i < n; i++)
            {
                if (state[i] > cell.FiringThreshold)
                {
                    times[i].Add(step * dt.TotalSeconds);
                    seen[i].Add([.. Enumerable.Range(0, States).Select(k => state[(k * n) + i])]);
                }
            }

            var before = state[(Trace * n)..((Trace + 1) * n)];
            var fired = Enumerable.Range(0, n).Select(i => state[i] > cell.FiringThreshold ? 1.0 : 0).ToArray();
            map.Next(state, [input(step)], state);
            Assert.All(state, value => Assert.True(double.IsFinite(value)));
            Assert.Equal((before[0] * Math.Exp(-dt / cell.TraceTau)) + fired[0], state[Trace * n], 1e-12);
        }

        return (times, seen);
    }
}
