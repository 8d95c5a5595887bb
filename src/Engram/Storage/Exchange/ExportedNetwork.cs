using System.Globalization;
using System.Text;
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Networks;

namespace Engram.Storage;

/// <summary>
/// What a network is made of, for other programs: the weights that its equation uses, what holds them, and in words what they mean.
/// </summary>
internal sealed class ExportedNetwork
{
    /// <summary>Names of texts in files that hold texts beside arrays.</summary>
    public const string AboutName = "about", SettingsName = "settings";

    /// <summary>Names of arrays that are not parameters begin with this.</summary>
    public const string MaskPrefix = "mask_";

    private readonly Network network;

    /// <summary>The network itself.</summary>
    public Network Whole => network;

    /// <summary>Takes a network apart.</summary>
    /// <param name="configuration">The task, for the names of channels, and the step.</param>
    /// <param name="network">Its weights, as they are after any perturbation.</param>
    public ExportedNetwork(RunConfiguration configuration, Network network)
    {
        (Configuration, this.network) = (configuration, network);
        Graph = network.Cell.Graph(
            configuration.Task.Inputs.Count, configuration.Task.Outputs.Count, configuration.Training.Dt, configuration.Task.ContextNames.Count);
        UnitConstants = ConstantsOf(Graph);
        Arrays = Gathered();
    }

    /// <summary>The settings of the run.</summary>
    public RunConfiguration Configuration { get; }

    /// <summary>One step.</summary>
    public StepGraph Graph { get; }

    /// <summary>Effective values of all parameters, in the layout of the engine.</summary>
    public ReadOnlySpan<float> Everything => network.EffectiveValues;

    /// <summary>The parameters that stand in the equation.</summary>
    public IEnumerable<ParameterShape> Parameters => Graph.Parameters.Where(shape => shape.IsInEquation);

    /// <summary>The numbers of units that stand in the equation beside parameters, such as α where it differs from unit to unit.</summary>
    public IReadOnlyList<(string Name, double[] Values)> UnitConstants { get; }

    /// <summary>The numbers of units that stand in an equation beside parameters.</summary>
    /// <param name="graph">One step.</param>
    public static IReadOnlyList<(string Name, double[] Values)> ConstantsOf(StepGraph graph) => [.. Differentiation
        .Topological([.. graph.States.Select(state => state.Next), .. graph.States.Select(state => state.Begins), graph.Rate, graph.Output], withDerivatives: true)
        .OfType<UnitConstantNode>().Select(node => (node.Name, node.Values)).DistinctBy(one => one.Name)];

    /// <summary>The effective values of one parameter, row after row.</summary>
    public float[] Values(ParameterShape shape) => network.Effective(shape.Name).ToArray();

    /// <summary>
    /// Effective weights by name, (receivers × senders); <c>mask_NAME</c>, 1 where a weight is learned and 0 where there is none or it is fixed;
    /// <c>sign</c> (N) under Dale's law; <c>dt</c> and time constants in seconds; numbers of units in the equation by their names.
    /// </summary>
    public IReadOnlyList<NamedArray> Arrays { get; }

    /// <summary>What the arrays mean and what is computed with them, in lines of plain text.</summary>
    public string About()
    {
        var (task, cell) = (Configuration.Task, network.Cell);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture,
            $"A network of Engram: {cell.Name} cell, {Counted.Of(network.Units, "unit")}, {Counted.Of(Graph.Inputs, "input")}, {Counted.Of(Graph.Outputs, "output")}, steps of {TimeText.Format(Configuration.Training.Dt)}; ");
        text.Append(CultureInfo.InvariantCulture, $"task {task.Name}.\n");
        text.Append("W[i, j] is the weight from j to i. Weights are effective: as the equation uses them, with signs and masks applied.\n");
        text.Append(CultureInfo.InvariantCulture, $"Inputs: {string.Join(", ", task.Inputs)}. Outputs: {string.Join(", ", task.Outputs)}.\n\n");
        if (cell.UnitsOfAreas() is { Count: > 0 } areas)
        {
            text.Append(CultureInfo.InvariantCulture, $"Areas: {string.Join(", ", areas.Select(area => area.Words))}.\n\n");
        }

        text.Append("One step, where a prime marks what is after it, W·a is a product and all else is element by element:\n");
        foreach (var line in EquationText.Step(Graph))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {line}\n");
        }

        text.Append("z are the outputs before any function that the loss applies to them, such as softmax.\n\nArrays:\n");
        foreach (var array in Arrays)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {array.Name} ({array.ShapeText}): {Meaning(array.Name)}\n");
        }

        return text.ToString();
    }

    private List<NamedArray> Gathered()
    {
        var arrays = Parameters.Select(shape => new NamedArray(shape.Name, Values(shape), Axes(shape))).ToList();
        foreach (var shape in Parameters)
        {
            var mask = network.Parameters.Constraint(shape.Name).Mask;
            if (!mask.IsEmpty)
            {
                Add(new(MaskPrefix + shape.Name, Array.ConvertAll(mask.ToArray(), value => (long)value), Axes(shape)));
            }
        }

        if (network.Options.Signs(network.Cell) is { } signs)
        {
            Add(new("sign", Array.ConvertAll(signs, value => (long)value)));
        }

        foreach (var (name, values) in UnitConstants)
        {
            Add(new(name, values));
        }

        Add(new("dt", [Configuration.Training.Dt.TotalSeconds]));
        foreach (var (name, seconds) in Times(network.Cell, Parameters.Any(shape => shape.Role == ParameterRole.TimeConstant)))
        {
            Add(new(name, seconds));
        }

        return arrays;

        // A parameter of a cell may have any name; it comes first.
        void Add(NamedArray array)
        {
            if (arrays.TrueForAll(known => known.Name != array.Name))
            {
                arrays.Add(array);
            }
        }
    }

    /// <summary>All settings as JSON on one line: the file can be imported without saying them again.</summary>
    public string SettingsText() => RunDocument.Text(Configuration.ToJson(), false);

    private string Meaning(string name)
    {
        if (Parameters.FirstOrDefault(shape => shape.Name == name) is { } shape)
        {
            return shape.Role switch
            {
                ParameterRole.Recurrent => shape.IsGate ? "synapses onto a gate" : "recurrent weights",
                ParameterRole.Input => "input weights",
                ParameterRole.Readout => "weights of the readout",
                ParameterRole.Bias => "bias of units",
                ParameterRole.ReadoutBias => "bias of outputs",
                ParameterRole.InitialState => "state before the first step",
                ParameterRole.InitialMap => "from the context to the state before the first step",
                ParameterRole.Diagonal => "one weight for each unit",
                ParameterRole.TimeConstant => "time constant of each unit in seconds",
                ParameterRole.ReadoutLayer => "weights between units and outputs",
                _ => "weights within the network",
            };
        }

        return name == "dt" ? "length of a step in seconds"
            : name == "sign" ? "1 for an excitatory unit, -1 for an inhibitory one"
            : name.StartsWith(MaskPrefix, StringComparison.Ordinal) ? "1 where a weight is learned, 0 where there is none or it is fixed"
            : UnitConstants.Any(constant => constant.Name == name) ? "number of each unit in the equation"
            : "time constant in seconds";
    }

    // The bounds of time constants mean nothing where none is learned.
    private static IEnumerable<(string Name, double[] Seconds)> Times(Cell cell, bool areLearned)
    {
        foreach (var property in cell.GetType().GetProperties().Where(property =>
            property.SetMethod is not null && (areLearned || property.Name is not (nameof(LeakyCell.TauMin) or nameof(LeakyCell.TauMax)))))
        {
            var name = Kebab.Of(property.Name).Replace('-', '_');
            if (property.GetValue(cell) is TimeSpan time)
            {
                yield return (name, [time.TotalSeconds]);
            }
            else if (property.GetValue(cell) is IReadOnlyList<TimeSpan> times)
            {
                yield return (name, [.. times.Select(one => one.TotalSeconds)]);
            }
        }
    }

    /// <summary>The axes of one parameter in files.</summary>
    internal static int[] Axes(ParameterShape shape) => TrainingRun.Axes(shape);
}
