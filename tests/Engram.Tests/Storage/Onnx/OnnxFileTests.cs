using Engram.Cells;
using Engram.Configuration;
using Engram.Learning;
using Engram.Storage;
using Engram.Tasks;
using Engram.Tests.Learning;

namespace Engram.Tests.Storage.Onnx;

public sealed class OnnxFileTests
{
    [Theory]
    [InlineData("squared-error")]
    [InlineData("cross-entropy")]
    [InlineData("binary-cross-entropy")]
    public void Outputs_are_those_of_a_recording_with_the_loss(string loss)
    {
        using var folder = new TemporaryFolder();
        var run = OnnxCases.Of(new LeakyCell { Units = 12, Noise = 0 });
        run = run with { Configuration = run.Configuration with { Training = run.Configuration.Training with { Loss = loss } } };
        var recording = run.Experiment(4).Run(TestContext.Current.CancellationToken);
        var (steps, trials) = (recording.Steps, recording.TrialCount);
        OnnxFile.Write(run, folder["a.onnx"]);
        var made = OnnxTools.Run(
            [(folder["a.onnx"], new() { ["input"] = ([steps, trials, recording.Inputs], recording.Input), ["initial_state"] = ([0, 12], []) })],
            ["output", "rates"], TestContext.Current.CancellationToken)[0];
        for (var trial = 0; trial < trials; trial++)
        {
            for (var k = 0; k < recording.Trials[trial].Steps * recording.Outputs; k++)
            {
                var at = ((((k / recording.Outputs) * trials) + trial) * recording.Outputs) + (k % recording.Outputs);
                Assert.Equal(recording.Output[at], made["output"][at], 1e-5f);
            }
        }
    }

    [Fact]
    public void A_state_that_is_given_is_where_the_network_begins()
    {
        using var folder = new TemporaryFolder();
        var run = OnnxCases.Of(new LeakyCell { Units = 5, Noise = 0 });
        OnnxFile.Write(run, folder["a.onnx"]);
        var inputs = run.Configuration.Task.Inputs.Count;
        var input = new float[6 * 2 * inputs];
        (int[], float[]) series = ([6, 2, inputs], input);
        var path = folder["a.onnx"];
        File.Copy(path, folder["b.onnx"]);
        File.Copy(path, folder["c.onnx"]);
        var whole = OnnxTools.Run([(path, new() { ["input"] = series, ["initial_state"] = ([0, 5], []) })], ["states"], TestContext.Current.CancellationToken)[0]["states"];
        var rest = OnnxTools.Run(
            [
                (folder["b.onnx"], new() { ["input"] = ([4, 2, inputs], input[..(8 * inputs)]), ["initial_state"] = ([2, 5], whole[10..20]) }),
                (folder["c.onnx"], new() { ["input"] = ([4, 2, inputs], input[..(8 * inputs)]), ["initial_state"] = ([1, 5], whole[10..15]) }),
            ],
            ["states"], TestContext.Current.CancellationToken);
        Assert.Equal(whole[20..], rest[0]["states"]);
        Assert.Equal(whole[20..], rest[1]["states"]);
    }

    [Fact]
    public void A_network_without_inputs_runs()
    {
        using var folder = new TemporaryFolder();
        var configuration = SmallRun.Easy() with { Task = new SilentTask(), Cell = new LeakyCell { Units = 4, Noise = 0 } };
        var run = new TrainedRun("", configuration, configuration.Draw(configuration.Graph()));
        OnnxFile.Write(run, folder["a.onnx"]);
        Assert.Equal("", OnnxTools.Check([folder["a.onnx"]], TestContext.Current.CancellationToken));
        var made = OnnxTools.Run(
            [(folder["a.onnx"], new() { ["input"] = ([7, 2, 0], []), ["initial_state"] = ([0, 4], []) })], ["rates"], TestContext.Current.CancellationToken);
        Assert.Equal(7 * 2 * 4, made[0]["rates"].Length);
    }

    [Fact]
    public void Initialisers_are_read_as_arrays_by_the_names_and_in_the_orientation_of_the_equation()
    {
        using var folder = new TemporaryFolder();
        var run = OnnxCases.Of(new GruCell { Units = 6 });
        OnnxFile.Write(run, folder["a.onnx"]);
        var file = OnnxFile.Read(folder["a.onnx"]);
        Assert.True(OnnxFile.IsRun(file));
        Assert.Equal(run.Network.Effective("w_z").ToArray(), file.Float32("w_z", 6, 6));
        Assert.Equal(run.Network.Effective("b_h").ToArray(), file.Float32("b_h", 6));
        Assert.True(OnnxReader.Recognises(File.ReadAllBytes(folder["a.onnx"])));
    }

    [Fact]
    public void A_perturbed_network_is_refused()
    {
        var run = OnnxCases.Of(new LeakyCell { Units = 5 });
        var fault = Assert.Throws<UsageException>(() => OnnxFile.Write(run with { Network = run.Network.Silence(1) }, "never.onnx"));
        Assert.Contains("unit 1 silenced", fault.Message, StringComparison.Ordinal);
        Assert.False(File.Exists("never.onnx"));
    }

    [Fact]
    public void A_loss_with_outputs_of_its_own_is_refused()
    {
        var run = OnnxCases.Of(new LeakyCell { Units = 5 });
        run = run with { Configuration = run.Configuration with { Training = run.Configuration.Training with { Loss = new TwistedOutputLoss().Name } } };
        var fault = Assert.Throws<UsageException>(() => OnnxFile.Write(run, "never.onnx"));
        Assert.StartsWith("The loss twisted-output makes outputs", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("settings")]
    [InlineData("w_rec")]
    [InlineData("engram.raw.w_rec")]
    public void A_changed_file_is_no_run_and_its_arrays_are_still_read(string what)
    {
        using var folder = new TemporaryFolder();
        OnnxFile.Write(OnnxCases.Of(new LeakyCell { Units = 5 }), folder["a.onnx"]);
        var bytes = File.ReadAllBytes(folder["a.onnx"]);
        var place = bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(what)) + what.Length;
        place = what == "w_rec" ? bytes.AsSpan().IndexOf("\u0042\u0005w_rec"u8) + 7 : place;
        var at = what == "settings" ? place + bytes.AsSpan(place).IndexOf("\"seed\":"u8) + 7 : place + 10;
        bytes[at] = what == "w_rec" ? (byte)(bytes[at] ^ 1) : bytes[at] == '3' ? (byte)'4' : (byte)'3';
        File.WriteAllBytes(folder["a.onnx"], bytes);
        var fault = Assert.Throws<UsageException>(() => OnnxFile.ReadRun(folder["a.onnx"]));
        Assert.Contains("is not what Engram wrote", fault.Message, StringComparison.Ordinal);
        Assert.True(OnnxFile.Read(folder["a.onnx"]).Has("w_rec"));
    }

    [Fact]
    public void Broken_files_are_refused_in_a_sentence()
    {
        using var folder = new TemporaryFolder();
        OnnxFile.Write(OnnxCases.Of(new LeakyCell { Units = 3 }), folder["a.onnx"]);
        var whole = File.ReadAllBytes(folder["a.onnx"]);
        var random = new Engram.Numerics.RandomStream(new(1, Engram.Numerics.Purpose.Analysis), 0);
        for (var k = 0; k < 2000; k++)
        {
            var bytes = k % 3 == 0 ? whole[..random.NextInt(whole.Length)] : [.. whole];
            for (var change = 0; change < 1 + (k % 4) && bytes.Length > 0; change++)
            {
                bytes[random.NextInt(bytes.Length)] = (byte)random.NextInt(256);
            }

            try
            {
                var file = OnnxReader.Read(bytes, "a.onnx");
                _ = OnnxFile.IsRun(file) ? OnnxRun.Read(file, null) : null;
            }
            catch (UsageException fault)
            {
                Assert.All(fault.Faults, sentence => Assert.Matches("^'?[A-Z`a/].*[.?]$", sentence));
            }
        }
    }

    [Fact]
    public void Foreign_files_are_read_whatever_the_kind_of_their_numbers()
    {
        ProtoWriter Tensor(string name, int type, Func<ProtoWriter, ProtoWriter> data, params long[] dims)
        {
            var tensor = new ProtoWriter();
            foreach (var dim in dims)
            {
                tensor.Add(OnnxFields.Tensor.Dims, dim);
            }

            return data(tensor.Add(OnnxFields.Tensor.DataType, type).Add(OnnxFields.Tensor.Name, name));
        }

        var graph = new ProtoWriter();
        foreach (var tensor in new[]
        {
            Tensor("single", OnnxFields.DataType.Float, t => t.Add(OnnxFields.Tensor.FloatData, new[] { 1f, -2 }), 1, 2),
            Tensor("double", OnnxFields.DataType.Double, t => t.Add(OnnxFields.Tensor.DoubleData, new[] { 0.1, 3 }), 2),
            Tensor("half", OnnxFields.DataType.Float16, t => t.Add(OnnxFields.Tensor.RawData, new[] { (Half)0.5, (Half)(-4) }), 2),
            Tensor("brain", OnnxFields.DataType.BFloat16, t => t.Add(OnnxFields.Tensor.RawData, new ushort[] { 0x3f80 }), 1),
            Tensor("short", OnnxFields.DataType.Int32, t => t.Add(OnnxFields.Tensor.Int32Data, -7).Add(OnnxFields.Tensor.Int32Data, 8), 2),
            Tensor("long", OnnxFields.DataType.Int64, t => t.Add(OnnxFields.Tensor.RawData, new[] { 9L })),
            Tensor("int8", OnnxFields.DataType.Int8, t => t.Add(OnnxFields.Tensor.RawData, new sbyte[] { -3, 4 }), 2),
            Tensor("int16", OnnxFields.DataType.Int16, t => t.Add(OnnxFields.Tensor.Int32Data, -300).Add(OnnxFields.Tensor.Int32Data, 4), 2),
            Tensor("uint8", OnnxFields.DataType.UInt8, t => t.Add(OnnxFields.Tensor.RawData, new byte[] { 253, 4 }), 2),
            Tensor("uint32", OnnxFields.DataType.UInt32, t => t.Add(OnnxFields.Tensor.UInt64Data, uint.MaxValue).Add(OnnxFields.Tensor.UInt64Data, 4), 2),
            Tensor("uint64", OnnxFields.DataType.UInt64, t => t.Add(OnnxFields.Tensor.RawData, new[] { 1UL << 62 }), 1),
            Tensor("bool", OnnxFields.DataType.Bool, t => t.Add(OnnxFields.Tensor.Int32Data, 1).Add(OnnxFields.Tensor.Int32Data, 0), 2),
            Tensor("text", OnnxFields.DataType.Text, t => t, 1),
            Tensor("quarter", 17, t => t, 1),
            Tensor("empty", OnnxFields.DataType.Float, t => t, 0, 1_000_000),
        })
        {
            graph.Add(OnnxFields.Graph.Initializer, tensor);
        }

        var file = Model(graph);
        Assert.Equal([1f, -2], file.Float32("single", 1, 2));
        Assert.Equal([0.1, 3], file.Float64("double", 2));
        Assert.Equal([0.5f, -4], file.Float32("half", 2));
        Assert.Equal([1f], file.Float32("brain", 1));
        Assert.Equal([-7L, 8], file.Int64("short", 2));
        Assert.Equal([9L], file.Int64("long"));
        Assert.Empty(file.Float32("empty", 0, 1_000_000));
        Assert.Equal([-3L, 4], file.Int64("int8", 2));
        Assert.Equal([-300L, 4], file.Int64("int16", 2));
        Assert.Equal([253L, 4], file.Int64("uint8", 2));
        Assert.Equal([uint.MaxValue, 4L], file.Int64("uint32", 2));
        Assert.Equal([1L << 62], file.Int64("uint64", 1));
        Assert.Equal([1L, 0], file.Int64("bool", 2));
        Assert.False(OnnxFile.IsRun(file));
        Assert.Equal(["quarter", "text"], file.Skipped.Keys.Order());
        Assert.StartsWith("has texts, which Engram does not read", file.Skipped["text"], StringComparison.Ordinal);
        Assert.StartsWith("has elements of ONNX's type 17", file.Skipped["quarter"], StringComparison.Ordinal);
        Assert.Contains(
            "has a number above", Assert.Throws<UsageException>(() => Model(new ProtoWriter().Add(
                OnnxFields.Graph.Initializer, Tensor("large", OnnxFields.DataType.UInt64, t => t.Add(OnnxFields.Tensor.RawData, new[] { ulong.MaxValue }), 1)))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "does not have as many numbers", Assert.Throws<UsageException>(() => Model(new ProtoWriter().Add(
                OnnxFields.Graph.Initializer,
                Tensor("huge", OnnxFields.DataType.Float, t => t.Add(OnnxFields.Tensor.FloatData, new[] { 1f }), int.MaxValue, int.MaxValue, int.MaxValue)))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "are in another file", Assert.Throws<UsageException>(() => Model(new ProtoWriter().Add(
                OnnxFields.Graph.Initializer, Tensor("far", OnnxFields.DataType.Float, t => t.Add(OnnxFields.Tensor.DataLocation, 1), 2)))).Message,
            StringComparison.Ordinal);
    }

    private static ArrayFile Model(ProtoWriter graph)
    {
        using var stream = new MemoryStream();
        new ProtoWriter().Add(OnnxFields.Model.IrVersion, 7).Add(OnnxFields.Model.Graph, graph).CopyTo(stream);
        return OnnxReader.Read(stream.ToArray(), "foreign.onnx");
    }

    /// <summary>A task without inputs.</summary>
    internal sealed record SilentTask : CognitiveTask
    {
        public override IReadOnlyList<string> Inputs => [];

        public override IReadOnlyList<string> Outputs => ["z"];

        public override IReadOnlyList<string> Conditions => [];

        protected override void Compose(Trial trial)
        {
            trial.IsScored = false;
            trial.Target(1, trial.Period("all", 200.Ms));
        }
    }

    /// <summary>Outputs that are cubes.</summary>
    internal sealed record TwistedOutputLoss : Loss
    {
        public override double Accumulate<T>(
            ReadOnlySpan<T> z, ReadOnlySpan<T> target, ReadOnlySpan<T> mask, int channels, int stride, Span<T> adjoint, double weight) => 0;

        public override void Output<T>(Span<T> z, int channels, int stride)
        {
            foreach (ref var value in z)
            {
                value = value * value * value;
            }
        }
    }
}
