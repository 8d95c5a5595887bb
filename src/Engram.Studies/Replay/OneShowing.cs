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
    private sealed record Played(int Patterns, CacheClock Clock, ReplayDirection Direction, ulong Seed, double InOrder, double Least);

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study)
    {
        var seeds = study.Seeds(full: 10, quick: 2);
        int[] counts = study.Choose(Counts, [10, Asked]);
        var settings = counts.SelectMany(count => new[] { CacheClock.Cosine, CacheClock.SelfTimed }.SelectMany(clock =>
            new[] { ReplayDirection.Forward, ReplayDirection.Reverse }.SelectMany(direction => seeds.Select(seed => (count, clock, direction, seed))))).ToArray();
        var found = new Played[settings.Length];
        Parallel.For(0, settings.Length, new ParallelOptions { MaxDegreeOfParallelism = study.Threads, CancellationToken = study.Cancel }, k =>
        {
            var (count, clock, direction, seed) = settings[k];

            // No two caches of the study share a stream.
            var cache = new HopfieldCache { Clock = clock, Seed = (seed * 1000) + (ulong)((count * 4) + (clock == CacheClock.Cosine ? 0 : 2) + (direction == ReplayDirection.Forward ? 0 : 1)) };
            var played = cache.Store(count).Recall(direction);
            found[k] = new(count, clock, direction, seed, played.InOrder, played.Greatest.Min());
        });
        study.Section("A cache that learns at one showing");
        study.Text(
            "The cache is two Hopfield networks on 500 units that drive each other, 40 % of which are active in a pattern. It stores random patterns at one showing and plays them from the first on, or from the last back. "
            + "A clock lets the networks take turns, or they time themselves. A pattern counts as recalled when its overlap with the activity passes 0.95.");
        study.Figure(
            "capacity",
            new LinesFigure
            {
                Curves = [.. found.GroupBy(one => (one.Clock, one.Direction)).Select(group => Curve.MeanAndSd(
                    $"{Name(group.Key.Clock)}, {Name(group.Key.Direction)}", [.. counts.Select(count => (double)count)],
                    [.. group.GroupBy(one => one.Seed).Select(own => (IReadOnlyList<double>)[.. own.OrderBy(one => one.Patterns).Select(one => one.InOrder)])]))],
                X = new("Patterns stored"), Y = Axis.Share("Transitions in order"), Points = true, Whiskers = true,
            },
            $"Share of the transitions in which both patterns were recalled, in order; mean and standard deviation over {seeds.Count} caches.");
        study.Data(
            "capacity", ["patterns", "clock", "direction", "seed", "in_order", "least_overlap"],
            found.Select(one => (IReadOnlyList<string>)[$"{one.Patterns}", Name(one.Clock), Name(one.Direction), $"{one.Seed}", Words.Exact(one.InOrder), Words.Exact(one.Least)]));
        foreach (var clock in new[] { CacheClock.Cosine, CacheClock.SelfTimed })
        {
            study.Claim(
                $"cache-{(clock == CacheClock.Cosine ? "clocked" : "self-timed")}",
                $"A cache that is {(clock == CacheClock.Cosine ? "clocked" : "self-timed")} plays a sequence of {Asked} patterns that it was shown once, in both directions: share of transitions in order.",
                "One-shot learning in the cache, plays back learned arbitrary sequence",
                [.. found.Where(one => one.Patterns == Asked && one.Clock == clock).Select(one => one.InOrder)], new EveryAtLeast(1));
        }
    }

    private static string Name(CacheClock clock) => clock == CacheClock.Cosine ? "clocked" : "self-timed";

    private static string Name(ReplayDirection direction) => direction == ReplayDirection.Forward ? "forward" : "reverse";
}
