using Engram.Analysis;
using Engram.Configuration;

namespace Engram.Tests.Analysis;

public sealed class PlaceFieldsTests
{
    private static readonly PlaceFields Quick = new() { Permutations = 200 };

    [Fact]
    public void A_unit_that_is_active_in_one_of_so_many_bins_says_where_the_animal_is()
    {
        // Activity in one bin of four: log₂ 4 bits per spike, a quarter of that per step. In two of four, 1 bit. Everywhere alike, none.
        var recording = Tracks.Of(8, 40, 4, (step, _) => step / 10, (step, _, unit) => unit switch
        {
            0 => step / 10 == 2 ? 1 : 0, 1 => step / 10 >= 2 ? 0.5 : 0, 2 => 0.5, _ => 0,
        });
        var cells = (Quick with { Bins = 4, Scaling = RateScaling.None }).Of(recording);
        Assert.Equal(2, cells.Units[0].Field!.Information, 1e-12);
        Assert.Equal(0.5, cells.Units[0].Field!.InformationPerStep, 1e-12);
        Assert.Equal(1, cells.Units[1].Field!.Information, 1e-12);
        Assert.Equal(0.25, cells.Units[1].Field!.InformationPerStep, 1e-12);
        Assert.Equal((2.5 * 0.75, 0.75), (cells.Units[0].Field!.Peak, cells.Units[0].Field!.Width));
        Assert.All(cells.Units.Skip(2), unit => Assert.Equal((null, -1, 1, false), (unit.Field, unit.Best, unit.PValue, unit.IsPlaceCell)));
        Assert.Equal([80, 80, 80, 80], cells.Maps[0].Occupancy);
        Assert.Equal("all trials", Assert.Single(cells.Trajectories));
    }

    [Fact]
    public void Information_goes_by_the_time_spent_and_not_by_the_number_of_bins()
    {
        // Three quarters of the steps in bin 0, where the rate is a third: p = (¾, ¼), r/r̄ = (2/3, 2).
        var recording = Tracks.Of(4, 40, 1, (step, _) => step < 30 ? 0 : 1, (step, _, _) => step < 30 ? 1 : 3);
        var field = (Quick with { Bins = 2, Scaling = RateScaling.None }).Of(recording).Units[0].Field!;
        Assert.Equal((0.75 * 2 / 3 * Math.Log2(2.0 / 3)) + 0.5, field.Information, 1e-6);
    }

    [Fact]
    public void Planted_place_cells_are_found_where_they_are_and_noise_is_not()
    {
        // 30 units with fields of which every third is on one side alone, 30 of noise; the animal starts at any place of a ring of 60 and stands still at times.
        var recording = Tracks.Of(40, 60, 60, Place, (step, trial, unit) => (0.5 * Tracks.Noise(step, trial, unit)) + (unit < 30
            && (unit % 3 > 0 || trial % 2 == 0) ? 1.5 * Tracks.Field(Place(step, trial), 2 * unit) : 0));
        var cells = new PlaceFields { Bins = 30 }.Of(recording, "side");
        Assert.Equal(["left", "right"], cells.Trajectories);
        Assert.InRange(cells.Units.Take(30).Count(unit => unit.IsPlaceCell), 29, 30);
        Assert.InRange(cells.Units.Skip(30).Count(unit => unit.IsSignificant), 0, 3);
        Assert.All(cells.Units.Take(30).Where(unit => unit.IsPlaceCell), unit => Assert.Equal(2 * unit.Unit, unit.Field!.Peak, 5.0));
        Assert.All(cells.Units.Take(30).Where(unit => unit.Unit % 3 == 0 && unit.IsPlaceCell), unit => Assert.Equal(0, unit.Best));
        Assert.Equal(0.5, cells.Share, 0.06);
        Assert.True(cells.Interval.Low < 0.5 && cells.Interval.High > 0.5);
        Assert.Equal(cells.Units.Where(unit => unit.IsPlaceCell).Select(unit => unit.Fields[0]?.Peak), cells.Template("left").Where(peak => peak is not null));

        static double Place(int step, int trial) => ((step * (1 + (trial % 3))) + (17 * trial)) / 2 % 60;
    }

    [Fact]
    public void Of_units_without_places_a_share_of_alpha_has_so_small_a_p()
    {
        // Slow noise of its own in each trial, in which any unit looks like a place cell in a single trial.
        var p = Enumerable.Range(0, 4).SelectMany(k => Quick.Of(
            Tracks.Of(16, 60, 100, (step, _) => step, (step, trial, unit) => 1 + Math.Sin((step / 8.0) + (100 * Tracks.Noise(k, trial, unit)))))
            .Units.Select(unit => unit.PValue)).ToList();
        Assert.Equal(0.5, p.Average(), 0.06);
        Assert.InRange(p.Count(value => value <= 0.05) / 400.0, 0.02, 0.085);
    }

    [Fact]
    public void Bins_where_nobody_was_are_empty_and_end_no_field()
    {
        // The animal never sees bins 4 and 5 of 10; the field goes from 3 to 6.
        var recording = Tracks.Of(6, 40, 1, (step, _) => step % 8 is var k && k < 4 ? k : k + 2, (step, _, _) => step % 8 is 3 or 4 ? 1 : 0);
        var cells = (Quick with { Bins = 10, Smoothing = 0 }).Of(recording);
        double?[] expected = [0, 0, 0, 1, null, null, 1, 0, 0, 0];
        Assert.Equal(expected, Enumerable.Range(0, 10).Select(bin => cells.Maps[0].Rates[0, bin]));
        Assert.Equal(1.8, cells.Units[0].Field!.Width, 1e-12);
        var smooth = (Quick with { Bins = 10, Smoothing = 1 }).Of(recording);
        Assert.Equal([4, 5], Enumerable.Range(0, 10).Where(bin => smooth.Maps[0].Rates[0, bin] is null));
        Assert.All(Enumerable.Range(0, 10).Where(bin => bin is not (4 or 5)), bin => Assert.InRange(smooth.Maps[0].Rates[0, bin]!.Value, 1e-9, 0.999));
    }

    [Fact]
    public void Smoothing_keeps_what_is_the_same_everywhere()
    {
        var recording = Tracks.Of(4, 50, 2, (step, _) => step * step, (step, _, unit) => unit == 0 ? 2 : step);
        var map = (Quick with { Smoothing = 2, Scaling = RateScaling.None }).Of(recording).Maps[0];
        Assert.All(Enumerable.Range(0, 40).Where(bin => map.Occupancy[bin] > 0), bin => Assert.Equal(2, map.Rates[0, bin]!.Value, 1e-9));
    }

    [Fact]
    public void Negative_rates_are_scaled_by_trial_or_recording_or_refused()
    {
        var recording = Tracks.Of(2, 4, 1, (step, _) => step, (step, trial, _) => trial == 0 ? step - 2 : (3 * step) - 2);
        var byTrial = (Quick with { Bins = 4 }).Of(recording, "side");
        Assert.Equal(byTrial.Maps[0].Rates.Cast<double?>(), byTrial.Maps[1].Rates.Cast<double?>());
        Assert.Equal(1.0 / 3, byTrial.Maps[0].Rates[0, 1]!.Value, 1e-9);
        var together = (Quick with { Bins = 4, Scaling = RateScaling.Recording }).Of(recording, "side");
        Assert.Equal((1.0 / 9, 1), (together.Maps[0].Rates[0, 1]!.Value, together.Maps[1].Rates[0, 3]!.Value));
        Assert.StartsWith(
            "The rate of unit 0 in step 0 of trial 0 is -2 (counted from 0), but rates that weigh places must be at least 0; set `Scaling`",
            Assert.Throws<UsageException>(() => (Quick with { Scaling = RateScaling.None }).Of(recording)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_number_of_threads_changes_nothing()
    {
        var recording = Tracks.Of(8, 40, 20, (step, _) => step, Tracks.Noise);
        Assert.Equal(
            Quick.Of(recording, "side").Units.Select(unit => unit.PValue), (Quick with { Threads = 3 }).Of(recording, "side").Units.Select(unit => unit.PValue));
    }

    [Fact]
    public void What_cannot_be_mapped_is_refused_in_a_sentence()
    {
        var recording = Tracks.Of(4, 10, 1, (step, _) => step, Tracks.Noise);
        var still = Tracks.Of(4, 10, 1, (_, _) => 3, Tracks.Noise);
        var nowhere = Tracks.Of(4, 10, 1, (_, _) => double.NaN, Tracks.Noise);
        (Action Call, string Said)[] cases =
        [
            (() => (Quick with { Covariate = "plaec" }).Of(recording), "There is no covariate 'plaec'. Did you mean 'place'?"),
            (() => Quick.Of(recording, "sied"), "Did you mean 'side'?"),
            (() => Quick.Of(still), "'place' goes from 3 to 3, which is no track"),
            (() => Quick.Of(nowhere), "No trial has a step with a known 'place'"),
            (() => (Quick with { From = 100 }).Of(recording), "No trial has a step with a known 'place' in the range asked for"),
            (() => (Quick with { Bins = 1 }).Of(recording), "`Bins`"),
            (() => Quick.Of(Tracks.Of(4, 10, 1, (_, _) => double.PositiveInfinity, Tracks.Noise)), "is infinite; positions must be finite"),
            (() => Quick.Of(recording, "side").Template("up"), "There is no trajectory 'up'."),
            (() => Quick.Of(Synthetic.Of([0, 1], _ => 4, _ => 2, 1, Synthetic.Noise)), "There is no covariate 'place': the task of this recording has none."),
        ];
        Assert.All(cases, one => Assert.Contains(one.Said, Assert.Throws<UsageException>(one.Call).Message, StringComparison.Ordinal));
    }
}
