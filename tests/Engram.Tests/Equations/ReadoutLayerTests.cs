using Engram.Analysis;
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Networks;

namespace Engram.Tests.Equations;

/// <summary>Layers between the units and the outputs, which any cell can be given.</summary>
public sealed class ReadoutLayerTests
{
    private static readonly TimeSpan Dt = 20.Ms;

    [Theory]
    [InlineData("64", 64, Activation.Rectify, 0)]
    [InlineData("64:tanh", 64, Activation.Tanh, 0)]
    [InlineData(" 512 : linear : 0.5 ", 512, Activation.Linear, 0.5)]
    [InlineData("1:rectify-tanh:0.99", 1, Activation.RectifyTanh, 0.99)]
    public void A_layer_is_read_and_written(string text, int width, Activation activation, double dropout)
    {
        var layer = ReadoutLayer.Parse(text);
        Assert.Equal(new ReadoutLayer(width, activation, dropout), layer);
        Assert.Equal(layer, ReadoutLayer.Parse(layer.ToString()));
    }

    [Theory]
    [InlineData("wide", "'wide' is not a readout layer")]
    [InlineData("", "'' is not a readout layer")]
    [InlineData("64:tanh:0.5:9", "is not a readout layer; write width, width:activation or width:activation:dropout")]
    [InlineData("0", "0 units wide; give it 1 to 100000")]
    [InlineData("-4", "-4 units wide")]
    [InlineData("64:tanhh", "no activation 'tanhh'. Did you mean 'tanh'?")]
    [InlineData("64:tanh:half", "'half' is not a dropout")]
    [InlineData("64:tanh:1", "dropout of a readout layer is 1; give a probability from 0 to 0.99")]
    [InlineData("64:tanh:NaN", "dropout of a readout layer is NaN")]
    public void What_is_no_layer_is_refused_with_a_sentence(string text, string sentence)
    {
        Assert.Contains(sentence, Assert.Throws<UsageException>(() => ReadoutLayer.Parse(text)).Message, StringComparison.Ordinal);
        Assert.False(ReadoutLayer.TryParse(text, null, out _));
    }

    // g = tanh(W₁ r + b₁), h = [W₂ g + b₂]₊, z = W_out h + b_out
    [Fact]
    public void Outputs_are_those_of_layers_made_by_hand()
    {
        var layered = Of("7:tanh,5").Graph(3, 2, Dt);
        var written = new WrittenCell { Units = 21 }.Graph(3, 2, Dt);
        Assert.Equal(written.Parameters, layered.Parameters);
        Assert.Equal(EquationText.Step(written), EquationText.Step(layered));
        Assert.Equal(Outputs(written), Outputs(layered));
    }

    [Fact]
    public void Layers_are_computed_outside_the_time_loop() =>
        Snapshot.Agrees("nodes/layers.txt", string.Join('\n', EquationText.Schedule(Of("7:tanh:0.5,5").Graph(3, 2, Dt))) + "\n");

    [Fact]
    public void Layers_are_learned_as_the_readout_is()
    {
        var graph = Of("7:tanh,5").Graph(3, 2, Dt);
        Assert.Equal(
            ["w_layer1", "w_layer2"], graph.Parameters.Where(shape => shape.Role == ParameterRole.ReadoutLayer).Select(shape => shape.Name));
        Assert.Equal(
            ["b_layer1", "b_layer2", "b_out"],
            graph.Parameters.Where(shape => shape.Role == ParameterRole.ReadoutBias).Select(shape => shape.Name).Order(StringComparer.Ordinal));
        Assert.All(graph.Parameters.Where(shape => shape.Role == ParameterRole.ReadoutLayer), shape =>
        {
            Assert.Equal(Feedback.Random, new Credit { ThroughReadout = Feedback.Random }.Kind(shape));
            Assert.Equal((3, 5), (new Penalties { L1Readout = 3 }.L1(shape.Role), new Penalties { L2Readout = 5 }.L2(shape.Role)));
        });
        var held = Made(Of("7:tanh,5"), new() { TrainReadout = false, TrainReadoutBias = true }).Parameters;
        Assert.False(held.Constraint("w_layer1").Trainable);
        Assert.False(held.Constraint("w_out").Trainable);
        Assert.True(held.Constraint("b_layer2").Trainable);
        Assert.True(held.Constraint("w_rec").Trainable);
    }

    [Fact]
    public void What_the_states_are_made_of_too_is_no_layer()
    {
        var graph = new SharingCell { Units = 4 }.Graph(1, 4, Dt);
        Assert.Equal(ParameterRole.Recurrent, graph.Parameters.Single(shape => shape.Name == "w_rec").Role);
        Assert.Equal(ParameterRole.Bias, graph.Parameters.Single(shape => shape.Name == "b").Role);
    }

    [Fact]
    public void Under_Dales_law_the_first_layer_reads_excitatory_units_and_its_weights_have_either_sign()
    {
        var network = Made(Of("7:tanh"), new() { Dale = Positivity.Rectify });
        var weights = network.Effective("w_layer1").ToArray();
        var excitatory = network.Options.Excitatory(network.Cell);
        Assert.All(weights.Index().Where(pair => pair.Index % 21 >= excitatory), pair => Assert.Equal(0, pair.Item));
        Assert.All(new[] { weights, network.Effective("w_out").ToArray() }, values =>
        {
            Assert.Contains(values, value => value > 0);
            Assert.Contains(values, value => value < 0);
        });
    }

    [Fact]
    public void Layers_are_refused_where_they_cannot_be()
    {
        Refused("`Readout` is identity", () => Made(Of("7"), new() { Readout = ReadoutKind.Identity }));
        Refused("writes its outputs itself", () => new WrittenCell { Units = 21, Layers = [new(7)] }.Graph(3, 2, Dt));
        Refused("`Layers` cannot be used with `Populations`", () => new LowRankCell { Populations = 2, Layers = [new(7)] }.Graph(3, 2, Dt));
        var lowRank = new LowRankCell { Units = 21, Layers = [new(7)] };
        Refused("has layers between the two", () => LoadingSpace.Of(Made(lowRank, new() { InitialState = 0, SpectralRadius = null })));
    }

    [Fact]
    public void A_configuration_keeps_its_layers()
    {
        var cell = Of("7:tanh:0.5,5");
        var json = Settings.ToJson(cell);
        Assert.Equal("""["7:tanh:0.5","5:rectify"]""", json["layers"]!.ToJsonString());
        Assert.Equal(cell.Layers, Settings.FromJson(new LeakyCell(), json).Layers);
        Assert.False(Settings.ToJson(new LeakyCell()).ContainsKey("layers"));
        Assert.Equal(Settings.ToJson(Of("none")).ToJsonString(), Settings.ToJson(Of("")).ToJsonString());
        Assert.Null(Of("").Layers);
    }

    private static LeakyCell Of(string layers) => Settings.With(new LeakyCell { Units = 21, Noise = 0 }, "layers", layers);

    private static Network Made(Cell cell, NetworkOptions options) => Network.Create(cell, cell.Graph(3, 2, Dt), options, 1);

    private static double[] Outputs(StepGraph graph)
    {
        using var engine = new Engine<double>(graph);
        engine.Load(CellContract.Parameters<double>(graph, 3));
        var batch = new RandomBatch<double>(5, 19, 3, 2, 11);
        engine.Forward(batch);
        return [.. batch.Outputs.OrderBy(block => block.Key).SelectMany(block => block.Value)];
    }

    private static void Refused(string sentence, Action act) =>
        Assert.Contains(sentence, Assert.Throws<UsageException>(act).Message, StringComparison.Ordinal);

    /// <summary>The same layers, written in the cell.</summary>
    private sealed record WrittenCell : Cell
    {
        public override bool HasNonNegativeRates => true;

        protected override void Define(Step step)
        {
            var alpha = step.Alpha(100.Ms);
            var x = step.State("x", Units);
            var r = step.Apply(Activation.Rectify, x);
            var drive = step.Linear("w_rec", r, Units) + step.Linear("w_in", step.Input, Units) + step.Bias("b", Units);
            step.Next(x, x + (alpha * (drive - x)));
            step.Rate(r);
            var g = step.Apply(Activation.Tanh, step.Project("w_layer1", r, 7) + step.Bias("b_layer1", 7));
            var h = step.Apply(Activation.Rectify, step.Project("w_layer2", g, 5) + step.Bias("b_layer2", 5));
            step.Output(step.Readout("out", h));
        }
    }

    /// <summary>Its outputs are the drive of its units.</summary>
    private sealed record SharingCell : Cell
    {
        protected override void Define(Step step)
        {
            var x = step.State("x", Units);
            var drive = step.Linear("w_rec", x, Units) + step.Bias("b", Units);
            step.Next(x, step.Apply(Activation.Tanh, drive));
            step.Rate(x);
            step.Output(drive);
        }
    }
}
