using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Engram.App.Interop;

/// <summary>
/// Arrays that another language reads where they lie. Each is pinned until its handle is given to <see cref="Exports.Release"/>.
/// </summary>
internal sealed class SharedArrays
{
    private readonly List<(string Name, string Type, Array Values, int[] Shape)> arrays = [];

    /// <summary>Adds single-precision numbers.</summary>
    /// <param name="name">What they are called.</param>
    /// <param name="values">The numbers, the last axis contiguous; not copied.</param>
    /// <param name="shape">How long each axis is.</param>
    public SharedArrays Add(string name, float[] values, params int[] shape) => Added(name, "f4", values, shape);

    /// <summary>Adds double-precision numbers.</summary>
    /// <param name="name">What they are called.</param>
    /// <param name="values">The numbers, the last axis contiguous; not copied.</param>
    /// <param name="shape">How long each axis is.</param>
    public SharedArrays Add(string name, double[] values, params int[] shape) => Added(name, "f8", values, shape);

    /// <summary>Adds whole numbers.</summary>
    /// <param name="name">What they are called.</param>
    /// <param name="values">The numbers, the last axis contiguous; not copied.</param>
    /// <param name="shape">How long each axis is.</param>
    public SharedArrays Add(string name, long[] values, params int[] shape) => Added(name, "i8", values, shape);

    /// <summary>Adds numbers of any of these types.</summary>
    /// <param name="name">What they are called.</param>
    /// <param name="values">The numbers, the last axis contiguous; not copied.</param>
    /// <param name="shape">How long each axis is.</param>
    public SharedArrays Add(string name, Array values, params int[] shape) => values switch
    {
        float[] single => Add(name, single, shape),
        double[] numbers => Add(name, numbers, shape),
        long[] whole => Add(name, whole, shape),
        _ => throw new ArgumentException($"'{name}' has the type {values.GetType().Name}, which is not shared.", nameof(values)),
    };

    /// <summary>Pins all arrays and says where they are: name, type, shape, address and handle of each.</summary>
    public JsonArray Pinned() => [.. arrays.Select(array =>
    {
        var handle = GCHandle.Alloc(array.Values, GCHandleType.Pinned);
        return new JsonObject
        {
            ["name"] = array.Name,
            ["type"] = array.Type,
            ["shape"] = new JsonArray([.. array.Shape.Select(length => JsonValue.Create(length))]),
            ["address"] = (long)handle.AddrOfPinnedObject(),
            ["handle"] = (long)GCHandle.ToIntPtr(handle),
        };
    })];

    private SharedArrays Added(string name, string type, Array values, int[] shape)
    {
        if (shape.Aggregate(1L, (size, length) => size * length) != values.Length)
        {
            throw new ArgumentException($"'{name}' has {values.Length} numbers, which is not {string.Join(" × ", shape)}.", nameof(shape));
        }

        arrays.Add((name, type, values, shape));
        return this;
    }
}
