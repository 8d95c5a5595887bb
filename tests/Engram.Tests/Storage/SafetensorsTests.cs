using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Engram.Configuration;
using Engram.Storage;
using FsCheck;
using FsCheck.Fluent;

namespace Engram.Tests.Storage;

public sealed class SafetensorsTests
{
    private static readonly NamedArray[] Sample =
    [
        new("w", [1f, -2f, 0.5f, 3f, 4f, 5f], 2, 3),
        new("moment", [1e-300, double.NaN], 2),
        new("update", [long.MinValue]),
        new("none", Array.Empty<float>(), 0, 4),
    ];

    [Fact]
    public void A_tiny_file_has_the_bytes_written_out_by_hand()
    {
        const string Header = """{"__metadata__":{"k":"v"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""";
        Assert.Equal(79, Header.Length);
        byte[] expected =
        [
            80, 0, 0, 0, 0, 0, 0, 0,
            .. Encoding.ASCII.GetBytes(Header), (byte)' ',
            0x00, 0x00, 0x80, 0x3f, // 1
            0x00, 0x00, 0x00, 0xc0, // -2
        ];
        Assert.Equal(expected, Bytes([new("a", [1f, -2f])], new Dictionary<string, string> { ["k"] = "v" }));
    }

    [Fact]
    public void An_independent_reader_finds_every_value()
    {
        var file = Bytes(Sample);
        var header = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        Assert.Equal(0, header % 8);
        using var json = JsonDocument.Parse(file.AsMemory(8, header));
        byte[] Slice(string name)
        {
            var offsets = json.RootElement.GetProperty(name).GetProperty("data_offsets");
            return file[(8 + header + offsets[0].GetInt32())..(8 + header + offsets[1].GetInt32())];
        }

        Assert.Equal([1f, -2f, 0.5f, 3f, 4f, 5f], Enumerable.Range(0, 6).Select(i => BitConverter.ToSingle(Slice("w"), 4 * i)));
        Assert.Equal("[2,3]", json.RootElement.GetProperty("w").GetProperty("shape").GetRawText());
        Assert.Equal([1e-300, double.NaN], Enumerable.Range(0, 2).Select(i => BitConverter.ToDouble(Slice("moment"), 8 * i)));
        Assert.Equal(long.MinValue, BitConverter.ToInt64(Slice("update")));
        Assert.Empty(Slice("none"));
    }

    [Fact]
    public void Arrays_and_metadata_survive_the_file_bit_by_bit()
    {
        using var folder = new TemporaryFolder();
        Prop.ForAll(ArbMap.Default.ArbFor<(float[] F, double[] D, long[] I, NonNull<string> Text)>(), drawn =>
        {
            // Strings with half a surrogate pair are no text.
            var text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(drawn.Text.Get));
            var path = folder["a.safetensors"];
            NamedArray[] arrays = [new("f", drawn.F, 1, drawn.F.Length), new("d" + text, drawn.D), new("i", drawn.I)];
            File.WriteAllBytes(path, Bytes(arrays, new Dictionary<string, string> { ["key" + text] = text }));
            var file = Safetensors.Read(path);
            return Same(file.Float32("f", 1, drawn.F.Length), drawn.F)
                && Same(file.Float64("d" + text), drawn.D)
                && file.Int64("i").SequenceEqual(drawn.I) && file.Metadata["key" + text] == text && file.Arrays.Count == 3;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Bytes_do_not_depend_on_the_order_given()
    {
        var metadata = new Dictionary<string, string> { ["b"] = "1", ["a"] = "2" };
        Assert.Equal(Bytes(Sample, metadata), Bytes([.. Sample.Reverse()], metadata.Reverse().ToDictionary()));
    }

    [Fact]
    public void A_file_cut_at_any_byte_is_a_usage_error_that_names_it()
    {
        using var folder = new TemporaryFolder();
        var (path, whole) = (folder["cut.safetensors"], Bytes(Sample));
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            var fault = Assert.Throws<UsageException>(() => Safetensors.Read(path));
            Assert.Contains("cut.safetensors", fault.Message, StringComparison.Ordinal);
        }

        File.WriteAllBytes(path, whole);
        Assert.Equal(4, Safetensors.Read(path).Arrays.Count);
    }

    [Fact]
    public void A_file_with_any_header_byte_changed_is_read_or_is_a_usage_error()
    {
        using var folder = new TemporaryFolder();
        var (path, whole) = (folder["changed.safetensors"], Bytes([new("w", [1f, 2f], 2), new("d", [3.0])]));
        foreach (var change in new byte[] { 1, 0x10, 0x80, 0xff })
        {
            for (var place = 0; place < whole.Length - 16; place++)
            {
                var changed = whole.ToArray();
                changed[place] ^= change;
                File.WriteAllBytes(path, changed);
                var fault = Record.Exception(() => Safetensors.Read(path));
                Assert.True(fault is null or UsageException, $"byte {place} ^ {change}: {fault}");
            }
        }
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F8_E4M3","shape":[2],"data_offsets":[0,4]}}""", 4, "type F8_E4M3")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "which does not match its shape (2)")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "do not follow")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8, "4 bytes more")]
    [InlineData("""{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}""", 4, "not")]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[],"data_offsets":[4,8]}}""", 8, "header")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1,-1],"data_offsets":[0,4]}}""", 4, "does not match its shape")]
    [InlineData("""{"a":{"dtype":"F64","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,8]}}""", 8, "does not match its shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1073741825,4],"data_offsets":[0,16]}}""", 16, "does not match its shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "is not valid")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}""", 4, "is not valid")]
    [InlineData("""{"a":{"shape":[1],"data_offsets":[0,4]}}""", 4, "is not valid")]
    [InlineData("""{"__metadata__":{"k":1}}""", 0, "is not valid")]
    [InlineData("""["a"]""", 0, "is not valid")]
    public void A_header_that_lies_is_refused(string header, int dataBytes, string expected)
    {
        using var folder = new TemporaryFolder();
        var file = new byte[8 + header.Length + dataBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)header.Length);
        Encoding.ASCII.GetBytes(header).CopyTo(file, 8);
        File.WriteAllBytes(folder["x"], file);
        Assert.Contains(expected, Assert.Throws<UsageException>(() => Safetensors.Read(folder["x"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Asking_for_the_wrong_name_type_or_shape_says_what_is_there()
    {
        using var folder = new TemporaryFolder();
        Safetensors.Write(folder["s"], Sample);
        var file = Safetensors.Read(folder["s"]);
        Assert.Equal(6, file.Float32("w", 2, 3).Length);
        Assert.Contains("Did you mean 'moment'", Fault(() => file.Float64("momemt")), StringComparison.Ordinal);
        Assert.Contains("has type F32, but F64 is needed", Fault(() => file.Float64("w")), StringComparison.Ordinal);
        Assert.Contains("has shape (2 × 3), but (3 × 2) is needed", Fault(() => file.Float32("w", 3, 2)), StringComparison.Ordinal);
        Assert.Contains("does not exist", Fault(() => Safetensors.Read(folder["missing"])), StringComparison.Ordinal);
        Assert.Contains("cannot be read", Fault(() => Safetensors.Read(folder.Path)), StringComparison.Ordinal);

        static string Fault(Action action) => Assert.Throws<UsageException>(action).Message;
    }

    [Fact]
    public void Two_arrays_of_one_name_are_refused() =>
        Assert.Throws<ArgumentException>(() => Bytes([new("a", [1f]), new("a", [2.0])]));

    private static byte[] Bytes(NamedArray[] arrays, IReadOnlyDictionary<string, string>? metadata = null)
    {
        using var stream = new MemoryStream();
        Safetensors.Write(stream, arrays, metadata);
        return stream.ToArray();
    }

    private static bool Same<T>(T[] a, T[] b)
        where T : unmanaged => MemoryMarshal.AsBytes(a.AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(b.AsSpan()));
}
