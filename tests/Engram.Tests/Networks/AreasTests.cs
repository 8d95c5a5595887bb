using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;
using Engram.Simulation;
using Engram.Tasks;

namespace Engram.Tests.Networks;

public sealed class AreasTests
{
    private static readonly string[] channels = ["fixation", "ring 0", "ring 1"];

    private static IReadOnlyList<Area> Two => [new("sensory"), new("prefrontal", 2)];

    private static Network Make(NetworkOptions options, Cell? cell = null, IReadOnlyList<string>? names = null)
    {
        cell ??= new LeakyCell { Units = 30, Areas = Two };
        return Network.Create(cell, cell.Graph(3, 2, 20.Ms), options, 1, names ?? channels);
    }

    private static string Fault(Action act) => Assert.Single(Assert.Throws<UsageException>(act).Faults);

    [Theory]
    [InlineData("sensory:64,prefrontal:64", 128, new[] { 64, 64 })]
    [InlineData("a,b", 5, new[] { 3, 2 })]
    [InlineData("a:1:50ms,b:2:200ms,c", 8, new[] { 2, 4, 2 })]
    public void Units_are_cut_by_shares_in_order(string text, int units, int[] sizes)
    {
        var cell = Settings.With(new LeakyCell { Units = units }, "areas", text);
        Assert.Equal(sizes, cell.UnitsOfAreas().Select(area => area.Count));
        Assert.Equal(units, cell.UnitsOfAreas()[^1].Range.End.Value);
        Assert.Equal(0, cell.UnitsOfAreas()[0].First);
        Assert.Equal(text, Settings.Text(cell, "areas"));
        Assert.Equal(cell.UnitsOfAreas()[1], cell.UnitsOf(cell.UnitsOfAreas()[1].Name));
    }

    [Theory]
    [InlineData("a b", "is no name of an area")]
    [InlineData("all", "which means something else")]
    [InlineData("a:0", "The share of the area 'a' is 0")]
    [InlineData("a:x", "is no area")]
    [InlineData("a:1:0ms", "above 0ms")]
    [InlineData("a:1:2ms:3", "is no area")]
    [InlineData("a,a", "more than once")]
    [InlineData("a:1000,b", "leaves 'b' without a unit")]
    public void Areas_that_are_not_possible_are_refused(string text, string fault) => Assert.Contains(
        fault, Fault(() => Settings.With(new LeakyCell { Units = 10 }, "areas", text).Graph(1, 1, 20.Ms)), StringComparison.Ordinal);

    [Fact]
    public void A_name_that_is_not_there_is_answered_with_the_nearest() =>
        Assert.Contains("Did you mean 'prefrontal'?", Fault(() => new LeakyCell { Areas = Two }.UnitsOf("prefrotal")), StringComparison.Ordinal);

    [Fact]
    public void Time_constants_of_areas_are_those_of_their_units_one_by_one()
    {
        foreach (var leak in Enum.GetValues<Leak>())
        {
            var byArea = new LeakyCell { Units = 6, Leak = leak, Areas = [new("a", 1, 40.Ms), new("b", 1), new("c", 1, 200.Ms)] };
            var byUnit = new LeakyCell { Units = 6, Leak = leak, UnitTaus = [40.Ms, 40.Ms, 100.Ms, 100.Ms, 200.Ms, 200.Ms] };
            var plain = new LeakyCell { Units = 6, Leak = leak };
            Assert.Equal(Text(byUnit), Text(byArea));
            Assert.NotEqual(Text(plain), Text(byArea));
            Assert.Equal(Text(plain), Text(plain with { Areas = [new("a"), new("b")] }));
            Assert.Equal(Run(byUnit), Run(byArea));
            Assert.NotEqual(Run(plain), Run(byArea));
        }

        static string Text(Cell cell) => string.Join('\n', EquationText.Step(cell.Graph(2, 1, 20.Ms)));
    }

    [Fact]
    public void Units_with_plastic_synapses_take_the_time_constants_of_their_areas()
    {
        var slow = new ShortTermPlasticityCell { Units = 6, Tau = 200.Ms };
        Assert.Equal(Run(slow), Run(new ShortTermPlasticityCell { Units = 6, Areas = [new("a", 1, 200.Ms), new("b", 2, 200.Ms)] }));
        Assert.NotEqual(Run(slow), Run(slow with { Areas = [new("a", 1, 100.Ms), new("b")] }));
        var learned = new ShortTermPlasticityCell { Units = 4, TrainTau = true, Areas = [new("a", 1, 50.Ms), new("b")] };
        var tau = Network.Create(learned, learned.Graph(1, 1, 20.Ms), new(), 1).Effective("tau").ToArray();
        Assert.Equal([0.05, 0.05, 0.1, 0.1], tau.Select(value => Math.Round(value, 5)));
    }

    [Fact]
    public void Time_constants_where_there_can_be_none_are_refused()
    {
        Assert.Contains("lstm", Fault(() => new LstmCell { Units = 4, Areas = [new("a", 1, 50.Ms)] }.Graph(1, 1, 20.Ms)), StringComparison.Ordinal);
        Assert.Contains("`UnitTaus`", Fault(() => new LeakyCell { Units = 1, UnitTaus = [50.Ms], Areas = [new("a", 1, 50.Ms)] }.Graph(1, 1, 20.Ms)), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_area_begins_with_its_excitatory_units()
    {
        var cell = new LeakyCell { Units = 30, Areas = Two };
        var options = new NetworkOptions { Dale = Positivity.Rectify, ExcitatoryFraction = 0.7 };
        var signs = options.Signs(cell)!;
        Assert.Equal((int[])[.. Enumerable.Repeat(1, 7), -1, -1, -1, .. Enumerable.Repeat(1, 14), .. Enumerable.Repeat(-1, 6)], signs.Select(sign => (int)sign));
        Assert.Equal(21, options.Excitatory(cell));
        var network = Make(options);
        Assert.All(network.Effective("w_rec").ToArray().Index(), weight => Assert.True(weight.Item * signs[weight.Index % 30] >= 0));
        Assert.All(network.Effective("w_out").ToArray().Index(), weight => Assert.Equal(signs[weight.Index % 30] > 0, weight.Item != 0));
    }

    [Fact]
    public void Areas_alone_change_no_weight()
    {
        var with = Make(new() { PExcitatory = 0.5 });
        var without = Make(new() { PExcitatory = 0.5 }, new LeakyCell { Units = 30 });
        Assert.Equal(without.RawValues.ToArray(), with.RawValues.ToArray());
        Assert.Equal(without.EffectiveValues.ToArray(), with.EffectiveValues.ToArray());
    }

    [Theory]
    [InlineData("leaky")]
    [InlineData("lstm")]
    [InlineData("gru")]
    [InlineData("elman")]
    [InlineData("echo-state")]
    [InlineData("short-term-plasticity")]
    public void Only_areas_with_a_link_are_connected(string name)
    {
        var cell = Cell.Catalog.Create(name) with { Units = 30, Areas = Two };
        var network = Make(new() { Links = [new("sensory", "prefrontal")], Readout = ReadoutKind.All }, cell);
        var matrices = network.Parameters.Shapes.Where(shape => shape.Role == ParameterRole.Recurrent).ToList();
        Assert.NotEmpty(matrices);
        Assert.All(matrices, shape => Assert.All(Pairs(30), pair => Assert.Equal(
            pair.I != pair.J && (pair.I >= 10 || pair.J < 10), network[shape.Name, pair.I, pair.J] != 0)));
    }

    [Fact]
    public void Links_have_densities_and_senders_and_leave_areas_as_they_are_within()
    {
        var options = new NetworkOptions
        {
            Dale = Positivity.Absolute, PExcitatory = 0.9, Links = [new("sensory", "prefrontal", 0.3, LinkSenders.Excitatory), new("prefrontal", "prefrontal", 0)],
        };
        var cell = new LeakyCell { Units = 300, Areas = Two };
        var network = Make(options, cell);
        var signs = options.Signs(cell)!;
        var sent = Pairs(300).Where(pair => pair.I >= 100 && pair.J < 100 && network["w_rec", pair.I, pair.J] != 0).ToList();
        Assert.All(sent, pair => Assert.True(signs[pair.J] > 0));
        Assert.Equal(0.3 * 80 * 200, sent.Count, 5 * Math.Sqrt(0.21 * 80 * 200));
        Assert.All(Pairs(300).Where(pair => pair.J >= 100), pair => Assert.Equal(0, network["w_rec", pair.I, pair.J]));

        // Within an area the same connections are drawn as without links.
        var unlinked = Make(options with { Links = null }, cell);
        Assert.All(Pairs(300).Where(pair => pair.I < 100 && pair.J < 100), pair => Assert.Equal(
            unlinked["w_rec", pair.I, pair.J] != 0, network["w_rec", pair.I, pair.J] != 0));
        Assert.Equal(1.5, network.SpectralRadius("w_rec"), 1e-4);
    }

    [Fact]
    public void Channels_reach_the_areas_that_they_are_named_with()
    {
        var network = Make(new() { InputAreas = [new("ring", "sensory"), new("ring 1", "prefrontal")] }, new GruCell { Units = 30, Areas = Two });
        foreach (var shape in network.Parameters.Shapes.Where(shape => shape.Role == ParameterRole.Input))
        {
            Assert.All(Enumerable.Range(0, 30), unit => Assert.Equal(
                (true, unit < 10, true), (network[shape.Name, unit, 0] != 0, network[shape.Name, unit, 1] != 0, network[shape.Name, unit, 2] != 0)));
        }
    }

    [Fact]
    public void The_readout_reads_the_areas_that_it_is_to_read()
    {
        var network = Make(new() { ReadoutAreas = ["prefrontal"] });
        Assert.All(network.Effective("w_out").ToArray().Index(), weight => Assert.Equal(weight.Index % 30 >= 10, weight.Item != 0));
        var layered = Make(new() { ReadoutAreas = ["sensory"] }, new LeakyCell { Units = 30, Areas = Two, Layers = [new(8)] });
        Assert.All(layered.Effective("w_layer1").ToArray().Index(), weight => Assert.Equal(weight.Index % 30 < 10, weight.Item != 0));
    }

    [Theory]
    [InlineData("links", "sensory>frontal", "names the area 'frontal', which is not among `Areas`. Did you mean 'prefrontal'?")]
    [InlineData("links", "sensory>prefrontal,sensory>prefrontal:0.1", "more than once")]
    [InlineData("links", "sensory>prefrontal:0.1:excitatory", "set `Dale`, or write sensory>prefrontal:0.1.")]
    [InlineData("input-areas", "rings>sensory", "no channel is called so or begins so")]
    [InlineData("input-areas", "ring>cortex", "names the area 'cortex'")]
    [InlineData("input-areas", "ring>sensory,ring>sensory", "more than once")]
    [InlineData("readout-areas", "cortex", "names the area 'cortex'")]
    [InlineData("readout-areas", "sensory,sensory", "more than once")]
    public void What_does_not_fit_the_areas_is_one_fault(string setting, string text, string fault)
    {
        var options = Settings.With(new NetworkOptions(), setting, text);
        Assert.Equal(text, Settings.Text(options, setting));
        Assert.Contains(fault, Fault(() => Make(options)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("links", "a>b:1.5", "above 0 and at most 1.")]
    [InlineData("links", "a>b:0", "or leave the link out")]
    [InlineData("links", "a>a:-1", "or 0 for no connections")]
    [InlineData("links", "a>b:0.1:some", "says of no units")]
    [InlineData("links", "a", "is no link between areas")]
    [InlineData("links", "a>", "lacks an area")]
    [InlineData("input-areas", "a", "says of no channel")]
    [InlineData("input-areas", ">a", "lacks a channel")]
    public void What_is_no_link_is_refused(string setting, string text, string fault) =>
        Assert.Contains(fault, Fault(() => Settings.With(new NetworkOptions(), setting, text)), StringComparison.Ordinal);

    [Fact]
    public void What_does_not_combine_is_refused()
    {
        NetworkOptions linked = new() { Links = [new("sensory", "prefrontal")] };
        Refused("has no areas", linked, new LeakyCell());
        Refused("has no areas", new() { ReadoutAreas = ["a"] }, new LeakyCell());
        Refused("which says itself which connections there are", linked with { Recurrent = new RingInitialiser(0.9) });
        Refused("cannot be cut by area", linked, new LowRankCell { Units = 30, Areas = Two, Rank = 1 });
        Refused("cannot be cut by area", linked, new JordanCell { Units = 30, Areas = Two });
        Refused("cannot be cut by area", linked, new EchoStateCell { Units = 30, Areas = Two, Depth = 2 });
        Refused("`Readout` is identity", new() { Readout = ReadoutKind.Identity, ReadoutAreas = ["sensory"] });
        Refused("where no unit is excitatory", new() { Dale = Positivity.Rectify, ExcitatoryFraction = 0.05, ReadoutAreas = ["sensory"] });
        Refused("units are missing in 'sensory'", new() { Dale = Positivity.Rectify, ExcitatoryFraction = 1, Links = [new("sensory", "prefrontal", 1, LinkSenders.Inhibitory)] });
        var cell = new LeakyCell { Units = 30, Areas = Two };
        Assert.Contains("have no names", Fault(() => Network.Create(cell, cell.Graph(3, 2, 20.Ms), new() { InputAreas = [new("a", "sensory")] }, 1)), StringComparison.Ordinal);

        static void Refused(string why, NetworkOptions options, Cell? cell = null) =>
            Assert.Contains(why, Fault(() => Make(options, cell)), StringComparison.Ordinal);
    }

    private static IEnumerable<(int I, int J)> Pairs(int units) => from i in Enumerable.Range(0, units) from j in Enumerable.Range(0, units) select (i, j);

    private static float[] Run(Cell cell)
    {
        var network = Network.Create(cell, cell.Graph(2, 2, 20.Ms), new(), 1);
        return new Experiment { Network = network, Task = new PerceptualDecisionTask(), Trials = 2 }.Run().Rates;
    }
}
