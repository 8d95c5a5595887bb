namespace Engram.Simulation;

/// <summary>Past states, reconstructed from the present ones, and how exact they are.</summary>
/// <param name="States">
/// State vectors after each step (T × B × S), laid out as in the recording: those of the last step, and of checkpoints, are as recorded.
/// </param>
/// <param name="Errors">
/// The greatest difference from the true states, over trials and units, 1, 2, … steps back from the last step or the last checkpoint.
/// </param>
/// <param name="Growth">By what the error grew per step back, from a line through ln of the errors; NaN where fewer than two are above 0.</param>
/// <param name="LeastGrowth">
/// 1/|f| of the smallest factor f by which a state is multiplied in a step, as 1/(1 − dt/τ): what the factors alone make of an error. Weights add to it.
/// </param>
/// <param name="Horizon">
/// How many steps back the error stays within the tolerance; beyond the steps that were made it follows from <paramref name="Growth"/>. Null where errors do not grow.
/// </param>
public sealed record StateReversalResult(double[] States, IReadOnlyList<double> Errors, double Growth, double LeastGrowth, int? Horizon)
{
    /// <summary>The greatest of <see cref="Errors"/>; 0 where no step was reconstructed.</summary>
    public double MaxError => Errors.DefaultIfEmpty().Max();

    /// <summary>Decimal digits that are lost in each step back.</summary>
    public double DigitsPerStep => Math.Log10(Growth);

    internal static StateReversalResult Of(double[] states, IReadOnlyList<double> errors, double leastGrowth, double tolerance)
    {
        var growth = Math.Exp(Slope(errors));
        var over = errors.Index().FirstOrDefault(pair => !(pair.Item <= tolerance), (-1, 0)).Item1;
        int? horizon = over >= 0 ? over
            : growth > 1 && errors[^1] > 0 ? (int)Math.Min(1e9, errors.Count + Math.Floor(Math.Log(tolerance / errors[^1]) / Math.Log(growth))) : null;
        return new(states, errors, growth, leastGrowth, horizon);
    }

    // Of ln(error) on steps, by least squares.
    private static double Slope(IReadOnlyList<double> errors)
    {
        var points = errors.Index().Where(pair => pair.Item is > 0 and < double.PositiveInfinity)
            .Select(pair => (X: (double)pair.Index, Y: Math.Log(pair.Item))).ToList();
        if (points.Count < 2)
        {
            return double.NaN;
        }

        var (x, y) = (points.Average(point => point.X), points.Average(point => point.Y));
        return points.Sum(point => (point.X - x) * (point.Y - y)) / points.Sum(point => (point.X - x) * (point.X - x));
    }
}
