using Engram.Configuration;
using Engram.Networks;

namespace Engram.Tests.Networks;

public sealed class PerturbationTests
{
    private const int N = 20;

    private static readonly Network network = Some.Network(new() { Dale = Positivity.Rectify, Readout = ReadoutKind.All });

    [Fact]
    public void A_block_changes_where_it_should_and_the_original_nowhere()
    {
        var before = network.EffectiveValues.ToArray();
        var shifted = network.With("w_rec", Perturbation.ShiftBlock(0..16, 17..18, -0.04f));
        var scaled = network.With("w_rec", Perturbation.ScaleBlock(2..4, 16..20, 1.5f));
        Assert.Equal(before, network.EffectiveValues.ToArray());
        for (var i = 0; i < N; i++)
        {
            for (var j = 0; j < N; j++)
            {
                var w = network["w_rec", i, j];
                Assert.Equal(i < 16 && j == 17 ? w - 0.04f : w, shifted["w_rec", i, j]);
                Assert.Equal(i is 2 or 3 && j >= 16 ? 1.5f * w : w, scaled["w_rec", i, j]);
            }
        }

        Assert.Equal(network.Effective("w_out").ToArray(), shifted.Effective("w_out").ToArray());
        Assert.Equal(network.RawValues.ToArray(), shifted.RawValues.ToArray());
    }

    [Fact]
    public void Rows_and_columns_are_receivers_and_senders()
    {
        var column = network.With("w_rec", Perturbation.ScaleColumn(3, 2));
        var row = network.With("w_rec", Perturbation.ShiftRow(3, 1));
        Assert.Equal(2 * network["w_rec", 5, 3], column["w_rec", 5, 3]);
        Assert.Equal(network["w_rec", 3, 5], column["w_rec", 3, 5]);
        Assert.Equal(network["w_rec", 3, 5] + 1, row["w_rec", 3, 5]);
        Assert.Equal(network["w_rec", 5, 3], row["w_rec", 5, 3]);
    }

    [Fact]
    public void A_shift_makes_no_connection_where_there_is_none()
    {
        var shifted = network.With("w_rec", Perturbation.ShiftColumn(3, 1));
        Assert.Equal(0, shifted["w_rec", 3, 3]);
        Assert.NotEqual(0, shifted["w_rec", 4, 3]);
    }

    [Fact]
    public void Silenced_units_send_nothing_and_others_all_they_did()
    {
        var silent = network.Silence(2, 19);
        for (var j = 0; j < N; j++)
        {
            for (var i = 0; i < N; i++)
            {
                Assert.Equal(j is 2 or 19 ? 0 : network["w_rec", i, j], silent["w_rec", i, j]);
            }

            Assert.Equal(j is 2 or 19 ? 0 : network["w_out", 1, j], silent["w_out", 1, j]);
        }

        Assert.Equal(network.Effective("w_in").ToArray(), silent.Effective("w_in").ToArray());
    }

    [Fact]
    public void What_was_done_is_recorded_in_words_and_forgotten_with_new_raw_values()
    {
        var changed = network
            .With("w_rec", Perturbation.ShiftBlock(0..16, 17..18, -0.04f))
            .With("w_in", Perturbation.ScaleColumn(0, 1.2f))
            .Silence(4);
        Assert.Equal(
            ["w_rec, rows 0 to 15, column 17: shifted by -0.04", "w_in, column 0: scaled by 1.2", "unit 4 silenced"],
            changed.Perturbations);
        Assert.Empty(network.Perturbations);
        var renewed = changed.WithRaw(network.RawValues);
        Assert.Empty(renewed.Perturbations);
        Assert.Equal(network.EffectiveValues.ToArray(), renewed.EffectiveValues.ToArray());
    }

    [Fact]
    public void Dales_law_is_kept_where_asked_for_and_otherwise_not()
    {
        var violated = Perturbation.ShiftBlock(.., 15..17, 0.2f);
        var clipped = violated with { KeepDale = true };
        var (free, kept) = (network.With("w_rec", violated), network.With("w_rec", clipped));
        var changed = 0;
        for (var i = 0; i < N; i++)
        {
            Assert.Equal(free["w_rec", i, 15], kept["w_rec", i, 15]);
            Assert.Equal(Math.Min(free["w_rec", i, 16], 0), kept["w_rec", i, 16]);
            changed += free["w_rec", i, 16] > 0 ? 1 : 0;
        }

        Assert.InRange(changed, 1, N - 1);
        Assert.Equal(["w_rec, columns 15 to 16: shifted by 0.2, clipped at zero"], kept.Perturbations);
        Assert.Equal(["w_rec, columns 15 to 16: shifted by 0.2"], free.Perturbations);
    }

    [Fact]
    public void Weights_without_a_side_cannot_keep_to_it()
    {
        var fault = Assert.Throws<UsageException>(
            () => Some.Network(new()).With("w_rec", Perturbation.ShiftRow(0, 1) with { KeepDale = true }));
        Assert.Contains("`KeepDale = false`", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Grids_have_every_target_with_every_value_and_the_values_vary_faster()
    {
        var grid = Intervention.Columns("w_rec", 0..16, [17, 19], WeightChangeKind.Shift, [-0.1, 0.1], keepDale: true);
        Assert.Equal(["column 17", "column 17", "column 19", "column 19"], grid.Select(one => one.Target));
        Assert.Equal([-0.1, 0.1, -0.1, 0.1], grid.Select(one => one.Value));
        Assert.Equal("w_rec, rows 0 to 15, column 19: shifted by 0.1, clipped at zero", grid[3].Words(network));
        var rows = Intervention.Rows("w_rec", [2], 16..20, WeightChangeKind.Scale, [0.5, 2], keepDale: false);
        Assert.Equal("w_rec, row 2, columns 16 to 19: scaled by 2", rows[1].Words(network));
        Assert.Equal(2 * network["w_rec", 2, 18], rows[1].Apply(network)["w_rec", 2, 18]);
        var blocks = Intervention.Blocks("w_rec", [(0..2, 16..18), (2..4, 18..20)], WeightChangeKind.Scale, [2], keepDale: false);
        Assert.Equal("rows 2..4, columns 18..20", blocks[1].Target);
        Assert.Equal(["unit 3", "unit 5"], Intervention.Silenced([3, 5]).Select(one => one.Target));
        Assert.Equal("unit 5 silenced", Intervention.Silenced([3, 5])[1].Words(network));
    }

    [Fact]
    public void What_is_not_there_cannot_be_perturbed()
    {
        var fault = Assert.Throws<UsageException>(() => network.With("w_rce", Perturbation.ScaleRow(0, 2)));
        Assert.Contains("Did you mean 'w_rec'", fault.Message, StringComparison.Ordinal);
        fault = Assert.Throws<UsageException>(() => network.With("w_rec", Perturbation.ScaleColumn(20, 2)));
        Assert.Contains("numbered 0 to 19", fault.Message, StringComparison.Ordinal);
        Assert.Throws<UsageException>(() => network.With("w_rec", Perturbation.ScaleBlock(5..5, 0..1, 2)));
        Assert.Throws<UsageException>(() => network.Silence(20));
    }
}
