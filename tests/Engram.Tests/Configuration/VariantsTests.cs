using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Tests.Equations;

namespace Engram.Tests.Configuration;

/// <summary>The variants that the contract tests run are all that a record can be told.</summary>
public sealed class VariantsTests
{
    [Fact]
    public void Every_setting_of_every_cell_is_varied_and_every_word_is_used()
    {
        var variants = CellVariants.Of(21).ToLookup(cell => cell.GetType());
        foreach (var cell in Cell.Catalog.All)
        {
            foreach (var setting in Settings.Of(cell))
            {
                var texts = variants[cell.GetType()].Select(variant => Settings.Text(variant, setting.Name)).ToHashSet();
                Assert.Superset(setting.Choices.ToHashSet(), texts);
                Assert.True(texts.Count > 1 || setting is { Default: not ("0" or "none"), Allowed: not "a whole number" }, setting.Name);
            }
        }
    }

    [Fact]
    public void A_setting_that_needs_another_is_tried_beside_it()
    {
        var variants = Variants.OfAll(new LowRankCell { Units = 9 }, cell => cell.Graph(1, 1, 20.Ms).Units == cell.Units, 9);
        Assert.Contains(variants, cell => cell is { RedrawBasis: true, Populations: > 0 });
        Assert.Contains(variants, cell => cell is { PopulationWeights.Count: 2, Populations: 2 });
        Assert.Contains(variants, cell => cell is { TrainM: false, Populations: 0 });
    }

    [Fact]
    public void Lists_are_as_short_as_is_accepted()
    {
        var variants = CellVariants.Of(21).ToList();
        Assert.All(variants.Where(cell => cell.Layers is not null), cell => Assert.Equal(2, cell.Layers!.Count));
        Assert.Contains(variants, cell => cell is LeakyCell { UnitTaus.Count: 21 });
    }

    [Fact]
    public void A_word_that_is_never_accepted_is_named() => Assert.Contains(
        "ElmanCell: activation softplus",
        Assert.Throws<InvalidOperationException>(() =>
            Variants.OfChoices(new ElmanCell(), cell => cell.Activation != Activation.Softplus)).Message,
        StringComparison.Ordinal);
}
