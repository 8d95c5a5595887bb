using System.Buffers.Binary;
using System.Globalization;
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
    [InlineData("<m8", "False", "(1,)", "<m8")]
    [InlineData("<u8", "False", "(1,)", "above 9223372036854775807")]
    [InlineData("<c8", "False", "(1,)", "<c8")]
    [InlineData("<f8", "False", "(2,)", "8 bytes")]
    [InlineData("<f8", "False", "(-1,)", "-1")]
    [InlineData("<f8", "False", "(99999999999,)", "99999999999")]
    [InlineData("<f8", "False", "(70000, 70000, 70000)", "8 bytes")]
    public void What_is_not_read_is_named(string type, string order, string shape, string part)
    {
        var header = $"{{'descr': '{type}', 'fortran_order': {order}, 'shape': {shape}, }}".PadRight(117) + "\n";
        byte[] file = [0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. Encoding.ASCII.GetBytes(header), .. Enumerable.Repeat((byte)255, 8)];
        Zip(file);
        var fault = Assert.Throws<UsageException>(() => Npz.Read(folder["a.npz"])).Message;
        Assert.Contains("'w'", fault);
        Assert.Contains(part, fault);
    }

    // numpy.arange(6).reshape(2, 3) in each type and order: 0 1 2 / 3 4 5, and -1 or the greatest where the type has them.
    [Theory]
    [InlineData("<f8", true, "000000000000000000000000000008400000000000 00f03f00000000000010400000000000000040000000000000 1440", "0 1 2 3 4 5")]
    [InlineData(">f4", true, "00000000404000003f800000408000004000000040a00000", "0 1 2 3 4 5")]
    [InlineData("<f2", false, "0000003c00400042004400 45", "0 1 2 3 4 5")]
    [InlineData("|i1", false, "00010203 04ff", "0 1 2 3 4 -1")]
    [InlineData("|u1", true, "0003010402ff", "0 1 2 3 4 255")]
    [InlineData("<i2", false, "000001000200030004 00ffff", "0 1 2 3 4 -1")]
    [InlineData(">u2", false, "00000001000200030004ffff", "0 1 2 3 4 65535")]
    [InlineData("<i4", true, "000000000300000001000000040000000200000005000000", "0 1 2 3 4 5")]
    [InlineData("<u4", false, "0000000001000000020000000300000004000000ffffffff", "0 1 2 3 4 4294967295")]
    [InlineData(">i8", false, "000000000000000000000000000000010000000000000002000000000000000300000000000000 04ffffffffffffffff", "0 1 2 3 4 -1")]
    [InlineData("|b1", true, "000101010101", "0 1 1 1 1 1")]
    public void Every_plain_type_is_read_in_either_order(string type, bool isFortran, string hex, string expected)
    {
        foreach (var version in new byte[] { 1, 2 })
        {
            var header = Encoding.ASCII.GetBytes(
                $"{{'descr': '{type}', 'fortran_order': {(isFortran ? "True" : "False")}, 'shape': (2, 3), }}".PadRight(117) + "\n");
            byte[] length = version == 1 ? [118, 0] : [118, 0, 0, 0];
            Zip([0x93, .. "NUMPY"u8, version, 0, .. length, .. header, .. Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))]);
            var array = Assert.Single(Npz.Read(folder["a.npz"]));
            Assert.Equal([2, 3], array.Shape);
            Assert.Equal(expected, string.Join(' ', array.Values.Cast<object>().Select(value => Convert.ToString(value, CultureInfo.InvariantCulture))));
        }
    }

    [Fact]
    public void Three_axes_in_the_order_of_Fortran_are_turned_round()
    {
        // a[i, j, k] = 100 i + 10 j + k of shape 2 × 3 × 2; the first index runs fastest.
        var bytes = from k in Enumerable.Range(0, 2) from j in Enumerable.Range(0, 3) from i in Enumerable.Range(0, 2) select (byte)((100 * i) + (10 * j) + k);
        var header = Encoding.ASCII.GetBytes("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3, 2), }".PadRight(117) + "\n");
        Zip([0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. header, .. bytes]);
        Assert.Equal([0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121], (long[])Assert.Single(Npz.Read(folder["a.npz"])).Values);
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

    [Fact]
    public void The_checksum_is_that_of_zip()
    {
        using var stream = new MemoryStream("123456789"u8.ToArray());
        Assert.Equal((0xCBF43926u, 9L), Crc32.Of(stream));
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void Every_flipped_bit_of_an_array_is_found(CompressionLevel level)
    {
        Npz.Write(folder["plain.npz"], [new("w", [0.5f, -2f, 3f]), new("v", [7L])]);
        using (var from = ZipFile.OpenRead(folder["plain.npz"]))
        using (var to = ZipFile.Open(folder["a.npz"], ZipArchiveMode.Create))
        {
            foreach (var entry in from.Entries)
            {
                using var copy = to.CreateEntry(entry.FullName, level).Open();
                copy.Write(Bytes(entry));
            }
        }

        var whole = File.ReadAllBytes(folder["a.npz"]);
        var directory = whole.AsSpan().IndexOf("PK\u0001\u0002"u8);
        var expected = Npz.Read(folder["a.npz"]);
        for (var bit = 0; bit < 8 * whole.Length; bit++)
        {
            var changed = whole.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(folder["a.npz"], changed);
            try
            {
                var read = Npz.Read(folder["a.npz"]);
                Assert.Equal(expected.Select(Raw), read.Select(Raw));
                Assert.Equal(expected.Select(array => array.Shape), read.Select(array => array.Shape));

                // Names stand twice; those that count have no checksum of their own.
                Assert.True(bit / 8 >= directory || expected.Select(array => array.Name).SequenceEqual(read.Select(array => array.Name)));
            }
            catch (UsageException)
            {
                continue;
            }
        }
    }

    [Fact]
    public void A_flipped_bit_of_a_number_is_told_with_the_array()
    {
        Npz.Write(folder["a.npz"], [new("w", [0.5f, -2f, 3f])]);
        var bytes = File.ReadAllBytes(folder["a.npz"]);
        bytes[bytes.AsSpan().IndexOf(BitConverter.GetBytes(-2f))] ^= 4;
        File.WriteAllBytes(folder["a.npz"], bytes);
        Assert.Contains(
            "a.npz' cannot be used: array 'w' does not match its checksum",
            Assert.Throws<UsageException>(() => Npz.Read(folder["a.npz"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_arrays_of_one_name_and_what_is_no_array_are_refused()
    {
        Npz.Write(folder["a.npz"], [new("w", [1f]), new("v", [2f])]);
        Rename("v.npy", "w.npy");
        Assert.Contains("it has two arrays named 'w'", Assert.Throws<UsageException>(() => Npz.Read(folder["a.npz"])).Message, StringComparison.Ordinal);
        Npz.Write(folder["a.npz"], [new("w", [1f]), new("v", [2f])]);
        Rename("v.npy", "v.npx");
        Assert.Contains("it contains 'v.npx'", Assert.Throws<UsageException>(() => Npz.Read(folder["a.npz"])).Message, StringComparison.Ordinal);

        void Rename(string from, string to)
        {
            var text = Encoding.Latin1.GetString(File.ReadAllBytes(folder["a.npz"])).Replace(from, to, StringComparison.Ordinal);
            File.WriteAllBytes(folder["a.npz"], Encoding.Latin1.GetBytes(text));
        }
    }

    public void Dispose() => folder.Dispose();

    private void Zip(byte[] file)
    {
        File.Delete(folder["a.npz"]);
        using var archive = ZipFile.Open(folder["a.npz"], ZipArchiveMode.Create);
        using var entry = archive.CreateEntry("w.npy").Open();
        entry.Write(file);
    }

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
