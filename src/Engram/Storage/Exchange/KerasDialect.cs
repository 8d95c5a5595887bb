using Engram.Cells;
using Engram.Configuration;

namespace Engram.Storage;

/// <summary>
/// The weights of a model with one of Keras' SimpleRNN, GRU or LSTM, and a Dense layer for the outputs, by the names that Keras gives them.
/// Senders are rows: <see cref="KerasLayers"/> says what columns are.
/// </summary>
internal sealed class KerasDialect : WeightDialect
{
    // Variables of TensorFlow end in the number of an output.
    private const string Number = ":0";

    /// <inheritdoc/>
    public override int Order => 2;

    /// <inheritdoc/>
    public override bool NamesReadouts => true;

    /// <inheritdoc/>
    public override bool Recognises(ForeignFile file, ImportRequest request) =>
        request is { Map: null, Convention: null } && file.Names.Any(name => Plain(name).EndsWith(KerasLayers.RecurrentKernel, StringComparison.Ordinal));

    /// <inheritdoc/>
    public override ForeignNetwork Read(ForeignFile file, ImportRequest request)
    {
        var names = file.Names.DistinctBy(Plain).ToDictionary(Plain);
        var prefix = Prefix(file);
        ForeignArray Named(string name) => names.TryGetValue(prefix + name, out var full) ? file.Get(full) : throw new UsageException(
            $"'{file.Path}' has '{prefix}{KerasLayers.RecurrentKernel}' but no '{prefix}{name}'; save all weights of the layer.");
        var (w, v) = (Named(KerasLayers.RecurrentKernel), Named(KerasLayers.Kernel));
        Check(file, w, v);
        var (units, gates) = (w.Rows, w.Columns / w.Rows);
        var bias = names.TryGetValue(prefix + KerasLayers.Bias, out var known) ? file.Get(known) : null;
        List<string> notes = [];
        Cell cell = gates switch
        {
            1 => new ElmanCell(),
            3 => new GruCell { Reset = bias is { Shape.Count: 1 } ? Reset.Before : Reset.After },
            _ => new LstmCell(),
        };
        var arrays = new Dictionary<string, ForeignArray>();
        foreach (var (k, gate) in KerasLayers.Gates(cell).Index())
        {
            arrays[gate.Recurrent] = w.Transposed().Between(k * units, (k + 1) * units);
            arrays[gate.Input] = v.Transposed().Between(k * units, (k + 1) * units);
        }

        if (bias is not null)
        {
            AddBias(file, cell, bias, units, arrays);
        }

        if (request.Cell is { } asked && Cell.Catalog.Create(asked).Name != cell.Name)
        {
            throw new UsageException(
                $"`Cell` is {asked}, but '{w.Name}' is {w.ShapeText}, as of Keras' {KerasLayers.Layer(cell)}, which is Engram's {cell.Name}; set `Cell = {cell.Name}`, or leave it out.");
        }

        if (cell is GruCell gru && request.Told(cell).Cell is GruCell told && ((bias is not null && told.Reset != gru.Reset) || told.Update != gru.Update))
        {
            throw new UsageException(
                $"`Reset` and `Update` would be {Settings.Text(told, "reset")} and {Settings.Text(told, "update")}, but the layer has {Settings.Text(gru, "reset")} and {Settings.Text(gru, "update")}; "
                + "leave both out.");
        }

        foreach (var state in new[] { KerasLayers.H0, KerasLayers.C0 }.Where(state => names.ContainsKey(state) && (state == KerasLayers.H0 || cell is LstmCell)))
        {
            arrays[state] = file.Get(names[state]);
        }

        Readout(file, request, names, prefix, units, arrays, notes);
        notes.Add(gates switch
        {
            1 => "The file does not say the activation of SimpleRNN; this is tanh unless `Activation = rectify`, or another one, is given.",
            3 when bias is null => "The layer has no bias, by which one could tell its `reset_after`; this is true, as in Keras since TensorFlow 2, unless `Reset = before` is given.",
            _ => "Gates are taken to be sigmoid, as in Keras since TensorFlow 2; with hard_sigmoid, the default before it, outputs differ.",
        });
        return new(cell, arrays, $"Keras {KerasLayers.Layer(cell)}") { Notes = notes };
    }

    private static string Plain(string name) => name.EndsWith(Number, StringComparison.Ordinal) ? name[..^Number.Length] : name;

    private static string Prefix(ForeignFile file)
    {
        string[] found = [.. file.Names.Select(Plain).Where(name => name.EndsWith(KerasLayers.RecurrentKernel, StringComparison.Ordinal))
            .Select(name => name[..^KerasLayers.RecurrentKernel.Length])];
        return found.Length == 1 ? found[0] : throw new UsageException(
            $"'{file.Path}' has {found.Length} recurrent layers ({string.Join(", ", found.Select(one => $"'{one}'"))}), but a network of Engram has one; save one of them alone.");
    }

    // (N × G·N) and (I × G·N) in the orientation of Keras. Only where shapes do not tell is a square recurrent kernel taken as it is.
    private static void Check(ForeignFile file, ForeignArray w, ForeignArray v)
    {
        static bool AreGates(int rows, int columns) => rows > 0 && columns % rows == 0 && columns / rows is 1 or 3 or 4;
        var are = w.Shape.Count == 2 && v.Shape.Count == 2;
        if (are && AreGates(w.Rows, w.Columns) && v.Columns == w.Columns)
        {
            return;
        }

        var turned = are && ((AreGates(w.Columns, w.Rows) && v.Rows == w.Rows) || (AreGates(w.Rows, w.Columns) && v.Rows == w.Columns)
            || (AreGates(w.Columns, w.Rows) && v.Columns == w.Rows));
        throw new UsageException(
            $"'{file.Path}': '{w.Name}' is {w.ShapeText} and '{v.Name}' {v.ShapeText}, "
            + (turned ? "but in Keras senders are rows: units × gates and inputs × gates; exchange rows and columns of what is turned, or name the arrays with `Map`."
                : "which is no layer of SimpleRNN, GRU or LSTM; name the arrays with `Map`."));
    }

    // Of a GRU that resets after the product, the bias of the units stays within the reset of the candidate and is added to that of the inputs elsewhere.
    private static void AddBias(ForeignFile file, Cell cell, ForeignArray bias, int units, Dictionary<string, ForeignArray> arrays)
    {
        var gates = KerasLayers.Gates(cell);
        var rows = cell is GruCell { Reset: Reset.After } ? 2 : 1;
        if (bias.Values.Length != rows * gates.Count * units || (rows == 2 && bias.Rows != 2) || (rows == 1 && bias.Shape.Count != 1))
        {
            var asked = cell is GruCell ? $"{3 * units} or 2×{3 * units}" : $"{gates.Count * units}";
            throw new UsageException(
                $"'{file.Path}': '{bias.Name}' is {bias.ShapeText}, but that of {KerasLayers.Layer(cell)} with {Counted.Of(units, "unit")} is {asked}; name the arrays with `Map`.");
        }

        ForeignArray Part(int row, int gate) => new(
            $"{bias.Name}[{(rows == 2 ? $"{row}, " : "")}{gate * units}:{(gate + 1) * units}]", [units],
            bias.Values.AsSpan(((row * gates.Count) + gate) * units, units).ToArray());
        foreach (var (k, gate) in gates.Index())
        {
            if (rows == 2 && gate.Bias == "b_h")
            {
                (arrays[gate.Bias], arrays["c_h"]) = (Part(0, k), Part(1, k));
            }
            else
            {
                arrays[gate.Bias] = rows == 2 ? Part(0, k).Plus(Part(1, k)) : Part(0, k);
            }
        }
    }

    // The Dense layer that was named, or the only one that reads the units.
    private static void Readout(
        ForeignFile file, ImportRequest request, Dictionary<string, string> names, string prefix, int units, Dictionary<string, ForeignArray> arrays, List<string> notes)
    {
        bool Reads(string name) => file.ShapeOf(names[name]) is [var rows, _] && rows == units;
        string[] layers = [.. names.Keys.Where(name => name.EndsWith($"/{KerasLayers.Kernel}", StringComparison.Ordinal) && name != prefix + KerasLayers.Kernel && Reads(name))
            .Select(name => name[..^(KerasLayers.Kernel.Length + 1)])];
        var layer = request.ReadoutLayer ?? (layers.Length == 1 ? layers[0] : null);
        if (layer is null)
        {
            notes.Add(layers.Length == 0 ? "The file has no Dense layer that reads the units, so the outputs are the units themselves."
                : $"Several Dense layers read the units ({string.Join(", ", layers)}), and `ReadoutLayer` names none, so the outputs are the units themselves.");
            return;
        }

        if (!layers.Contains(layer))
        {
            throw new UsageException(
                $"`ReadoutLayer` is {layer}, but '{file.Path}' has no '{layer}/{KerasLayers.Kernel}' with a row for each of the {Counted.Of(units, "unit")}, as of a Dense layer that reads them; "
                + (layers.Length > 0 ? $"name one of {string.Join(", ", layers)}." : "leave it out: the outputs are then the units themselves."));
        }

        arrays["w_out"] = file.Get(names[$"{layer}/{KerasLayers.Kernel}"]).Transposed();
        if (names.TryGetValue($"{layer}/{KerasLayers.Bias}", out var bias))
        {
            arrays["b_out"] = file.Get(bias);
        }

        if (request.ReadoutLayer is null)
        {
            notes.Add($"The outputs are those of '{layer}', the only Dense layer that reads the units.");
        }
    }
}
