using Engram.Equations;
using Engram.Numerics;

namespace Engram.Networks;

/// <content>Parameters that begin as their cell prescribes.</content>
internal sealed partial class NetworkBuilder
{
    private static bool Held(ParameterShape shape) => shape.Prescribed?.Held == true;

    private static Initialiser? Prescribed(ParameterShape shape) => shape.Prescribed switch
    {
        { Orthogonal: true } => new OrthogonalInitialiser(),
        { Value: { } value } => new ConstantInitialiser(value),
        { Deviation: 0 } => new ConstantInitialiser(),
        { Deviation: { } deviation } => new NormalInitialiser(deviation),
        _ => null,
    };

    // A prescription is kept or refused, never passed over.
    private void CheckPrescribed()
    {
        foreach (var shape in shapes.Where(shape => shape.Prescribed is not null))
        {
            var begins = shape.Prescribed!;
            void Refuse(bool wrong, string why)
            {
                if (wrong)
                {
                    faults.Add($"The cell prescribes initial values of {shape.Name} that are not possible: {why}");
                }
            }

            Refuse(
                begins is { Value: not null, Deviation: not null }, "they have both a value and a deviation; give one of the two.");
            Refuse(begins.Value is { } value && !double.IsFinite(value), $"the value is {begins.Value}; give a finite number.");
            Refuse(
                begins.Deviation is { } deviation && !(deviation >= 0 && double.IsFinite(deviation)),
                $"the deviation is {begins.Deviation}; give a finite number of at least 0.");
            Refuse(!(Math.Abs(begins.Overlap) <= 1), $"the overlap is {begins.Overlap}; give a number from −1 to 1.");
            Refuse(begins.Overlap != 0 && begins.Along is null, "they have an overlap, but not with which parameter; name one in Along.");
            Refuse(begins.Along is not null && (shape.IsVector || shape.Role == ParameterRole.SupportMean || begins.Value is not null), "only a matrix that is drawn can overlap with another; leave Along out.");
            Refuse(
                begins.Along is { } along && shapes.FirstOrDefault(other => other.Name == along)?.Count != shape.Count,
                $"they overlap with '{begins.Along}', which is not a parameter with the same number of entries; name such a parameter in Along.");
            Refuse(
                begins.Redrawn && shape.Role != ParameterRole.Basis, "only a basis can be drawn anew before every update.");
            Refuse(
                Dale && begins.Value < 0 && shape.Role is ParameterRole.Recurrent or ParameterRole.Readout,
                $"its value is {begins.Value}, but under Dale's law weights are magnitudes; give a value that is not negative, or set `Dale = none`.");
        }

        if (shapes.Where(shape => shape.Prescribed is { Redrawn: true }).Select(shape => shape.Name).ToList() is { Count: > 1 } redrawn)
        {
            faults.Add($"The cell prescribes that {string.Join(" and ", redrawn)} are redrawn before every update, but only one basis can be; redraw only one.");
        }
    }

    // A parameter that stands in no equation is learned when the one that is made of it would be.
    private bool IsTrained(ParameterShape shape)
    {
        var target = shape.Derivation?.Target ?? shapes.Select(other => other.Derivation).OfType<SupportDerivation>()
            .FirstOrDefault(support => support.Means == shape.Name)?.Target;
        return shapes.FirstOrDefault(other => other.Name == target)?.Role switch
        {
            ParameterRole.Recurrent or ParameterRole.Projection => options.TrainRecurrent,
            ParameterRole.Input => options.TrainInput,
            ParameterRole.Readout => options.TrainReadout,
            _ => false,
        };
    }

    private (Constraint, float[]) Prescribed(ParameterShape shape, bool trainable) => (
        new(shape.Rows, shape.Columns, trainable: trainable),
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
