using System.Globalization;
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;

namespace Engram.Networks;

/// <summary>
/// A cell with the parameters of a network and their constraints: raw values that learning moves, and effective values that the equations use.
/// Immutable: every change is another network. <c>W[i, j]</c> is the weight from j to i.
/// </summary>
public sealed class Network
{
    private readonly float[] raw, effective;

    private Network(
        Cell cell, NetworkOptions options, int units, ParameterSet parameters, float[] raw, float[] effective, IReadOnlyList<string> perturbations)
    {
        Cell = cell;
        Options = options;
        Units = units;
        Parameters = parameters;
        this.raw = raw;
        this.effective = effective;
        Perturbations = perturbations;
    }

    /// <summary>The equation that the parameters are of.</summary>
    public Cell Cell { get; }

    /// <summary>How the network was built.</summary>
    public NetworkOptions Options { get; }

    /// <summary>N.</summary>
    public int Units { get; }

    /// <summary>The layout of the parameters, and their constraints.</summary>
    public ParameterSet Parameters { get; }

    /// <summary>Raw values of all parameters, in the layout of <see cref="Parameters"/>.</summary>
    public ReadOnlySpan<float> RawValues => raw;

    /// <summary>Effective values of all parameters, in the layout of <see cref="Parameters"/>.</summary>
    public ReadOnlySpan<float> EffectiveValues => effective;

    /// <summary>What was done to the effective weights since they were made from the raw ones, in words, first to last.</summary>
    public IReadOnlyList<string> Perturbations { get; }

    /// <summary>Builds a network with initial weights.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="graph">One step of it, for the inputs and outputs that the network is to have.</param>
    /// <param name="options">Structure and initial values.</param>
    /// <param name="seed">Decides weights and masks; each parameter by its name, whatever others there are.</param>
    /// <param name="inputNames">
    /// Names of the input channels, which <see cref="NetworkOptions.InputAreas"/> needs; null for those that the graph has of its task.
    /// </param>
    /// <exception cref="UsageException">The options cannot be used with this cell; all faults together.</exception>
    public static Network Create(Cell cell, StepGraph graph, NetworkOptions options, ulong seed, IReadOnlyList<string>? inputNames = null) =>
        Create(cell, graph.Parameters, options, seed, inputNames: inputNames ?? graph.InputNames);

    /// <summary>
    /// Builds a network with initial weights for parameters that are given one by one. By name of the parameter, <paramref
    /// name="connectivity"/> replaces the connections that the options describe; balance, density and autapses are then as given.
    /// </summary>
    internal static Network Create(
        Cell cell,
        IReadOnlyList<ParameterShape> shapes,
        NetworkOptions options,
        ulong seed,
        IReadOnlyDictionary<string, Connectivity>? connectivity = null,
        IReadOnlyList<string>? inputNames = null)
    {
        var builder = new NetworkBuilder(cell, shapes, options, seed, connectivity ?? new Dictionary<string, Connectivity>(), inputNames);
        var (parameters, raw) = builder.Build();
        return FromRaw(cell, options, builder.Units, parameters, raw);
    }

    /// <summary>The raw values of one parameter, (rows × columns) row-major.</summary>
    /// <param name="name">Name of the parameter.</param>
    public ReadOnlySpan<float> Raw(string name) => Parameters.Of(name, RawValues);

    /// <summary>The effective values of one parameter, (rows × columns) row-major.</summary>
    /// <param name="name">Name of the parameter.</param>
    public ReadOnlySpan<float> Effective(string name) => Parameters.Of(name, EffectiveValues);

    /// <summary>One effective weight, from j to i.</summary>
    /// <param name="name">Name of the parameter.</param>
    /// <param name="i">Row: the receiver.</param>
    /// <param name="j">Column: the sender.</param>
    public float this[string name, int i, int j]
    {
        get
        {
            var shape = Parameters.Shape(name);
            ArgumentOutOfRangeException.ThrowIfNegative(i);
            ArgumentOutOfRangeException.ThrowIfNegative(j);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(i, shape.Rows);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(j, shape.Columns);
            return Effective(name)[(i * shape.Columns) + j];
        }
    }

    /// <summary>Gives an engine the effective values.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="engine">An engine of a step with the parameters of this network.</param>
    internal void Load<T>(Engine<T> engine)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> =>
        engine.Load((object)effective is T[] own ? own : Array.ConvertAll(effective, T.CreateTruncating));

    /// <summary>Spectral radius of one square matrix as the equations use it.</summary>
    /// <param name="name">Name of the parameter.</param>
    public double SpectralRadius(string name) => Networks.SpectralRadius.Of(Effective(name), Parameters.Shape(name).Rows);

    /// <summary>
    /// The same weights in another cell that has the same parameters, such as the network's own without noise or with another time constant.
    /// A cell that has others is refused where the network is run.
    /// </summary>
    /// <param name="cell">The cell.</param>
    /// <exception cref="UsageException">It has another number of units.</exception>
    public Network WithCell(Cell cell) => cell.Units == Cell.Units
        ? new(cell, Options, Units, Parameters, raw, effective, Perturbations)
        : throw new UsageException(string.Create(
            CultureInfo.InvariantCulture, $"The network has {Cell.Units} units, but the cell has {cell.Units}; give a cell of {Cell.Units} units."));

    /// <summary>The same structure with other raw values, as learning leaves them. Perturbations are not carried over.</summary>
    /// <param name="values">Raw values of all parameters, in the layout of <see cref="Parameters"/>; copied.</param>
    public Network WithRaw(ReadOnlySpan<float> values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, Parameters.Count);
        return FromRaw(Cell, Options, Units, Parameters, values.ToArray());
    }

    /// <summary>The same structure with the raw values of another network, which has parameters of the same names and shapes.</summary>
    /// <param name="other">The other network.</param>
    /// <exception cref="UsageException">It has other parameters; all differences together.</exception>
    internal Network WithRawOf(Network other)
    {
        var (mine, theirs) = (Described(this), Described(other));
        return mine.SequenceEqual(theirs)
            ? WithRaw(other.RawValues)
            : throw new UsageException(
                $"The given network has {List(theirs.Except(mine), "all parameters")}, but this one has {List(mine.Except(theirs), "no others")}. "
                + "Give a network of the same cell, units, inputs and outputs.");

        static string[] Described(Network network) =>
            [.. network.Parameters.Shapes.Select(shape => $"{shape.Name} ({shape.Rows} × {shape.Columns})")];
        static string List(IEnumerable<string> parts, string none) => string.Join(", ", parts.DefaultIfEmpty(none));
    }

    /// <summary>Scales or shifts a block of one effective matrix.</summary>
    /// <param name="name">Name of the parameter.</param>
    /// <param name="perturbation">What changes, where.</param>
    /// <exception cref="UsageException">
    /// There is no such parameter, it is in no equation, the block lies outside it, or Dale's law is to be kept where no weight has a side.
    /// </exception>
    public Network With(string name, Perturbation perturbation)
    {
        var shape = Parameters.Shape(name);
        if (!shape.IsInEquation)
        {
            throw new UsageException(
                $"{name} is not in the cell's equation itself, only through matrices made from it; perturb one of "
                + $"{string.Join(", ", Parameters.Shapes.Where(s => s.IsInEquation).Select(s => s.Name))}.");
        }

        var (firstRow, rows) = Bounds(name, "Rows", perturbation.Rows, shape.Rows);
        var (firstColumn, columns) = Bounds(name, "Columns", perturbation.Columns, shape.Columns);
        var constraint = Parameters.Constraint(name);
        if (perturbation.KeepDale && constraint.Positivity == Positivity.None)
        {
            throw new UsageException(
                $"Dale's law cannot be kept in {name}, whose weights may have either sign; set `KeepDale = false`, "
                + "or take a network that was trained with `Dale`.");
        }

        var changed = (float[])effective.Clone();
        var w = Parameters.Of(name, changed.AsSpan());
        for (var i = firstRow; i < firstRow + rows; i++)
        {
            for (var j = firstColumn; j < firstColumn + columns; j++)
            {
                if (constraint.Connected(i, j))
                {
                    ref var weight = ref w[(i * shape.Columns) + j];
                    weight = (perturbation.Factor * weight) + perturbation.Amount;
                    if (perturbation.KeepDale && weight * (constraint.Sign.IsEmpty ? 1 : constraint.Sign[j]) < 0)
                    {
                        weight = 0;
                    }
                }
            }
        }

        return Perturbed(changed, perturbation.Describe(name));
    }

    /// <summary>
    /// Silences units: all that leaves them, in recurrent matrices, projections and readouts, becomes zero. Their own state still moves, unseen by the
    /// others.
    /// </summary>
    /// <param name="units">The units, from 0.</param>
    /// <exception cref="UsageException">There is no such unit.</exception>
    public Network Silence(params ReadOnlySpan<int> units)
    {
        foreach (var unit in units)
        {
            if (unit < 0 || unit >= Units)
            {
                throw new UsageException(string.Create(
                    CultureInfo.InvariantCulture, $"There is no unit {unit} to silence; units are numbered 0 to {Units - 1}."));
            }
        }

        return Without(units, Range.All, shape => shape.FromUnits, "silenced");
    }

    /// <summary>Cuts what some units send to some others in recurrent matrices.</summary>
    /// <param name="senders">The senders, from 0.</param>
    /// <param name="receivers">The receivers.</param>
    /// <exception cref="UsageException">The network has no recurrent matrix of units.</exception>
    internal Network Cut(IReadOnlyList<int> senders, Range receivers) => Parameters.Shapes.Any(shape => shape.Role == ParameterRole.Recurrent)
        ? Without([.. senders], receivers, shape => shape.Role == ParameterRole.Recurrent, FormattableString.Invariant($"cut off from units {receivers}"))
        : throw new UsageException($"The cell {Cell.Name} has no matrix of connections between units that could be cut; choose a network of another cell, such as leaky.");

    /// <summary>
    /// The same weights where some units send nothing, whatever the raw weights become: unlike <see cref="Silence"/> this is part of the
    /// constraints, so that learning leaves alone what it silences.
    /// </summary>
    /// <param name="silent">The units, from 0.</param>
    internal Network Gate(IReadOnlyList<int> silent) => FromRaw(
        Cell,
        Options,
        Units,
        new ParameterSet(
            Parameters.Shapes,
            [
                .. Parameters.Shapes.Select(shape => shape.FromUnits
                    ? Parameters.Constraint(shape.Name).WithoutColumns(silent) : Parameters.Constraint(shape.Name)),
            ]),
        raw);

    private Network Without(ReadOnlySpan<int> senders, Range receivers, Func<ParameterShape, bool> which, string words)
    {
        var changed = (float[])effective.Clone();
        foreach (var shape in Parameters.Shapes.Where(which))
        {
            var w = Parameters.Of(shape.Name, changed.AsSpan());
            var (first, count) = receivers.GetOffsetAndLength(shape.Rows);
            foreach (var j in senders)
            {
                for (var i = first; i < first + count; i++)
                {
                    w[(i * shape.Columns) + j] = 0;
                }
            }
        }

        return Perturbed(changed, $"{(senders.Length == 1 ? "unit" : "units")} {string.Join(", ", senders.ToArray())} {words}");
    }

    private static Network FromRaw(Cell cell, NetworkOptions options, int units, ParameterSet parameters, float[] raw)
    {
        var effective = new float[parameters.Count];
        parameters.Refresh<float>(raw, effective);
        return new(cell, options, units, parameters, raw, effective, []);
    }

    private static (int First, int Count) Bounds(string name, string what, Range range, int length)
    {
        var (first, end) = (range.Start.GetOffset(length), range.End.GetOffset(length));
        return first >= 0 && first < end && end <= length
            ? (first, end - first)
            : throw new UsageException($"{what} {range} of {name} do not exist; it has {length}, numbered 0 to {length - 1}.");
    }

    private Network Perturbed(float[] changed, string words) =>
        new(Cell, Options, Units, Parameters, raw, changed, [.. Perturbations, words]);
}
