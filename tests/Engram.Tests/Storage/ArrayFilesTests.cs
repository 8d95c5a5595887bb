using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Engram.Configuration;
using Engram.Storage;

namespace Engram.Tests.Storage;

/// <summary>What other programs wrote is read as they say it is, and what is not read is refused in a sentence.</summary>
public sealed class ArrayFilesTests
{
    private static readonly JsonElement Expected = JsonDocument.Parse(Fixtures.Bytes("expected.json")).RootElement;

    public static TheoryData<string> Files => [.. Expected.EnumerateObject().Select(file => file.Name)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Arrays_are_those_that_the_other_program_has(string name)
    {
        var file = ArrayFiles.Read(Fixtures.Path(name));
        var expected = Expected.GetProperty(name).EnumerateObject().ToDictionary(array => array.Name, array => array.Value);
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), file.Arrays.Select(array => array.Name).Order(StringComparer.Ordinal));
        foreach (var array in file.Arrays)
        {
            var truth = expected[array.Name];
            Assert.Equal(truth[0].EnumerateArray().Select(axis => axis.GetInt32()), array.Shape);
            Assert.Equal(truth[1].EnumerateArray().Select(value => value.GetDouble()), array.Doubles());
            Assert.Equal(array.Singles(), array.Doubles().Select(value => (float)value));
        }
    }

    [Fact]
    public void Types_are_kept_as_far_as_Engram_has_them()
    {
        var file = ArrayFiles.Read(Fixtures.Path("octave-7.mat"));
        Assert.Equal(
            [ElementType.Float64, ElementType.Float32, ElementType.Int64, ElementType.Int64],
            new[] { "w", "single_w", "u", "flag" }.Select(name => file.Array(name).Type));
        Assert.Equal(9007199254740993, Assert.Single(file.Int64("big")));
    }

    [Fact]
    public void Texts_are_metadata_and_what_is_no_number_is_named_when_it_is_asked_for()
    {
        var npz = ArrayFiles.Read(Fixtures.Path("plain.npz"));
        Assert.Equal(("first line\nzweite Zeile: ä, κ", "a"), (npz.Metadata["about"], npz.Metadata["word"]));
        var mat = ArrayFiles.Read(Fixtures.Path("scipy.mat"));
        Assert.Equal(("κ and ä", "one\nthree", "a net"), (mat.Metadata["text"], mat.Metadata["lines"], mat.Metadata["net.name"]));
        Assert.Equal("hello", ArrayFiles.Read(Fixtures.Path("octave-7.mat")).Metadata["s.word"]);
        Assert.Contains("'sparse' is sparse; save `full(sparse)`", Fault(() => mat.Array("sparse")), StringComparison.Ordinal);
        Assert.Contains("'z' is complex", Fault(() => mat.Array("z")), StringComparison.Ordinal);
        Assert.Contains("'text' is text", Fault(() => mat.Array("text")), StringComparison.Ordinal);
        Assert.Contains("no array 'sclar'. Did you mean 'scalar'?", Fault(() => mat.Array("sclar")), StringComparison.Ordinal);
        var other = ArrayFiles.Read(Fixtures.Path("other.npz"));
        Assert.Equal(["c", "when", "structured", "o"], other.Skipped.Keys);
        Assert.Contains("has type <c16", Fault(() => other.Array("c")), StringComparison.Ordinal);
        Assert.Contains("has type [('a', '<f8')]", Fault(() => other.Array("structured")), StringComparison.Ordinal);
        Assert.Contains("has type |O", Fault(() => Npz.Read(Fixtures.Path("other.npz"))), StringComparison.Ordinal);
        Assert.Equal(
            ("checkpoint", "cpu"),
            ArrayFiles.Read(Fixtures.Path("checkpoint.pth")).Metadata is var texts ? (texts["note"], texts["device"]) : default);
    }

    [Fact]
    public void The_form_of_PyTorch_before_version_1_6_is_read_and_executes_nothing()
    {
        var (old, now) = (ArrayFiles.Read(Fixtures.Path("legacy.pt")), ArrayFiles.Read(Fixtures.Path("checkpoint.pth")));
        Assert.Equal(["weight", "bias"], old.Arrays.Select(array => array.Name));
        Assert.Equal(now.Float32("model.weight", 1, 2), old.Float32("weight", 1, 2));
        Assert.Equal(now.Float32("model.bias", 1), old.Float32("bias", 1));

        using var folder = new TemporaryFolder();
        var bytes = Fixtures.Bytes("legacy.pt");
        foreach (var length in Enumerable.Range(0, bytes.Length))
        {
            File.WriteAllBytes(folder["cut.pt"], bytes[..length]);
            Fault(() => ArrayFiles.Read(folder["cut.pt"]));
        }

        File.WriteAllBytes(folder["evil.pt"], [.. TorchLegacyReader.Begins, .. Fixtures.Bytes("evil.pkl")]);
        Assert.Contains("it names 'posix.system'", Fault(() => ArrayFiles.Read(folder["evil.pt"])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evil.pt", "it names 'posix.system'", "torch.save(model.state_dict(), 'FILE.pt')")]
    [InlineData("module.pt", "it names 'torch.nn.modules.linear.Linear'", "torch.save(model.state_dict(), 'FILE.pt')")]
    [InlineData("numpy-scalar.pt", "it names 'numpy.core.multiarray.scalar'", "torch.save(model.state_dict(), 'FILE.pt')")]
    [InlineData("evil.pkl", "a Python pickle", "numpy.savez")]
    [InlineData("hdf.h5", "HDF5", "npz")]
    [InlineData("matlab-7.3.mat", "version 7.3", "'-v7'")]
    [InlineData("octave-4.mat", "version 4", "'-v7'")]
    [InlineData("octave-text.mat", "Octave's text format", "save -v7")]
    [InlineData("expected.json", "none of npz, npy", "write it again")]
    [InlineData("../Formats", "is a folder", "Give a file")]
    [InlineData("missing.npz", "does not exist", "Check the path")]
    public void What_is_not_read_is_named_with_what_to_do(string file, string what, string remedy)
    {
        var fault = Fault(() => ArrayFiles.Read(Fixtures.Path(file)));
        Assert.Contains(what, fault, StringComparison.Ordinal);
        Assert.Contains(remedy, fault, StringComparison.Ordinal);
        Assert.False(File.Exists("executed") || File.Exists(Fixtures.Path("executed")));
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_refused_or_read_as_far_as_whole_variables_go()
    {
        foreach (var name in Files.Select(row => row.Data))
        {
            var whole = Fixtures.Bytes(name);
            for (var length = 0; length < whole.Length; length += 7)
            {
                try
                {
                    var file = ArrayFiles.Read(new MemoryStream(whole, 0, length), name);
                    Assert.True(MatReader.IsMat(whole.AsSpan(0, 128)) && file.Arrays.Count <= Expected.GetProperty(name).EnumerateObject().Count(), name);
                }
                catch (UsageException fault)
                {
                    Assert.Contains(name, fault.Message, StringComparison.Ordinal);
                }
            }
        }
    }

    // A zip of a megabyte of zeros packs a thousand to one; a gigabyte is packed, but the checksum of its length is found before it is held.
    [Fact]
    public void What_unpacks_to_far_more_than_it_should_is_refused_before_it_is_held()
    {
        using var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("w.npy", CompressionLevel.Fastest).Open();
            var header = Encoding.ASCII.GetBytes("{'descr': '|u1', 'fortran_order': False, 'shape': (67108864,), }".PadRight(117) + "\n");
            entry.Write([0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. header]);
            for (var part = 0; part < 64; part++)
            {
                entry.Write(new byte[1 << 20]);
            }
        }

        // 64 MB of bytes are 512 MB of whole numbers, and with three such arrays more than a gigabyte.
        var bytes = packed.ToArray();
        Assert.Equal(1 << 26, Assert.Single(ArrayFiles.Read(new MemoryStream(bytes), "a.npz").Arrays).Values.Length);
        var contents = new ArrayContents("a.npz", 1 << 26);
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var again = new ZipArchive(new MemoryStream(bytes));
        Assert.Contains("takes more than 67108864 bytes", Fault(() => ZipFiles.Verified(again.Entries[0], contents, "array 'w'")), StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 22);
    }

    // A tensor of a kilobyte that claims to be repeated a million times, by strides of 0.
    [Fact]
    public void A_view_that_repeats_its_numbers_without_end_is_refused()
    {
        var bytes = Encoding.Latin1.GetString(Fixtures.Bytes("views.pt"));
        Assert.Contains("K\u0003K\u0006", bytes, StringComparison.Ordinal);
        using var source = new ZipArchive(new MemoryStream(Fixtures.Bytes("views.pt")));
        using var changed = new MemoryStream();
        using (var target = new ZipArchive(changed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in source.Entries)
            {
                using var from = entry.Open();
                using var content = new MemoryStream();
                from.CopyTo(content);
                var text = Encoding.Latin1.GetString(content.ToArray());
                using var to = target.CreateEntry(entry.FullName).Open();
                to.Write(Encoding.Latin1.GetBytes(text.Replace("K\u0003K\u0006", "J\u0000\u0000\u0000\u0001K\u0006", StringComparison.Ordinal)));
            }
        }

        Assert.Contains("when it is unpacked", Fault(() => ArrayFiles.Read(new MemoryStream(changed.ToArray()), "a.pt")), StringComparison.Ordinal);
    }

    [Fact]
    public void Series_are_read_from_every_format()
    {
        var npy = SeriesFile.Read(Fixtures.Path("weights.dat"), "weights", 10.Ms);
        var mat = SeriesFile.Read(Fixtures.Path("octave-7.mat"), "w", 10.Ms);
        var safetensors = SeriesFile.Read(Fixtures.Path("types.safetensors"), "tI16", 10.Ms);
        Assert.All(new[] { npy, mat, safetensors }, series => Assert.Equal(20.Ms, series.Duration));
        Assert.Equal((4f, 6f), (npy.At(20.Ms, 1), mat.At(20.Ms, 1)));
        Assert.Contains("no array 'position'", Fault(() => SeriesFile.Read(Fixtures.Path("weights.dat"), "position", 10.Ms)), StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_of_npz_are_written_as_they_are_read()
    {
        using var folder = new TemporaryFolder();
        Npz.Write(folder["a.npz"], [new("w", [1f])], [new("about", ["κ: one", "", "𝄞 two"])]);
        var file = ArrayFiles.Read(folder["a.npz"]);
        Assert.Equal("κ: one\n\n𝄞 two", file.Metadata["about"]);
        Assert.Equal("w", Assert.Single(Npz.Read(folder["a.npz"])).Name);
        Assert.Throws<ArgumentException>(() => Npz.Write(folder["b.npz"], [new("w", [1f])], [new("w", ["x"])]));
    }

    private static string Fault(Func<object> action) => Assert.Throws<UsageException>(action).Message;
}
