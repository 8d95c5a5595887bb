using Engram.Cells;
using Engram.Configuration;
using Engram.Storage;
using Engram.Tests.Python;
using Engram.Tests.Storage;

namespace Engram.Tests.Exchange;

/// <summary>Weights in the order of Keras come in and go out, and compute what Keras' equations, written out in NumPy, compute.</summary>
public sealed class KerasTests
{
    private const int Steps = 200, Inputs = 2;

    public static IReadOnlyList<(string Name, Cell Cell)> Layers { get; } =
    [
        ("simple_rnn", new ElmanCell { Units = 6 }),
        ("gru", new GruCell { Units = 6 }),
        ("gru_before", new GruCell { Units = 6, Reset = Reset.Before }),
        ("lstm", new LstmCell { Units = 6 }),
    ];

    [Fact]
    public void Layers_of_Keras_answer_here_as_there()
    {
        using var folder = new TemporaryFolder();
        Npz.Write(folder["inputs.npz"], [new("inputs", new QuietBatch(Steps, Inputs, 2).Inputs, Steps, Exported.Trials, Inputs)]);
        Script("make", folder.Path);
        foreach (var (name, cell) in Layers)
        {
            var import = NetworkImport.Of(new() { File = folder[$"{name}.npz"] });
            Assert.Equal(cell with { Units = 6 }, import.Configuration.Cell);
            Assert.Equal($"Keras {KerasLayers.Layer(cell)}", (string?)import.Origin["convention"]);
            Agree(folder[$"{name}.out.npz"], Exported.Answer(new(import.Configuration, import.Network), Steps).Outputs, name);
        }
    }

    [Fact]
    public void Networks_answer_in_Keras_as_here_and_come_back()
    {
        using var folder = new TemporaryFolder();
        (string Name, Cell Cell)[] cells = [.. Layers, ("gru_replace", new GruCell { Units = 6, Update = UpdateGate.Replace })];
        foreach (var (name, cell) in cells)
        {
            var network = Exported.Of(cell);
            new KerasFormat().Write(network, folder[$"{name}.keras.npz"]);
            var (inputs, outputs) = Exported.Answer(network, Steps);
            Npz.Write(folder["inputs.npz"], [new("inputs", inputs, Steps, Exported.Trials, network.Graph.Inputs)]);
            var back = NetworkImport.Of(new() { File = folder[$"{name}.keras.npz"] });
            var again = Exported.Answer(new(back.Configuration, back.Network), Steps).Outputs;
            Assert.All(again.Zip(outputs), pair => Assert.Equal(pair.Second, pair.First, 1e-12));
        }

        Script("run", folder.Path);
        foreach (var (name, cell) in cells)
        {
            Agree(folder[$"{name}.out.npz"], Exported.Answer(Exported.Of(cell), Steps).Outputs, name);
        }
    }

    [Fact]
    public void Arrays_have_the_shapes_of_set_weights()
    {
        using var folder = new TemporaryFolder();
        var network = Exported.Of(new LstmCell { Units = 6 });
        var inputs = network.Graph.Inputs;
        new KerasFormat().Write(network, folder["a.npz"]);
        var file = ArrayFiles.Read(folder["a.npz"]);
        Assert.Equal(["kernel", "recurrent_kernel", "bias", "dense/kernel", "dense/bias", "h0", "c0"], file.Arrays.Select(array => array.Name));
        Assert.Equal([inputs, 24], file.Arrays[0].Shape);
        Assert.Equal(network.Whole.Effective("v_f")[(2 * inputs) + 1], file.Float32("kernel", inputs, 24)[24 + 6 + 2]);
        new KerasFormat().Write(Exported.Of(new GruCell { Units = 6 }), folder["b.npz"]);
        Assert.Equal([2, 18], ArrayFiles.Read(folder["b.npz"]).Arrays[2].Shape);
    }

    [Theory]
    [InlineData("peepholes", "diagonal", "`Keras` is given, but `Peepholes` is diagonal, which Keras' LSTM does not have; export it as npz or as a PyTorch module, which hold every network.")]
    [InlineData("zoneout", "0.1", "`Keras` is given, but `Zoneout` is 0.1, which Keras' LSTM does not have; export it as npz or as a PyTorch module, which hold every network.")]
    [InlineData("forget-gate", "coupled", "`Keras` is given, but `ForgetGate` is coupled, which Keras' LSTM does not have; export it as npz or as a PyTorch module, which hold every network.")]
    [InlineData("layers", "4:tanh", "`Keras` is given, but `Layers` is 4:tanh, which Keras' LSTM does not have; export it as npz or as a PyTorch module, which hold every network.")]
    public void What_Keras_does_not_have_is_refused(string setting, string value, string sentence)
    {
        var cell = Settings.With(new LstmCell { Units = 6 }, setting, value);
        Assert.Equal([sentence], Assert.Throws<UsageException>(() => new KerasFormat().Write(Exported.Of(cell), "never.npz")).Faults);
        Assert.False(File.Exists("never.npz"));
    }

    [Fact]
    public void Another_cell_is_refused() => Assert.StartsWith(
        "`Keras` is given, but the leaky cell is none of Keras' layers, which are elman (SimpleRNN), gru and lstm;",
        Assert.Throws<UsageException>(() => new KerasFormat().Write(Exported.Of(new LeakyCell { Units = 6 }), "never.npz")).Message, StringComparison.Ordinal);

    [Fact]
    public void What_is_turned_or_of_another_size_is_refused_in_a_sentence()
    {
        using var folder = new TemporaryFolder();
        void Fails(string part, (int, int) w, (int, int) v, int[]? bias = null, Action<List<NamedArray>>? change = null, ImportRequest? request = null)
        {
            List<NamedArray> arrays =
            [
                new("l/kernel", new float[v.Item1 * v.Item2], v.Item1, v.Item2), new("l/recurrent_kernel", new float[w.Item1 * w.Item2], w.Item1, w.Item2),
                .. bias is null ? Array.Empty<NamedArray>() : [new("l/bias", new float[bias.Aggregate((a, b) => a * b)], bias)],
            ];
            change?.Invoke(arrays);
            Npz.Write(folder["a.npz"], arrays);
            var fault = Assert.Throws<UsageException>(() => NetworkImport.Of((request ?? new() { File = "" }) with { File = folder["a.npz"] }));
            Assert.Contains(part, fault.Message, StringComparison.Ordinal);
        }

        Fails("but in Keras senders are rows: units × gates and inputs × gates", (20, 5), (20, 3));
        Fails("but in Keras senders are rows", (5, 20), (20, 3));
        Fails("but in Keras senders are rows", (20, 5), (3, 20));
        Fails("but in Keras senders are rows", (5, 5), (5, 3));
        Fails("which is no layer of SimpleRNN, GRU or LSTM", (5, 10), (3, 10));
        Fails("but that of LSTM with 5 units is 20", (5, 20), (3, 20), [15]);
        Fails("but that of GRU with 5 units is 15 or 2×15", (5, 15), (3, 15), [30]);
        Fails("has 2 recurrent layers ('l/', 'm/')", (5, 20), (3, 20), null, arrays => arrays.Add(new("m/recurrent_kernel", new float[4], 2, 2)));
        Fails("but no 'l/kernel'; save all weights of the layer.", (5, 20), (3, 20), null, arrays => arrays.RemoveAt(0));
        Fails("has no 'fc/kernel' with a row for each of the 5 units", (5, 20), (3, 20), null, null, new() { File = "", ReadoutLayer = "fc" });
        Fails("as of Keras' LSTM, which is Engram's lstm", (5, 20), (3, 20), null, null, new() { File = "", Cell = "gru" });
        Fails("but the layer has after and keep; leave both out.", (5, 15), (3, 15), [2, 15], null, new() { File = "", Settings = [new("reset", "before")] });
        Fails("but the layer has before and keep; leave both out.", (5, 15), (3, 15), [15], null, new() { File = "", Settings = [new("update", "replace")] });
    }

    private static void Agree(string file, double[] outputs, string name)
    {
        var there = ArrayFiles.Read(file).Float64("outputs");
        var error = outputs.Zip(there, (a, b) => Math.Abs(a - b)).Max();
        Assert.Equal(there.Length, outputs.Length);
        Assert.True(error < 1e-6 && there.Max(Math.Abs) > 0.1, $"{name}: {error}");
    }

    private static void Script(string what, string folder) =>
        PythonProcess.Start(PythonProcess.Need("numpy"), Path.GetTempPath(), [], ["-c", Torch.Script("KerasNetworks.py"), what, folder]);
}
