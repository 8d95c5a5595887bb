using Engram.Equations;
using Engram.Numerics;

namespace Engram.Networks;

/// <content>Parameters that begin as their cell prescribes.</content>
internal sealed partial class NetworkBuilder
{
    private static bool Held(ParameterShape shape) => shape.Prescribed?.Held == true;

    private static Initialiser? Prescribed(ParameterShape shape) => shape.Prescribed?.Deviation switch
    {
        null => null,
        0 => new ConstantInitialiser(),
        { } deviation => new NormalInitialiser(deviation),
    };

    // A parameter that stands in no equation is learned when the one that is made of it would be.
    private bool IsTrained(ParameterShape shape)
    {
        var target = shape.Derivation?.Target ?? shapes.Select(other => other.Derivation).OfType<SupportDerivation>()
            .FirstOrDefault(support => support.Means == shape.Name)?.Target;
        return shapes.FirstOrDefault(other => other.Name == target)?.Role switch
        {
            ParameterRole.Recurrent => options.TrainRecurrent,
            ParameterRole.Input => options.TrainInput,
            ParameterRole.Readout => options.TrainReadout,
            _ => false,
        };
    }

    private (Constraint, float[]) Prescribed(ParameterShape shape, bool trainable) => (
        new(shape.Rows, shape.Columns, trainable: trainable && !Held(shape)),
        Draw(
            shape, Prescribed(shape) ?? new NormalInitialiser(), Connectivity.Dense(shape.Rows, shape.Columns), Positivity.None));

    // b = ρ aᵀ + √(1 − ρ²) ξ, with a drawn again from its own stream.
    private void Align(ParameterShape shape, float[] drawn, Initialiser initialiser)
    {
        if (shape.Prescribed is not { Along: { } name, Overlap: var overlap and not 0 })
        {
            return;
        }

        var along = shapes.First(other => other.Name == name);
        var a = new float[along.Count];
        initialiser.Draw(Connectivity.Dense(along.Rows, along.Columns), Stream(Purpose.Weights, along), a);
        var rest = Math.Sqrt(1 - (overlap * overlap));
        for (var k = 0; k < drawn.Length; k++)
        {
            var other = shape.Role == ParameterRole.Support ? k : (k % shape.Columns * along.Columns) + (k / shape.Columns);
            drawn[k] = (float)((overlap * a[other]) + (rest * drawn[k]));
        }
    }
}
