namespace Engram.Storage;

/// <summary>
/// The names that a file of tensors may use, and what they stand for here. A name alone does nothing; those that Python would call are called
/// here, by code of this class. Everything else is refused.
/// </summary>
internal static class TorchGlobals
{
    /// <summary>Types of elements by their storages.</summary>
    public static readonly IReadOnlyDictionary<string, RawElements> Storages = new Dictionary<string, RawElements>(StringComparer.Ordinal)
    {
        ["torch.DoubleStorage"] = new('f', 8, false),
        ["torch.FloatStorage"] = new('f', 4, false),
        ["torch.HalfStorage"] = new('f', 2, false),
        ["torch.BFloat16Storage"] = new('h', 2, false),
        ["torch.LongStorage"] = new('i', 8, false),
        ["torch.IntStorage"] = new('i', 4, false),
        ["torch.ShortStorage"] = new('i', 2, false),
        ["torch.CharStorage"] = new('i', 1, false),
        ["torch.ByteStorage"] = new('u', 1, false),
        ["torch.BoolStorage"] = new('b', 1, false),
    };

    // Types that stand in a file as values.
    private static readonly string[] Types = ["float64", "float32", "float16", "bfloat16", "int64", "int32", "int16", "int8", "uint8", "bool"];

    private static readonly Dictionary<string, Func<PickleList, object?>> Functions = new(StringComparer.Ordinal)
    {
        ["collections.OrderedDict"] = Ordered,
        ["torch._utils._rebuild_tensor"] = Tensor,
        ["torch._utils._rebuild_tensor_v2"] = Tensor,
        ["torch._utils._rebuild_parameter"] = given => given is [PickleTensor tensor, ..] ? tensor : throw new InvalidDataException(),
        ["torch._utils._rebuild_parameter_with_state"] = given => given is [PickleTensor tensor, ..] ? tensor : throw new InvalidDataException(),
        ["torch.Size"] = given => given is [PickleList lengths] ? lengths : throw new InvalidDataException(),
        ["torch.device"] = given => given is [string device, ..] ? device : throw new InvalidDataException(),
    };

    /// <summary>Whether a name may stand in a file.</summary>
    public static bool Knows(string name) => Storages.ContainsKey(name) || Functions.ContainsKey(name)
        || (name.StartsWith("torch.", StringComparison.Ordinal) && Types.Contains(name["torch.".Length..]));

    /// <summary>What a function gives.</summary>
    /// <exception cref="InvalidDataException">It is no function, or was given something else than PyTorch gives it.</exception>
    public static object? Call(PickleGlobal function, PickleList given) =>
        Functions.TryGetValue(function.Name, out var call) ? call(given) : throw new InvalidDataException();

    /// <summary>The storage that a file names: ('storage', type, key, location, count), and before PyTorch 1.6 None, for it is no part of another.</summary>
    /// <exception cref="InvalidDataException">It is named in another way.</exception>
    public static PickleStorage Storage(object? name) =>
        name is PickleList { Count: 5 or 6 } parts && parts is ["storage", PickleGlobal type, string key, string, long count, ..]
            && (parts.Count == 5 || parts[5] is null) && Storages.ContainsKey(type.Name)
            ? new(type.Name, key, count) : throw new InvalidDataException();

    private static PickleDictionary Ordered(PickleList given)
    {
        var dictionary = new PickleDictionary();
        foreach (var pair in given is [] ? [] : given is [PickleList pairs] ? pairs : throw new InvalidDataException())
        {
            dictionary.Add(pair is PickleList { Count: 2 } two ? (two[0], two[1]) : throw new InvalidDataException());
        }

        return dictionary;
    }

    // (storage, first element, lengths, strides, …)
    private static PickleTensor Tensor(PickleList given) => given is [PickleStorage storage, long first, PickleList shape, PickleList strides, ..]
        ? new(storage, first, Numbers(shape), Numbers(strides)) : throw new InvalidDataException();

    private static long[] Numbers(PickleList values) => [.. values.Select(value => value as long? ?? throw new InvalidDataException())];
}
