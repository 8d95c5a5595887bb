using System.Buffers.Binary;
using System.IO.Compression;
using Engram.Numerics;

namespace Engram.Tests.Fuzzing;

/// <summary>Changes within what is packed, and packs it again: checksums hold, so that what lies behind them is reached.</summary>
internal static class ContainerMutation
{
    /// <summary>A zip, npz or PyTorch file with one of its files changed, or the bytes changed where it is none.</summary>
    public static byte[] OfZip(byte[] seed, byte[] other, ref RandomStream random)
    {
        using var source = new ZipArchive(new MemoryStream(seed));
        using var made = new MemoryStream();
        var level = random.NextInt(2) == 0 ? CompressionLevel.NoCompression : CompressionLevel.Fastest;
        var (count, chosen, renamed) = (source.Entries.Count, random.NextInt(source.Entries.Count), random.NextInt(12) == 0);
        using (var target = new ZipArchive(made, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (var place = 0; place < count; place++)
            {
                var entry = source.Entries[place];
                using var content = new MemoryStream();
                using (var stream = entry.Open())
                {
                    stream.CopyTo(content);
                }

                var name = place == chosen && renamed ? source.Entries[random.NextInt(count)].FullName : entry.FullName;
                var bytes = place == chosen && !renamed ? ByteMutation.Of(content.ToArray(), other, ref random) : content.ToArray();
                using var file = target.CreateEntry(name, level).Open();
                file.Write(bytes);
            }
        }

        return made.ToArray();
    }

    /// <summary>A MATLAB file with one of its packed variables changed.</summary>
    public static byte[] OfMat(byte[] seed, byte[] other, ref RandomStream random)
    {
        const int Header = 128, Packed = 15;
        using var made = new MemoryStream();
        made.Write(seed.AsSpan(0, Header));
        var chosen = random.NextInt(16);
        for (var (place, variable) = (Header, 0); place + 8 <= seed.Length; variable++)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(seed.AsSpan(place + 4));
            var data = seed.AsSpan(place + 8, length).ToArray();
            if (BinaryPrimitives.ReadInt32LittleEndian(seed.AsSpan(place)) == Packed && (variable == chosen || random.NextInt(8) == 0))
            {
                using var unpacked = new MemoryStream();
                using (var stream = new ZLibStream(new MemoryStream(data), CompressionMode.Decompress))
                {
                    stream.CopyTo(unpacked);
                }

                using var packed = new MemoryStream();
                using (var stream = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
                {
                    stream.Write(ByteMutation.Of(unpacked.ToArray(), other, ref random));
                }

                data = packed.ToArray();
            }

            made.Write(seed.AsSpan(place, 4));
            made.Write(BitConverter.GetBytes(data.Length));
            made.Write(data);
            place += 8 + length;
        }

        return made.ToArray();
    }
}
