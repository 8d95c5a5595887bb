using System.Globalization;
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
            faults.Add($"`Dale` is {law}, but this cell's rates can be negative, so the signs of a unit's weights do not decide whether "
                + "it excites or inhibits; set `Dale = none`, or choose a cell and activation whose rates are never negative, "
                + "such as leaky with rectify or softplus.");
        }

        foreach (var shape in shapes.Where(s => s.Role == ParameterRole.Projection))
        {
            faults.Add($"`Dale` is {law}, but {shape.Name} ({shape.Rows} × {shape.Columns}) is a projection: its weights are not synapses between the "
                + $"{Units} units and cannot take their signs; set `Dale = none`, or choose a cell with full recurrent matrices, such as leaky.");
        }
    }

    private void CheckReadout()
    {
        if (options.Readout != ReadoutKind.Identity || shapes.FirstOrDefault(s => s.Role == ParameterRole.Readout) is not { } shape)
        {
            return;
        }

        if (!shape.FromUnits)
        {
            faults.Add("`Readout` is identity, which makes outputs of units, but this cell has layers between units and outputs; set `Readout = all`, or leave the "
                + "layers out.");
        }

        if (options.ReadoutUnits is null && shape.Rows > Units)
        {
            faults.Add($"`Readout` is identity, but there are {shape.Rows} outputs and only {Units} units; set `Units` to at least "
                + $"{shape.Rows}, or name in `ReadoutUnits` the unit that each output copies.");
        }

        if (options.ReadoutUnits is { } chosen && chosen.Count != shape.Rows)
        {
            faults.Add($"`ReadoutUnits` has {chosen.Count} units, but there are {shape.Rows} outputs; name one unit per output.");
        }

        if (!options.ReadoutFeedback && shapes.Any(s => s.Role == ParameterRole.Projection || s is { Role: ParameterRole.Recurrent, Prescribed: not null }))
        {
            faults.Add("`ReadoutFeedback` is false, but this cell has no matrix with one column per unit from which the columns of the outputs "
                + "could be removed; set `ReadoutFeedback = true`, or choose a cell with full recurrent matrices, such as leaky.");
        }

        foreach (var unit in options.ReadoutUnits?.Where(u => u < 0 || u >= Units).Distinct() ?? [])
        {
            faults.Add($"`ReadoutUnits` names unit {unit}, but units are numbered 0 to {Units - 1}.");
        }

        foreach (var unit in options.ReadoutUnits?.CountBy(u => u).Where(named => named.Value > 1).Select(named => named.Key) ?? [])
        {
            faults.Add($"`ReadoutUnits` names unit {unit} more than once, which makes two outputs one and the same; name another unit for each output.");
        }
    }

    private void CheckInputs()
    {
        var channels = shapes.FirstOrDefault(s => s.Role == ParameterRole.Input)?.Columns ?? 0;
        if (options.InputScales is { } scales && scales.Count != channels)
        {
            faults.Add($"`InputScales` has {Counted.Of(scales.Count, "number")}, but there {(channels == 1 ? "is" : "are")} {Counted.Of(channels, "input channel")}; "
                + (channels == 0 ? "leave it out." : "give one number for each channel."));
        }
    }

    private void CheckLeak(Cell cell)
    {
        if (!options.EffectiveRadius)
        {
            return;
        }

        if (cell.StepLeak is not { } a)
        {
            faults.Add($"`EffectiveRadius` is true, but {cell.Name} does not say which part of a unit leaks in each step; set `EffectiveRadius = false`, or choose a cell whose units "
                + "leak, such as echo-state without `Proximity`.");
        }
        else if (options.SpectralRadius is not { } wanted)
        {
            faults.Add("`EffectiveRadius` is true, but `SpectralRadius` is none, so there is nothing to scale to; set `SpectralRadius`, or `EffectiveRadius = false`.");
        }
        else if (wanted <= 1 - a)
        {
            faults.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"`SpectralRadius` is {wanted}, but units of which the part {a} is new in each step have the effective radius {1 - a:0.######} already without recurrent "
                + $"weights; set `SpectralRadius` above {1 - a:0.######}, or a larger leak."));
        }
    }

    private void CheckTopology()
    {
        if (options.Recurrent is not TopologyInitialiser topology)
        {
            return;
        }

        foreach (var shape in shapes.Where(s => s.Role == ParameterRole.Projection))
        {
            faults.Add($"`Recurrent` is {topology}, which connects units with units, but {shape.Name} ({shape.Rows} × {shape.Columns}) is a projection; choose a "
                + "distribution such as `Recurrent = normal`, or a cell with full recurrent matrices, such as leaky.");
        }

        if (shapes.Any(s => s.Role == ParameterRole.Recurrent) && topology.FaultOf(Units) is { } why)
        {
            faults.Add($"`Recurrent` is {topology}, but {why}");
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
            else if (shape.Role is not (ParameterRole.Recurrent or ParameterRole.Projection or ParameterRole.Input or ParameterRole.Readout
                or ParameterRole.ReadoutLayer))
            {
                faults.Add($"Connectivity is given for {name}, which is not a matrix of weights; leave it out.");
            }
            else if (shape.Role == ParameterRole.Readout && options.Readout == ReadoutKind.Identity)
            {
                faults.Add($"Connectivity is given for {name}, but `Readout` is identity, which decides every connection; "
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
