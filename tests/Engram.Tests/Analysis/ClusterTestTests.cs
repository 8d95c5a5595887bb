using Engram.Analysis;
using Engram.Configuration;

namespace Engram.Tests.Analysis;

public sealed class ClusterTestTests
{
    [Fact]
    public void Permuted_labels_find_clusters_in_one_of_twenty_sets_without_any()
    {
        // Neighbouring bins share two thirds of their noise. With 39 permutations p ≤ 0.05 is the share 2/40.
        const int Sets = 400, Bins = 6;
        var decoder = new LinearDecoder { Bin = 20.Ms, Folds = 2, Permutations = 39 };
        var (clusters, single) = (0, 0);
        for (var set = 0; set < Sets; set++)
        {
            var recording = Synthetic.Of(Synthetic.Sides(40), _ => Bins, _ => 2, 2, (step, trial, unit) =>
                Enumerable.Range(step, 3).Sum(at => Synthetic.Noise(at + (10 * set), trial, unit)));
            var curve = (decoder with { Seed = (ulong)set + 1 }).Decode(recording, "side");
            clusters += curve.Clusters.Any(cluster => cluster.PValue <= 0.05) ? 1 : 0;
            single += curve.PValues[set % Bins] <= 0.05 ? 1 : 0;
        }

        Assert.Equal(0.05, (double)clusters / Sets, 0.02);
        Assert.Equal(0.05, (double)single / Sets, 0.02);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Turned_signs_find_clusters_in_one_of_twenty_sets_without_any(bool twoSided)
    {
        const int Sets = 400;
        var found = Enumerable.Range(0, Sets).Count(set =>
        {
            var curves = Enumerable.Range(0, 10).Select(k => Smooth(set, k, 15)).ToList();
            return ClusterTest.OfMeans(curves, 99, 0.05, twoSided, (ulong)set).Clusters.Any(cluster => cluster.PValue <= 0.05);
        });
        Assert.Equal(0.05, (double)found / Sets, 0.02);
    }

    [Fact]
    public void A_planted_stretch_is_found_as_one_cluster()
    {
        var curves = Enumerable.Range(0, 12)
            .Select(k => Smooth(1, k, 30).Select((value, bin) => value + (bin is >= 10 and < 20 ? 3 : 0)).ToArray()).ToList();
        var test = ClusterTest.OfMeans(curves);
        var cluster = test.Clusters.Single(one => one.PValue < 0.01);
        Assert.Empty(Enumerable.Range(10, 10).Except(cluster.Bins));
        Assert.InRange(cluster.Bins.Count, 10, 13);
        Assert.Equal(cluster.Mass, cluster.Bins.Sum(bin => test.T[bin]), 1e-9);
        Assert.Equal(1, test.ClusterPValues[0]);
        Assert.Equal(cluster.PValue, test.ClusterPValues[15]);
    }

    [Fact]
    public void All_sign_flips_are_taken_where_there_are_few()
    {
        // Of the 2⁵ ways to turn signs, one alone has as great a mean on one side, and two on two sides.
        double[][] curves = [[1, 0], [2, 0], [1.5, 0], [1, 0], [3, 0]];
        var one = ClusterTest.OfMeans(curves);
        Assert.Equal((1.0 / 32, 1), (one.PValues[0], one.PValues[1]));
        Assert.Equal(1.0 / 32, Assert.Single(one.Clusters).PValue);
        Assert.Equal(2.0 / 32, Assert.Single(ClusterTest.OfMeans(curves, twoSided: true).Clusters).PValue);

        // t = 1.7/(0.83667/√5).
        Assert.Equal(1.7 / (Math.Sqrt(0.7) / Math.Sqrt(5)), one.T[0], 1e-12);
        Assert.Equal(0, one.T[1]);
        var below = ClusterTest.OfMeans([.. curves.Select(curve => curve.Select(value => -value).ToArray())], twoSided: true);
        Assert.Equal(-one.T[0], Assert.Single(below.Clusters).Mass, 1e-12);
        Assert.Empty(ClusterTest.OfMeans([.. curves.Select(curve => curve.Select(value => -value).ToArray())]).Clusters);
    }

    [Fact]
    public void Clusters_of_a_matrix_join_cells_that_share_an_edge()
    {
        // Three rows of four: a bent path, and a cell that touches it at a corner alone.
        double[] cells = [2, 2, 0, 0, 0, 2, 0, 0, 0, 0, 2, 0];
        var found = ClusterMass.Of([cells, new double[12]], 4, new double[12], twoSided: false);
        Assert.Equal([[0, 1, 5], [10]], found.Select(cluster => cluster.Bins.ToArray()));
        Assert.Equal([6, 2], found.Select(cluster => cluster.Mass));
        Assert.All(found, cluster => Assert.Equal(0.5, cluster.PValue));

        // The end of a row is no neighbour of the beginning of the next.
        Assert.Equal(2, ClusterMass.Of([[0, 0, 0, 2, 2, 0, 0, 0], new double[8]], 4, new double[8], twoSided: false).Count);
    }

    [Fact]
    public void What_cannot_be_tested_is_refused_in_a_sentence()
    {
        void Refused(string part, Action action) =>
            Assert.Contains(part, Assert.Throws<UsageException>(action).Message, StringComparison.Ordinal);
        Refused("A test of 1 curve", () => ClusterTest.OfMeans([[1, 2]]));
        Refused("One curve has 2 bins and another has 1", () => ClusterTest.OfMeans([[1, 2], [1]]));
        Refused("Number 1 of the curve 1 is not a number", () => ClusterTest.OfMeans([[1, 2], [1, double.NaN]]));
        Refused("`permutations` is 0", () => ClusterTest.OfMeans([[1], [2]], 0));
        Refused("`threshold` is 0.7", () => ClusterTest.OfMeans([[1], [2]], threshold: 0.7));
    }

    // Noise of which neighbours share two thirds.
    private static double[] Smooth(int set, int k, int bins)
    {
        var stream = Synthetic.Stream((set * 1000) + k);
        double[] white = [.. Enumerable.Range(0, bins + 2).Select(_ => stream.NextNormal())];
        return [.. Enumerable.Range(0, bins).Select(bin => white[bin] + white[bin + 1] + white[bin + 2])];
    }
}
