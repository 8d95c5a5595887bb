using Engram.Analysis;
using Engram.Storage;

namespace Engram.Studies.DynamicWorkingMemory;

/// <summary>How the delay of a network is looked at.</summary>
/// <param name="Delay">Length of the delay, in seconds, the same for all networks.</param>
/// <param name="Trials">Recorded.</param>
/// <param name="Starts">Of the search for points.</param>
/// <param name="Permutations">Of the null distribution of decoding.</param>
internal sealed record MemorySettings(double Delay, int Trials, int Starts, int Permutations);

/// <summary>How one network keeps the first pulse.</summary>
/// <param name="Stable">Stable fixed points of the delay near the states visited.</param>
/// <param name="Unstable">Saddles and unstable fixed points there.</param>
/// <param name="Slow">Slow points there.</param>
/// <param name="Unseen">How many more are there at least, estimated from how often each was found.</param>
/// <param name="Coverage">The estimated chance that one start more leads to one of those found.</param>
/// <param name="Slowest">Time constant of the slowest decaying mode at the point where most states settle, in seconds.</param>
/// <param name="RotationPeriod">Period of the slowest rotation there, in seconds.</param>
/// <param name="Late">Share of trials whose first pulse is decoded right at the end of the delay.</param>
/// <param name="Null">The 95th percentile of that share with shuffled labels.</param>
/// <param name="Across">The same with a decoder from another time of the delay, mean over pairs of times at least 0.5 s apart.</param>
/// <param name="Dimension">Participation ratio of the rates in the delay.</param>
/// <param name="Selective">Share of units whose delay rate differs with the first pulse.</param>
internal sealed record MemoryOfNetwork(
    int Stable, int Unstable, int Slow, double Unseen, double Coverage, double Slowest, double? RotationPeriod, double Late, double Null,
    double Across, double Dimension, double Selective)
{
    private const double Apart = 0.5;

    /// <summary>Records a network and takes it apart.</summary>
    public static MemoryOfNetwork Of(TrainedRun run, MemorySettings settings)
    {
        var recording = DelayDynamics.Record(run, settings.Delay, settings.Trials);
        var factor = FirstPulse(run);
        var points = DelayDynamics.Points(run, recording, settings.Starts).Where(point => !point.IsFar).ToList();
        var unseen = UnseenPoints.Of(points);
        var main = points.MaxBy(point => point.Starts);
        var decoder = new LinearDecoder { Permutations = settings.Permutations };
        var curve = decoder.Decode(recording, factor);
        var cross = decoder.CrossTemporal(recording, factor);
        var (start, end) = Delay(recording);
        var bins = Enumerable.Range(0, curve.Times.Count).Where(bin => curve.Times[bin] > start && curve.Times[bin] < end).ToList();
        var pairs = from train in bins
                    from test in bins
                    where Math.Abs(curve.Times[train] - curve.Times[test]) >= Apart
                    select cross[train, test];
        return new(
            points.Count(point => point is { Kind: PointKind.Fixed, Stability: Stability.Stable }),
            points.Count(point => point.Kind == PointKind.Fixed && point.Stability != Stability.Stable),
            points.Count(point => point.Kind == PointKind.Slow),
            unseen.Unseen,
            unseen.Coverage,
            main?.Modes.Where(mode => mode.Rate.Real < 0).Select(mode => mode.TimeConstant).DefaultIfEmpty(double.NaN).Max()
                ?? double.NaN,
            Rotation.Slowest(points)?.Period,
            curve.Accuracy[bins[^1]],
            curve.NullPercentile95[bins[^1]],
            pairs.DefaultIfEmpty(double.NaN).Average(),
            PrincipalComponents.OfRecording(recording, "delay").ParticipationRatio,
            Selectivity.Of(recording, factor, "delay").Units.Average(unit => unit.IsSelective ? 1.0 : 0.0));
    }

    /// <summary>The factor that is to be remembered.</summary>
    public static string FirstPulse(TrainedRun run) => run.Configuration.Task is Tasks.DelayedMatchTask ? "f1" : "first";

    /// <summary>Start and end of the delay, in seconds.</summary>
    public static (double Start, double End) Delay(Simulation.Recording recording)
    {
        var delay = recording.Trials[0].Periods.First(period => period.Name == "delay");
        return (delay.Start.TotalSeconds, delay.End.TotalSeconds);
    }
}
