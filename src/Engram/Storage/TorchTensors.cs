using System.Globalization;
using Engram.Configuration;

namespace Engram.Storage;

/// <summary>The tensors that a pickle of PyTorch describes, as arrays. Dictionaries and lists within each other are taken apart.</summary>
/// <param name="numbers">The bytes of a storage by its key; null where it is missing.</param>
/// <param name="isBigEndian">Whether the most significant byte comes first.</param>
/// <param name="contents">Receives the arrays.</param>
internal sealed class TorchTensors(Func<string, byte[]?> numbers, bool isBigEndian, ArrayContents contents)
{
    // Names grow with the depth.
    private const int Deepest = 32, LongestName = 1024, MostVisits = 1_000_000;

    // That of the tensor before: those of one storage mostly follow each other.
    private (string Key, byte[] Bytes) last = ("", []);
    private int visits;

    /// <summary>The tensors of a value.</summary>
    /// <param name="value">What the pickle describes.</param>
    /// <param name="stem">What a tensor is called that is in no dictionary.</param>
    /// <exception cref="UsageException">There are none, or they are damaged.</exception>
    public ArrayFile File(object? value, string stem)
    {
        Add(value, "", stem, 0);
        return contents.File is { Arrays.Count: > 0 } file ? file
            : throw contents.Fault("it holds no tensors", "In Python, save a state dict: torch.save(model.state_dict(), 'FILE.pt')");
    }

    private void Add(object? value, string name, string stem, int depth)
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
            last = (storage.Key, numbers(storage.Key) ?? throw contents.Fault($"the numbers of tensor '{name}' are missing"));
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
