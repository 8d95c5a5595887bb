using System.Text;
using Engram.App.Catalogue;
using Engram.Numerics;
using Engram.Storage;
using Engram.Tests.Learning;
using Engram.Tests.Storage;
using Engram.Tests.Storage.Onnx;

namespace Engram.Tests.Fuzzing;

/// <summary>Changes a file; the stream moves on.</summary>
internal delegate byte[] Mutation(byte[] seed, byte[] other, ref RandomStream random);

/// <summary>A reader of files from anywhere, which <see cref="FuzzTests"/> gives damaged ones.</summary>
/// <param name="Name">What it reads.</param>
/// <param name="Seeds">Files that it can read, small ones.</param>
/// <param name="Read">Reads bytes.</param>
/// <param name="Mutations">How files are changed beside by bytes: within what is packed, or as documents.</param>
internal sealed record FuzzReader(string Name, IReadOnlyList<byte[]> Seeds, Action<byte[]> Read, params Mutation[] Mutations)
{
    /// <summary>Bytes that it may allocate for the smallest file.</summary>
    public long Floor { get; init; } = 8 << 20;

    /// <summary>All readers. A new one joins with a line here and files that it can read.</summary>
    /// <param name="folder">Where readers of files find theirs.</param>
    public static IEnumerable<FuzzReader> All(TemporaryFolder folder)
    {
        string[] torch = ["gru.pt", "views.pt", "types.pt", "checkpoint.pth", "alone.pt"];
        yield return Arrays("npy", ["column-major.npy", "weights.dat"]);
        yield return Arrays("npz", ["plain.npz", "packed.npz", "other.npz", "zip64.npz"], ContainerMutation.OfZip, ContainerMutation.OfZip);
        yield return Arrays("mat", ["scipy.mat", "octave-6.mat", "big-endian.mat"]);
        yield return Arrays("mat-packed", ["scipy-packed.mat", "octave-7.mat"], ContainerMutation.OfMat, ContainerMutation.OfMat);
        yield return Arrays("safetensors", ["types.safetensors"]);
        yield return Arrays("torch", torch, ContainerMutation.OfZip, ContainerMutation.OfZip);
        yield return Arrays("torch-legacy", ["legacy.pt"]);
        yield return new(
            "series", ["t,x\n0,1.5\n1,\"2\"\n2,-3e4\n"u8.ToArray(), "1;2\n3;4\n\n"u8.ToArray()],
            bytes => _ = SeriesTable.Read(new MemoryStream(bytes), "fuzzed.csv", null));
        yield return new("onnx", [.. Onnx(folder)], bytes => Check(OnnxReader.Read(new MemoryStream(bytes), "fuzzed.onnx")));
        yield return new("run.json", [.. Documents(folder)], bytes =>
        {
            File.WriteAllBytes(folder["run/run.json"], bytes);
            _ = RunSummary.Read(folder["run"]);
            _ = TrainingRun.Load(folder["run"]);
        }, Json)
        {
            // A configuration may ask for a hundred thousand units, which are counted before they are refused.
            Floor = 256 << 20,
        };
        yield return new("sealed", [File.ReadAllBytes(folder["run/checkpoint.safetensors"]), File.ReadAllBytes(folder["run/weights.safetensors"])], Arrays);
        yield return new("packed-run", [Packed(folder)], bytes =>
        {
            File.WriteAllBytes(folder["fuzzed.zip"], bytes);
            using var run = RunFolder.Open(folder["fuzzed.zip"]);
            _ = run.LoadWeights();
        }, ContainerMutation.OfZip);
    }

    private static FuzzReader Arrays(string name, string[] files, params Mutation[] mutations) => new(name, [.. files.Select(Fixtures.Bytes)], Arrays, mutations);

    private static void Arrays(byte[] bytes) => Check(ArrayFiles.Read(new MemoryStream(bytes), "fuzzed.bin"));

    // What is read is whole: as many values as the shape says, and each name once.
    private static void Check(ArrayFile file)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var array in file.Arrays)
        {
            Assert.True(names.Add(array.Name) && array.Shape.Aggregate(1L, (count, axis) => count * axis) == array.Values.Length, array.Name);
        }
    }

    private static byte[] Json(byte[] seed, byte[] other, ref RandomStream random) =>
        Encoding.UTF8.GetBytes(JsonMutation.Of(Encoding.UTF8.GetString(seed), new RandomStream(new StreamKey(random.NextUInt32(), Purpose.Analysis), 0)));

    private static IEnumerable<byte[]> Onnx(TemporaryFolder folder)
    {
        foreach (var (name, run) in OnnxCases.All.Take(3))
        {
            OnnxFile.Write(run, folder[$"{name}.onnx"]);
            yield return File.ReadAllBytes(folder[$"{name}.onnx"]);
        }
    }

    // With its checksum, and as an older format without.
    private static IEnumerable<byte[]> Documents(TemporaryFolder folder)
    {
        if (!Directory.Exists(folder["run"]))
        {
            TrainingRun.Execute(SmallRun.Easy(1), folder["run"], false, 1, new(), TestContext.Current.CancellationToken);
        }

        var whole = File.ReadAllBytes(folder["run/run.json"]);
        EditedRun.MakeOlder(folder["run"], 2);
        var older = File.ReadAllBytes(folder["run/run.json"]);
        File.WriteAllBytes(folder["run/run.json"], whole);
        return [whole, older, older];
    }

    private static byte[] Packed(TemporaryFolder folder)
    {
        PackedRun.Write(folder["run"], folder["packed.zip"]);
        return File.ReadAllBytes(folder["packed.zip"]);
    }
}
