using System.Buffers.Binary;
using Engram.Configuration;

namespace Engram.Storage;

/// <summary>
/// What <c>torch.save</c> wrote before PyTorch 1.6, and writes where it is told to: five pickles one after another (a mark, a version, the
/// machine, the value, the keys of the storages), and then each storage as its count and its numbers. Source: PyTorch,
/// <c>torch/serialization.py</c>, <c>_legacy_save</c>.
/// </summary>
internal static class TorchLegacyReader
{
    private const int LongestPickles = 1 << 24, CountLength = sizeof(long);

    private const string Endian = "little_endian";

    /// <summary>The mark that such a file begins with.</summary>
    public static ReadOnlySpan<byte> Begins => [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.'];

    /// <summary>Reads a file.</summary>
    /// <param name="stream">The file, at its beginning.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="stem">What a tensor is called that is in no dictionary.</param>
    /// <exception cref="UsageException">It is damaged, holds other things than tensors, or would not fit into memory.</exception>
    public static ArrayFile Read(Stream stream, string path, string stem)
    {
        var contents = new ArrayContents(path, ArrayContents.Allowed(stream.Length, 1L << 24));
        var head = new byte[Math.Min(stream.Length, LongestPickles)];
        stream.ReadExactly(head);
        var place = Begins.Length;
        var storages = new Dictionary<string, PickleStorage>(StringComparer.Ordinal);
        object? Next()
        {
            var machine = new PickleMachine(head, contents, place);
            var value = machine.Run();
            place = machine.End;
            foreach (var storage in machine.Storages)
            {
                storages[storage.Key] = storage;
            }

            return value;
        }

        _ = Next();
        var isBigEndian = Next() is PickleDictionary machine && machine.Exists(entry => entry is (Endian, false));
        var tensors = Next();
        var places = Places(stream, Next() as PickleList, place, storages, isBigEndian, contents);
        byte[]? Numbers(string key)
        {
            if (!places.TryGetValue(key, out var part))
            {
                return null;
            }

            contents.Take(part.Length);
            var bytes = new byte[part.Length];
            stream.Position = part.Start;
            stream.ReadExactly(bytes);
            return bytes;
        }

        return new TorchTensors(Numbers, isBigEndian, contents).File(tensors, stem);
    }

    // Where each storage lies, in the order of the keys.
    private static Dictionary<string, (long Start, int Length)> Places(
        Stream stream, PickleList? keys, long place, Dictionary<string, PickleStorage> storages, bool isBigEndian, ArrayContents contents)
    {
        var places = new Dictionary<string, (long, int)>(StringComparer.Ordinal);
        Span<byte> length = stackalloc byte[CountLength];
        foreach (var key in keys ?? throw contents.Fault("it does not list its storages"))
        {
            if (key is not string name || !storages.TryGetValue(name, out var storage) || place > stream.Length - CountLength)
            {
                throw contents.Fault("it is cut off, or its list of storages is damaged");
            }

            stream.Position = place;
            stream.ReadExactly(length);
            var count = isBigEndian ? BinaryPrimitives.ReadInt64BigEndian(length) : BinaryPrimitives.ReadInt64LittleEndian(length);
            var bytes = (Int128)count * TorchGlobals.Storages[storage.Type].Width;
            place += CountLength;
            if (count != storage.Count || count < 0 || bytes > stream.Length - place || bytes > Array.MaxLength)
            {
                throw contents.Fault("it is cut off, or a storage has another length than its tensors say");
            }

            places[name] = (place, (int)bytes);
            place += (long)bytes;
        }

        return places;
    }
}
