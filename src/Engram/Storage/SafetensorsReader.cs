using System.Buffers.Binary;
using System.Text.Json;
using Engram.Configuration;

namespace Engram.Storage;

/// <summary>Reads the safetensors format, trusting nothing that the header says.</summary>
internal static class SafetensorsReader
{
    // The reference implementation's own limit.
    private const long LongestHeader = 100_000_000;

    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    private sealed record Entry(string Name, ElementType Type, int[] Shape, long Begin, long End);

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
            var array = NamedArray.Empty(entry.Name, entry.Type, (int)((entry.End - entry.Begin) / Size(entry.Type)), entry.Shape);
            stream.ReadExactly(array.Bytes);
            arrays.Add(array);
        }

        if (metadata.Remove(Checksum.Key, out var stored))
        {
            return Checksum.Holds(stored, prefix, header, arrays) ? new ArrayFile(path, arrays, metadata) { IsSealed = true }
                : throw Fault(path, "it does not match its checksum, so it was changed or damaged after it was written"
                    + (FiniteArrays.Fault(arrays) is { } fault ? $" ({fault})" : ""));
        }

        return new ArrayFile(path, arrays, metadata);
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
        var type = member.Value.GetProperty("dtype").GetString() switch
        {
            "F32" => ElementType.Float32,
            "F64" => ElementType.Float64,
            "I64" => ElementType.Int64,
            var other => throw new UsageException(
                $"'{path}': array '{member.Name}' has type {other}, which Engram does not read; convert it to F32, F64 or I64."),
        };
        int[] shape = [.. member.Value.GetProperty("shape").EnumerateArray().Select(axis => axis.GetInt32())];
        var offsets = member.Value.GetProperty("data_offsets");
        return offsets.GetArrayLength() == 2 ? new Entry(member.Name, type, shape, offsets[0].GetInt64(), offsets[1].GetInt64())
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
                var shape = string.Join(" × ", entry.Shape);
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
    private static long Bytes(Entry entry)
    {
        if (entry.Shape.Any(axis => axis < 0))
        {
            return -1;
        }

        // Spans of bytes, through which arrays are read, hold no more than int.MaxValue; the product stops growing before it overflows.
        var count = entry.Shape.Contains(0) ? 0
            : entry.Shape.Aggregate(1L, (product, axis) => product > int.MaxValue ? product : product * axis);
        return count <= int.MaxValue / Size(entry.Type) ? count * Size(entry.Type) : -1;
    }

    private static int Size(ElementType type) => type == ElementType.Float32 ? 4 : 8;

    private static UsageException Fault(string path, string what) =>
        new($"'{path}' cannot be used: {what}. Restore it from a copy, or write it again.");
}
