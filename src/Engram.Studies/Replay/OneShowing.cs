using Engram.Figures;
using Engram.Learning;
using Engram.Studies.LowRank;

namespace Engram.Studies.Replay;

/// <summary>How many patterns a cache recalls in order after one showing.</summary>
internal static class OneShowing
{
    private const int Asked = 20;
    private static readonly int[] Counts = [5, 10, 15, 20, 25, 30, 40, 50, 60];

    /// <summary>What a cache of one kind made of one sequence.</summary>
    private sealed record Played(int Patterns, CacheClock Clock, ReplayDirection Direction, double InOrder, double Least);

    /// <summary>Writes the section.</summary>
    /// <param name="study">Where.</param>
    /// <param name="runs">Networks, each of which has caches of its own seed.</param>
    public static void Write(StudyContext study, IReadOnlyList<SweepRun> runs)
    {
        int[] counts = study.Choose(Counts, [10, Asked]);
        var caches = study.Measure("caches", runs, counts, static (run, patterns) => (IReadOnlyList<Played>)
            [.. patterns.SelectMany(count => new[] { CacheClock.Cosine, CacheClock.SelfTimed }.SelectMany(clock =>
                new[] { ReplayDirection.Forward, ReplayDirection.Reverse }.Select((direction, k) =>
                {
                    // No two caches of the study share a stream.
                    var place = (count * 4) + (clock == CacheClock.Cosine ? 0 : 2) + k;
                    var played = new HopfieldCache { Clock = clock, Seed = (run.Configuration.Seed * 1000) + (ulong)place }.Store(count).Recall(direction);
                    return new Played(count, clock, direction, played.InOrder, played.Greatest.Min());
                })))]);
        List<(Played Cache, int Network)> found = [.. caches.SelectMany((own, network) => own.Select(one => (one, network + 1)))];
        study.Section("A cache that learns at one showing");
        study.Text(
            "The cache is two Hopfield networks on 500 units that drive each other, 40 % of which are active in a pattern. It stores random patterns at one showing and plays them from the first on, or from the last back. "
            + "A clock lets the networks take turns, or they time themselves. A pattern counts as recalled when its overlap with the activity passes 0.95.");
        study.Figure(
            "capacity",
            new LinesFigure
            {
                Curves = [.. found.GroupBy(one => (one.Cache.Clock, one.Cache.Direction)).Select(group => Curve.MeanAndSd(
                    $"{Name(group.Key.Clock)}, {Name(group.Key.Direction)}", [.. counts.Select(count => (double)count)],
                    [.. group.GroupBy(one => one.Network).Select(own => (IReadOnlyList<double>)[.. own.OrderBy(one => one.Cache.Patterns).Select(one => one.Cache.InOrder)])]))],
                X = new("Patterns stored"), Y = Axis.Share("Transitions in order"), Points = true, Whiskers = true,
            },
            $"Share of the transitions in which both patterns were recalled, in order; mean and standard deviation over {runs.Count} caches.");
        study.Data(
            "capacity", ["patterns", "clock", "direction", "cache", "in_order", "least_overlap"],
            found.Select(one => (IReadOnlyList<string>)[$"{one.Cache.Patterns}", Name(one.Cache.Clock), Name(one.Cache.Direction), $"{one.Network}", Words.Exact(one.Cache.InOrder), Words.Exact(one.Cache.Least)]));
        foreach (var clock in new[] { CacheClock.Cosine, CacheClock.SelfTimed })
        {
            study.Claim(
                $"cache-{(clock == CacheClock.Cosine ? "clocked" : "self-timed")}",
                $"A cache that is {(clock == CacheClock.Cosine ? "clocked" : "self-timed")} plays a sequence of {Asked} patterns that it was shown once, in both directions: share of transitions in order.",
                "One-shot learning in the cache, plays back learned arbitrary sequence",
                [.. found.Where(one => one.Cache.Patterns == Asked && one.Cache.Clock == clock).Select(one => one.Cache.InOrder)], new EveryAtLeast(1));
        }
    }

    private static string Name(CacheClock clock) => clock == CacheClock.Cosine ? "clocked" : "self-timed";

    private static string Name(ReplayDirection direction) => direction == ReplayDirection.Forward ? "forward" : "reverse";
}
