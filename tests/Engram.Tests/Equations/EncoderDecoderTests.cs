using Engram.Cells;
using Engram.Configuration;
using Engram.Learning;
using Engram.Networks;
using Engram.Simulation;
using Engram.Tasks;
using Engram.Tests.Learning;

namespace Engram.Tests.Equations;

/// <summary>Two cells in a row, against the same two written by hand.</summary>
public sealed class EncoderDecoderTests
{
    private static readonly ReverseTask Task = new() { Symbols = 3, Length = [1, 2, 3, 4, 5] };

    [Fact]
    public void A_decoder_begins_with_what_the_encoder_has_become()
    {
        var network = Of(new EncoderDecoderCell { Units = 7 });
        Compare(network, (input, isSource, isStart, h) =>
        {
            h["dec"] = isStart ? h["enc"] : h["dec"];
            var part = isSource ? "enc" : "dec";
            h[part] = Gru(network, part, h[part], input);
        });
    }

    [Fact]
    public void Or_with_a_linear_function_of_its_rates()
    {
        var network = Of(new EncoderDecoderCell { Units = 7, Encoder = "elman", Bridge = Bridge.Linear });
        Compare(network, (input, isSource, isStart, h) =>
        {
            h["dec"] = isStart ? Sum(Product(network, "w_bridge", h["enc"]), Vector(network, "b_bridge")) : h["dec"];
            if (isSource)
            {
                h["enc"] = [.. Sum(Product(network, "enc_w_rec", h["enc"]), Product(network, "enc_w_in", input), Vector(network, "enc_b")).Select(Math.Tanh)];
            }
            else
            {
                h["dec"] = Gru(network, "dec", h["dec"], input);
            }
        });
    }

    [Fact]
    public void Both_keep_their_states_while_the_other_works()
    {
        var network = Of(new EncoderDecoderCell { Units = 5, Encoder = "lstm", Decoder = "lstm:peepholes=diagonal" });
        var recording = Record(network);
        for (var trial = 0; trial < recording.TrialCount; trial++)
        {
            var (first, end) = recording.StepsOf("answer", trial)!.Value;
            for (var step = 1; step < end; step++)
            {
                var (before, after) = (recording.State(step - 1, trial).ToArray(), recording.State(step, trial).ToArray());
                Assert.Equal(step >= first, before.AsSpan(0, 10).SequenceEqual(after.AsSpan(0, 10)));
                Assert.Equal(step < first, before.AsSpan(10).SequenceEqual(after.AsSpan(10)));
            }
        }
    }

    [Theory]
    [InlineData("gru", "lstm", "`Bridge` is copy, but the states of the encoder gru are not those of the decoder lstm; set `Bridge = linear`.")]
    [InlineData("gruu", "gru", "'gru'")]
    [InlineData("encoder-decoder", "gru", "is made of cells itself")]
    [InlineData("gru:units=3", "gru", "Units, layers and areas are those of the whole")]
    [InlineData("gru:nosuch=3", "gru", "nosuch")]
    [InlineData("gru", "tdnn", "The decoder tdnn reads none of its states, so nothing of the source would reach it; choose a decoder that does, such as gru.")]
    public void What_cannot_be_a_part_is_refused(string encoder, string decoder, string sentence) => Assert.Contains(
        sentence,
        Assert.Throws<UsageException>(() => new EncoderDecoderCell { Encoder = encoder, Decoder = decoder }.Graph(5, 3, 20.Ms)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_task_without_the_inputs_it_needs_is_refused()
    {
        var fault = Assert.Throws<UsageException>(() => SmallRun.Easy().With([new("cell", "encoder-decoder"), new("dale", "none")]));
        Assert.Contains("needs a task whose last inputs are 'start' and 'go', such as reverse", fault.Message, StringComparison.Ordinal);
        Assert.Contains("there are only 1", Assert.Throws<UsageException>(() => new EncoderDecoderCell().Graph(1, 1, 20.Ms)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("baseline-input", "`BaselineInput` is not 0, but the cell encoder-decoder takes from the inputs 'start' and 'go'")]
    [InlineData("input-noise", "set `InputNoise = 0`")]
    public void Inputs_that_say_neither_read_nor_write_are_refused(string setting, string sentence)
    {
        var configuration = new PatternsPreset().For(Task, seed: 4) with { Cell = new EncoderDecoderCell { Units = 3 } };
        Assert.Contains(sentence, Assert.Throws<UsageException>(() => configuration.With([new(setting, "0.1")])).Message, StringComparison.Ordinal);
    }

    private static Network Of(Cell cell)
    {
        var configuration = new PatternsPreset().For(Task, seed: 4) with { Cell = cell };
        var network = configuration.Draw(configuration.Graph());
        return network.WithRaw(CellContract.Parameters<float>(configuration.Graph(), 4));
    }

    private static Recording Record(Network network) =>
        new Experiment { Network = network, Task = Task, Trials = 20, Noise = false, KeepStates = true, DoublePrecision = true }.Run(TestContext.Current.CancellationToken);

    private static void Compare(Network network, Action<double[], bool, bool, Dictionary<string, double[]>> step)
    {
        var recording = Record(network);
        for (var trial = 0; trial < recording.TrialCount; trial++)
        {
            var (first, end) = recording.StepsOf("answer", trial)!.Value;
            var h = new Dictionary<string, double[]> { ["enc"] = Vector(network, "enc_h0"), ["dec"] = Vector(network, "dec_h0") };
            for (var t = 0; t < end; t++)
            {
                step([.. recording.InputAt(t, trial).ToArray().Select(value => (double)value)], t < first, t == first, h);
                double[] z = [.. Sum(Product(network, "w_out", h["dec"]), Vector(network, "b_out")).Select(Math.Exp)];
                Assert.All(z.Select(value => value / z.Sum()).Zip(recording.OutputAt(t, trial).ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
            }
        }
    }

    // z = σ(W_z h + V_z u + b_z), r likewise, n = tanh(r∘(W_h h + c_h) + V_h u + b_h), h ← z∘h + (1 − z)∘n
    private static double[] Gru(Network network, string part, double[] h, double[] u)
    {
        double[] Drive(string gate) => Sum(Product(network, $"{part}_v_{gate}", u), Vector(network, $"{part}_b_{gate}"));
        double[] Gate(string gate) => [.. Sum(Product(network, $"{part}_w_{gate}", h), Drive(gate)).Select(value => 1 / (1 + Math.Exp(-value)))];
        var (z, r) = (Gate("z"), Gate("r"));
        var recurrent = Sum(Product(network, $"{part}_w_h", h), Vector(network, $"{part}_c_h"));
        var n = Sum([.. recurrent.Zip(r, (value, gate) => value * gate)], Drive("h")).Select(Math.Tanh).ToArray();
        return [.. h.Select((value, i) => (z[i] * value) + ((1 - z[i]) * n[i]))];
    }

    private static double[] Vector(Network network, string name) => [.. network.Effective(name).ToArray().Select(value => (double)value)];

    private static double[] Product(Network network, string name, double[] a)
    {
        var w = network.Effective(name).ToArray();
        return [.. w.Chunk(a.Length).Select(row => row.Zip(a, (weight, value) => weight * value).Sum())];
    }

    private static double[] Sum(params double[][] parts) => [.. parts[0].Select((_, i) => parts.Sum(part => part[i]))];
}
