using Engram.Analysis;
using Engram.Configuration;
using Engram.Networks;
using Engram.Tests.Networks;

namespace Engram.Tests.Analysis;

public sealed class WeightBlockTests
{
    [Fact]
    public void Blocks_are_from_to_and_leave_out_what_is_not_connected()
    {
        // Units 0 to 2 excitatory, 3 and 4 inhibitory; W[i, j] = 10 i + j, and two weights are held at zero.
        float[] w = [.. Enumerable.Range(0, 25).Select(k => (10f * (k / 5)) + (k % 5))];
        (w[(1 * 5) + 0], w[(3 * 5) + 4]) = (-1, -7);
        var blocks = WeightBlock.Of(SignedNetworks.Signed(3, w));
        Assert.Equal(["E→E", "E→I", "I→E", "I→I"], blocks.Select(block => block.Name));
        Assert.Equal([0, 1, 2, 12, 20, 21], blocks[0].Magnitudes);
        Assert.Equal([30, 31, 32, 40, 41, 42], blocks[1].Magnitudes);
        Assert.Equal([3, 4, 13, 14, 23, 24], blocks[2].Magnitudes);
        Assert.Equal([0, 43], blocks[3].Magnitudes);
        Assert.Equal([0.1667, 0, 0, 0.5], blocks.Select(block => Math.Round(block.ZeroShare, 4)));
        Assert.Equal([3, 4, 13, 14, 23, 24, 30, 31], blocks[2].With(blocks[1], "both").Magnitudes.Take(8));
    }

    [Fact]
    public void Moments_are_those_of_what_is_not_zero()
    {
        var block = new WeightBlock("E→E", true, true, [0, 0, 1, 2, 3]);
        Assert.Equal((5, 0.4, 2, 1), (block.Count, block.ZeroShare, block.Mean, block.Sd));
        Assert.Equal(0, block.Skewness, 1e-12);
        Assert.Equal(-1.5, block.ExcessKurtosis, 1e-12);

        // 0.1, 0.1, 0.1, 0.5: mean 0.2, central moments 0.03, 0.006, 0.0021.
        block = new WeightBlock("E→E", true, true, [0.1, 0.1, 0.1, 0.5]);
        Assert.Equal(0.006 / Math.Pow(0.03, 1.5), block.Skewness, 1e-12);
        Assert.Equal((0.0021 / 0.0009) - 3, block.ExcessKurtosis, 1e-12);
    }

    [Fact]
    public void A_network_without_two_kinds_of_unit_is_refused()
    {
        var without = Some.Network(new NetworkOptions { Dale = Positivity.None });
        Assert.Contains("`Dale = rectify`", Assert.Throws<UsageException>(() => SignedNetwork.Of(without)).Message);
        var one = Some.Network(new NetworkOptions { Dale = Positivity.Rectify, ExcitatoryFraction = 1 });
        Assert.Contains("20 of 20 units are excitatory", Assert.Throws<UsageException>(() => SignedNetwork.Of(one)).Message);
    }
}
