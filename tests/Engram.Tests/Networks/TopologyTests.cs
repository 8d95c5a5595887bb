using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;

namespace Engram.Tests.Networks;

public sealed class TopologyTests
{
    private static readonly NetworkOptions AsDrawn = new() { SpectralRadius = null };

    [Fact]
    public void A_ring_passes_each_unit_on_to_the_next_and_has_its_gain_for_spectral_radius()
    {
        var network = Some.Network(AsDrawn with { Recurrent = new RingInitialiser(0.9) });
        for (var i = 0; i < 20; i++)
        {
            for (var j = 0; j < 20; j++)
            {
                Assert.Equal(i == (j + 1) % 20 ? 0.9f : 0, network["w_rec", i, j]);
            }
        }

        Assert.Equal(0.9, network.SpectralRadius("w_rec"), 1e-7);
        Assert.Equal(0.5, Some.Network(new() { Recurrent = new RingInitialiser(), SpectralRadius = 0.5 })["w_rec", 0, 19], 1e-7);
    }

    [Fact]
    public void A_line_forgets_after_as_many_steps_as_it_has_units_and_cannot_be_scaled()
    {
        var network = Some.Network(AsDrawn with { Recurrent = new LineInitialiser(0.9) });
        Assert.Equal(19, network.Effective("w_rec").ToArray().Count(w => w != 0));
        Assert.All(Enumerable.Range(0, 19), j => Assert.Equal(0.9f, network["w_rec", j + 1, j]));
        Assert.Equal(0, network.SpectralRadius("w_rec"));
        Assert.Equal(
            "`SpectralRadius` is 1.5, but w_rec as drawn by line(1) has spectral radius 0 and cannot be scaled to it; set `SpectralRadius = none`, or choose "
            + "another initialiser or denser connections.",
            Fault(() => Some.Network(new() { Recurrent = new LineInitialiser() })));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(10)]
    public void A_small_world_that_is_not_rewired_is_the_lattice_of_its_paper(int k)
    {
        const int n = 60;
        var there = Connections(new SmallWorldInitialiser(k, 0), n, 1);
        var closed = 0;
        for (var i = 0; i < n; i++)
        {
            int[] neighbours = [.. Enumerable.Range(0, n).Where(j => there[(i * n) + j])];
            Assert.Equal(k, neighbours.Length);
            closed += neighbours.Sum(a => neighbours.Count(b => there[(a * n) + b]));
        }

        // The clustering coefficient of the lattice, C(0) = 3 (k − 2) / (4 (k − 1)).
        Assert.Equal(3.0 * (k - 2) / (4 * (k - 1)), (double)closed / (n * k * (k - 1)), 1e-12);
    }

    [Fact]
    public void Connections_of_a_small_world_are_rewired_with_their_probability()
    {
        const int n = 200, k = 10;
        var (lattice, half, all) = (new SmallWorldInitialiser(k, 0), new SmallWorldInitialiser(k, 0.3), new SmallWorldInitialiser(k, 1));
        var before = Connections(lattice, n, 1);
        foreach (var seed in (int[])[1, 2, 3])
        {
            foreach (var world in (SmallWorldInitialiser[])[half, all])
            {
                var after = Connections(world, n, seed);
                Assert.All(Enumerable.Range(0, n), j => Assert.Equal(k, Enumerable.Range(0, n).Count(i => after[(i * n) + j])));
                Assert.All(Enumerable.Range(0, n), j => Assert.False(after[(j * n) + j]));

                // Few return to the lattice, to places that others of their unit have left: at most k of n places are.
                var moved = (double)before.Zip(after).Count(pair => pair.First && !pair.Second) / (n * k);
                var error = 3 * Math.Sqrt(world.Rewiring * (1 - world.Rewiring) / (n * k));
                Assert.InRange(moved, (world.Rewiring * (1 - ((double)k / n))) - error, world.Rewiring + error);
            }
        }

        Assert.NotEqual(Connections(half, n, 1), Connections(half, n, 2));
        Assert.Equal(Connections(half, n, 1), Connections(half, n, 1));
    }

    [Fact]
    public void A_small_world_of_all_others_has_nothing_to_rewire() =>
        Assert.Equal(5 * 4, Connections(new SmallWorldInitialiser(4, 1), 5, 1).Count(there => there));

    [Fact]
    public void Clusters_have_their_connections_inside_and_between()
    {
        const int n = 103;
        foreach (var seed in (int[])[1, 2, 3, 4])
        {
            var there = Connections(new ClustersInitialiser(4, 0.4, 0.05), n, seed);
            var group = Enumerable.Range(0, n).Select(i => i * 4 / n).ToArray();
            Assert.All(group.CountBy(g => g), g => Assert.InRange(g.Value, 25, 26));
            foreach (var (same, p) in ((bool, double)[])[(true, 0.4), (false, 0.05)])
            {
                bool[] pairs = [.. Enumerable.Range(0, n * n).Where(k => group[k / n] == group[k % n] == same).Select(k => there[k])];
                Assert.Equal(p * pairs.Length, pairs.Count(p => p), 3 * Math.Sqrt(p * (1 - p) * pairs.Length));
            }
        }
    }

    [Fact]
    public void Weights_of_small_worlds_and_clusters_have_their_spread()
    {
        foreach (var initialiser in (Initialiser[])[new SmallWorldInitialiser(20, 0.2, 0.3), new ClustersInitialiser(4, 0.5, 0.1, 0.3)])
        {
            var weights = Some.Network(AsDrawn with { Recurrent = initialiser }, units: 120).Effective("w_rec").ToArray().Where(w => w != 0).ToArray();
            Assert.Equal(0.3, Math.Sqrt(weights.Average(w => (double)w * w)), 4 * 0.3 / Math.Sqrt(2.0 * weights.Length));
        }
    }

    [Theory]
    [InlineData("ring")]
    [InlineData("line")]
    [InlineData("small-world(4, 0.5)")]
    [InlineData("clusters(3, 0.5, 0.1)")]
    public void Absent_connections_stay_absent_whatever_is_learned(string text)
    {
        foreach (var dale in (Positivity[])[Positivity.None, Positivity.Rectify])
        {
            var network = Some.Network(AsDrawn with { Recurrent = Initialiser.Parse(text), Dale = dale });
            var learned = network.WithRaw([.. Enumerable.Repeat(1f, network.Parameters.Count)]);
            Assert.Equal(Array.ConvertAll(network.Effective("w_rec").ToArray(), w => w != 0), Array.ConvertAll(learned.Effective("w_rec").ToArray(), w => w != 0));
            Assert.All(Enumerable.Range(0, 20), i => Assert.Equal(0, network["w_rec", i, i]));
        }
    }

    [Fact]
    public void Clusters_have_autapses_where_they_are_allowed()
    {
        var network = Some.Network(AsDrawn with { Recurrent = new ClustersInitialiser(2, 1, 0), Autapses = true });
        Assert.Equal(200, network.Effective("w_rec").ToArray().Count(w => w != 0));
        Assert.Equal(20, Enumerable.Range(0, 20).Count(i => network["w_rec", i, i] != 0));
    }

    [Theory]
    [InlineData("small-world(5)", "must be even")]
    [InlineData("small-world(0)", "must be a whole number of at least 2")]
    [InlineData("small-world(4, 1.1)", "The rewiring of an initialiser is 1.1, but must be from 0 to 1")]
    [InlineData("clusters(2.5)", "must be a whole number of at least 1")]
    [InlineData("clusters(2, 0, 0)", "there would be no connection")]
    [InlineData("clusters(2, -1)", "The probability inside clusters of an initialiser is -1")]
    [InlineData("ring(0)", "The gain of an initialiser is 0, but must be above 0")]
    [InlineData("bernoulli(-1)", "The scale of an initialiser is -1, but must be above 0")]
    public void Numbers_that_make_no_topology_are_refused(string text, string part) =>
        Assert.Contains(part, Assert.Throws<UsageException>(() => Initialiser.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void What_contradicts_a_topology_is_refused()
    {
        var ring = new NetworkOptions { Recurrent = new RingInitialiser() };
        Assert.Contains("but `PExcitatory` takes some away at random; set `PExcitatory = none`", Fault(() => Some.Network(ring with { PExcitatory = 0.1 })), StringComparison.Ordinal);
        Assert.Contains("`ReadoutFeedback` is false", Fault(() => Some.Network(ring with { Readout = ReadoutKind.Identity, ReadoutFeedback = false })), StringComparison.Ordinal);
        Assert.Contains("`Input` is ring(1), which connects units with units", Fault(() => Some.Network(new() { Input = new RingInitialiser() })), StringComparison.Ordinal);
        Assert.Contains("each of 20 units has only 19 others, and not 20; write fewer neighbours", Fault(() => Some.Network(new() { Recurrent = new SmallWorldInitialiser(20) })), StringComparison.Ordinal);
        Assert.Contains("20 units cannot make 21 clusters; write at most 20", Fault(() => Some.Network(new() { Recurrent = new ClustersInitialiser(21) })), StringComparison.Ordinal);

        ParameterShape[] lowRank = [.. Some.Leaky().Skip(1), new("m", ParameterRole.Projection, 20, 2)];
        Assert.Contains("m (20 × 2) is a projection", Fault(() => Network.Create(new LowRankCell { Units = 20, Rank = 2 }, lowRank, ring, 1)), StringComparison.Ordinal);
    }

    private static bool[] Connections(TopologyInitialiser topology, int units, int seed) =>
        Array.ConvertAll(topology.Connections(units, Some.Stream(seed)).Plastic.ToArray(), p => p != 0);

    private static string Fault(Func<Network> build) => Assert.Single(Assert.Throws<UsageException>(build).Faults);
}
