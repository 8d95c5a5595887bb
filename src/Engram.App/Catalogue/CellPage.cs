using System.Globalization;
using System.Text.Json.Nodes;
using Engram.App.Terminal;
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;

namespace Engram.App.Catalogue;

/// <summary>What is peculiar to a cell: its parameters, and all that is derived from its equation.</summary>
internal static class CellPage
{
    private const int Inputs = 2, Outputs = 2;

    /// <summary>Refuses a cell, or a rule of credit, of which there is no page.</summary>
    /// <exception cref="UsageException">The cell cannot be made with its settings, or there is no such rule.</exception>
    public static void Check(Cell cell, string credit) => Credit.Named(credit).Through(cell.Graph(Inputs, Outputs, 20.Ms));

    /// <summary>Writes it, and adds it to the answer.</summary>
    public static void Write(Cell cell, bool isChanged, string credit, Output output, JsonObject answer)
    {
        var dt = 20.Ms;
        var graph = cell.Graph(Inputs, Outputs, dt);
        var learned = Credit.Named(credit).Through(graph);
        var title = $"Equation of one step, with {(isChanged ? "these" : "the default")} settings and dt = {TimeText.Format(dt)}";
        Section(output, answer, "equation", title, EquationText.Step(graph));
        title = "Adjoint, derived from it (dx is dL/dx; dz is that of the output that reads these rates)"
            + (learned == graph ? "" : $", where errors go back by {credit}");
        Section(output, answer, "adjoint", title, EquationText.Adjoint(learned));
        if (InverseStep.Exists(graph))
        {
            Section(output, answer, "inverse", "The step undone, derived from the equation (a prime marks what is after the step)", InverseStep.Of(graph, cell.Name).Lines());
        }

        Section(output, answer, "schedule", "Schedule, derived from both", EquationText.Schedule(learned));
        output.Line();
        output.Heading(string.Create(
            CultureInfo.InvariantCulture,
            $"Parameters, for {graph.Units} units, {Inputs} inputs and {Outputs} outputs (W[i, j] is the weight from j to i)"));
        output.Table(
            ["name", "what", "shape"],
            [.. graph.Parameters.Select(shape => new[] { shape.Name, Role(shape), Shape(shape) })]);
        answer["parameters"] = new JsonArray(
        [
            .. graph.Parameters.Select(shape => new JsonObject
            {
                ["name"] = shape.Name, ["role"] = Kebab.Of(shape.Role.ToString()), ["rows"] = shape.Rows, ["columns"] = shape.Columns,
            }),
        ]);
    }

    private static void Section(Output output, JsonObject answer, string key, string title, IReadOnlyList<string> lines)
    {
        output.Line();
        output.Heading(title);
        foreach (var line in lines)
        {
            output.Prose(line, "  ");
        }

        answer[key] = new JsonArray([.. lines.Select(line => JsonValue.Create(line))]);
    }

    private static string Role(ParameterShape shape) => shape.Role switch
    {
        ParameterRole.Recurrent => shape.IsGate ? "recurrent weights of a gate" : "recurrent weights",
        ParameterRole.Projection => shape.IsGate ? "weights of a gate that are no synapses" : "projection",
        ParameterRole.ReadoutLayer => "layer between units and outputs",
        ParameterRole.Diagonal => "one weight for each unit",
        ParameterRole.TimeConstant => "time constant of each unit, in seconds",
        ParameterRole.Input => "input weights",
        ParameterRole.Readout => "readout weights",
        ParameterRole.Bias => "bias of the units",
        ParameterRole.ReadoutBias => shape.Rows == Outputs ? "bias of the outputs" : "bias of a layer between units and outputs",
        ParameterRole.InitialMap => "from the context to the state before the first step",
        ParameterRole.Gain => "gains of other weights",
        ParameterRole.Support => "weights of the Gaussian basis, for each population",
        ParameterRole.SupportMean => "means of the populations",
        ParameterRole.Basis => "the Gaussian basis",
        _ => "state before the first step",
    };

    private static string Shape(ParameterShape shape) => shape.Columns == 1
        ? shape.Rows.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{shape.Rows} × {shape.Columns}");
}
