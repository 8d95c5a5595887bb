using Engram.Equations;
using Engram.Numerics;

namespace Engram.Cells;

/// <summary>All connections from the units of one layer to those of another, normal numbers.</summary>
/// <param name="To">The first of the units that receive.</param>
/// <param name="Receivers">How many they are.</param>
/// <param name="From">The first of the units that send.</param>
/// <param name="Senders">How many they are.</param>
/// <param name="Deviation">Standard deviation of the weights.</param>
internal sealed record LayerWiring(int To, int Receivers, int From, int Senders, double Deviation) : Wiring
{
    /// <inheritdoc/>
    public override void Draw(string name, int units, Func<Purpose, string, RandomStream> stream, Span<float> weights)
    {
        var draws = stream(Purpose.Weights, name);
        for (var i = To; i < To + Receivers; i++)
        {
            for (var j = From; j < From + Senders; j++)
            {
                weights[(i * units) + j] = (float)(Deviation * draws.NextNormal());
            }
        }
    }
}
