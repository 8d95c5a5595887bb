using System.Security.Cryptography;
using Engram.Configuration;

namespace Engram.Storage;

/// <summary>A file of weights from another program.</summary>
internal sealed class ForeignFile
{
    private const int MostNames = 30, MostSkipped = 5;
    private readonly ArrayFile file;
    private readonly Dictionary<string, NamedArray> arrays;

    private ForeignFile(ArrayFile file, string hash)
    {
        (this.file, Hash) = (file, hash);
        arrays = file.Arrays.ToDictionary(array => array.Name);
    }

    /// <summary>Where it is.</summary>
    public string Path => file.Path;

    /// <summary>All that it holds.</summary>
    public ArrayFile Whole => file;

    /// <summary>SHA-256 of its bytes, in hexadecimal.</summary>
    public string Hash { get; }

    /// <summary>Names of its arrays, in their order.</summary>
    public IReadOnlyList<string> Names => [.. file.Arrays.Select(array => array.Name)];

    /// <summary>Reads the file.</summary>
    /// <param name="path">The file: npz, npy, MATLAB, safetensors or PyTorch.</param>
    /// <exception cref="UsageException">It cannot be read.</exception>
    public static ForeignFile Open(string path) => ArrayFiles.Open(path, (stream, _) =>
    {
        var file = ArrayFiles.Read(stream, path);
        stream.Position = 0;
        return new ForeignFile(file, Convert.ToHexStringLower(SHA256.HashData(stream)));
    });

    /// <summary>Whether it has an array.</summary>
    public bool Has(string name) => arrays.ContainsKey(name);

    /// <summary>A text of the file; null where it has none of that name.</summary>
    public string? Text(string name) => file.Metadata.GetValueOrDefault(name);

    /// <summary>An array.</summary>
    /// <exception cref="UsageException">It is not there, or no weights.</exception>
    public ForeignArray Get(string name) => arrays.TryGetValue(name, out var array) ? ForeignArray.Of(array, Path)
        : throw new UsageException(Lacks(name));

    /// <summary>The numbers of an array with given lengths of its axes, row-major.</summary>
    /// <exception cref="UsageException">It is not there, or has others.</exception>
    public double[] Numbers(string name, params IReadOnlyList<int> shape) => !arrays.TryGetValue(name, out var array) ? throw new UsageException(Lacks(name))
        : array.Shape.SequenceEqual(shape) ? ForeignArray.Numbers(array, Path)
        : throw new UsageException($"'{Path}': array '{name}' has shape ({array.ShapeText}), but ({NamedArray.TextOf(shape)}) is needed beside the others.");

    /// <summary>The shape of an array.</summary>
    /// <exception cref="UsageException">It is not there, or has another number of axes.</exception>
    public IReadOnlyList<int> Shape(string name, int axes) => !arrays.TryGetValue(name, out var array) ? throw new UsageException(Lacks(name))
        : array.Shape.Count == axes ? array.Shape
        : throw new UsageException($"'{Path}': array '{name}' has shape ({array.ShapeText}), but {axes} axes are needed.");

    /// <summary>Whether an array is there and is a matrix with this many columns, whatever its numbers.</summary>
    public bool IsMatrix(string name, int columns) => arrays.TryGetValue(name, out var array) && array.Shape.Count == 2 && array.Shape[1] == columns && array.Values.Length > 0;

    /// <summary>The shape of an array, whatever its axes; null where it is not there.</summary>
    public IReadOnlyList<int>? ShapeOf(string name) => arrays.GetValueOrDefault(name)?.Shape;

    /// <summary>The first of several names that is there.</summary>
    public ForeignArray? First(params IReadOnlyList<string> names) => names.FirstOrDefault(Has) is { } name ? Get(name) : null;

    /// <summary>That an array is not there, and what is.</summary>
    public string Lacks(string name)
    {
        var near = Nearest.Of(name, arrays.Keys);
        var reason = file.Skipped.TryGetValue(name, out var why) ? $"array '{name}' of '{Path}' {why}" : $"'{Path}' has no array '{name}'";
        return $"{reason}. {(near.Count > 0 ? $"Did you mean {string.Join(" or ", near.Select(one => $"'{one}'"))}? " : "")}It has {Contents()}.";
    }

    /// <summary>What is in the file but was not read, in a sentence; null where all was.</summary>
    public string? Unread() => file.Skipped.Count == 0 ? null
        : $"Not read: {string.Join("; ", file.Skipped.Take(MostSkipped).Select(one => $"'{one.Key}' {one.Value}"))}"
            + (file.Skipped.Count > MostSkipped ? $"; and {file.Skipped.Count - MostSkipped} more." : ".");

    /// <summary>All arrays with their shapes.</summary>
    public string Contents() => file.Arrays.Count == 0 ? "no arrays"
        : string.Join(", ", file.Arrays.Take(MostNames).Select(array => $"{array.Name} ({array.ShapeText})"))
            + (file.Arrays.Count > MostNames ? $" and {file.Arrays.Count - MostNames} more" : "");
}
