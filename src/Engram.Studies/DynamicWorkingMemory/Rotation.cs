using Engram.Analysis;
using Engram.Storage;

namespace Engram.Studies.DynamicWorkingMemory;

/// <summary>Where to look for a rotation.</summary>
/// <param name="Delay">Of the trials whose states are starts, in seconds.</param>
/// <param name="Starts">How many starts.</param>
/// <param name="Seconds">How long the network runs without noise.</param>
internal sealed record RotationSettings(double Delay, int Starts, double Seconds);

/// <summary>How a network turns between the pulses.</summary>
/// <param name="Period">
/// Period of the slowest rotation about the point where most delay states settle, in seconds, from the eigenvalues there; null without
/// complex
/// ones slower than a quarter of a second.
/// </param>
/// <param name="TimeConstant">Time in which that rotation decays to 1/e, in seconds; negative when it grows.</param>
/// <param name="Cycle">Period of the limit cycle on which the network without noise ends, in seconds; null where it comes to rest.</param>
internal sealed record Rotation(double? Period, double? TimeConstant, double? Cycle)
{
    private const double ShortestPeriod = 0.25;
    private const int Trials = 64;

    // A network that swings less than this share of the spread of its delay states has come to rest.
    private const double Rest = 1e-3;

    /// <summary>Of one network.</summary>
    public static Rotation Of(TrainedRun run, RotationSettings settings)
    {
        var recording = DelayDynamics.Record(run, settings.Delay, Trials);
        var slowest = Slowest(DelayDynamics.Points(run, recording, settings.Starts));
        var last = DelayDynamics.Steps(recording, 0).Last - 1;
        double[] start = [.. recording.State(last, 0).ToArray().Select(value => (double)value)];
        var path = DelayDynamics.Run(run, start, (int)(settings.Seconds / recording.Dt.TotalSeconds));
        return new(
            slowest?.Period, slowest is null ? null : slowest.TimeConstant,
            PeriodOf(path, recording.StateWidth, recording.Dt.TotalSeconds, DelayDynamics.Spread(recording)));
    }

    /// <summary>The slowest rotation about the point where most states settle.</summary>
    public static Mode? Slowest(IReadOnlyList<FixedPoint> points) =>
        (points.Where(point => !point.IsFar).MaxBy(point => point.Starts)?.Modes ?? [])
            .Where(mode => mode.Frequency > 0 && mode.Period >= ShortestPeriod).MaxBy(mode => mode.Rate.Real);

    // Mean time between upward crossings of the mean by the first principal component, over the second half of the path.
    private static double? PeriodOf(double[] path, int width, double dt, double spread)
    {
        var late = path.AsSpan(path.Length / width / 2 * width);
        var components = PrincipalComponents.Of(late, width);
        if (Math.Sqrt(components.Variances[0]) < Rest * spread)
        {
            return null;
        }

        var y = components.Project(late, 1);
        var crossings = new List<double>();
        for (var step = 1; step < y.Length; step++)
        {
            if (y[step - 1] < 0 && y[step] >= 0)
            {
                crossings.Add(step - (y[step] / (y[step] - y[step - 1])));
            }
        }

        return crossings.Count < 2 ? null : (crossings[^1] - crossings[0]) / (crossings.Count - 1) * dt;
    }
}
