using System.Buffers.Binary;
using System.Text.Json;
using Engram.Configuration;

namespace Engram.Storage;

/// <summary>Reads the safetensors format, trusting nothing that the header says.</summary>
internal static class SafetensorsReader
{
    // The reference implementation's own limit.
    public const long LongestHeader = 100_000_000;

    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    // F16, BF16 and whole numbers of other widths are converted; files of runs have none of them.
    private static readonly Dictionary<string, RawElements> Types = new(StringComparer.Ordinal)
    {
        ["F64"] = new('f', 8, false),
        ["F32"] = new('f', 4, false),
        ["F16"] = new('f', 2, false),
        ["BF16"] = new('h', 2, false),
        ["I64"] = new('i', 8, false),
        ["I32"] = new('i', 4, false),
        ["I16"] = new('i', 2, false),
        ["I8"] = new('i', 1, false),
        ["U64"] = new('u', 8, false),
        ["U32"] = new('u', 4, false),
        ["U16"] = new('u', 2, false),
        ["U8"] = new('u', 1, false),
        ["BOOL"] = new('b', 1, false),
    };

    private sealed record Entry(string Name, string Kind, RawElements Elements, int[] Shape, long Begin, long End)
    {
        // As they lie in memory.
        public bool IsPlain => Kind is "F64" or "F32" or "I64";
    }

    public static ArrayFile Read(Stream stream, string path)
    {
        var size = stream.Length;
        Span<byte> prefix = stackalloc byte[8];
        if (size < 8)
        {
            throw Fault(path, $"it has {size} bytes and is cut off before its header");
        }

        stream.ReadExactly(prefix);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > LongestHeader)
        {
            throw Fault(path, $"its header would be {length} bytes long, so it is not a safetensors file");
        }

        if (size - 8 < (long)length)
        {
            throw Fault(path, $"it has {size} bytes and is cut off within its header of {length} bytes");
        }

        var header = new byte[length];
        stream.ReadExactly(header);
        var data = size - 8 - (long)length;
        var (entries, metadata) = Parse(header, path);
        Check(entries, data, path);
        var arrays = new List<NamedArray>(entries.Count);
        foreach (var entry in entries)
        {
            arrays.Add(ReadArray(stream, entry, path));
        }

        if (metadata.Remove(Checksum.Key, out var stored))
        {
            // The checksum is that of the bytes in memory.
            return entries.All(entry => entry.IsPlain) && Checksum.Holds(stored, prefix, header, arrays) ? new ArrayFile(path, arrays, metadata) { IsSealed = true }
                : throw Fault(path, "it does not match its checksum, so it was changed or damaged after it was written"
                    + (FiniteArrays.Fault(arrays) is { } fault ? $" ({fault})" : ""));
        }

        return new ArrayFile(path, arrays, metadata);
    }

    private static NamedArray ReadArray(Stream stream, Entry entry, string path)
    {
        var array = NamedArray.Empty(entry.Name, entry.Elements.Type, (int)((entry.End - entry.Begin) / entry.Elements.Width), entry.Shape);
        if (entry.IsPlain)
        {
            stream.ReadExactly(array.Bytes);
            return array;
        }

        var bytes = new byte[entry.End - entry.Begin];
        stream.ReadExactly(bytes);
        try
        {
            entry.Elements.Read(bytes, array, isColumnMajor: false);
            return array;
        }
        catch (OverflowException)
        {
            throw Fault(path, $"array '{entry.Name}' has a number above {long.MaxValue}, the largest that Engram reads");
        }
    }

    private static (List<Entry> Entries, Dictionary<string, string> Metadata) Parse(byte[] header, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(header, Options);
            var entries = new List<Entry>();
            var metadata = new Dictionary<string, string>();
            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (member.Name == Safetensors.MetadataKey)
                {
                    foreach (var item in member.Value.EnumerateObject())
                    {
                        metadata.Add(item.Name, item.Value.GetString() ?? throw new FormatException("metadata null"));
                    }
                }
                else
                {
                    entries.Add(ParseEntry(member, path));
                }
            }

            entries.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
            return (entries, metadata);
        }
        catch (Exception fault) when (
            fault is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or ArgumentException)
        {
            throw Fault(path, "its header is not valid safetensors");
        }
    }

    private static Entry ParseEntry(JsonProperty member, string path)
    {
        var kind = member.Value.GetProperty("dtype").GetString() ?? "";
        var elements = Types.TryGetValue(kind, out var known) ? known : throw new UsageException(
            $"'{path}': array '{ArrayContents.Short(member.Name)}' has type {ArrayContents.Short(kind)}, which Engram does not read; convert it to F32, F64 or I64.");
        int[] shape = [.. member.Value.GetProperty("shape").EnumerateArray().Select(axis => axis.GetInt32())];
        var offsets = member.Value.GetProperty("data_offsets");
        return offsets.GetArrayLength() == 2 ? new Entry(member.Name, kind, elements, shape, offsets[0].GetInt64(), offsets[1].GetInt64())
            : throw new FormatException("data_offsets has two numbers");
    }

    /// <summary>
    /// Every array has as many bytes as its shape says, and together they cover the data without gap, overlap or remainder.
    /// </summary>
    private static void Check(List<Entry> entries, long data, string path)
    {
        long position = 0;
        foreach (var entry in entries)
        {
            if (entry.Begin != position || entry.End < entry.Begin)
            {
                throw Fault(path, $"the bytes of array '{entry.Name}' do not follow those of the array before it");
            }

            if (Bytes(entry) != entry.End - entry.Begin)
            {
                var shape = NamedArray.TextOf(entry.Shape);
                throw Fault(path, $"array '{entry.Name}' has {entry.End - entry.Begin} bytes, which does not match its shape ({shape})");
            }

            position = entry.End;
        }

        if (position > data)
        {
            throw Fault(path, $"its arrays need {position} bytes, but it has only {data}: it is cut off");
        }

        if (position < data)
        {
            throw Fault(path, $"it has {data - position} bytes more than its header says");
        }
    }

    /// <summary>Bytes of an array by its shape; −1 when a length is negative or no array in memory can be that long.</summary>
    private static long Bytes(Entry entry) => RawElements.Count(entry.Shape) is { } count ? (long)count * entry.Elements.Width : -1;

    private static UsageException Fault(string path, string what) =>
        new($"'{path}' cannot be used: {ArrayContents.Short(what)}. Restore it from a copy, or write it again.");
}
