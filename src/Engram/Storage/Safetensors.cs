using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using Engram.Configuration;

namespace Engram.Storage;

/// <summary>
/// The safetensors format: 8 bytes, little-endian, with the length of the header; the header, JSON padded with spaces to a multiple of
/// 8; the arrays. Same arrays and metadata, same bytes. Source: github.com/huggingface/safetensors, "Format".
/// </summary>
public static class Safetensors
{
    internal const string MetadataKey = "__metadata__";

    private static readonly JsonWriterOptions HeaderOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a file, all or nothing.</summary>
    /// <param name="path">Where.</param>
    /// <param name="arrays">The arrays, in any order; names differ.</param>
    /// <param name="metadata">Strings to go with them.</param>
    /// <exception cref="UsageException">The folder cannot be written, or the disk is full.</exception>
    public static void Write(string path, IEnumerable<NamedArray> arrays, IReadOnlyDictionary<string, string>? metadata = null)
    {
        NamedArray[] all = [.. arrays];
        AtomicFile.Write(path, stream => Write(stream, all, metadata));
    }

    /// <summary>Writes a file, all or nothing, with a <see cref="Checksum"/> that <see cref="Read"/> verifies.</summary>
    internal static void WriteSealed(string path, IEnumerable<NamedArray> arrays, IReadOnlyDictionary<string, string>? metadata = null)
    {
        NamedArray[] all = [.. arrays];
        var marked = new Dictionary<string, string>(metadata ?? new Dictionary<string, string>()) { [Checksum.Key] = Checksum.Blank };
        AtomicFile.WriteWithin(path, stream => Write(stream, all, marked, true));
    }

    /// <summary>Writes the format to a stream.</summary>
    /// <param name="stream">Where.</param>
    /// <param name="arrays">The arrays, in any order; names differ.</param>
    /// <param name="metadata">Strings to go with them.</param>
    internal static void Write(Stream stream, IEnumerable<NamedArray> arrays, IReadOnlyDictionary<string, string>? metadata = null) =>
        Write(stream, arrays, metadata, false);

    private static void Write(
        Stream stream, IEnumerable<NamedArray> arrays, IReadOnlyDictionary<string, string>? metadata, bool isSealed)
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Arrays are written as they lie in memory, which must be little-endian.");
        }

        // Wide elements first keep every array aligned to its own element size.
        NamedArray[] ordered = [.. arrays.OrderByDescending(a => a.ElementSize).ThenBy(a => a.Name, StringComparer.Ordinal)];
        if (ordered.Select(a => a.Name).Append(MetadataKey).Distinct().Count() != ordered.Length + 1)
        {
            throw new ArgumentException($"Array names must differ from each other and from {MetadataKey}.", nameof(arrays));
        }

        var text = Header(ordered, metadata);
        byte[] header = [.. text, .. "       "u8[..(-text.Length & 7)]];
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        if (isSealed)
        {
            Checksum.Seal(header, length, ordered);
        }

        stream.Write(length);
        stream.Write(header);
        foreach (var array in ordered)
        {
            stream.Write(array.Bytes);
        }
    }

    /// <summary>Reads a file after checking all that its header says, and the checksum where it has one.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="UsageException">Missing, unreadable, cut off, not in this format, or changed since it was written.</exception>
    public static ArrayFile Read(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            return SafetensorsReader.Read(stream, path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"'{path}' cannot be read: {AtomicFile.Reason(fault)}. Check the path.");
        }
    }

    internal static string TypeName(ElementType type) => type switch
    {
        ElementType.Float32 => "F32",
        ElementType.Float64 => "F64",
        _ => "I64",
    };

    private static byte[] Header(NamedArray[] arrays, IReadOnlyDictionary<string, string>? metadata)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, HeaderOptions))
        {
            writer.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                writer.WriteStartObject(MetadataKey);
                foreach (var (key, value) in metadata.OrderBy(m => m.Key, StringComparer.Ordinal))
                {
                    writer.WriteString(key, value);
                }

                writer.WriteEndObject();
            }

            long offset = 0;
            foreach (var array in arrays)
            {
                writer.WriteStartObject(array.Name);
                writer.WriteString("dtype", TypeName(array.Type));
                writer.WriteStartArray("shape");
                foreach (var axis in array.Shape)
                {
                    writer.WriteNumberValue(axis);
                }

                writer.WriteEndArray();
                writer.WriteStartArray("data_offsets");
                writer.WriteNumberValue(offset);
                offset += array.Bytes.Length;
                writer.WriteNumberValue(offset);
                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        return bytes.ToArray();
    }
}
