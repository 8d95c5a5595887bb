namespace Engram.Storage;

/// <summary>A name in a pickle that stands for something of Python: a class, a function. It stays a name.</summary>
/// <param name="Name">Module and name: <c>collections.OrderedDict</c>.</param>
internal sealed record PickleGlobal(string Name);

/// <summary>A tuple, or a list, which grows.</summary>
internal sealed class PickleList : List<object?>
{
}

/// <summary>A dictionary, in its order.</summary>
internal sealed class PickleDictionary : List<(object? Key, object? Value)>
{
}

/// <summary>A piece of memory in a PyTorch file, in which tensors lie.</summary>
/// <param name="Type">Name of its type: <c>torch.FloatStorage</c>.</param>
/// <param name="Key">Name of its file in the archive.</param>
/// <param name="Count">Elements.</param>
internal sealed record PickleStorage(string Type, string Key, long Count);

/// <summary>A view of a storage.</summary>
/// <param name="Storage">The storage.</param>
/// <param name="First">The element that all indices 0 stand for.</param>
/// <param name="Shape">Lengths of the axes.</param>
/// <param name="Strides">Steps from one index to the next, in elements.</param>
internal sealed record PickleTensor(PickleStorage Storage, long First, IReadOnlyList<long> Shape, IReadOnlyList<long> Strides);
