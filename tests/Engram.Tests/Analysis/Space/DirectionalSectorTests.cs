using Engram.Analysis;
using Engram.Configuration;

namespace Engram.Tests.Analysis.Space;

/// <summary>Means by sectors.</summary>
public sealed class DirectionalSectorTests
{
    [Fact]
    public void Every_direction_is_in_the_sector_around_it_and_every_second_one_is_aligned()
    {
        double[] degrees = [10, 24, 26, 40, 356, -5.1, 190, 370, 180];
        DirectionalSignal signal = new([.. degrees.Select(angle => angle * Math.PI / 180)], [[1, 3, 10, 20, 5, 7, 2, 2, 4]]);
        var sectors = DirectionalSector.Of(signal, 0, orientation: 10);
        Assert.Equal(12, sectors.Count);
        Assert.Equal(Enumerable.Range(0, 12).Select(k => 10 + (30.0 * k)), sectors.Select(sector => sector.Centre));
        Assert.Equal([true, false, true, false], sectors.Take(4).Select(sector => sector.IsAligned));
        Assert.Equal([4, 2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 1], sectors.Select(sector => sector.Samples));
        Assert.Equal([2.75, 15.0, null], sectors.Take(3).Select(sector => sector.Mean));
        Assert.Equal(5, sectors[1].Error!.Value, 1e-12);
        Assert.Null(sectors[11].Error);
    }

    [Fact]
    public void Aligned_sectors_of_a_planted_signal_have_the_means_of_the_test()
    {
        var voxels = new SyntheticVoxels { Amplitude = 1 };
        var (first, second) = (voxels.Session(0), voxels.Session(1));
        var tested = new HexadirectionalTest().Of(first, second).Signals[0].Tested;
        var sectors = DirectionalSector.Of(second, 0, tested.Orientation, tested.Fold);
        var aligned = sectors.Where(sector => sector.IsAligned).ToList();
        Assert.Equal(tested.Aligned!.Value, aligned.Sum(sector => sector.Mean!.Value * sector.Samples) / aligned.Sum(sector => sector.Samples), 1e-9);
        Assert.Equal(200, sectors.Sum(sector => sector.Samples));
    }

    [Fact]
    public void Bad_input_is_refused() => Assert.Contains("`signal` is 1", Assert.Throws<UsageException>(
        () => DirectionalSector.Of(new SyntheticVoxels().Session(0), 1, 0)).Message, StringComparison.Ordinal);
}
