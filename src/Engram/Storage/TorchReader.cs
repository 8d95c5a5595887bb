using System.Globalization;
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
    // A tensor takes about a hundred bytes of the pickle. Names grow with the depth.
    private const int LongestPickle = 1 << 24, Deepest = 32, LongestName = 1024, MostVisits = 1_000_000;

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
        new Flattening(archive, folder + "data/", isBigEndian, contents).Add(value, "", stem, 0);
        return contents.File is { Arrays.Count: > 0 } file ? file
            : throw contents.Fault("it holds no tensors", "In Python, save a state dict: torch.save(model.state_dict(), 'FILE.pt')");
    }

    private static byte[] Bytes(ZipArchiveEntry entry, ArrayContents contents)
    {
        using var file = ZipFiles.Verified(entry, contents, $"'{entry.FullName}'");
        var bytes = new byte[entry.Length <= Array.MaxLength ? entry.Length : throw contents.Fault("it has a storage of more than 2 GB", "Save it in parts")];
        file.ReadExactly(bytes);
        return bytes;
    }

    private sealed class Flattening(ZipArchive archive, string folder, bool isBigEndian, ArrayContents contents)
    {
        // That of the tensor before: those of one storage mostly follow each other.
        private (string Key, byte[] Bytes) last = ("", []);
        private int visits;

        public void Add(object? value, string name, string stem, int depth)
        {
            // A dictionary may contain itself, or another one many times over.
            if (depth > Deepest || name.Length > LongestName || ++visits > MostVisits)
            {
                throw contents.Fault("its dictionaries are too deep within each other, or contain themselves", "Save a plain state dict");
            }

            var own = name.Length == 0 ? stem : name;
            switch (value)
            {
                case PickleDictionary entries:
                    foreach (var (key, inner) in entries)
                    {
                        Add(inner, Within(name, Text(key)), stem, depth + 1);
                    }

                    break;
                case PickleList elements:
                    for (var place = 0; place < elements.Count; place++)
                    {
                        Add(elements[place], Within(name, Text((long)place)), stem, depth + 1);
                    }

                    break;
                case PickleTensor tensor:
                    contents.Add(Array(tensor, own));
                    break;
                case long whole:
                    contents.Add(new NamedArray(own, [whole]));
                    break;
                case double number:
                    contents.Add(new NamedArray(own, [number]));
                    break;
                case bool isSo:
                    contents.Add(new NamedArray(own, [isSo ? 1L : 0]));
                    break;
                case string text:
                    contents.Add(own, text);
                    break;
                default:
                    break;
            }
        }

        private static string Within(string outer, string inner) => outer.Length == 0 ? inner : $"{outer}.{inner}";

        private string Text(object? key) => key switch
        {
            string text => text,
            long whole => whole.ToString(CultureInfo.InvariantCulture),
            _ => throw contents.Fault("it has a dictionary whose keys are neither text nor whole numbers", "Save a state dict"),
        };

        private NamedArray Array(PickleTensor tensor, string name)
        {
            var elements = TorchGlobals.Storages[tensor.Storage.Type] with { IsBigEndian = isBigEndian };
            int[] shape = [.. tensor.Shape.Select(axis => (int)Math.Clamp(axis, -1, int.MaxValue))];
            if (shape.Length != tensor.Strides.Count || RawElements.Count(shape) is not { } count)
            {
                throw contents.Fault($"tensor '{name}' has the shape ({string.Join(" × ", tensor.Shape)}), which no array can have");
            }

            var bytes = Storage(tensor.Storage, name);
            if (count > 0 && !Fits(tensor, bytes.Length / elements.Width))
            {
                throw contents.Fault($"tensor '{name}' reaches beyond the numbers that it has");
            }

            contents.Take((long)count * sizeof(double));
            var array = NamedArray.Empty(name, elements.Type, count, shape);
            elements.Read(bytes, array, tensor.First, [.. tensor.Strides]);
            return array;
        }

        private byte[] Storage(PickleStorage storage, string name)
        {
            if (last.Key != storage.Key)
            {
                var entry = archive.GetEntry(folder + storage.Key) ?? throw contents.Fault($"the numbers of tensor '{name}' are missing");
                last = (storage.Key, Bytes(entry, contents));
            }

            return last.Bytes;
        }

        // The last element of a view is that of its greatest indices.
        private static bool Fits(PickleTensor tensor, long available)
        {
            Int128 end = tensor.First;
            for (var axis = 0; axis < tensor.Shape.Count; axis++)
            {
                end += (Int128)(tensor.Shape[axis] - 1) * tensor.Strides[axis];
            }

            return tensor.First >= 0 && tensor.Strides.All(stride => stride >= 0) && end < available;
        }
    }
}
