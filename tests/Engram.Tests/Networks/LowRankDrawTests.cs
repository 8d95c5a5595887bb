using Engram.Cells;
using Engram.Configuration;
using Engram.Networks;

namespace Engram.Tests.Networks;

/// <summary>How the columns of a low-rank network begin, and which of them are learned.</summary>
public sealed class LowRankDrawTests
{
    private static readonly LowRankCell Cell = new() { Units = 4000, Rank = 2 };

    [Fact]
    public void Columns_have_the_deviations_that_the_cell_prescribes()
    {
        var network = Of(Cell with { InputDeviation = 2, ReadoutDeviation = 3 });
        Assert.Equal(1, Deviation(network, "m"), 0.04);
        Assert.Equal(1, Deviation(network, "n"), 0.04);
        Assert.Equal(2, Deviation(network, "w_in"), 0.08);
        Assert.Equal(3, 4000 * Deviation(network, "w_out"), 0.15);
        Assert.All(network.Raw("x0").ToArray(), x => Assert.Equal(0, x));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.8)]
    [InlineData(-0.5)]
    [InlineData(1)]
    public void Each_column_of_n_overlaps_with_its_own_of_m_alone(double overlap)
    {
        var network = Of(Cell with { Overlap = overlap });
        var (m, n) = (network.Raw("m").ToArray(), network.Raw("n").ToArray());
        for (var r = 0; r < 2; r++)
        {
            for (var s = 0; s < 2; s++)
            {
                var products = Enumerable.Range(0, 4000).Select(i => (double)m[(i * 2) + s] * n[(r * 4000) + i]);
                Assert.Equal(r == s ? overlap : 0, products.Average(), 0.05);
            }
        }

        Assert.Equal(1, Deviation(network, "n"), 0.04);
    }

    [Fact]
    public void The_overlap_leaves_m_as_it_is_drawn_without() => Assert.Equal(
        Of(Cell).Raw("m").ToArray(), Of(Cell with { Overlap = 0.8 }).Raw("m").ToArray());

    [Fact]
    public void An_initialiser_that_is_asked_for_replaces_the_normal_one_and_overlaps_too()
    {
        var network = Of(Cell with { Overlap = 1 }, new() { Recurrent = new UniformInitialiser(0.5) });
        Assert.Equal(0.5 / Math.Sqrt(3), Deviation(network, "m"), 0.01);
        Assert.Equal(network["m", 7, 1], network["n", 1, 7]);
    }

    [Fact]
    public void The_scales_of_the_options_belong_to_other_cells() => Assert.Equal(
        Of(Cell).RawValues.ToArray(), Of(Cell, new() { InputScale = 7, ReadoutScale = 7, InitialState = 7, SpectralRadius = 3 }).RawValues);

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void M_and_n_are_learned_each_by_its_own_switch(bool m, bool n)
    {
        var network = Of(Cell with { Units = 10, TrainM = m, TrainN = n });
        Assert.Equal((m, n), (network.Parameters.Constraint("m").Trainable, network.Parameters.Constraint("n").Trainable));
        Assert.False(network.Parameters.Constraint("x0").Trainable);
        var none = Of(Cell with { Units = 10 }, new() { TrainRecurrent = false });
        Assert.False(none.Parameters.Constraint("m").Trainable || none.Parameters.Constraint("n").Trainable);
    }

    [Fact]
    public void A_rank_of_all_units_is_no_matrix_between_units() =>
        Assert.Equal(1, Deviation(Of(new LowRankCell { Units = 60, Rank = 60 }, new() { SpectralRadius = 20 }), "m"), 0.1);

    [Fact]
    public void Dales_law_is_refused()
    {
        var cell = Cell with { Activation = Engram.Equations.Activation.Rectify };
        Assert.Contains(
            "n (2 × 4000) is a projection",
            Assert.Throws<UsageException>(() => Of(cell, new() { Dale = Positivity.Rectify })).Message,
            StringComparison.Ordinal);
    }

    internal static Network Of(Cell cell, NetworkOptions? options = null, ulong seed = 5) =>
        Network.Create(cell, cell.Graph(3, 2, 20.Ms), options ?? new(), seed);

    private static double Deviation(Network network, string name) =>
        Math.Sqrt(network.Raw(name).ToArray().Average(w => (double)w * w));
}
