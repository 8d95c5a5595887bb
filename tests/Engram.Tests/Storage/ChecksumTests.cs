using Engram.Configuration;
using Engram.Learning;
using Engram.Storage;
using Engram.Tests.Learning;

namespace Engram.Tests.Storage;

/// <summary>What a disk or a hand changes in the arrays of a run is found before it is computed with.</summary>
public sealed class ChecksumTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_flipped_bit_of_the_weights_is_found()
    {
        using (var run = RunFolder.Create(folder["r"], new() { ["seed"] = 1 }))
        {
            run.SaveWeights([new("w", [0.5f, -2f, 3f, 4f], 2, 2)], new Dictionary<string, string> { ["task"] = "a \"checksum\"" });
        }

        using var read = RunFolder.Open(folder["r"]);
        Assert.Equal([0.5f, -2f, 3f, 4f], read.LoadWeights().Float32("w", 2, 2));
        Assert.Equal(["task"], read.LoadWeights().Metadata.Keys);
        var path = Path.Combine(folder["r"], "weights.safetensors");
        var whole = File.ReadAllBytes(path);
        for (var bit = 0; bit < 8 * whole.Length; bit++)
        {
            var changed = whole.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(path, changed);
            Assert.Contains("weights.safetensors'", Assert.Throws<UsageException>(() => read.LoadWeights()).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("weights.safetensors")]
    [InlineData("memory.safetensors")]
    [InlineData("checkpoint.safetensors")]
    public void Every_reader_of_a_run_verifies(string file)
    {
        using (var run = RunFolder.Create(folder["r"], new() { ["seed"] = 1 }))
        {
            run.SaveWeights([new("w", [1f])]);
            run.SaveMemory([new("w", [1f])]);
            run.SaveCheckpoint([new("w", [1f])], []);
        }

        var path = Path.Combine(folder["r"], file);
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
        using var read = RunFolder.Open(folder["r"]);
        var fault = Assert.Throws<UsageException>(() => _ = file switch
        {
            "weights.safetensors" => read.LoadWeights(),
            "memory.safetensors" => read.TryLoadMemory(),
            _ => read.TryLoadCheckpoint()?.Arrays,
        });
        Assert.Contains("it does not match its checksum", fault.Message, StringComparison.Ordinal);

        // Nor can a file without a checksum be put in its place.
        Safetensors.Write(path, [new("w", [1f])]);
        Assert.Contains("has no checksum", Assert.Throws<UsageException>(() => _ = file switch
        {
            "weights.safetensors" => read.LoadWeights(),
            "memory.safetensors" => read.TryLoadMemory(),
            _ => read.TryLoadCheckpoint()?.Arrays,
        }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_that_is_not_finite_is_named_with_its_tensor_and_index()
    {
        using (var run = RunFolder.Create(folder["r"], new() { ["seed"] = 1 }))
        {
            run.SaveWeights([new("ok", [1f]), new("w_rec", [1f, 2f, 3f, 4f, 5f, float.NaN], 2, 3)]);
            Assert.Contains(
                "array 'w_rec' is NaN at [1, 2], but every number must be finite",
                Assert.Throws<UsageException>(() => run.LoadWeights()).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_run_of_the_format_before_checksums_is_read_and_its_numbers_are_looked_at()
    {
        TrainingRun.Execute(SmallRun.Easy() with { Stopping = new Stopping { MaxUpdates = 0 } }, folder["r"], false, 1, TrainerHooks.None, TestContext.Current.CancellationToken);
        var path = Path.Combine(folder["r"], "weights.safetensors");
        EditedRun.MakeOlder(folder["r"], 1);
        var arrays = Safetensors.Read(path).Arrays;
        Safetensors.Write(path, arrays);
        Assert.Equal(16, TrainingRun.Load(folder["r"]).Network.Units);
        ((float[])arrays.Single(array => array.Name == "raw.w_rec").Values)[17] = float.PositiveInfinity;
        Safetensors.Write(path, arrays);
        Assert.Contains(
            "array 'raw.w_rec' is Infinity at [1, 1]",
            Assert.Throws<UsageException>(() => TrainingRun.Load(folder["r"])).Message, StringComparison.Ordinal);
    }
}
