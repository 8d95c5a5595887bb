using System.Text;
using Engram.Configuration;

namespace Engram.Storage;

/// <summary>
/// Reads what a file of ONNX carries: the initialisers of its graph as arrays, and its metadata. Nothing of the graph is run, and memory is
/// bounded by the size of the file.
/// </summary>
internal static class OnnxReader
{
    private const int MostTexts = 100_000;

    private static readonly UTF8Encoding Strict = new(false, true);

    /// <summary>Whether the first bytes of a file are those of a model: its IR version, then another field of a model.</summary>
    /// <param name="head">At least three bytes.</param>
    public static bool Recognises(ReadOnlySpan<byte> head) => head.Length >= 3 && head[0] == OnnxFields.Model.IrVersion << 3
        && head[1] is > 0 and < 64 && (head[2] & 7, head[2] >> 3) is (2, >= 2 and <= 8) or (2, 14) or (0, 5);

    /// <summary>Reads a file.</summary>
    /// <exception cref="UsageException">Missing, unreadable, cut off, or not in this format.</exception>
    public static ArrayFile Read(string path) => ArrayFiles.Open(path, Read);

    /// <summary>Reads a stream.</summary>
    /// <exception cref="UsageException">It is cut off, or not in this format.</exception>
    public static ArrayFile Read(Stream stream, string path)
    {
        var bytes = stream.Length <= Array.MaxLength ? new byte[stream.Length]
            : throw Fault(path, "it is larger than 2 GB, which no ONNX file with its numbers inside can be");
        stream.ReadExactly(bytes);
        return Read(bytes, path);
    }

    /// <summary>Reads the bytes of a file.</summary>
    /// <exception cref="UsageException">They are cut off, or not in this format.</exception>
    public static ArrayFile Read(ReadOnlySpan<byte> bytes, string path)
    {
        try
        {
            return Model(bytes, path);
        }
        catch (Exception fault) when (fault is FormatException or DecoderFallbackException)
        {
            throw Fault(path, "it is cut off, damaged, or not an ONNX file");
        }
    }

    private static ArrayFile Model(ReadOnlySpan<byte> bytes, string path)
    {
        // Each number takes at least a byte of the file, and at most eight in memory.
        var contents = new ArrayContents(path, ArrayContents.Allowed(bytes.Length, 0));
        var metadata = new Dictionary<string, string>();
        var (version, graphs) = (0UL, 0);
        var model = new ProtoReader(bytes);
        while (model.Next())
        {
            switch (model.Field)
            {
                case OnnxFields.Model.IrVersion:
                    version = model.Number;
                    break;
                case OnnxFields.Model.Graph when model.IsBytes:
                    graphs++;
                    Graph(model.Bytes, contents, path);
                    break;
                case OnnxFields.Model.Metadata when model.IsBytes:
                    Entry(model.Bytes, metadata);
                    break;
            }
        }

        return version == 0 || graphs != 1 ? throw new FormatException() : contents.File with { Metadata = metadata };
    }

    private static void Graph(ReadOnlySpan<byte> bytes, ArrayContents contents, string path)
    {
        var graph = new ProtoReader(bytes);
        while (graph.Next())
        {
            if (graph.Field == OnnxFields.Graph.SparseInitializer)
            {
                throw Fault(path, "it has sparse arrays, which Engram does not read; write it with dense ones");
            }

            if (graph.Field == OnnxFields.Graph.Initializer && graph.IsBytes)
            {
                OnnxTensor.Read(graph.Bytes, contents);
            }
        }
    }

    private static void Entry(ReadOnlySpan<byte> bytes, Dictionary<string, string> metadata)
    {
        var (key, value) = ("", "");
        var entry = new ProtoReader(bytes);
        while (entry.Next())
        {
            if (entry.IsBytes)
            {
                _ = entry.Field == OnnxFields.Entry.Key ? key = Text(entry.Bytes) : entry.Field == OnnxFields.Entry.Value ? value = Text(entry.Bytes) : "";
            }
        }

        if (metadata.Count >= MostTexts || !metadata.TryAdd(key, value))
        {
            throw new FormatException();
        }
    }

    /// <summary>A text of the file.</summary>
    internal static string Text(ReadOnlySpan<byte> bytes) => Strict.GetString(bytes);

    /// <summary>What to say of a file that cannot be used.</summary>
    private static UsageException Fault(string path, string what) => new($"'{path}' cannot be used: {what}. Restore it from a copy, or write it again.");
}
