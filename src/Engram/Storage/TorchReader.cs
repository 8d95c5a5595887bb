using System.IO.Compression;
using System.Text;
using Engram.Configuration;

namespace Engram.Storage;

/// <summary>
/// What <c>torch.save</c> writes since PyTorch 1.6: a zip with a pickle, <c>data.pkl</c>, that says which tensors there are, and the numbers
/// in files of their own, <c>data/0</c> and so on. Dictionaries within each other are taken apart.
/// </summary>
internal static class TorchReader
{
    // A tensor takes about a hundred bytes of the pickle.
    private const int LongestPickle = 1 << 24;

    private const string Pickle = "data.pkl";

    /// <summary>Whether a zip is one of PyTorch's.</summary>
    public static bool IsTorch(Stream stream, string path)
    {
        using var archive = ZipFiles.Open(stream, path, "a file of PyTorch");
        var found = archive.Entries.Any(entry => entry.Name == Pickle);
        stream.Position = 0;
        return found;
    }

    /// <summary>Reads a file.</summary>
    /// <param name="stream">The zip.</param>
    /// <param name="path">The file, for messages.</param>
    /// <param name="stem">What a tensor is called that is in no dictionary.</param>
    /// <exception cref="UsageException">It is damaged, holds other things than tensors, or would not fit into memory.</exception>
    public static ArrayFile Read(Stream stream, string path, string stem)
    {
        // A view may repeat its elements, and many may share them.
        var contents = new ArrayContents(path, ArrayContents.Allowed(stream.Length, 1L << 24));
        using var archive = ZipFiles.Open(stream, path, "a file of PyTorch");
        var entry = archive.Entries.First(entry => entry.Name == Pickle);
        if (entry.Length > LongestPickle)
        {
            throw contents.Fault($"its list of tensors has {entry.Length} bytes, more than {LongestPickle}", "Save only the tensors that are needed");
        }

        var folder = entry.FullName[..^Pickle.Length];
        var value = new PickleMachine(Bytes(entry, contents), contents).Run();
        var isBigEndian = archive.GetEntry(folder + "byteorder") is { Length: < 16 } order && Encoding.ASCII.GetString(Bytes(order, contents)) == "big";
        return new TorchTensors(key => archive.GetEntry(folder + "data/" + key) is { } numbers ? Bytes(numbers, contents) : null, isBigEndian, contents)
            .File(value, stem);
    }

    private static byte[] Bytes(ZipArchiveEntry entry, ArrayContents contents) => ZipFiles.Bytes(entry, contents, $"'{entry.FullName}'");
}
