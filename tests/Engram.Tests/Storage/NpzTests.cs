using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using Engram.Configuration;
using Engram.Storage;

namespace Engram.Tests.Storage;

public sealed class NpzTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void An_array_has_the_bytes_written_out_by_hand()
    {
        Npz.Write(folder["a.npz"], [new("w", [1f, -2f], 1, 2)]);
        using var archive = ZipFile.OpenRead(folder["a.npz"]);
        var entry = Assert.Single(archive.Entries);
        Assert.Equal(("w.npy", entry.Length), (entry.FullName, entry.CompressedLength));
        const string Header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }";
        byte[] expected =
        [
            0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, 118, 0,
            .. Encoding.ASCII.GetBytes(Header.PadRight(117)), (byte)'\n',
            0x00, 0x00, 0x80, 0x3f, // 1
            0x00, 0x00, 0x00, 0xc0, // -2
        ];
        Assert.Equal(128 + 8, expected.Length);
        Assert.Equal(expected, Bytes(entry));
    }

    [Fact]
    public void One_axis_is_written_with_a_comma_and_the_header_ends_on_a_multiple_of_64()
    {
        for (var length = 1; length < 100_000; length *= 10)
        {
            Npz.Write(folder["a.npz"], [new("i", new long[length]), new("d", new double[length], length, 1, 1)]);
            using var archive = ZipFile.OpenRead(folder["a.npz"]);
            foreach (var entry in archive.Entries)
            {
                var bytes = Bytes(entry);
                var header = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8));
                Assert.Equal(0, (10 + header) % 64);
                var text = Encoding.ASCII.GetString(bytes, 10, header);
                Assert.Contains(entry.Name == "i.npy" ? $"'<i8', 'fortran_order': False, 'shape': ({length},), }}" : "'<f8'", text);
                Assert.EndsWith(" \n", text);
            }
        }
    }

    [Fact]
    public void Arrays_survive_the_file_bit_by_bit_and_the_same_arrays_give_the_same_bytes()
    {
        NamedArray[] arrays =
        [
            new("z", [1f, float.NaN, 3f, float.NegativeInfinity, -0f, 1e-45f], 3, 1, 2), new("a", [Math.PI, double.MaxValue]),
            new("i", [long.MinValue, long.MaxValue]), new("none", Array.Empty<float>(), 0, 4),
        ];
        Npz.Write(folder["a.npz"], arrays);
        Npz.Write(folder["b.npz"], arrays);
        Assert.Equal(File.ReadAllBytes(folder["a.npz"]), File.ReadAllBytes(folder["b.npz"]));
        var read = Npz.Read(folder["a.npz"]);
        Assert.Equal(arrays.Select(array => (array.Name, array.Type)), read.Select(array => (array.Name, array.Type)));
        Assert.All(arrays.Zip(read), pair =>
        {
            Assert.Equal(pair.First.Shape, pair.Second.Shape);
            Assert.Equal(Raw(pair.First), Raw(pair.Second));
        });
        Assert.Throws<ArgumentException>(() => Npz.Write(folder["c.npz"], [arrays[0], arrays[0]]));
    }

    [Theory]
    [InlineData("<f8", "True", "(1,)", "column by column")]
    [InlineData("<c8", "False", "(1,)", "<c8")]
    [InlineData("<f8", "False", "(2,)", "8 bytes")]
    [InlineData("<f8", "False", "(-1,)", "-1")]
    [InlineData("<f8", "False", "(99999999999,)", "99999999999")]
    [InlineData("<f8", "False", "(70000, 70000, 70000)", "8 bytes")]
    public void What_is_not_read_is_named(string type, string order, string shape, string part)
    {
        var header = $"{{'descr': '{type}', 'fortran_order': {order}, 'shape': {shape}, }}".PadRight(117) + "\n";
        byte[] file = [0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. Encoding.ASCII.GetBytes(header), .. new byte[8]];
        using (var archive = ZipFile.Open(folder["a.npz"], ZipArchiveMode.Create))
        {
            using var entry = archive.CreateEntry("w.npy").Open();
            entry.Write(file);
        }

        var fault = Assert.Throws<UsageException>(() => Npz.Read(folder["a.npz"])).Message;
        Assert.Contains("'w'", fault);
        Assert.Contains(part, fault);
    }

    [Fact]
    public void A_broken_file_is_refused_in_a_sentence()
    {
        Npz.Write(folder["a.npz"], [new("w", new double[100])]);
        var whole = File.ReadAllBytes(folder["a.npz"]);
        for (var length = 0; length < whole.Length; length += 37)
        {
            File.WriteAllBytes(folder["b.npz"], whole[..length]);
            Assert.Throws<UsageException>(() => Npz.Read(folder["b.npz"]));
        }

        Assert.Throws<UsageException>(() => Npz.Read(folder["missing.npz"]));
    }

    public void Dispose() => folder.Dispose();

    private static byte[] Raw(NamedArray array) => array.Values switch
    {
        float[] values => MemoryMarshal.AsBytes(values.AsSpan()).ToArray(),
        double[] values => MemoryMarshal.AsBytes(values.AsSpan()).ToArray(),
        _ => MemoryMarshal.AsBytes(((long[])array.Values).AsSpan()).ToArray(),
    };

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
