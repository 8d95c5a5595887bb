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
}
