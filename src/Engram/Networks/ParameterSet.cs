using System.Numerics;
using Engram.Configuration;
using Engram.Equations;

namespace Engram.Networks;

/// <summary>
/// The layout of a network's parameters in one array, in the order the cell declares them, without gaps. Raw values, effective values,
/// gradients and optimiser moments all have this layout.
/// </summary>
public sealed class ParameterSet
{
    private readonly Dictionary<string, int> place = [];
    private readonly int[] offsets;
    private readonly Constraint[] constraints;
    private readonly Derived[] derived;

    /// <summary>Lays the parameters out.</summary>
    /// <param name="shapes">Parameters, each name once.</param>
    /// <param name="constraints">One for each shape, of its size.</param>
    internal ParameterSet(IReadOnlyList<ParameterShape> shapes, IReadOnlyList<Constraint> constraints)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(constraints.Count, shapes.Count);
        Shapes = [.. shapes];
        this.constraints = [.. constraints];
        offsets = new int[shapes.Count];
        for (var p = 0; p < shapes.Count; p++)
        {
            if (!place.TryAdd(shapes[p].Name, p))
            {
                throw new ArgumentException($"The parameter {shapes[p].Name} is declared twice.", nameof(shapes));
            }

            if ((constraints[p].Rows, constraints[p].Columns) != (shapes[p].Rows, shapes[p].Columns))
            {
                throw new ArgumentException($"The constraint of {shapes[p].Name} has another shape.", nameof(constraints));
            }

            offsets[p] = Count;
            Count += shapes[p].Count;
        }

        derived = [.. shapes.Where(shape => shape.Derivation is not null).Select(Derived.Of)];
    }

    /// <summary>Number of values of all parameters together.</summary>
    public int Count { get; }

    /// <summary>The parameters, in the order of the layout.</summary>
    public IReadOnlyList<ParameterShape> Shapes { get; }

    /// <summary>Whether there is a parameter of this name.</summary>
    /// <param name="name">Name of the parameter.</param>
    public bool Contains(string name) => place.ContainsKey(name);

    /// <summary>Shape of one parameter.</summary>
    /// <param name="name">Name of the parameter.</param>
    public ParameterShape Shape(string name) => Shapes[Place(name)];

    /// <summary>Where one parameter starts.</summary>
    /// <param name="name">Name of the parameter.</param>
    public int Offset(string name) => offsets[Place(name)];

    /// <summary>Whether a parameter is learned, as the options and the cell say.</summary>
    /// <param name="name">Name of the parameter.</param>
    public bool IsLearned(string name) => Constraint(name).Trainable;

    /// <summary>Constraint of one parameter.</summary>
    /// <param name="name">Name of the parameter.</param>
    internal Constraint Constraint(string name) => constraints[Place(name)];

    /// <summary>The values of one parameter, (rows × columns) row-major.</summary>
    /// <typeparam name="T">Type of the values.</typeparam>
    /// <param name="name">Name of the parameter.</param>
    /// <param name="values">An array of this layout.</param>
    public Span<T> Of<T>(string name, Span<T> values) => values.Slice(Offset(name), Shape(name).Count);

    /// <summary>The values of one parameter, (rows × columns) row-major.</summary>
    /// <typeparam name="T">Type of the values.</typeparam>
    /// <param name="name">Name of the parameter.</param>
    /// <param name="values">An array of this layout.</param>
    public ReadOnlySpan<T> Of<T>(string name, ReadOnlySpan<T> values) => values.Slice(Offset(name), Shape(name).Count);

    /// <summary>Computes the effective values of all parameters. Allocates nothing.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="raw">Raw values, <see cref="Count"/>.</param>
    /// <param name="effective">Receives the effective values.</param>
    internal void Refresh<T>(ReadOnlySpan<T> raw, Span<T> effective)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var p = 0; p < constraints.Length; p++)
        {
            var (start, count) = (offsets[p], Shapes[p].Count);
            constraints[p].Effective(raw.Slice(start, count), effective.Slice(start, count));
        }

        foreach (var made in derived)
        {
            made.Apply(this, effective);
        }
    }

    /// <summary>Turns the gradient for the effective values into that for the raw values, in place. Allocates nothing.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="raw">Raw values, <see cref="Count"/>.</param>
    /// <param name="gradient">dL/d(effective) on entry, dL/d(raw) on return.</param>
    internal void Pull<T>(ReadOnlySpan<T> raw, Span<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (var made in derived)
        {
            made.Pull(this, raw, gradient);
        }

        for (var p = 0; p < constraints.Length; p++)
        {
            var (start, count) = (offsets[p], Shapes[p].Count);
            constraints[p].Pull(raw.Slice(start, count), gradient.Slice(start, count));
        }
    }

    private int Place(string name) => place.TryGetValue(name, out var p)
        ? p
        : throw new UsageException($"There is no parameter {name}. {Nearest.Hint(name, Shapes.Select(s => s.Name))}");
}
