using System.Globalization;
using Engram.Configuration;
using Engram.Learning;

namespace Engram.Analysis;

/// <summary>
/// Scores replays by rank order: Spearman's correlation ρ between the times at which cells peak in an event and the places at which they peak on the
/// track, the template. Shuffles say how great |ρ| gets by chance. A replay runs forward where ρ &gt; 0, and in reverse
/// where ρ &lt; 0.
/// </summary>
/// <remarks>
/// A cell takes part if it has a place and its activity changes during the event; it peaks at the step of its greatest activity, or in the middle of
/// several that are equal.
/// </remarks>
[Cite("10.1038/nature04587", "Foster & Wilson 2006, Reverse replay of behavioural sequences in hippocampal place cells during the awake state")]
public sealed record ReplayTest
{
    /// <summary>Cells that an event needs to be scored.</summary>
    [Range(4, 10_000)]
    public int LeastCells { get; init; } = 5;

    /// <summary>What is shuffled.</summary>
    public ReplayShuffle Shuffle { get; init; }

    /// <summary>Shuffles P, below whose 1/(P + 1) no p is.</summary>
    [Range(19, 1_000_000)]
    public int Shuffles { get; init; } = 1000;

    /// <summary>p of at most this makes an event a replay; so great a share of events without order are replays by chance.</summary>
    [Range(0, 1, Above = true)]
    public double Alpha { get; init; } = 0.05;

    /// <summary>Seed of the shuffles.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Scores one event.</summary>
    /// <param name="template">Where each cell peaks on the track (N), as <see cref="PlaceCells.Template"/> gives; null for units that have no place.</param>
    /// <param name="activity">Activity in the event (steps × N).</param>
    /// <param name="index">Number of the event, on which its shuffles depend.</param>
    /// <returns>The score; null where fewer cells take part than <see cref="LeastCells"/>, or all have the same place or peak at once.</returns>
    /// <exception cref="UsageException">Template and activity are not of the same units, or hold numbers that are not finite.</exception>
    public ReplayScore? Of(IReadOnlyList<double?> template, double[,] activity, int index = 0)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(activity);
        Settings.Check(this);
        if (template.Count != activity.GetLength(1))
        {
            throw new UsageException(
                $"The template has places for {Counted.Of(template.Count, "unit")}, but the event has {activity.GetLength(1)}; give one place, or null, for each unit.");
        }

        Finite.Matrix(activity, "event");
        Finite.Values([.. template.Select(place => place ?? 0)], "template");
        var taking = Enumerable.Range(0, template.Count).Where(unit => template[unit] is not null)
            .Select(unit => (Place: template[unit]!.Value, Time: Peak(activity, unit))).Where(cell => cell.Time is not null).ToList();
        double[] places = RankOrder.Ranks([.. taking.Select(cell => cell.Place)]), times = RankOrder.Ranks([.. taking.Select(cell => cell.Time!.Value)]);
        if (taking.Count < LeastCells || places.Distinct().Count() < 2 || times.Distinct().Count() < 2)
        {
            return null;
        }

        var observed = RankOrder.Pearson(places, times);
        double[] moments = [.. times.Distinct()];
        int[] momentOf = [.. times.Select(time => Array.IndexOf(moments, time))];
        var (stream, asGreat) = (Resampling.Stream(Seed, index), 0);
        for (var k = 0; k < Shuffles; k++)
        {
            if (Shuffle == ReplayShuffle.Cells)
            {
                Resampling.Shuffle<double>(places, ref stream);
            }
            else
            {
                // Of moments that have changed places, some are peaks of more cells than others, so that ranks change.
                Resampling.Shuffle<double>(moments, ref stream);
                times = RankOrder.Ranks([.. momentOf.Select(moment => moments[moment])]);
            }

            asGreat += Math.Abs(RankOrder.Pearson(places, times)) >= Math.Abs(observed) - 1e-12 ? 1 : 0;
        }

        var p = (1.0 + asGreat) / (1 + Shuffles);
        return new(observed, p, taking.Count, p <= Alpha);
    }

    /// <summary>Scores many events and counts the replays among them.</summary>
    /// <param name="template">Where each cell peaks on the track (N); null for units that have no place.</param>
    /// <param name="events">The events.</param>
    /// <exception cref="UsageException">
    /// Template and events are not of the same units or hold numbers that are not finite, or <see cref="Shuffles"/> are too few for a p of <see cref="Alpha"/>.
    /// </exception>
    public ReplayShares OfEvents(IReadOnlyList<double?> template, IReadOnlyList<ReplayEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        if (Alpha * (Shuffles + 1) < 1)
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"With {Shuffles} `Shuffles` no p is as small as `Alpha`, {Alpha}; set at least {Math.Ceiling(1 / Alpha) - 1} `Shuffles`."));
        }

        ReplayScore?[] scores = [.. events.Select((one, k) => Of(template, one.Activity, k))];
        return new(
            Count("", scores),
            [.. events.Zip(scores).GroupBy(pair => pair.First.Session).Select(session => Count(session.Key, [.. session.Select(pair => pair.Second)]))],
            scores);
    }

    // P(p ≤ α) = ⌊α(P + 1)⌋/(P + 1), for p is one of 1/(P + 1) … 1, each as likely.
    private ReplayCount Count(string session, IReadOnlyList<ReplayScore?> scores) => new(
        session, scores.Count(score => score is not null), scores.Count(score => score is null), scores.Count(score => score is { IsSignificant: true }),
        scores.Count(score => score is { IsSignificant: true, Direction: ReplayDirection.Forward }),
        Math.Floor((Alpha * (Shuffles + 1)) + 1e-9) / (Shuffles + 1));

    // The step of the greatest activity, the mean of several that are equal; null where it does not change.
    private static double? Peak(double[,] activity, int unit)
    {
        var (least, greatest, sum, count) = (double.PositiveInfinity, double.NegativeInfinity, 0.0, 0);
        for (var step = 0; step < activity.GetLength(0); step++)
        {
            var value = activity[step, unit];
            least = Math.Min(least, value);
            (greatest, sum, count) = value > greatest ? (value, step, 1) : value == greatest ? (greatest, sum + step, count + 1) : (greatest, sum, count);
        }

        return greatest > least ? sum / count : null;
    }
}
