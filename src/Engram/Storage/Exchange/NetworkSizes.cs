using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;

namespace Engram.Storage;

/// <summary>How many units, inputs and outputs a network has, by the shapes of its weights.</summary>
/// <param name="Units">N.</param>
/// <param name="Inputs">I; 0 where no input weights are given.</param>
/// <param name="Outputs">O; N where no readout is given.</param>
/// <param name="Readout">Name of the readout's weights.</param>
internal sealed record NetworkSizes(int Units, int Inputs, int Outputs, string Readout)
{
    // Sizes that no cell has for another reason tell which axes of a parameter are units, inputs and outputs.
    private const int SomeUnits = 13, SomeInputs = 5, SomeOutputs = 3;

    /// <summary>Finds the sizes.</summary>
    /// <param name="configuration">The cell, whatever its units, and the length of its step.</param>
    /// <param name="arrays">Arrays by parameter.</param>
    /// <exception cref="UsageException">They disagree, or the recurrent weights are missing.</exception>
    public static NetworkSizes Of(RunConfiguration configuration, IReadOnlyDictionary<string, ForeignArray> arrays)
    {
        var shapes = Example(configuration);
        var last = shapes.First(shape => shape.Role == ParameterRole.Readout);
        var recurrent = shapes.FirstOrDefault(shape => shape.Role is ParameterRole.Recurrent or ParameterRole.Projection && arrays.ContainsKey(shape.Name));

        // A vector has nothing but a number for each unit; of a matrix to or from something else, either side may be the longer one.
        var vector = recurrent is { Rows: SomeUnits, Columns: SomeUnits } ? null
            : shapes.FirstOrDefault(shape => shape is { Role: ParameterRole.Bias or ParameterRole.InitialState, Rows: SomeUnits } && arrays.ContainsKey(shape.Name));
        if ((vector ?? recurrent) is not { } counted)
        {
            var missing = (shapes.FirstOrDefault(shape => shape.Role is ParameterRole.Recurrent or ParameterRole.Projection)
                ?? shapes.First(shape => shape.Role == ParameterRole.Bias)).Name;
            throw new UsageException($"No array is given for {missing}, so it is not known how many units there are; name it with `Map`, such as `Map = {missing}=W`.");
        }

        var array = arrays[counted.Name];
        if (counted is { Rows: SomeUnits, Columns: SomeUnits } && array.Rows != array.Columns)
        {
            throw new UsageException($"{counted.Name} is {array.ShapeText}, but recurrent weights have as many rows as columns, one for each unit; map another array than '{array.Name}'.");
        }

        var units = Math.Max(array.Rows, array.Columns);
        int Others(ParameterShape? shape) => shape is null || !arrays.TryGetValue(shape.Name, out var given) ? 0
            : !shape.FromUnits && shape.Role == ParameterRole.Readout ? Beside(given, shape.Columns)
            : shape is { Role: ParameterRole.Input, Rows: not SomeUnits } ? (given.Rows == shape.Rows ? given.Columns : given.Rows)
            : given.Values.Length == units ? 1
            : given.Rows == units && shape.Rows == SomeUnits ? given.Columns
            : given.Columns == units && shape.Columns == SomeUnits ? given.Rows
            : given.Rows == units ? given.Columns
            : given.Columns == units ? given.Rows
            : throw new UsageException(
                $"{shape.Name} is {given.ShapeText}, but {counted.Name} is {array.ShapeText}, of {Counted.Of(units, "unit")}, so one side of {shape.Name} must be {units}; "
                + $"map another array than '{given.Name}'.");
        var inputs = Others(shapes.FirstOrDefault(shape => shape.Role == ParameterRole.Input));
        var outputs = Others(last);
        return new(units, inputs, outputs == 0 ? units : outputs, last.Name);
    }

    /// <summary>The parameters of a cell of some size, with 13 units, 5 inputs and 3 outputs.</summary>
    /// <param name="configuration">The cell, whatever its units, and the length of its step.</param>
    public static IReadOnlyList<ParameterShape> Example(RunConfiguration configuration)
    {
        // A list with a number for each unit, and areas, say nothing about which parameters there are.
        var cell = configuration.Cell is LeakyCell leaky ? leaky with { UnitTaus = null } : configuration.Cell;
        return (cell with { Units = SomeUnits, Areas = null }).Graph(SomeInputs, SomeOutputs, configuration.Training.Dt).Parameters;
    }

    // What reads a layer of known width has an axis for it; the other one is the outputs.
    private static int Beside(ForeignArray given, int width) =>
        given.Values.Length == width ? 1 : given.Columns != width && given.Rows == width ? given.Columns : given.Rows;
}
