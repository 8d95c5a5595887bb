using Engram.Analysis;
using Engram.Numerics;

namespace Engram.Tests.Analysis;

/// <summary>What rates compute, where they are known functions of the inputs.</summary>
public sealed class ProcessingCapacityTests
{
    private const int Steps = 20_000;
    private static readonly int[] Delays = [5, 4, 3];

    [Fact]
    public void Units_that_are_products_themselves_have_one_each()
    {
        // A linear unit, a product of two delays, a square and a cube of Legendre, and a product of three.
        var capacity = Of(5, (u, t) => [u(t - 4), u(t) * u(t - 3), (3 * u(t - 2) * u(t - 2)) - 1, (5 * Math.Pow(u(t), 3)) - (3 * u(t)), ((3 * u(t) * u(t)) - 1) * u(t - 1)]);
        Assert.Equal(1, capacity.Of(1), 1e-6);
        Assert.Equal(2, capacity.Of(2), 1e-6);
        Assert.Equal(2, capacity.Of(3), 1e-6);
        Assert.Equal(5, capacity.Total, 1e-6);
        Assert.Equal([0, 0, 0, 0, 1], capacity.ByDegree[0].Select(value => Math.Round(value, 6)));
        Assert.Equal([0, 0, 1, 1], capacity.ByDegree[1].Select(value => Math.Round(value, 6)));
        Assert.Equal([1, 1, 0], capacity.ByDegree[2].Select(value => Math.Round(value, 6)));
    }

    [Fact]
    public void A_power_is_shared_out_among_the_degrees_in_it()
    {
        // u³ = (3 P₁ + 2 P₃) / 5 and ⟨Pₙ²⟩ = 1 / (2n + 1), so that P₁ has 3²/3 / (3²/3 + 2²/7) = 21/25 of its variance.
        var capacity = Of(1, (u, t) => [Math.Pow(u(t - 1), 3)]);
        Assert.Equal(0.84, capacity.Of(1), 0.01);
        Assert.Equal(0, capacity.Of(2));
        Assert.Equal(0.16, capacity.Of(3), 0.01);
        Assert.Equal(1, capacity.Total, 0.01);
    }

    [Fact]
    public void Noise_computes_nothing_and_hides_what_is_smaller()
    {
        var stream = new RandomStream(new StreamKey(8, Purpose.Analysis), 1);
        Assert.Equal(0, Of(3, (_, _) => [stream.NextNormal(), stream.NextNormal(), stream.NextNormal()]).Total);
        Func<Func<int, double>, int, double[]> small = (u, t) => [u(t), u(t) + (1e-3 * u(t - 1))];
        Assert.Equal(2, Of(2, small).Total, 1e-5);
        Assert.Equal(1, Of(2, small, noise: 0.03).Total, 0.01);
    }

    private static ProcessingCapacity Of(int units, Func<Func<int, double>, int, double[]> rates, double noise = 1e-6)
    {
        var stream = new RandomStream(new StreamKey(7, Purpose.Analysis), 0);
        double[] u = [.. Enumerable.Range(0, Steps).Select(_ => stream.NextUniform(-1, 1))];
        double[] r = [.. Enumerable.Range(0, Steps).SelectMany(t => rates(step => step < 0 ? 0 : u[step], t))];
        return ProcessingCapacity.Of(u, r, 1, units, Delays, 10, noise);
    }
}
