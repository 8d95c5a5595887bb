using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;

namespace Engram.Storage;

/// <summary>
/// The state dict of a model with one layer of PyTorch's nn.RNN, nn.GRU or nn.LSTM, and a linear layer for the outputs. Rows are gates one
/// after another: r, z, n of a GRU, i, f, g, o of an LSTM. There are two biases of each, which are summed; but the recurrent bias of n stays
/// within the reset of a GRU.
/// </summary>
/// <remarks>Source: the documentation of torch.nn.RNN, torch.nn.GRU and torch.nn.LSTM.</remarks>
internal sealed class TorchDialect : WeightDialect
{
    private const string InputWeights = "weight_ih_l0", Weights = "weight_hh_l0", InputBias = "bias_ih_l0", Bias = "bias_hh_l0";

    /// <inheritdoc/>
    public override int Order => 2;

    /// <inheritdoc/>
    public override bool NamesReadouts => true;

    /// <inheritdoc/>
    public override bool Recognises(ForeignFile file, ImportRequest request) =>
        request is { Map: null, Convention: null } && file.Names.Any(name => name.EndsWith(Weights, StringComparison.Ordinal));

    /// <inheritdoc/>
    public override ForeignNetwork Read(ForeignFile file, ImportRequest request)
    {
        var prefix = Prefix(file);
        var (w, v) = (file.Get(prefix + Weights), file.Get(prefix + InputWeights));
        var units = w.Columns;
        var gates = w.Shape.Count == 2 && v.Shape.Count == 2 && v.Rows == w.Rows && w.Rows % units == 0 ? w.Rows / units : 0;
        if (gates is not (1 or 3 or 4))
        {
            throw new UsageException(
                $"'{file.Path}': '{prefix}{Weights}' is {w.ShapeText} and '{prefix}{InputWeights}' {v.ShapeText}, which is no layer of nn.RNN, nn.GRU or nn.LSTM; "
                + "name the arrays with `Map`.");
        }

        var (a, b) = Biases(file, prefix, w.Rows);
        ForeignArray Part(ForeignArray array, int gate) => array.Between(gate * units, (gate + 1) * units);
        var arrays = new Dictionary<string, ForeignArray>();
        void Gate(int gate, string recurrent, string input, string bias)
        {
            (arrays[recurrent], arrays[input]) = (Part(w, gate), Part(v, gate));
            if (a is not null && b is not null)
            {
                arrays[bias] = Part(a, gate).Plus(Part(b, gate));
            }
        }

        Cell cell;
        switch (gates)
        {
            case 1:
                cell = new ElmanCell { Activation = Activation.Tanh };
                Gate(0, "w_rec", "w_in", "b");
                break;
            case 3:
                cell = new GruCell { Reset = Reset.After };
                Gate(0, "w_r", "v_r", "b_r");
                Gate(1, "w_z", "v_z", "b_z");
                Gate(2, "w_h", "v_h", "b_h");
                if (a is not null && b is not null)
                {
                    (arrays["b_h"], arrays["c_h"]) = (Part(a, 2), Part(b, 2));
                }

                break;
            default:
                cell = new LstmCell();
                Gate(0, "w_i", "v_i", "b_i");
                Gate(1, "w_f", "v_f", "b_f");
                Gate(2, "w_g", "v_g", "b_g");
                Gate(3, "w_o", "v_o", "b_o");
                break;
        }

        if (request.Cell is { } asked && Cell.Catalog.Create(asked).Name != cell.Name)
        {
            throw new UsageException(
                $"`Cell` is {asked}, but '{prefix}{Weights}' is {w.ShapeText}, as of PyTorch's {Layer(gates)}, which is Engram's {cell.Name}; set `Cell = {cell.Name}`, or leave it out.");
        }

        List<string> notes = [];
        Readout(file, request, units, arrays, notes);
        if (gates == 1)
        {
            notes.Add("The file does not say whether nn.RNN has tanh or relu; this is tanh unless `Activation = rectify` is given.");
        }

        return new(cell, arrays, $"PyTorch {Layer(gates)}") { Notes = notes };
    }

    private static string Layer(int gates) => gates switch
    {
        1 => "nn.RNN",
        3 => "nn.GRU",
        _ => "nn.LSTM",
    };

    private static string Prefix(ForeignFile file)
    {
        string[] found = [.. file.Names.Where(name => name.EndsWith(Weights, StringComparison.Ordinal)).Select(name => name[..^Weights.Length])];
        var faults = new List<string>();
        if (found.Length > 1)
        {
            faults.Add($"'{file.Path}' has {found.Length} recurrent layers ({string.Join(", ", found.Select(one => $"'{one}'"))}), but a network of Engram has one; save one of them alone.");
        }

        var prefix = found[0];
        string[] more = [.. file.Names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)
            && (name.EndsWith("_reverse", StringComparison.Ordinal) || name.EndsWith("_l1", StringComparison.Ordinal) || name[prefix.Length..].StartsWith("weight_hr", StringComparison.Ordinal)))];
        if (more.Length > 0)
        {
            faults.Add($"'{file.Path}' has '{more[0]}', of a second layer, a second direction or a projection, which Engram's networks do not have; "
                + "train a layer of one direction without `proj_size`.");
        }

        if (!file.Has(prefix + InputWeights))
        {
            faults.Add($"'{file.Path}' has '{prefix}{Weights}' but no '{prefix}{InputWeights}'; save the whole layer.");
        }

        return faults.Count == 0 ? prefix : throw new UsageException(faults);
    }

    private static (ForeignArray? Input, ForeignArray? Recurrent) Biases(ForeignFile file, string prefix, int rows)
    {
        ForeignArray? Bias(string name, string other) => file.First(prefix + name) is not { } bias
            ? !file.Has(prefix + other) ? null
                : throw new UsageException($"'{file.Path}' has '{prefix}{other}' but no '{prefix}{name}', and a layer of PyTorch has both biases or none; save the whole layer.")
            : bias.Values.Length == rows && bias.Rows == rows ? bias
            : throw new UsageException(
                $"'{file.Path}': '{prefix}{name}' is {bias.ShapeText}, but a layer with '{prefix}{Weights}' of {rows} rows has a bias of {rows}; name the arrays with `Map`.");
        return (Bias(InputBias, TorchDialect.Bias), Bias(TorchDialect.Bias, InputBias));
    }

    // The linear layer that was named, or the only one that reads the units.
    private static void Readout(ForeignFile file, ImportRequest request, int units, Dictionary<string, ForeignArray> arrays, List<string> notes)
    {
        const string Weight = ".weight";
        string[] layers = [.. file.Names.Where(name => name.EndsWith(Weight, StringComparison.Ordinal) && file.IsMatrix(name, units))
            .Select(name => name[..^Weight.Length])];
        var layer = request.ReadoutLayer ?? (layers.Length == 1 ? layers[0] : null);
        if (layer is null)
        {
            notes.Add(layers.Length == 0 ? "The file has no linear layer that reads the units, so the outputs are the units themselves."
                : $"Several linear layers read the units ({string.Join(", ", layers)}), and `ReadoutLayer` names none, so the outputs are the units themselves.");
            return;
        }

        if (!file.Has(layer + Weight))
        {
            throw new UsageException($"`ReadoutLayer` is {layer}: {file.Lacks(layer + Weight)}");
        }

        if (!file.IsMatrix(layer + Weight, units))
        {
            throw new UsageException(
                $"`ReadoutLayer` is {layer}, but '{layer}{Weight}' is no matrix with a column for each of the {Counted.Of(units, "unit")}, as of a linear layer that reads them; "
                + (layers.Length > 0 ? $"name one of {string.Join(", ", layers)}." : "leave it out: the outputs are then the units themselves."));
        }

        arrays["w_out"] = file.Get(layer + Weight);
        if (file.First($"{layer}.bias") is { } bias)
        {
            arrays["b_out"] = bias;
        }

        if (request.ReadoutLayer is null)
        {
            notes.Add($"The outputs are those of '{layer}', the only linear layer that reads the units.");
        }
    }
}
