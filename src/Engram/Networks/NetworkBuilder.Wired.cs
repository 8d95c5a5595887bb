using Engram.Configuration;
using Engram.Equations;
using Engram.Numerics;

namespace Engram.Networks;

/// <content>Recurrent matrices whose connections the cell draws itself.</content>
internal sealed partial class NetworkBuilder
{
    // Signs are as drawn: Dale's law holds where the cell draws them unit by unit, whatever the options say.
    private (Constraint, float[]) Wired(ParameterShape shape, Wiring wiring)
    {
        var weights = new float[shape.Count];
        wiring.Draw(shape.Name, Units, (purpose, name) => new(new(seed, purpose), StreamIndex.Of(name)), weights);
        if (!Learns(shape))
        {
            // What is never learned needs no mask, so that weights from elsewhere can have other connections.
            return (new(shape.Rows, shape.Columns, trainable: false), weights);
        }

        var connectivity = new Connectivity(shape.Rows, shape.Columns, Array.ConvertAll(weights, w => w == 0 ? 0f : 1f));
        return (connectivity.Constrain(null, Positivity.None, trainable: true), weights);
    }

    // Some units among each other, as the options have it for a network of these alone.
    private (Constraint, float[]) Blocked(ParameterShape shape, int first, int count)
    {
        if (Dale)
        {
            faults.Add($"`Dale` is {Settings.Text(options, "dale")}, but {shape.Name} connects only {count} of {Units} units with each other, which have no signs of their own; "
                + "set `Dale = none`.");
            return (new(shape.Rows, shape.Columns), new float[shape.Count]);
        }

        var inner = shape with { Rows = count, Columns = count, Prescribed = null };
        var alone = options with { Readout = ReadoutKind.All, ReadoutUnits = null, ReadoutFeedback = true, InputScales = null, InputAreas = null, ReadoutAreas = null, Lesions = null };
        var builder = new NetworkBuilder(cell with { Units = count, Areas = null }, [inner], alone, seed, given);
        var (constraint, drawn) = builder.Recurrent(inner);
        faults.AddRange(builder.faults);
        var (raw, mask) = (new float[shape.Count], new float[shape.Count]);
        for (var k = 0; k < drawn.Length; k++)
        {
            var at = ((first + (k / count)) * shape.Columns) + first + (k % count);
            (raw[at], mask[at]) = (drawn[k], constraint.Mask.IsEmpty ? 1 : constraint.Mask[k]);
        }

        return (new(shape.Rows, shape.Columns, mask, trainable: Learns(shape)), raw);
    }
}
