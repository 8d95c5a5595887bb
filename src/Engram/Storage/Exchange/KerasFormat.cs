using Engram.Cells;
using Engram.Configuration;

namespace Engram.Storage;

/// <summary>The arrays of Keras' SimpleRNN, GRU or LSTM and of a Dense layer for the outputs, in an npz file, in the order that set_weights takes.</summary>
internal sealed class KerasFormat : ExportFormat
{
    /// <inheritdoc/>
    public override string Summary => "Write an elman, gru or lstm network as the arrays of Keras' SimpleRNN, GRU or LSTM and of a Dense layer";

    /// <inheritdoc/>
    public override string Ending => ".npz";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Write(ExportedNetwork network, string path)
    {
        var cell = network.Whole.Cell;
        if (KerasLayers.Beyond(cell) is { Count: > 0 } beyond)
        {
            throw new UsageException([.. beyond.Select(what => $"`{Property}` is given, but {what}; export it as npz or as a PyTorch module, which hold every network.")]);
        }

        Npz.Write(path, Arrays(network), new Dictionary<string, string> { [ExportedNetwork.AboutName] = About(network) });
        return [path];
    }

    private static List<NamedArray> Arrays(ExportedNetwork network)
    {
        var (cell, units, inputs) = (network.Whole.Cell, network.Whole.Units, network.Graph.Inputs);
        var gates = KerasLayers.Gates(cell);
        float[] Values(string name) => network.Parameters.FirstOrDefault(shape => shape.Name == name) is { } shape ? network.Values(shape) : [];

        // Keras' z keeps; where that of the network replaces, σ(−a) = 1 − σ(a) is the same gate.
        float[] Signed(string name) => cell is GruCell { Update: UpdateGate.Replace } && name is "w_z" or "v_z" or "b_z"
            ? Array.ConvertAll(Values(name), value => -value) : Values(name);
        NamedArray Across(string name, IEnumerable<string> parameters, int senders) => new(
            name, Columns([.. parameters.Select(Signed)], units, senders), senders, gates.Count * units);

        List<NamedArray> arrays =
        [
            .. inputs == 0 ? Array.Empty<NamedArray>() : [Across(KerasLayers.Kernel, gates.Select(gate => gate.Input), inputs)],
            Across(KerasLayers.RecurrentKernel, gates.Select(gate => gate.Recurrent), units),
        ];
        float[] bias = [.. gates.SelectMany(gate => Signed(gate.Bias))];
        arrays.Add(cell is GruCell { Reset: Reset.After }
            ? new(KerasLayers.Bias, [.. bias, .. new float[2 * units], .. Values("c_h")], 2, 3 * units) : new(KerasLayers.Bias, bias, bias.Length));
        arrays.Add(new($"dense/{KerasLayers.Kernel}", Columns([Values("w_out")], network.Graph.Outputs, units), units, network.Graph.Outputs));
        arrays.Add(new($"dense/{KerasLayers.Bias}", Values("b_out"), network.Graph.Outputs));
        arrays.Add(new(KerasLayers.H0, Values("h0"), units));
        if (cell is LstmCell)
        {
            arrays.Add(new(KerasLayers.C0, Values("c0"), units));
        }

        return arrays;
    }

    // Matrices (receivers × senders) as one of senders in rows, with the receivers of each matrix after those of the one before.
    private static float[] Columns(IReadOnlyList<float[]> matrices, int receivers, int senders)
    {
        var all = new float[matrices.Count * receivers * senders];
        for (var j = 0; j < senders; j++)
        {
            for (var k = 0; k < matrices.Count * receivers; k++)
            {
                all[(j * matrices.Count * receivers) + k] = matrices[k / receivers][(k % receivers * senders) + j];
            }
        }

        return all;
    }

    private static string About(ExportedNetwork network)
    {
        var cell = network.Whole.Cell;
        var options = cell switch
        {
            ElmanCell elman => $", activation: {Settings.Text(elman, "activation")}",
            GruCell gru => $", reset_after={(gru.Reset == Reset.After ? "True" : "False")}",
            _ => "",
        };
        var order = cell switch
        {
            ElmanCell => "",
            GruCell => " Columns are the gates z, r, h one after another.",
            _ => " Columns are the gates i, f, c, o one after another.",
        };
        var states = cell is LstmCell ? "h0, c0" : "h0";
        return $"A network of Engram for Keras: {KerasLayers.Layer(cell)}({network.Whole.Units}{options}), then Dense({network.Graph.Outputs}).\n"
            + $"kernel, recurrent_kernel and bias are the layer's weights in the order of set_weights; senders are rows.{order}\n"
            + $"dense/kernel and dense/bias are those of the Dense layer. {states}: the state before the first step, which Keras takes as initial_state.\n"
            + "Outputs are those before any function that the loss applies to them, such as softmax.\n";
    }
}
