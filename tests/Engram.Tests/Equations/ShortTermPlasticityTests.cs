using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;

namespace Engram.Tests.Equations;

/// <summary>What is known of synapses that facilitate and tire without running them.</summary>
public sealed class ShortTermPlasticityTests
{
    private const int N = 4;
    private static readonly TimeSpan Dt = 10.Ms;

    [Theory]
    [InlineData(0)]
    [InlineData(1.0)]
    [InlineData(7.5)]
    [InlineData(40.0)]
    public void At_a_constant_rate_synapses_come_to_where_the_equations_stand_still(double rate)
    {
        var cell = new ShortTermPlasticityCell { Units = N, Noise = 0 };
        var state = Run(cell, rate, [.. Enumerable.Repeat(rate, N), .. Enumerable.Repeat(0.3, N), .. Enumerable.Repeat(0.5, N)], 3000);
        for (var unit = 0; unit < N; unit++)
        {
            var (u, tauF, tauX) = cell.Facilitates(unit) ? (0.15, 1.5, 0.2) : (0.45, 0.2, 1.5);
            var f = u * (1 + (tauF * rate)) / (1 + (u * tauF * rate));
            Assert.Equal(rate, state[unit], 1e-9);
            Assert.Equal(f, state[N + unit], 1e-9);
            Assert.Equal(1 / (1 + (f * tauX * rate)), state[(2 * N) + unit], 1e-9);
        }
    }

    [Fact]
    public void Without_activity_they_return_with_their_own_time_constants()
    {
        var cell = new ShortTermPlasticityCell { Units = N, Noise = 0 };
        const int Steps = 37;
        var state = Run(cell, 0, [.. new double[N], .. Enumerable.Repeat(0.8, N), .. Enumerable.Repeat(0.2, N)], Steps);
        for (var unit = 0; unit < N; unit++)
        {
            var (u, tauF, tauX) = cell.Facilitates(unit) ? (0.15, 1.5, 0.2) : (0.45, 0.2, 1.5);
            Assert.Equal(u + ((0.8 - u) * Math.Pow(1 - (Dt.TotalSeconds / tauF), Steps)), state[N + unit], 1e-12);
            Assert.Equal(1 - (0.8 * Math.Pow(1 - (Dt.TotalSeconds / tauX), Steps)), state[(2 * N) + unit], 1e-12);
        }
    }

    [Fact]
    public void They_never_use_more_than_there_is()
    {
        var cell = new ShortTermPlasticityCell { Units = N, Noise = 0 };
        var state = Run(cell, 1000, [.. Enumerable.Repeat(1000.0, N), .. Enumerable.Repeat(1.0, N), .. Enumerable.Repeat(1.0, N)], 5);
        Assert.All(state[N..], value => Assert.InRange(value, 0, 1));
    }

    [Theory]
    [InlineData(0.5, new[] { true, false, true, false, true, false, true, false })]
    [InlineData(0.25, new[] { true, false, false, false, true, false, false, false })]
    [InlineData(0, new[] { false, false, false, false, false, false, false, false })]
    [InlineData(1, new[] { true, true, true, true, true, true, true, true })]
    public void Units_that_facilitate_are_spread_over_the_others(double fraction, bool[] expected) => Assert.Equal(
        expected, Enumerable.Range(0, 8).Select(new ShortTermPlasticityCell { FacilitatingFraction = fraction }.Facilitates));

    // Without synapses between them, units are driven by their biases alone, and stay at a rate that is equal to it.
    private static double[] Run(ShortTermPlasticityCell cell, double bias, double[] begin, int steps)
    {
        var graph = cell.Graph(1, 1, Dt);
        using var map = new StepMap(graph);
        map.Load([.. graph.Parameters.SelectMany(shape => Enumerable.Repeat(shape.Name == "b" ? bias : 0, shape.Count))]);
        var state = begin.ToArray();
        for (var step = 0; step < steps; step++)
        {
            map.Next(state, [0], state);
        }

        return state;
    }
}
