using System.Text.Json.Nodes;
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Tasks;
using Engram.Tests.Tasks;

namespace Engram.Tests.Learning;

public sealed class RunConfigurationTests
{
    private static RunConfiguration Modern => Preset.Catalog.Create("modern").For(new DelayedMatchTask(), 7);

    [Fact]
    public void Every_preset_fits_every_task_and_survives_json()
    {
        foreach (var preset in Preset.Catalog.All)
        {
            foreach (var task in CognitiveTask.Catalog.All)
            {
                var configuration = preset.For(ShortTask.Of(task), ulong.MaxValue - 3);
                configuration.Validate();
                var text = configuration.ToJson().ToJsonString();
                var back = RunConfiguration.FromJson((JsonObject)JsonNode.Parse(text)!);
                Assert.Equal(configuration, back);
                Assert.Equal(text, back.ToJson().ToJsonString());
            }
        }
    }

    [Fact]
    public void Settings_find_their_part()
    {
        var changed = Modern.With(
        [
            new("delay", "1s..2s"), new("units", "50"), new("input-scale", "0.5"), new("dt", "10ms"), new("beta1", "0.8"),
            new("omega", "1.5"), new("max-updates", "10"), new("from", "500"), new("seed", "9"), new("loss", "cross-entropy"),
        ]);
        Assert.Equal("1s..2s", ((DelayedMatchTask)changed.Task).Delay.ToString());
        Assert.Equal(50, changed.Cell.Units);
        Assert.Equal(0.5, changed.Network.InputScale);
        Assert.Equal(10.Ms, changed.Training.Dt);
        Assert.Equal(0.8, ((Adam)changed.Optimiser).Beta1);
        Assert.Equal(1.5, changed.Penalties.Omega);
        Assert.Equal(10, changed.Stopping.MaxUpdates);
        Assert.Equal(500, changed.Curriculum.From);
        Assert.Equal(9UL, changed.Seed);
        Assert.Equal("cross-entropy", changed.Training.Loss);
    }

    [Fact]
    public void A_name_that_two_parts_have_belongs_to_the_earlier_one_and_the_later_is_named_in_full()
    {
        var changed = Modern.With([new("threshold", "0.7"), new("curriculum-threshold", "0.8"), new("optimiser-learning-rate", "0.1")]);
        Assert.Equal((0.7, 0.8, 0.1), (changed.Stopping.Threshold, changed.Curriculum.Threshold, changed.Optimiser.LearningRate));
    }

    [Fact]
    public void A_cell_that_is_chosen_keeps_its_own_activation_unless_another_is_asked_for()
    {
        Assert.Equal(Activation.Rectify, ((LeakyCell)Modern.Cell).Activation);
        Assert.Equal(Activation.Tanh, ((ElmanCell)Modern.With([new("cell", "elman"), new("dale", "none")]).Cell).Activation);
        Assert.Equal(Activation.Sigmoid, ((ElmanCell)Modern.With([new("cell", "elman"), new("activation", "sigmoid"), new("dale", "none")]).Cell).Activation);
    }

    [Fact]
    public void Cell_optimiser_and_curriculum_are_chosen_by_name()
    {
        var changed = Modern.With(
            [new("cell", "gru"), new("reset", "before"), new("dale", "none"), new("optimiser", "sgd"), new("curriculum", "none")]);
        Assert.Equal(Reset.Before, Assert.IsType<GruCell>(changed.Cell).Reset);
        Assert.IsType<Sgd>(changed.Optimiser);
        Assert.True(changed.Curriculum.IsNone);
    }

    [Fact]
    public void A_new_cell_keeps_the_units_and_the_same_optimiser_its_settings()
    {
        var configuration = Modern.With([new("units", "30")]);
        var changed = configuration.With([new("cell", "gru"), new("dale", "none"), new("optimiser", "adam")]);
        Assert.Equal(30, changed.Cell.Units);
        Assert.Equal(3e-3, changed.Optimiser.LearningRate);
    }

    [Fact]
    public void All_faults_are_told_together_each_with_the_nearest_name()
    {
        var fault = Assert.Throws<UsageException>(() => Modern.With(
            [new("dely", "1s"), new("units", "-3"), new("optimiser", "adamm"), new("loss", "cross"), new("seed", "x")]));
        Assert.Equal(5, fault.Faults.Count);
        Assert.Contains(fault.Faults, f => f.Contains("'delay'", StringComparison.Ordinal));
        Assert.Contains(fault.Faults, f => f.Contains("'adam'", StringComparison.Ordinal));
        Assert.Contains(fault.Faults, f => f.Contains("`Units`", StringComparison.Ordinal));
        Assert.Contains(fault.Faults, f => f.Contains("'cross-entropy'", StringComparison.Ordinal));
        Assert.Contains(fault.Faults, f => f.Contains("`Seed`", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("delay", "80000s", "GB")]
    [InlineData("dt", "200ms", "`Tau = 200ms`")]
    [InlineData("curriculum", "dely", "`Curriculum`")]
    [InlineData("cell", "gru", "`Dale`")]
    [InlineData("cell", "leekie", "leaky")]
    [InlineData("decision", "0ms", "`Decision`")]
    public void What_cannot_be_trained_is_refused_beforehand(string name, string value, string word)
    {
        var fault = Assert.Throws<UsageException>(() => Modern.With([new(name, value), new("units", "3000")]).Validate());
        Assert.Contains(fault.Faults, f => f.Contains(word, StringComparison.Ordinal));
    }

    [Fact]
    public void Memory_is_refused_in_gigabytes_with_what_to_reduce()
    {
        using var engine = new Engram.Equations.Engine<float>(Modern.Graph());
        Modern.CheckMemory(engine.Memory, long.MaxValue);
        var fault = Assert.Throws<UsageException>(() => Modern.CheckMemory(engine.Memory, 1_000_000));
        Assert.Matches("needs [0-9.]+ GB .* 0.0 GB are available.*`Dt`.*`Trials`.*`Units`", fault.Message);
    }

    [Fact]
    public void Trials_that_cannot_fit_are_refused_before_one_is_laid_out()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var fault = Assert.Throws<UsageException>(() => Modern.With([new("delay", "24h"), new("dt", "1ms")]).Validate());
        Assert.Matches("^Training needs [0-9]+ GB of memory", fault.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000_000);
    }

    [Fact]
    public void Unknown_parts_and_names_in_json_are_faults()
    {
        var json = Modern.ToJson();
        json["optimizer"] = new JsonObject();
        ((JsonObject)json["cell"]!)["tua"] = "50ms";
        ((JsonObject)json["task"]!)["name"] = "delayed-mach";
        var fault = Assert.Throws<UsageException>(() => RunConfiguration.FromJson(json));
        Assert.Contains(fault.Faults, f => f.Contains("'optimiser'", StringComparison.Ordinal));
        Assert.Contains(fault.Faults, f => f.Contains("'tau'", StringComparison.Ordinal));
        Assert.Contains(fault.Faults, f => f.Contains("delayed-match", StringComparison.Ordinal));
    }
}
