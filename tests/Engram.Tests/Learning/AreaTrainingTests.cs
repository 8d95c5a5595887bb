using System.Text.Json.Nodes;
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Networks;
using Engram.Storage;
using Engram.Tests.App;
using Engram.Tests.Storage;

namespace Engram.Tests.Learning;

public sealed class AreaTrainingTests
{
    private static RunConfiguration Linked(string cell = "leaky", string dale = "rectify") => SmallRun.Easy().With(
    [
        new("cell", cell), new("units", "24"), new("dale", dale), new("areas", "sensory:1,prefrontal:1"),
        new("links", $"sensory>prefrontal:0.5{(dale == "none" ? "" : ":excitatory")},prefrontal>sensory:0.2"), new("input-areas", "left>sensory,right>sensory"),
        new("readout-areas", "prefrontal"), new("max-updates", "20"), new("threshold", "0"),
    ]);

    [Theory]
    [InlineData("leaky", "rectify")]
    [InlineData("leaky", "absolute")]
    [InlineData("gru", "none")]
    public void Learning_makes_no_connection_that_there_is_not(string cell, string dale)
    {
        using var folder = new TemporaryFolder();
        var configuration = Linked(cell, dale);
        var before = configuration.Draw(configuration.Graph());
        TrainingRun.Execute(configuration, folder["run"], false, 1, TrainerHooks.None, CancellationToken.None, null);
        var after = TrainingRun.Load(folder["run"]).Network;
        Assert.Equal(Settings.Text(configuration.Cell, "areas"), Settings.Text(after.Cell, "areas"));
        foreach (var shape in after.Parameters.Shapes.Where(shape => shape.Role is ParameterRole.Recurrent or ParameterRole.Input or ParameterRole.Readout))
        {
            Assert.False(before.Effective(shape.Name).SequenceEqual(after.Effective(shape.Name)));
            Assert.All(Enumerable.Range(0, shape.Count), k =>
            {
                var (i, j) = (k / shape.Columns, k % shape.Columns);
                var (first, last) = (before.Effective(shape.Name)[k], after.Effective(shape.Name)[k]);
                var isAbsent = shape.Role == ParameterRole.Input ? i >= 12 : shape.Role == ParameterRole.Readout ? j < 12 : !before.Parameters.Constraint(shape.Name).Connected(i, j);
                Assert.True(!isAbsent || (first == 0 && last == 0));
            });
        }

        if (after.Options.Signs(after.Cell) is { } signs)
        {
            Assert.Equal(18, signs.Count(sign => sign > 0));
            Assert.All(after.Effective("w_rec").ToArray().Index(), weight => Assert.True(weight.Item * signs[weight.Index % 24] >= 0));
            Assert.All(Enumerable.Range(0, 12).Where(j => signs[j] < 0), j => Assert.All(Enumerable.Range(12, 12), i => Assert.Equal(0, after["w_rec", i, j])));
        }
    }

    [Fact]
    public void Areas_survive_files_and_leave_the_hash_of_other_configurations_alone()
    {
        var configuration = Linked();
        var text = configuration.ToJson().ToJsonString();
        Assert.Equal(text, RunConfiguration.FromJson((JsonObject)JsonNode.Parse(text)!).ToJson().ToJsonString());
        Assert.Contains("\"links\":[\"sensory\\u003Eprefrontal:0.5:excitatory\"", text, StringComparison.Ordinal);
        var plain = SmallRun.Easy().ToJson().ToJsonString();
        Assert.DoesNotContain("areas", plain, StringComparison.Ordinal);
        Assert.DoesNotContain("links", plain, StringComparison.Ordinal);
        Assert.Equal(plain, (SmallRun.Easy() with { Cell = SmallRun.Easy().Cell with { Areas = [] } }).ToJson().ToJsonString());
    }

    [Fact]
    public void A_run_continues_with_the_areas_that_it_had()
    {
        var earlier = Linked() with { Network = SmallRun.Easy().Network };
        var other = earlier with { After = earlier, Cell = earlier.Cell with { Areas = [new("sensory", 2), new("prefrontal")] } };
        Assert.Contains("set `Areas = sensory,prefrontal`", Assert.Single(Assert.Throws<UsageException>(() => other.Validate()).Faults), StringComparison.Ordinal);
        (earlier with { After = earlier }).Validate();
        var unsigned = Linked("leaky", "none");
        var named = unsigned with { After = unsigned with { Cell = unsigned.Cell with { Areas = null }, Network = SmallRun.Easy().Network with { Dale = Positivity.None } } };
        named.Validate();
    }

    [Fact]
    public void Areas_survive_an_export_and_an_import()
    {
        using var folder = new TemporaryFolder();
        Shell.Json(3, Tiny.Train(folder["run"], 2, "--areas", "front:1:200ms,back", "--links", "front>back:0.5", "--input-areas", "stimulus>front", "--readout-areas", "back"));
        Shell.Json(0, "export", folder["run"], "--npz", folder["network.npz"]);
        Shell.Json(0, "import", folder["network.npz"], "--out", folder["imported"]);
        var (run, imported) = (TrainingRun.Load(folder["run"]), TrainingRun.Load(folder["imported"]));
        Assert.Equal(run.Configuration.Cell.UnitsOfAreas(), imported.Configuration.Cell.UnitsOfAreas());
        foreach (var setting in new[] { "links", "input-areas", "readout-areas" })
        {
            Assert.Equal(Settings.Text(run.Network.Options, setting), Settings.Text(imported.Network.Options, setting));
        }

        Assert.Equal(run.Network.EffectiveValues.ToArray(), imported.Network.EffectiveValues.ToArray());
        var areas = Shell.Json(0, "describe", folder["imported"])["areas"]!;
        Assert.Equal((4, 4), ((int)areas["back"]!["first"]!, (int)areas["back"]!["units"]!));
    }

    [Fact]
    public void Measures_that_need_one_time_constant_do_not_take_those_of_areas_for_one()
    {
        Assert.True(new LeakyCell { Areas = [new("a"), new("b")] }.HasOneTau);
        Assert.False(new LeakyCell { Areas = [new("a", 1, 50.Ms), new("b")] }.HasOneTau);
        Assert.False(new LeakyCell { TrainTau = true }.HasOneTau);
    }

    [Fact]
    public void All_that_does_not_fit_is_told_before_training()
    {
        var wrong = Linked() with { Cell = new LeakyCell { Units = 24 } };
        Assert.Equal(3, Assert.Throws<UsageException>(() => wrong.Validate()).Faults.Count);
    }
}
