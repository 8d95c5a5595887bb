using System.Numerics;
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;

namespace Engram.Tests.Networks;

public sealed class EffectiveRadiusTests
{
    [Theory]
    [InlineData(1, 0.9)]
    [InlineData(0.3, 0.95)]
    [InlineData(0.3, 1.25)]
    [InlineData(0.05, 0.96)]
    public void The_map_of_units_that_leak_has_the_radius_that_is_asked_for(double leak, double wanted)
    {
        foreach (var initialiser in (Initialiser[])[new NormalInitialiser(), new RingInitialiser(), new OrthogonalInitialiser(), new SmallWorldInitialiser(4)])
        {
            var network = Create(40, leak, new() { Recurrent = initialiser, SpectralRadius = wanted, EffectiveRadius = true });
            Assert.Equal(wanted, Radius(network, leak), 1e-6);
        }
    }

    [Fact]
    public void It_has_with_autapses_and_under_Dales_law()
    {
        Assert.Equal(0.9, Radius(Create(30, 0.4, new() { SpectralRadius = 0.9, EffectiveRadius = true, Autapses = true }), 0.4), 1e-6);
        Assert.Equal(0.9, Radius(Create(30, 0.4, new() { SpectralRadius = 0.9, EffectiveRadius = true, Dale = Positivity.Rectify }), 0.4), 1e-6);
    }

    [Fact]
    public void Large_networks_have_it_too()
    {
        const int n = SpectralRadius.Large + 50;
        var network = Create(n, 0.2, new() { SpectralRadius = 0.95, EffectiveRadius = true, PExcitatory = 0.1 });
        Assert.Equal(0.95, Radius(network, 0.2), 1e-6);

        // Rows of the map of a ring have the same sum: 1 − a + a s = 0.95.
        Assert.Equal(0.75, Create(2000, 0.2, new() { Recurrent = new RingInitialiser(), SpectralRadius = 0.95, EffectiveRadius = true })["w_rec", 1, 0], 1e-6);
    }

    [Fact]
    public void Without_a_leak_it_is_the_radius_of_the_matrix()
    {
        var options = new NetworkOptions { SpectralRadius = 0.7 };
        Assert.Equal(
            Create(30, 1, options).Effective("w_rec").ToArray(), Create(30, 1, options with { EffectiveRadius = true }).Effective("w_rec").ToArray(),
            (a, b) => Math.Abs(a - b) <= 1e-6 * Math.Abs(b));
    }

    [Fact]
    public void What_no_factor_reaches_is_refused()
    {
        var options = new NetworkOptions { SpectralRadius = 0.7, EffectiveRadius = true };
        Assert.Equal(
            "`SpectralRadius` is 0.7, but units of which the part 0.3 is new in each step have the effective radius 0.7 already without recurrent weights; set "
            + "`SpectralRadius` above 0.7, or a larger leak.",
            Fault(() => Create(20, 0.3, options)));
        Assert.Contains("`SpectralRadius` is none, so there is nothing to scale to", Fault(() => Create(20, 0.3, options with { SpectralRadius = null })), StringComparison.Ordinal);
        Assert.Contains("leaky does not say which part of a unit leaks in each step", Fault(() => Some.Network(options)), StringComparison.Ordinal);
        Assert.Contains("has spectral radius 0 and cannot be scaled", Fault(() => Create(20, 0.3, options with { SpectralRadius = 0.9, Recurrent = new LineInitialiser() })), StringComparison.Ordinal);
    }

    private static Network Create(int units, double leak, NetworkOptions options) =>
        Network.Create(new Leaking(leak) { Units = units }, Some.Leaky(units), options, seed: 3);

    private static double Radius(Network network, double leak)
    {
        var (w, n) = (network.Effective("w_rec").ToArray(), network.Units);
        double[] map = [.. w.Select((v, k) => (leak * v) + (k / n == k % n ? 1 - leak : 0))];
        return SpectralRadius.Spectrum(map, n).Max(Complex.Abs);
    }

    private static string Fault(Func<Network> build) => Assert.Single(Assert.Throws<UsageException>(build).Faults);

    private sealed record Leaking(double Leak) : Cell
    {
        public override bool HasNonNegativeRates => true;

        internal override double? StepLeak => Leak;

        protected override void Define(Step step) => throw new NotSupportedException();
    }
}
