using Engram.Analysis;
using Engram.Configuration;
using Engram.Learning;

namespace Engram.Tests.Analysis;

public sealed class ReplayTestTests
{
    private const int Units = 30;

    private static readonly double?[] Places = [.. Enumerable.Range(0, Units).Select(unit => unit % 6 == 5 ? (double?)null : unit * 7 % Units)];

    [Theory]
    [InlineData(1, ReplayDirection.Forward)]
    [InlineData(-1, ReplayDirection.Reverse)]
    public void A_perfect_replay_has_a_correlation_of_one_in_its_direction(int direction, ReplayDirection expected)
    {
        var score = new ReplayTest().Of(Places, Played(direction, 0, 0, 300))!;
        Assert.Equal((direction, 25, expected, true), (score.Correlation, score.Cells, score.Direction, score.IsSignificant));
        Assert.Equal(1.0 / 1001, score.PValue, 1e-12);
    }

    [Fact]
    public void Spearmans_correlation_is_that_of_the_ranks_by_hand()
    {
        // Places 1 to 5, peaks at steps 1, 0, 2, 4, 3: Σd² = 4, ρ = 1 − 6·4/(5·24). A sixth unit has no place, a seventh does not change.
        int[] peaks = [1, 0, 2, 4, 3, 0];
        var activity = new double[5, 7];
        for (var unit = 0; unit < peaks.Length; unit++)
        {
            activity[peaks[unit], unit] = 1 + unit;
        }

        var score = new ReplayTest().Of([1, 2, 3, 4, 5, null, 3], activity)!;
        Assert.Equal(0.8, score.Correlation, 1e-12);
        Assert.Equal(5, score.Cells);

        // 16 of the 120 orders have |ρ| ≥ 0.8: one at 1, four at 0.9, three at 0.8, and as many reversed.
        Assert.Equal(16.0 / 120, score.PValue, 0.035);
        Assert.Null((new ReplayTest { LeastCells = 6 }).Of([1, 2, 3, 4, 5, null, 3], activity));
    }

    [Fact]
    public void Planted_replays_in_noise_are_found_with_their_direction()
    {
        ReplayEvent[] events =
        [
            .. Enumerable.Range(0, 300).Select(k => new ReplayEvent(Played(k % 3 == 0 ? -1 : 1, 0.35, k), k < 100 ? "first" : "second")),
        ];
        var found = new ReplayTest { Shuffles = 500 }.OfEvents(Places, events);
        Assert.InRange(found.All.Share!.Value, 0.95, 1);
        Assert.All(found.Scores.Index().Where(one => one.Item!.IsSignificant), one =>
            Assert.Equal(one.Index % 3 == 0 ? ReplayDirection.Reverse : ReplayDirection.Forward, one.Item!.Direction));
        Assert.Equal(2.0 / 3, found.All.ForwardShare!.Value, 0.03);
        Assert.True(found.All.ForwardInterval.Low < 2.0 / 3 && found.All.ForwardInterval.High > 2.0 / 3);
        Assert.Equal(["first", "second"], found.Sessions.Select(session => session.Session));
        Assert.Equal([100, 200], found.Sessions.Select(session => session.Scored));
        Assert.Equal(found.All.Significant, found.Sessions.Sum(session => session.Forward + session.Reverse));
        Assert.InRange(found.All.PValue, 0, 1e-12);
    }

    [Theory]
    [InlineData(ReplayShuffle.Cells)]
    [InlineData(ReplayShuffle.Steps)]
    public void Of_events_without_order_five_percent_are_replays(ReplayShuffle shuffle)
    {
        ReplayEvent[] events = [.. Enumerable.Range(0, 2000).Select(k => new ReplayEvent(Played(0, 1, k)))];
        var found = new ReplayTest { Shuffles = 199, Shuffle = shuffle }.OfEvents(Places, events);
        Assert.Equal((2000, 0), (found.All.Scored, found.All.Unscored));
        Assert.Equal(0.05, found.All.Chance, 1e-12);
        Assert.InRange(found.All.Share!.Value, 0.03, 0.07);
        Assert.InRange(found.All.PValue, 0.001, 1);
        Assert.Equal(0.5, found.All.ForwardShare!.Value, 0.15);
    }

    [Fact]
    public void Of_cells_that_are_active_together_only_shuffled_steps_say_what_chance_gives()
    {
        // Five groups of six cells, each at one place, in an order that is drawn anew in each event.
        double?[] places = [.. Enumerable.Range(0, Units).Select(unit => (double?)(10 * (unit % 5)) + (0.1 * unit))];
        ReplayEvent[] events =
        [
            .. Enumerable.Range(0, 600).Select(k =>
            {
                int[] order = [.. Enumerable.Range(0, 5).OrderBy(group => Tracks.Noise(group, k, 0))];
                var activity = new double[5, Units];
                for (var unit = 0; unit < Units; unit++)
                {
                    activity[order[unit % 5], unit] = 1;
                }

                return new ReplayEvent(activity);
            }),
        ];
        Assert.InRange(new ReplayTest { Shuffles = 199 }.OfEvents(places, events).All.Share!.Value, 0.3, 1);

        // 2 of the 120 orders of five steps agree fully, and p is at most 0.05 for the 6 that agree best, up to ties.
        Assert.InRange(new ReplayTest { Shuffles = 199, Shuffle = ReplayShuffle.Steps }.OfEvents(places, events).All.Share!.Value, 0.005, 0.07);
    }

    [Fact]
    public void Shuffled_steps_find_replays_too()
    {
        var score = new ReplayTest { Shuffle = ReplayShuffle.Steps }.Of(Places, Played(-1, 0, 0))!;
        Assert.True(score is { IsSignificant: true, Direction: ReplayDirection.Reverse });
    }

    [Fact]
    public void Events_of_too_few_cells_are_counted_apart()
    {
        var silent = new double[10, Units];
        var found = new ReplayTest().OfEvents(Places, [new(silent), new(Played(1, 0, 0))]);
        Assert.Equal((1, 1, 1), (found.All.Scored, found.All.Unscored, found.All.Significant));
        Assert.Null(found.Scores[0]);
        var none = new ReplayTest().OfEvents(Places, [new(silent)]).All;
        Assert.Equal((null, null, 1.0), (none.Share, none.ForwardShare, none.PValue));
    }

    [Fact]
    public void What_cannot_be_scored_is_refused_in_a_sentence()
    {
        var recording = Tracks.Of(2, 5, 3, (step, _) => step, Tracks.Noise);
        (Action Call, string Said)[] cases =
        [
            (() => new ReplayTest().Of([1, 2], new double[4, 3]), "The template has places for 2 units, but the event has 3"),
            (() => new ReplayTest { Shuffles = 100, Alpha = 0.001 }.OfEvents(Places, []), "set at least 999 `Shuffles`"),
            (() => new ReplayTest { LeastCells = 2 }.Of(Places, Played(1, 0, 0)), "`LeastCells`"),
            (() => new ReplayTest().Of([1, 2, double.NaN], new double[4, 3]), "Number 2 of the template is not a number"),
            (() => ReplayEvent.Of(recording, 2, 0, 3), "There is no trial 2; the recording has trials 0 to 1."),
            (() => ReplayEvent.Of(recording, 1, 3, 9), "Trial 1 has the steps 0 to 4, but an event from step 3 up to 9"),
        ];
        Assert.All(cases, one => Assert.Contains(one.Said, Assert.Throws<UsageException>(one.Call).Message, StringComparison.Ordinal));
        Assert.Equal(recording.Rate(2, 1)[2], ReplayEvent.Of(recording, 1, 1, 4).Activity[1, 2]);
    }

    // Steps in which cells are active in the order of their places, faster than they were where these are few; noise on top.
    private static double[,] Played(int direction, double noise, int index, int steps = 12)
    {
        var activity = new double[steps, Units];
        for (var step = 0; step < steps; step++)
        {
            for (var unit = 0; unit < Units; unit++)
            {
                var at = (steps - 1) * (Places[unit] ?? 0) / Units;
                var bump = direction == 0 ? 0 : Tracks.Field(direction > 0 ? step : steps - 1 - step, at, steps / 8.0);
                activity[step, unit] = bump + (noise * Tracks.Noise(step, index, unit));
            }
        }

        return activity;
    }
}
