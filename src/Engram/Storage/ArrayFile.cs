using System.Collections.ObjectModel;
using Engram.Configuration;

namespace Engram.Storage;

/// <summary>What a file of arrays holds: safetensors, npz, npy, MATLAB or PyTorch.</summary>
/// <param name="Path">The file it was read from, for messages.</param>
/// <param name="Arrays">The arrays in the order of the file.</param>
/// <param name="Metadata">Texts by name: the strings of safetensors' <c>__metadata__</c>; the texts of other files, lines divided by <c>\n</c>.</param>
public sealed record ArrayFile(string Path, IReadOnlyList<NamedArray> Arrays, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>Whether the file has a checksum, which was verified.</summary>
    internal bool IsSealed { get; init; }

    /// <summary>What is in the file but cannot be read as numbers, by name, each with the reason and what to do.</summary>
    public IReadOnlyDictionary<string, string> Skipped { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Whether an array of this name is there.</summary>
    /// <param name="name">The name.</param>
    public bool Has(string name) => Arrays.Any(a => a.Name == name);

    /// <summary>The values of a 32-bit float array.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">The shape that it must have; any when none is given.</param>
    /// <exception cref="UsageException">Missing, of another type, or of another shape.</exception>
    public float[] Float32(string name, params ReadOnlySpan<int> shape) => (float[])Find(name, ElementType.Float32, shape);

    /// <summary>The values of a 64-bit float array.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">The shape that it must have; any when none is given.</param>
    /// <exception cref="UsageException">Missing, of another type, or of another shape.</exception>
    public double[] Float64(string name, params ReadOnlySpan<int> shape) => (double[])Find(name, ElementType.Float64, shape);

    /// <summary>The values of a 64-bit integer array.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">The shape that it must have; any when none is given.</param>
    /// <exception cref="UsageException">Missing, of another type, or of another shape.</exception>
    public long[] Int64(string name, params ReadOnlySpan<int> shape) => (long[])Find(name, ElementType.Int64, shape);

    /// <summary>The array of a name.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="UsageException">It is missing, or cannot be read as numbers.</exception>
    public NamedArray Array(string name) => Array(name, "");

    private NamedArray Array(string name, string remedy) => Arrays.FirstOrDefault(a => a.Name == name) ?? throw new UsageException(
        Skipped.TryGetValue(name, out var reason) ? $"'{Path}': array '{name}' {reason}."
            : Metadata.ContainsKey(name) ? $"'{Path}': '{name}' is text, but an array of numbers is needed."
            : $"'{Path}' has no array '{name}'. {Nearest.Hint(name, Arrays.Select(a => a.Name))}{remedy}");

    private Array Find(string name, ElementType type, ReadOnlySpan<int> shape)
    {
        var array = Array(name, " Give the file of the right network.");
        if (array.Type != type)
        {
            throw new UsageException(
                $"'{Path}': array '{name}' has type {Safetensors.TypeName(array.Type)}, "
                + $"but {Safetensors.TypeName(type)} is needed; convert it.");
        }

        return shape.IsEmpty || shape.SequenceEqual([.. array.Shape]) ? array.Values : throw new UsageException(
            $"'{Path}': array '{name}' has shape ({array.ShapeText}), "
            + $"but ({NamedArray.TextOf(shape.ToArray())}) is needed; give the file of a network of that size.");
    }
}
