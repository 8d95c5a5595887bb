using Engram.Learning;
using Engram.Storage;

namespace Engram.Studies.CreditAssignment;

/// <summary>What a network learned, and how far its rule was from the gradient, in degrees; a mean over checks is null where none has an angle.</summary>
/// <param name="Score">Its score.</param>
/// <param name="Start">Angle before the first update, over all parameters.</param>
/// <param name="Mean">Mean over all checks, until it had learned or updates ran out.</param>
/// <param name="Units">The same without the readout, whose gradient no rule changes: mean over the matrices and biases of the units.</param>
internal sealed record LagNetwork(double Score, double? Start, double? Mean, double? Units)
{
    /// <summary>Measures a network.</summary>
    public static LagNetwork Of(TrainedRun run, int trials)
    {
        var checks = LoggedCheck.Of(run);
        return new(
            Plan.Score(run, trials), checks[0].Alignment?.Gradient, checks.Average(check => check.Alignment?.Gradient), checks.Average(check => OfUnits(check.Alignment)));

        static double? OfUnits(GradientAlignment? alignment) =>
            alignment?.Parameters.Where(parameter => parameter.Name is not ("w_out" or "b_out")).Average(parameter => parameter.Gradient);
    }
}
