using Engram.Cells;
using Engram.Configuration;
using Engram.Networks;
using Engram.Storage;
using Engram.Tests.Storage;

namespace Engram.Tests.Exchange;

/// <summary>Weights by names, under Dale's law, and by vectors, each against a loop that is written here.</summary>
public sealed class ImportTests
{
    private const int Units = 6, Steps = Exported.Steps;
    private static readonly double[] W = Draw(1, Units * Units), U = Draw(2, Units * 2), V = Draw(3, 2 * Units), B = Draw(4, Units);

    [Fact]
    public void A_leaky_network_is_read_in_the_orientation_that_is_said()
    {
        using var folder = new TemporaryFolder();
        Npz.Write(folder["a.npz"], [new("W", W, 6, 6), new("U", U, 6, 2), new("V", V, 2, 6), new("b", B, 1, 6)]);
        Npz.Write(folder["b.npz"], [new("W", Turned(W, 6, 6), 6, 6), new("U", Turned(U, 6, 2), 2, 6), new("V", Turned(V, 2, 6), 6, 2), new("b1", B), new("b2", new double[6])]);
        Check(new() { File = folder["a.npz"], Cell = "leaky", Map = new("w_rec=W,w_in=U,w_out=V,b=b") });
        Check(new() { File = folder["b.npz"], Cell = "leaky", Map = new("w_rec=W,w_in=U,w_out=V,b=b1+b2"), Transpose = ["w_rec", "w_in", "w_out"] });

        static void Check(ImportRequest request)
        {
            var import = NetworkImport.Of(request);
            var (inputs, outputs) = Exported.Answer(new(import.Configuration, import.Network));
            Compare(Leaky(W, U, V, B, inputs, x => Math.Max(x, 0)), outputs);
            Assert.Equal(["x0", "b_out"], import.Zero);
        }
    }

    [Fact]
    public void Units_that_excite_come_first_under_Dales_law()
    {
        using var folder = new TemporaryFolder();
        double[] signs = [1, -1, 1, -1, 1, 1];
        double[] w = [.. W.Select((value, k) => Math.Abs(value) * signs[k % 6])], v = [.. V.Select((value, k) => signs[k % 6] > 0 ? Math.Abs(value) : 0)];
        Npz.Write(folder["a.npz"], [new("W", w, 6, 6), new("U", U, 6, 2), new("V", v, 2, 6), new("b", B)]);
        var request = new ImportRequest { File = folder["a.npz"], Cell = "leaky", Map = new("w_rec=W,w_in=U,w_out=V,b=b"), Ei = "auto" };
        var import = NetworkImport.Of(request);
        var (inputs, outputs) = Exported.Answer(new(import.Configuration, import.Network));
        Compare(Leaky(w, U, v, B, inputs, x => Math.Max(x, 0)), outputs);
        Assert.Equal((Positivity.Rectify, ReadoutKind.Excitatory, 4), (import.Configuration.Network.Dale, import.Configuration.Network.Readout, import.Configuration.Network.Excitatory(import.Configuration.Cell)));
        Assert.Equal("[0,2,4,5,1,3]", import.Origin["order"]!.ToJsonString());

        Npz.Write(folder["b.npz"], [new("W", Turned(w, 6, 6), 6, 6)]);
        Fails("unit 0 both excites and inhibits; its rows have one sign each, so add `Transpose = w_rec`", request with { File = folder["b.npz"], Map = new("w_rec=W") });
        Fails("but unit 1 excites under Dale's law", request with { Ei = "0.8" });
    }

    // Hidden layers may be wider than the units, and there may be no matrix from units to units at all.
    [Theory]
    [InlineData("9:2", 9)]
    [InlineData("none", 0)]
    public void A_network_of_windows_has_as_many_units_as_its_bias(string hidden, int width)
    {
        using var folder = new TemporaryFolder();
        List<NamedArray> arrays = [new("w_out", new double[12], 3, 4), new($"b_{(width > 0 ? 2 : 1)}", [1.0, 2, 3, 4])];
        arrays.AddRange(width > 0
            ? [new("w_1_0", new double[18], 9, 2), new("w_1_1", new double[18], 9, 2), new("w_2_0", new double[36], 4, 9), new("w_2_1", new double[36], 4, 9)]
            : [new("w_1_0", new double[8], 4, 2), new("w_1_1", new double[8], 4, 2)]);
        Npz.Write(folder["a.npz"], arrays);
        var import = NetworkImport.Of(new() { File = folder["a.npz"], Cell = "tdnn", Settings = [new("hidden", hidden), new("frames", "2")] });
        Assert.Equal((4, 2, 3), (import.Configuration.Cell.Units, import.Configuration.Task.Inputs.Count, import.Configuration.Task.Outputs.Count));
        Assert.Equal([1f, 2, 3, 4], import.Network.Effective(arrays[1].Name).ToArray());
    }

    [Fact]
    public void What_belongs_to_a_unit_goes_with_it_under_Dales_law()
    {
        using var folder = new TemporaryFolder();
        double[] signs = [1, -1, 1, -1, 1, 1], taus = [0.05, 0.1, 0.15, 0.2, 0.25, 0.3];
        double[] w = [.. W.Select((value, k) => Math.Abs(value) * signs[k % 6])], v = [.. V.Select((value, k) => signs[k % 6] > 0 ? Math.Abs(value) : 0)];
        Npz.Write(folder["a.npz"], [new("w_rec", w, 6, 6), new("w_in", U, 6, 2), new("w_out", v, 2, 6), new("tau", taus)]);
        var request = new ImportRequest { File = folder["a.npz"], Cell = "leaky", Settings = [new("train-tau", "true")] };
        Same(request);
        Npz.Write(folder["b.npz"], [new("w_rec", w, 6, 6), new("w_in", U, 6, 2), new("w_out", v, 2, 6)]);
        Same(request with { File = folder["b.npz"], Settings = [new("unit-taus", "50ms,100ms,150ms,200ms,250ms,300ms")] });

        // Without a readout, output k is still unit k of the file.
        Npz.Write(folder["c.npz"], [new("w_rec", w, 6, 6), new("w_in", U, 6, 2)]);
        Same(request with { File = folder["c.npz"], Settings = [] });
        Fails("puts excitatory units first, but U of the short-term-plasticity cell goes by the place of a unit", request with { Cell = "short-term-plasticity", File = folder["b.npz"], Settings = [], Ei = "auto" });

        static void Same(ImportRequest request)
        {
            var (free, ordered) = (NetworkImport.Of(request), NetworkImport.Of(request with { Ei = "auto" }));
            Assert.Equal("[0,2,4,5,1,3]", ordered.Origin["order"]!.ToJsonString());
            Compare(Exported.Answer(new(free.Configuration, free.Network)).Outputs, Exported.Answer(new(ordered.Configuration, ordered.Network)).Outputs);
        }
    }

    [Fact]
    public void Parameters_that_a_setting_makes_can_be_named()
    {
        using var folder = new TemporaryFolder();
        Npz.Write(folder["a.npz"],
        [
            new("W", W, 6, 6), new("U", U, 6, 2), new("T", [0.05, 0.1, 0.15, 0.2, 0.25, 0.3]), new("L", Draw(5, 18), 3, 6), new("c", Draw(6, 3)), new("V", Draw(7, 6), 2, 3),
        ]);
        var request = new ImportRequest
        {
            File = folder["a.npz"], Cell = "leaky", Map = new("w_rec=W,w_in=U,tau=T,w_layer1=L,b_layer1=c,w_out=V"),
            Settings = [new("train-tau", "true"), new("layers", "3:tanh"), new("unit-taus", "60ms,60ms,60ms,60ms,60ms,60ms")],
        };
        var import = NetworkImport.Of(request);
        Assert.Equal([0.05f, 0.1f, 0.15f, 0.2f, 0.25f, 0.3f], import.Network.Effective("tau").ToArray(), (a, b) => Math.Abs(a - b) < 1e-6f);
        Assert.Equal((6, 2), (import.Configuration.Cell.Units, import.Configuration.Task.Outputs.Count));
        Assert.Equal(Draw(5, 18).Select(value => (float)value), import.Network.Effective("w_layer1").ToArray());
        Fails("`Map` gives tau, which the leaky cell does not have", request with { Settings = [] });
    }

    [Fact]
    public void Noise_of_a_step_is_not_converted_where_time_constants_are_learned()
    {
        using var folder = new TemporaryFolder();
        Npz.Write(folder["a.npz"], [new("w_rec", W, 6, 6), new("w_in", U, 6, 2)]);
        var request = new ImportRequest { File = folder["a.npz"], Cell = "leaky", StepNoise = 0.05 };
        Assert.True(Assert.IsType<LeakyCell>(NetworkImport.Of(request).Configuration.Cell).Noise > 0);
        Fails("with one time constant that is not learned", request with { Settings = [new("train-tau", "true")] });
        Npz.Write(folder["b.npz"], [new("m", Draw(5, 6)), new("n", Draw(6, 6))]);
        Fails("with one time constant that is not learned", request with { File = folder["b.npz"], Cell = null, Settings = [new("train-tau", "true")] });
    }

    [Fact]
    public void Layers_of_PyTorch_are_known_by_their_shapes_too()
    {
        using var folder = new TemporaryFolder();
        NamedArray[] layer = [new("rnn.weight_hh_l0", W, 6, 6), new("rnn.weight_ih_l0", U, 6, 2)];
        ImportRequest Of(string name, params NamedArray[] arrays)
        {
            Npz.Write(folder[name], arrays);
            return new() { File = folder[name] };
        }

        // Other layers are none of the readout's, whatever their shapes and numbers.
        var import = NetworkImport.Of(Of("a.npz", [.. layer, new("conv.weight", new double[24], 2, 2, 6), new("norm.weight", [double.NaN, 0, 0, 0, 0, 0]), new("fc.weight", V, 2, 6)]));
        Assert.Equal(2, import.Configuration.Task.Outputs.Count);
        Fails("'weight_hh_l0' is 4 and 'weight_ih_l0' 4, which is no layer", Of("b.npz", new("weight_hh_l0", [1.0, 2, 3, 4]), new("weight_ih_l0", [1.0, 2, 3, 4])));
        Fails("'rnn.bias_hh_l0' is 5, but a layer with 'rnn.weight_hh_l0' of 6 rows has a bias of 6", Of("c.npz", [.. layer, new("rnn.bias_hh_l0", Draw(1, 5)), new("rnn.bias_ih_l0", B)]));
        Fails("has 'rnn.bias_ih_l0' but no 'rnn.bias_hh_l0'", Of("d.npz", [.. layer, new("rnn.bias_ih_l0", B)]));
        Fails("`ReadoutLayer` is conv, but 'conv.weight' is no matrix with a column for each of the 6 units", new() { File = folder["a.npz"], ReadoutLayer = "conv" });
    }

    [Theory]
    [InlineData("dubreuil2022")]
    [InlineData("mastrogiuseppe2018")]
    [InlineData("unscaled")]
    public void Vectors_make_a_network_of_low_rank(string convention)
    {
        using var folder = new TemporaryFolder();
        var gains = convention == "dubreuil2022";
        var scale = convention == "unscaled" ? 1.0 : Units;
        double[] m = Draw(5, Units * 2), n = Draw(6, Units * 2), si = gains ? [0.5, 2] : [1, 1], so = gains ? [3, 0.25] : [1, 1];
        Npz.Write(folder["a.npz"],
        [
            new("m", m, Units, 2), new("n", n, Units, 2), new("wi", Turned(U, Units, 2), 2, Units), new("wo", Turned(V, 2, Units), Units, 2),
            .. gains ? new NamedArray[] { new("si", si), new("so", so) } : [],
        ]);
        var import = NetworkImport.Of(new() { File = folder["a.npz"], Convention = gains ? null : convention, StepNoise = 0.05 });
        var cell = Assert.IsType<LowRankCell>(import.Configuration.Cell);
        Assert.Equal((2, Units), (cell.Rank, cell.Units));

        // Added to x in each step: √(2α) σ = 0.05 with α = 0.2.
        Assert.Equal(0.05, Math.Sqrt(2 * 0.2) * cell.Noise, 1e-12);
        double[] w = [.. from i in Enumerable.Range(0, Units) from j in Enumerable.Range(0, Units) select ((m[2 * i] * n[2 * j]) + (m[(2 * i) + 1] * n[(2 * j) + 1])) / scale];
        double[] u = [.. U.Select((value, k) => value * si[k % 2])], v = [.. V.Select((value, k) => value * so[k / Units] / scale)];
        var (inputs, outputs) = Exported.Answer(new(import.Configuration, import.Network));
        Compare(Leaky(w, u, v, new double[Units], inputs, Math.Tanh), outputs);
    }

    [Fact]
    public void A_basis_and_populations_make_vectors()
    {
        using var folder = new TemporaryFolder();
        double[] g = Draw(5, 3 * Units), supports = [1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0];
        double[] m = Draw(6, 6), n = Draw(7, 6), wi = Draw(8, 12), wo = Draw(9, 6), mean = [0.5, -0.25];
        Npz.Write(folder["a.npz"],
        [
            new("gaussian_basis", g, 3, Units), new("supports", supports, 2, Units), new("m_weights", m, 1, 2, 3), new("n_weights", n, 1, 2, 3),
            new("wi_weights", wi, 2, 2, 3), new("wo_weights", wo, 1, 2, 3), new("m_biases", mean, 1, 2),
        ]);
        double At(double[] a, int column, int unit, bool hasMean) => Sum(2, p => supports[(p * Units) + unit]
            * ((hasMean ? mean[p] : 0) + Sum(3, b => a[(((column * 2) + p) * 3) + b] * g[(b * Units) + unit])));
        double[] w = [.. Enumerable.Range(0, 36).Select(k => At(m, 0, k / 6, true) * At(n, 0, k % 6, false))];
        double[] u = [.. Enumerable.Range(0, 12).Select(k => At(wi, k % 2, k / 2, false))], v = [.. Enumerable.Range(0, 6).Select(k => At(wo, 0, k, false))];
        var import = NetworkImport.Of(new() { File = folder["a.npz"] });
        var (inputs, outputs) = Exported.Answer(new(import.Configuration, import.Network));
        Compare(Leaky(w, u, v, new double[Units], inputs, Math.Tanh), outputs);
    }

    [Fact]
    public void A_random_part_makes_full_rank_of_it()
    {
        using var folder = new TemporaryFolder();
        double[] m = Draw(5, Units), n = Draw(6, Units);
        Npz.Write(folder["a.npz"], [new("a", m), new("b", n), new("c", W, 6, 6), new("d", U, 6, 2), new("e", Draw(7, Units))]);
        var import = NetworkImport.Of(new() { File = folder["a.npz"], Convention = "mastrogiuseppe2018", Map = new("m=a,n=b,chi=c,I=d,w=e") });
        double[] w = [.. W.Select((value, k) => value + (m[k / 6] * n[k % 6] / 6))], v = [.. Draw(7, Units).Select(value => value / 6)];
        var (inputs, outputs) = Exported.Answer(new(import.Configuration, import.Network));
        Compare(Leaky(w, U, v, new double[Units], inputs, Math.Tanh), outputs);
    }

    [Fact]
    public void Outputs_without_a_readout_are_the_units()
    {
        using var folder = new TemporaryFolder();
        Npz.Write(folder["a.npz"], [new("w_rec", W, 6, 6), new("w_in", U, 6, 2)]);
        var import = NetworkImport.Of(new() { File = folder["a.npz"], Cell = "leaky" });
        var (inputs, outputs) = Exported.Answer(new(import.Configuration, import.Network));
        double[] one = [.. Enumerable.Range(0, 36).Select(k => k % 7 == 0 ? 1.0 : 0)];
        Compare(Leaky(W, U, one, new double[Units], inputs, x => Math.Max(x, 0)), outputs);
    }

    [Fact]
    public void Slips_are_told()
    {
        using var folder = new TemporaryFolder();
        Npz.Write(folder["a.npz"], [new("W", W, 6, 6), new("U", Turned(U, 6, 2), 2, 6), new("V", V, 2, 6), new("Q", Draw(8, 10), 5, 2), new("R", Draw(8, 12), 6, 2), new("N", [double.NaN])]);
        ImportRequest Of(string map) => new() { File = folder["a.npz"], Cell = "leaky", Map = new(map) };
        Fails("w_in is 2×6 where 6×2 is expected (W[i, j] is from j to i); add `Transpose = w_in`", Of("w_rec=W,w_in=U,w_out=V"));
        Fails("w_in is 5×2, but w_rec is 6×6, of 6 units, so one side of w_in must be 6", Of("w_rec=W,w_in=Q"));
        Fails("w_rec is 6×2, but recurrent weights have as many rows as columns", Of("w_rec=R"));
        Fails("has no array 'X'. It has W (6 × 6), U (2 × 6)", Of("w_rec=X"));
        Fails("Did you mean 'w_rec'?", Of("w_rek=W"));
        Fails("No array is given for w_rec", Of("w_in=R"));
        Fails("array 'N' is NaN at [0]", Of("w_rec=W,b=N"));
        Fails("say what they are with `Cell` and `Map`", new() { File = folder["a.npz"] });
        Fails("which has 1 input and 2 outputs, but the network has 2 inputs and 2 outputs", Of("w_rec=W,w_in=R,w_out=V") with { Task = "delayed-match" });
        Fails("`ReadoutLayer` is for layers of PyTorch or Keras", Of("w_rec=W") with { ReadoutLayer = "fc" });
        Fails("n is 6×2 where 2×6 is expected", new() { File = folder["a.npz"], Cell = "low-rank", Map = new("m=R,n=R,w_out=V,w_in=R") });
        Npz.Write(folder["b.npz"], [new("m", Draw(8, 6)), new("n", Draw(9, 6))]);
        Fails("by its names the file has a low-rank network", new() { File = folder["b.npz"], Cell = "leaky" });
        Assert.Contains("write PARAMETER=ARRAY", Assert.Throws<UsageException>(() => new WeightMap("w_rec")).Message, StringComparison.Ordinal);
    }

    private static void Fails(string expected, ImportRequest request) =>
        Assert.Contains(expected, Assert.Throws<UsageException>(() => NetworkImport.Of(request)).Message, StringComparison.Ordinal);

    // x ← x + 0.2 (−x + W f(x) + U u + b), z = V f(x), from 0.
    private static double[] Leaky(double[] w, double[] u, double[] v, double[] b, double[] inputs, Func<double, double> f)
    {
        var outputs = v.Length / Units;
        var z = new double[Steps * Exported.Trials * outputs];
        for (var trial = 0; trial < Exported.Trials; trial++)
        {
            var x = new double[Units];
            for (var step = 0; step < Steps; step++)
            {
                double[] r = [.. x.Select(f)];
                var at = (step * Exported.Trials) + trial;
                x = [.. x.Select((one, i) => one + (0.2 * (b[i] - one + Sum(Units, j => w[(i * Units) + j] * r[j]) + Sum(2, c => u[(i * 2) + c] * inputs[(at * 2) + c]))))];
                for (var o = 0; o < outputs; o++)
                {
                    z[(at * outputs) + o] = Sum(Units, j => v[(o * Units) + j] * f(x[j]));
                }
            }
        }

        return z;
    }

    private static double Sum(int count, Func<int, double> term) => Enumerable.Range(0, count).Sum(term);

    private static void Compare(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var size = expected.Max(Math.Abs);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6 * Math.Max(1, size)));
    }

    private static double[] Turned(double[] values, int rows, int columns) =>
        [.. Enumerable.Range(0, values.Length).Select(k => values[((k % rows) * columns) + (k / rows)])];

    // Numbers that single precision has.
    private static double[] Draw(int seed, int count) => [.. Enumerable.Range(0, count).Select(k => (double)(float)Math.Sin((seed * 37) + (k * 1.7)))];
}
