using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;

namespace Engram.Networks;

/// <content>What is wrong with options for the shapes at hand.</content>
internal sealed partial class NetworkBuilder
{
    private void CheckDale(Cell cell)
    {
        if (!Dale)
        {
            return;
        }

        var law = Settings.Text(options, "dale");
        if (!cell.HasNonNegativeRates)
        {
            faults.Add($"dale is {law}, but this cell's rates can be negative, and then a unit's weights do not decide whether "
                + "it excites or inhibits. Set dale to none, or choose a cell and activation whose rates are never negative, "
                + "such as leaky with rectify or softplus.");
        }

        foreach (var shape in shapes.Where(s => s.Role == ParameterRole.Projection))
        {
            faults.Add($"dale is {law}, but {shape.Name} ({shape.Rows} × {shape.Columns}) is a projection, no synapses between the "
                + $"{Units} units that could have their signs. Set dale to none, or choose a cell with full recurrent matrices, such as leaky.");
        }
    }

    private void CheckReadout()
    {
        if (options.Readout != ReadoutKind.Identity || shapes.FirstOrDefault(s => s.Role == ParameterRole.Readout) is not { } shape)
        {
            return;
        }

        if (options.ReadoutUnits is null && shape.Rows > Units)
        {
            faults.Add($"readout is identity, but there are {shape.Rows} outputs and only {Units} units. Use at least "
                + $"{shape.Rows} units, or name in readout-units the unit that each output copies.");
        }

        if (options.ReadoutUnits is { } chosen && chosen.Count != shape.Rows)
        {
            faults.Add($"readout-units has {chosen.Count} units for {shape.Rows} outputs; name one unit for each output.");
        }

        if (!options.ReadoutFeedback && shapes.Any(s => s.Role == ParameterRole.Projection || s is { Role: ParameterRole.Recurrent, Prescribed: not null }))
        {
            faults.Add("readout-feedback is off, but this cell has no matrix with a column for each unit, from which those of the outputs "
                + "could be taken; leave it on, or choose a cell with full recurrent matrices, such as leaky.");
        }

        foreach (var unit in options.ReadoutUnits?.Where(u => u < 0 || u >= Units).Distinct() ?? [])
        {
            faults.Add($"readout-units names unit {unit}; units are numbered 0 to {Units - 1}.");
        }
    }

    private void CheckGiven()
    {
        foreach (var (name, connectivity) in given)
        {
            if (shapes.FirstOrDefault(s => s.Name == name) is not { } shape)
            {
                faults.Add($"Connectivity is given for {name}, which this cell does not have. "
                    + Nearest.Hint(name, shapes.Select(s => s.Name)));
            }
            else if (shape.Role is not (ParameterRole.Recurrent or ParameterRole.Projection or ParameterRole.Input or ParameterRole.Readout))
            {
                faults.Add($"Connectivity is given for {name}, which is no matrix of weights; leave it out.");
            }
            else if (shape.Role == ParameterRole.Readout && options.Readout == ReadoutKind.Identity)
            {
                faults.Add($"Connectivity is given for {name}, but readout is identity, which decides every connection; "
                    + "leave one of the two out.");
            }
            else if ((shape.Rows, shape.Columns) != (connectivity.Rows, connectivity.Columns))
            {
                faults.Add($"Connectivity of {name} is ({connectivity.Rows} × {connectivity.Columns}); "
                    + $"it must be ({shape.Rows} × {shape.Columns}).");
            }
        }
    }
}
