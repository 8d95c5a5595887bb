using System.Globalization;
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Numerics;

namespace Engram.Networks;

/// <summary>Turns shapes and options into constraints and initial raw values.</summary>
internal sealed partial class NetworkBuilder
{
    private readonly Cell cell;
    private readonly IReadOnlyList<ParameterShape> shapes;
    private readonly NetworkOptions options;
    private readonly ulong seed;
    private readonly IReadOnlyDictionary<string, Connectivity> given;
    private readonly IReadOnlyList<string>? channels;
    private readonly float[]? signs;
    private readonly double? leak;
    private readonly List<string> faults;

    /// <summary>Checks the options against the shapes.</summary>
    /// <exception cref="UsageException">They do not fit; all faults together.</exception>
    public NetworkBuilder(
        Cell cell,
        IReadOnlyList<ParameterShape> shapes,
        NetworkOptions options,
        ulong seed,
        IReadOnlyDictionary<string, Connectivity> given,
        IReadOnlyList<string>? channels = null)
    {
        (this.cell, this.shapes, this.options, this.seed, this.given, this.channels) = (cell, shapes, options, seed, given, channels);
        (Units, leak) = (cell.Units, options.EffectiveRadius ? cell.StepLeak : null);
        faults = [.. options.Faults()];
        CheckDale(cell);
        CheckReadout();
        CheckGiven();
        CheckInputs();
        CheckTopology();
        CheckLeak(cell);
        CheckPrescribed();
        CheckAreas();
        CheckLesions();
        if (faults.Count > 0)
        {
            throw new UsageException(faults);
        }

        signs = options.Signs(cell);
    }

    /// <summary>N.</summary>
    public int Units { get; }

    private bool Dale => options.Dale != Positivity.None;

    /// <summary>The layout with its constraints, and the raw values in it.</summary>
    public (ParameterSet Parameters, float[] Raw) Build()
    {
        var built = shapes.Select(Lesioned).ToArray();
        if (faults.Count > 0)
        {
            throw new UsageException(faults);
        }

        return (new([.. shapes], [.. built.Select(b => b.Constraint)]), [.. built.SelectMany(b => b.Raw)]);
    }

    /// <summary>Whether training changes a parameter.</summary>
    /// <param name="shape">The parameter.</param>
    public bool Learns(ParameterShape shape) => !Held(shape) && shape.Role switch
    {
        ParameterRole.Recurrent or ParameterRole.Projection or ParameterRole.Diagonal => options.TrainRecurrent,
        ParameterRole.Input => options.TrainInput,
        ParameterRole.Readout => options.TrainReadout && options.Readout != ReadoutKind.Identity,
        ParameterRole.ReadoutLayer => options.TrainReadout,
        ParameterRole.Bias => options.TrainBias,
        ParameterRole.ReadoutBias => options.TrainReadoutBias,
        ParameterRole.InitialState => options.TrainInitialState,
        ParameterRole.SupportMean or ParameterRole.Support or ParameterRole.Basis => IsTrained(shape),
        _ => true,
    };

    private (Constraint Constraint, float[] Raw) Lesioned(ParameterShape shape)
    {
        var made = Parameter(shape);
        return silent.Count > 0 && shape.FromUnits ? (made.Constraint.WithoutColumns(silent), made.Raw) : made;
    }

    private (Constraint Constraint, float[] Raw) Parameter(ParameterShape shape) => shape.Role switch
    {
        ParameterRole.Recurrent => Recurrent(shape),
        ParameterRole.Projection => Projection(shape, options.Recurrent),
        ParameterRole.ReadoutLayer => Projection(shape, null),
        ParameterRole.Diagonal => Level(shape, 0),
        ParameterRole.Input => Input(shape),
        ParameterRole.Readout => Readout(shape),
        ParameterRole.Bias => Level(shape, options.InitialBias),
        ParameterRole.ReadoutBias => Level(shape, 0),
        ParameterRole.InitialState => Level(shape, options.InitialState),
        ParameterRole.InitialMap => InitialMap(shape),
        ParameterRole.Gain => Level(shape, 1),
        ParameterRole.SupportMean => Level(shape, 0),
        ParameterRole.TimeConstant => (new(shape.Rows, 1, range: shape.Range, trainable: Learns(shape)), shape.Range!.Raw()),
        ParameterRole.Support or ParameterRole.Basis => Prescribed(shape, Learns(shape)),
        _ => throw new ArgumentException($"The role {shape.Role} of {shape.Name} is unknown."),
    };

    private (Constraint, float[]) Recurrent(ParameterShape shape)
    {
        if (shape.Prescribed?.Wiring is { } wiring && !given.ContainsKey(shape.Name))
        {
            return Wired(shape, wiring);
        }

        if (shape.Prescribed?.Block is { } block && !given.ContainsKey(shape.Name))
        {
            return Blocked(shape, block.First, block.Count);
        }

        if (shape.Prescribed is { Orthogonal: true } && !given.ContainsKey(shape.Name))
        {
            return Projection(shape, new OrthogonalInitialiser());
        }

        var free = shape.Prescribed is null;
        var connectivity = given.TryGetValue(shape.Name, out var own) ? own
            : free || options.Recurrent is TopologyInitialiser || options.Links is not null ? Described(shape) : Connectivity.Dense(shape.Rows, shape.Columns);
        var initialiser = options.Recurrent ?? Prescribed(shape) ?? (Dale ? new GammaInitialiser() : new NormalInitialiser());
        var trainable = Learns(shape);
        var raw = Draw(shape, initialiser, connectivity, options.Dale);
        var constraint = connectivity.Constrain(signs, options.Dale, trainable);
        if (!free || options.SpectralRadius is not { } wanted)
        {
            return (constraint, raw);
        }

        // pos is homogeneous, so scaling raw and fixed weights scales the effective matrix and its eigenvalues.
        var effective = new float[raw.Length];
        constraint.Effective<float>(raw, effective);
        var radius = SpectralRadius.Of(effective, Units);
        if (!(radius > 1e-9))
        {
            faults.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"`SpectralRadius` is {wanted}, but {shape.Name} as drawn by {initialiser} has spectral radius {radius:G3} "
                + $"and cannot be scaled to it; set `SpectralRadius = none`, or choose another initialiser or denser connections."));
            return (constraint, raw);
        }

        var factor = leak is { } a ? LeakyScale.Of(effective, Units, a, wanted) : wanted / radius;
        return (
            connectivity.ScaleFixed(factor).Constrain(signs, options.Dale, trainable),
            Array.ConvertAll(raw, w => (float)(w * factor)));
    }

    // A projection has no spectral radius, of which to be scaled to: as drawn, it makes numbers of the size of those that it is given.
    private (Constraint, float[]) Projection(ParameterShape shape, Initialiser? asked)
    {
        var connectivity = Read(shape);
        var initialiser = asked ?? Prescribed(shape) ?? new NormalInitialiser(1 / Math.Sqrt(shape.Columns));
        return (
            connectivity.Constrain(null, Positivity.None, Learns(shape)),
            Draw(shape, initialiser, connectivity, Positivity.None));
    }

    private Connectivity Described(ParameterShape shape)
    {
        var connectivity = options.Recurrent is TopologyInitialiser topology
            ? topology.Connections(Units, Stream(Purpose.Masks, shape)) : Connectivity.Dense(shape.Rows, shape.Columns);
        if (options.PExcitatory is not null || options.PInhibitory is not null || options.Links is not null)
        {
            connectivity = connectivity.Thinned(Probability, Stream(Purpose.Masks, shape));
        }

        connectivity = options.Autapses ? connectivity : connectivity.WithoutAutapses();
        if (!options.ReadoutFeedback && shapes.FirstOrDefault(s => s.Role == ParameterRole.Readout) is { } readout)
        {
            connectivity = connectivity.WithoutColumns([.. Enumerable.Range(0, readout.Rows).Select(options.ReadoutUnit)]);
        }

        return signs is null ? connectivity : connectivity.Balanced(signs);
    }

    private (Constraint, float[]) Input(ParameterShape shape)
    {
        var positivity = !(options.PositiveInput ?? Dale) ? Positivity.None : Dale ? options.Dale : Positivity.Rectify;
        var all = Connectivity.Dense(shape.Rows, shape.Columns);
        var connectivity = given.TryGetValue(shape.Name, out var own) ? own
            : options.PInput is { } p ? all.Thinned((_, _) => p, Stream(Purpose.Masks, shape)) : all;
        connectivity = own is null ? Reached(connectivity) : connectivity;
        var weights = Draw(shape, options.Input ?? Prescribed(shape) ?? Uniform(options.InputScale), connectivity, positivity);
        for (var k = 0; k < weights.Length && (options.Input is not null || options.InputScales is not null); k++)
        {
            weights[k] = (float)(weights[k] * (options.Input is null ? 1 : options.InputScale) * (options.InputScales?[k % shape.Columns] ?? 1));
        }

        return (connectivity.Constrain(null, positivity, Learns(shape)), weights);
    }

    private (Constraint, float[]) InitialMap(ParameterShape shape)
    {
        var (constraint, raw) = Prescribed(shape, Learns(shape));
        return (constraint, Array.ConvertAll(raw, w => (float)(w * options.ContextScale)));
    }

    private (Constraint, float[]) Readout(ParameterShape shape)
    {
        if (options.Readout == ReadoutKind.Identity)
        {
            var identity = new float[shape.Count];
            for (var k = 0; k < shape.Rows; k++)
            {
                identity[(k * shape.Columns) + options.ReadoutUnit(k)] = 1;
            }

            var copies = Connectivity.AllFixed(shape.Rows, shape.Columns, identity);
            return (copies.Constrain(null, Positivity.None, trainable: false), new float[shape.Count]);
        }

        var connectivity = Read(shape);
        var positive = options.Readout == ReadoutKind.Positive;
        var positivity = positive && !Dale ? Positivity.Rectify : positive || shape.FromUnits ? options.Dale : Positivity.None;
        return (
            connectivity.Constrain(positive || !shape.FromUnits ? null : signs, positivity, Learns(shape)),
            Draw(shape, Prescribed(shape) ?? Uniform(options.ReadoutScale), connectivity, positivity));
    }

    // What is given, or all; of units that are read for the outputs, those that the readout is to read.
    private Connectivity Read(ParameterShape shape)
    {
        var isOfUnits = shape is { FromUnits: true, Role: ParameterRole.Readout or ParameterRole.ReadoutLayer };
        var all = Connectivity.Dense(shape.Rows, shape.Columns);
        var connectivity = given.TryGetValue(shape.Name, out var own) ? own
            : isOfUnits && signs is not null && options.Readout == ReadoutKind.Excitatory ? all.ExcitatoryOnly(signs) : all;
        if (own is null && isOfUnits && options.ReadoutAreas is { } read)
        {
            connectivity = connectivity.Only((_, j) => read.Contains(areas[areaOf[j]].Name));
        }

        if (isOfUnits && connectivity.Plastic.IndexOfAnyExcept(0) < 0 && connectivity.Fixed.IndexOfAnyExcept(0) < 0)
        {
            faults.Add(own is not null
                ? $"Connectivity of {shape.Name} has no connection, so the outputs would always be 0; give at least one."
                : options.ReadoutAreas is not null && options.Excitatory(cell) > 0
                ? $"`ReadoutAreas` is {Settings.Text(options, "readout-areas")}, where no unit is excitatory, but `Readout = excitatory` reads only these, so the outputs would always be 0; set a "
                    + "larger `ExcitatoryFraction`, or `Readout = all`."
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"`ExcitatoryFraction` is {options.ExcitatoryFraction}, which makes {options.Excitatory(cell)} of {Units} units excitatory, but "
                    + $"`Readout = excitatory` reads only these, so the outputs would always be 0; set `ExcitatoryFraction` to "
                    + $"{(Units == 1 ? "1" : $"at least {1.0 / Units:0.####}, such as 0.8")}, or `Readout = all`."));
        }

        return connectivity;
    }

    private (Constraint, float[]) Level(ParameterShape shape, double value) => (
        new(shape.Rows, shape.Columns, trainable: Learns(shape)),
        Draw(
            shape, Prescribed(shape) ?? new ConstantInitialiser(value), Connectivity.Dense(shape.Rows, shape.Columns),
            Positivity.None));

    private float[] Draw(ParameterShape shape, Initialiser initialiser, Connectivity connectivity, Positivity positivity)
    {
        var raw = new float[shape.Count];
        initialiser.Draw(connectivity, Stream(Purpose.Weights, shape), raw);
        Align(shape, raw, initialiser);
        return positivity == Positivity.None ? raw : Array.ConvertAll(raw, Math.Abs);
    }

    private static Initialiser Uniform(double scale) => scale > 0 ? new UniformInitialiser(scale) : new ConstantInitialiser();

    // By name, so that a parameter's weights do not depend on which others the cell has.
    private RandomStream Stream(Purpose purpose, ParameterShape shape) => new(new(seed, purpose), StreamIndex.Of(shape.Name));
}
