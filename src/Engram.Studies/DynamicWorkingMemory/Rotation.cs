using Engram.Analysis;
using Engram.Storage;

namespace Engram.Studies.DynamicWorkingMemory;

/// <summary>Where to look for a rotation.</summary>
/// <param name="Delay">Of the trials whose states are starts, in seconds.</param>
/// <param name="Starts">How many starts.</param>
internal sealed record RotationSettings(double Delay, int Starts);

/// <summary>The slowest rotation about the point where most delay states settle.</summary>
/// <param name="Period">Its period in seconds; null without complex eigenvalues slower than a quarter of a second.</param>
/// <param name="TimeConstant">Time in which it decays to 1/e, in seconds; negative when it grows.</param>
internal sealed record Rotation(double? Period, double? TimeConstant)
{
    private const double ShortestPeriod = 0.25;
    private const int Trials = 64;

    /// <summary>Of one network.</summary>
    public static Rotation Of(TrainedRun run, RotationSettings settings) =>
        Of(DelayDynamics.Points(run, DelayDynamics.Record(run, settings.Delay, Trials), settings.Starts));

    /// <summary>Of the points of one network.</summary>
    public static Rotation Of(IReadOnlyList<FixedPoint> points)
    {
        var modes = points.Where(point => !point.IsFar).MaxBy(point => point.Starts)?.Modes ?? [];
        var slowest = modes.Where(mode => mode.Frequency > 0 && mode.Period >= ShortestPeriod).MaxBy(mode => mode.Rate.Real);
        return slowest is null ? new(null, null) : new(slowest.Period, -1 / slowest.Rate.Real);
    }
}
