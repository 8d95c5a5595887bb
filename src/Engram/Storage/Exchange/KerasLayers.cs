using Engram.Cells;
using Engram.Configuration;

namespace Engram.Storage;

/// <summary>
/// The names and the order in which Keras, and TensorFlow with it, keeps the weights of SimpleRNN, GRU and LSTM: <c>kernel</c> (I × G·N),
/// <c>recurrent_kernel</c> (N × G·N) and <c>bias</c> (G·N), where columns are gates one after another: z, r, h of a GRU and i, f, c, o of an
/// LSTM. A GRU whose reset is after the product has a bias (2 × 3N), of the inputs and of the units.
/// </summary>
/// <remarks>Source: the documentation of keras.layers.SimpleRNN, GRU and LSTM.</remarks>
internal static class KerasLayers
{
    /// <summary>Names of a layer's arrays.</summary>
    public const string Kernel = "kernel", RecurrentKernel = "recurrent_kernel", Bias = "bias";

    /// <summary>Names of the states before the first step, which Keras takes as an argument rather than as weights.</summary>
    public const string H0 = "h0", C0 = "c0";

    /// <summary>The layer in Keras that a cell is.</summary>
    public static string Layer(Cell cell) => cell switch
    {
        ElmanCell => "SimpleRNN",
        GruCell => "GRU",
        _ => "LSTM",
    };

    /// <summary>The parameters of a cell gate by gate, in the order of Keras: from units, from inputs, and the bias.</summary>
    public static IReadOnlyList<(string Recurrent, string Input, string Bias)> Gates(Cell cell) => cell switch
    {
        ElmanCell => [("w_rec", "w_in", "b")],
        GruCell => Named("z", "r", "h"),
        _ => Named("i", "f", "g", "o"),
    };

    /// <summary>What a cell has that its layer in Keras has not, in sentences without their ends.</summary>
    public static IReadOnlyList<string> Beyond(Cell cell)
    {
        Cell? plain = cell switch
        {
            ElmanCell elman => new ElmanCell { Activation = elman.Activation },
            GruCell gru => new GruCell { Reset = gru.Reset, Update = gru.Update },
            LstmCell => new LstmCell(),
            _ => null,
        };
        if (plain is null)
        {
            return [$"the {cell.Name} cell is none of Keras' layers, which are elman (SimpleRNN), gru and lstm"];
        }

        // What learning drops is silent in what was learned, and how weights began is past.
        string[] harmless = ["units", "input-dropout", "recurrent-dropout", "candidate-dropout", "forget-bias", "peephole-deviation", "output-peephole"];
        var known = Settings.Of(plain).ToDictionary(setting => setting.Name, setting => setting.Default);
        return
        [
            .. Settings.Of(cell).Where(setting => !harmless.Contains(setting.Name) && known[setting.Name] != setting.Default).Select(setting =>
                $"`{string.Concat(setting.Name.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]))}` is {setting.Default}, which Keras' {Layer(cell)} does not have"),
        ];
    }

    private static IReadOnlyList<(string Recurrent, string Input, string Bias)> Named(params string[] gates) =>
        [.. gates.Select(gate => ($"w_{gate}", $"v_{gate}", $"b_{gate}"))];
}
