using Engram.Cells;
using Engram.Configuration;
using Engram.Networks;

namespace Engram.Tests.Networks;

public sealed class UnitChoiceTests
{
    private static readonly LeakyCell cell = new() { Units = 40, Areas = [new("sensory"), new("prefrontal", 3)] };
    private static readonly NetworkOptions options = new() { Dale = Positivity.Rectify };

    [Fact]
    public void A_larger_share_has_all_units_of_a_smaller_one() => Some.ForSeeds(seed =>
    {
        IReadOnlyList<int> before = [];
        foreach (var share in new[] { 0, 0.1, 0.25, 0.5, 0.9, 1 })
        {
            var units = new UnitChoice("prefrontal", share).Of(cell, options, (ulong)(uint)seed);
            Assert.Equal((int)Math.Round(30 * share, MidpointRounding.AwayFromZero), units.Count);
            Assert.Subset(units.ToHashSet(), before.ToHashSet());
            Assert.All(units, unit => Assert.InRange(unit, 10, 39));
            Assert.Equal(units.Distinct().Order(), units);
            before = units;
        }
    });

    [Fact]
    public void Every_unit_is_drawn_as_often_as_every_other()
    {
        var counts = new int[40];
        for (var seed = 0UL; seed < 2000; seed++)
        {
            foreach (var unit in UnitChoice.Exactly("all", 10).Of(cell, options, seed))
            {
                counts[unit]++;
            }
        }

        Assert.All(counts, count => Assert.Equal(500, count, 5 * Math.Sqrt(2000 * 0.25 * 0.75)));
    }

    [Fact]
    public void Kinds_are_those_of_all_areas()
    {
        Assert.Equal((int[])[8, 9, 34, 35, 36, 37, 38, 39], new UnitChoice("inhibitory").Of(cell, options, 1));
        Assert.Equal(32, new UnitChoice("excitatory").Of(cell, options, 1).Count);
        Assert.Equal(Enumerable.Range(0, 40), new UnitChoice("all").Of(cell, new(), 1));
    }

    [Theory]
    [InlineData("prefrontal")]
    [InlineData("prefrontal:0.25")]
    [InlineData("all:0")]
    [InlineData("all:3units")]
    public void Text_is_read_back(string text) => Assert.Equal(text, UnitChoice.Parse(text).ToString());

    [Theory]
    [InlineData("prefrontal:1.5", "give one from 0 to 1")]
    [InlineData("prefrontal:-0.5", "give one from 0 to 1")]
    [InlineData("prefrontal:half", "names no units")]
    [InlineData("prefrontal:-2units", "give at least 0")]
    [InlineData("", "has no name")]
    [InlineData("prefronal:0.5", "Did you mean 'prefrontal'?")]
    [InlineData("prefrontal:31units", "ask for at most 30")]
    public void What_is_not_there_is_one_fault(string text, string fault) => Assert.Contains(
        fault, Assert.Single(Assert.Throws<UsageException>(() => UnitChoice.Parse(text).Of(cell, options, 1)).Faults), StringComparison.Ordinal);

    [Fact]
    public void Kinds_need_signs_and_areas_need_areas()
    {
        Refused("does not follow Dale's law", "inhibitory", cell);
        Refused("has no areas", "prefrontal", new() { Units = 5 });

        static void Refused(string why, string name, LeakyCell cell) => Assert.Contains(
            why, Assert.Throws<UsageException>(() => new UnitChoice(name).Of(cell, new(), 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lesions_are_part_of_the_constraints_and_change_no_weight_besides()
    {
        var lesioned = Network.Create(cell, cell.Graph(2, 2, 20.Ms), options with { Lesions = [new("prefrontal", 0.5)] }, 7);
        var intact = Network.Create(cell, cell.Graph(2, 2, 20.Ms), options, 7);
        var silent = new UnitChoice("prefrontal", 0.5).Of(intact, 7);
        Assert.Equal(15, silent.Count);
        Assert.Equal(intact.RawValues.ToArray(), lesioned.RawValues.ToArray());
        Assert.Equal(intact.Silence([.. silent]).EffectiveValues.ToArray(), lesioned.EffectiveValues.ToArray());
        Assert.Equal(lesioned.EffectiveValues.ToArray(), lesioned.WithRaw(intact.RawValues).EffectiveValues.ToArray());
    }

    [Theory]
    [InlineData("all", "silences all 40 units")]
    [InlineData("cortex:0.5", "`Lesions`: There is no area 'cortex'")]
    public void Lesions_that_are_not_possible_are_refused(string text, string fault) => Assert.Contains(
        fault,
        Assert.Single(Assert.Throws<UsageException>(() => Network.Create(cell, cell.Graph(2, 2, 20.Ms), options with { Lesions = [UnitChoice.Parse(text)] }, 7)).Faults),
        StringComparison.Ordinal);

    [Fact]
    public void Outputs_that_are_units_cannot_be_silenced() => Assert.Contains(
        "`Readout = identity`",
        Assert.Throws<UsageException>(() => Network.Create(
            cell, cell.Graph(2, 2, 20.Ms), new() { Readout = ReadoutKind.Identity, Lesions = [new("prefrontal", 0.5)] }, 7)).Message,
        StringComparison.Ordinal);
}
