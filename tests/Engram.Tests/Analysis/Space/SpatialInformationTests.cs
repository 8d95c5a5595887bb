using Engram.Analysis;
using Engram.Configuration;
using Engram.Tasks;

namespace Engram.Tests.Analysis.Space;

/// <summary>Information about places, and how much maps of two halves agree, for known maps and planted units.</summary>
public sealed class SpatialInformationTests
{
    [Fact]
    public void A_flat_map_has_no_information_and_one_bin_of_n_has_log_n_bits()
    {
        int[] occupancy = [.. Enumerable.Repeat(7, 64)];
        Assert.Equal(0, SpatialInformation.Bits(new(8, 8, [.. Enumerable.Repeat<double?>(3, 64)]), occupancy), 1e-12);
        Assert.Equal(6, SpatialInformation.Bits(new(8, 8, [.. Enumerable.Range(0, 64).Select(bin => (double?)(bin == 19 ? 2 : 0))]), occupancy), 1e-12);
        Assert.Equal(0, SpatialInformation.Bits(new(8, 8, [.. Enumerable.Repeat<double?>(0, 64)]), occupancy));
    }

    [Fact]
    public void Bins_count_by_their_steps_and_those_without_do_not()
    {
        // Active in a quarter of the time: log₂ 4.
        Assert.Equal(2, SpatialInformation.Bits(new(3, 3, [5, 0, null, null, null, null, null, null, null]), [10, 30, 0, 0, 0, 0, 0, 0, 0]), 1e-12);
    }

    [Fact]
    public void Planted_place_cells_are_found_and_noise_is_not()
    {
        var recording = Planes.Of(100, 100, 2, 0.2, new PlaceTargets { Count = 20, Profile = PlaceProfile.Gaussian, Width = 0.25 });
        Assert.InRange(new SpatialInformation { Shuffles = 99, Maps = new() { Smoothing = 1 } }.Of(recording).Count, 19, 20);
        var noise = Planes.Of(30, 60, 5, 400, (_, _, _, _, random) => random.NextNormal());
        var found = new SpatialInformation { Shuffles = 39, Maps = new() { Bins = 10, Smoothing = 1 } }.Of(noise);
        Assert.InRange(found.Units.Count(unit => unit.PValue <= 0.05), 8, 32);
        Assert.InRange(found.Count, 0, 2);
    }

    [Fact]
    public void The_information_is_that_of_the_map()
    {
        var recording = Planes.Of(20, 60, 2, 0, new PlaceTargets { Count = 3, Profile = PlaceProfile.Gaussian, Width = 0.3 });
        var found = new SpatialInformation { Shuffles = 19, Scaling = RateScaling.None }.Of(recording);
        Assert.All(found.Units, unit => Assert.Equal(SpatialInformation.Bits(found.Maps.Units[unit.Unit], found.Maps.Occupancy), unit.Information, 1e-12));
        Assert.All(found.Units, unit => Assert.Equal(
            Enumerable.Range(0, 1200).Average(row => recording.Rate(row / 20, row % 20)[unit.Unit]), unit.Mean, 1e-6));
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        var recording = Planes.Of(10, 60, 5, 0.2, new PlaceTargets { Count = 4 });
        Assert.Equal(new SpatialInformation { Shuffles = 29 }.Of(recording).Units, new SpatialInformation { Shuffles = 29, Threads = 3 }.Of(recording).Units);
    }

    [Fact]
    public void Halves_of_a_cell_of_places_agree_and_those_of_noise_do_not()
    {
        var recording = Planes.Of(100, 100, 2, 3, (unit, x, y, _, noise) => unit == 0 ? x * y : unit == 1 ? noise.NextNormal() : 3);
        var found = new SplitHalfReliability { Maps = new() { Bins = 8 } }.Of(recording);
        Assert.Equal(64, found.Bins);
        Assert.InRange(found.Correlations[0], 0.9, 1);
        Assert.InRange(found.Correlations[1], -0.4, 0.4);
        Assert.Equal(0, found.Correlations[2]);
    }

    [Fact]
    public void One_trial_is_halved_and_many_are_taken_in_turn()
    {
        // The second half is turned around, and so is each second trial.
        double Turned(int trials) => new SplitHalfReliability { Maps = new() { Bins = 4 } }.Of(Turn(trials)).Correlations[0];
        Assert.InRange(Turned(1), -1, -0.8);
        Assert.InRange(Turned(40), -1, -0.8);

        static Engram.Simulation.Recording Turn(int trials)
        {
            var recording = Planes.Of(trials, trials == 1 ? 4000 : 100, 2, 1, (_, x, _, _, _) => x);
            for (var row = 0; row < recording.Steps * trials; row++)
            {
                if (trials == 1 ? row >= 2000 : row % trials % 2 == 1)
                {
                    recording.Rate(row / trials, row % trials)[0] *= -1;
                }
            }

            return recording;
        }
    }

    [Fact]
    public void What_cannot_be_used_is_refused()
    {
        RateMap map = new(3, 3, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
        int[] ones = [1, 1, 1, 1, 1, 1, 1, 1, 1];
        Refused(() => SpatialInformation.Bits(map, [1, 2]), "`occupancy` is of 2 bins");
        Refused(() => SpatialInformation.Bits(map, [1, 1, 1, -1, 1, 1, 1, 1, 1]), "Bin 3 (from 0) has -1 steps");
        Refused(() => SpatialInformation.Bits(map, [1, 1, 1, 0, 1, 1, 1, 1, 1]), "Bin 3 (from 0) has 0 steps");
        Refused(() => SpatialInformation.Bits(new(3, 3, [1, 2, -3, 4, 5, 6, 7, 8, 9]), ones), "the rate -3");
        Refused(() => SpatialInformation.Bits(new(3, 3, [1, 2, double.NaN, 4, 5, 6, 7, 8, 9]), ones), "NaN");
        var recording = Planes.Of(2, 20, 1, 1, (_, _, _, _, _) => -1);
        Refused(() => new SpatialInformation { Scaling = RateScaling.None }.Of(recording), "rate of unit 0 in step 0 of trial 0 is -1");
        Refused(() => new SpatialInformation { Shuffles = 1 }.Of(recording), "Shuffles");
        Refused(() => new SpatialInformation { Maps = new() { Bins = 2 } }.Of(recording), "Bins");
        Refused(() => new SplitHalfReliability { Maps = new() { Y = "north" } }.Of(recording), "no covariate 'north'");
        Refused(() => new SplitHalfReliability { Maps = new() { Bins = 200 } }.Of(recording), "visited in both halves");

        static void Refused(Action act, string told) => Assert.Contains(told, Assert.Throws<UsageException>(act).Message, StringComparison.Ordinal);
    }
}
