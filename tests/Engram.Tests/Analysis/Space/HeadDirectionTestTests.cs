using Engram.Analysis;
using Engram.Configuration;
using Engram.Tasks;

namespace Engram.Tests.Analysis.Space;

/// <summary>Head-direction cells among planted units.</summary>
public sealed class HeadDirectionTestTests
{
    [Fact]
    public void Planted_head_direction_cells_are_found_with_their_directions_and_others_are_not()
    {
        var recording = Planes.Of(100, 100, 2, 0.3, new HeadDirectionTargets { Count = 20 }, new PlaceTargets { Count = 20, Profile = PlaceProfile.Gaussian, Width = 0.2 });
        var found = new HeadDirectionTest { Shuffles = 199 }.Of(recording);
        Assert.InRange(found.Units.Take(20).Count(unit => unit.IsHeadDirectionCell), 19, 20);
        Assert.InRange(found.Units.Skip(20).Count(unit => unit.IsHeadDirectionCell), 0, 3);
        Assert.All(found.Units.Where(unit => unit.IsHeadDirectionCell), unit => Assert.True(unit.ResultantLength > unit.Quantile));
        Assert.Equal(10_000, found.Occupancy.Sum());
        Assert.Equal(found.Units.Count(unit => unit.IsHeadDirectionCell), found.Count);
    }

    [Fact]
    public void The_preferred_direction_and_the_length_are_those_of_a_von_mises_curve()
    {
        // r(θ) = 1 + cos(θ − μ) has length ½.
        double[] preferred = [-2.5, -0.4, 1, 3.1];
        var recording = Planes.Of(200, 100, 3, 4, (unit, _, _, heading, _) => 1 + Math.Cos(heading - preferred[unit]));
        var found = new HeadDirectionTest { Shuffles = 19, Scaling = RateScaling.None }.Of(recording);
        Assert.All(found.Units, unit => Assert.InRange(Math.Abs(Math.IEEERemainder(unit.PreferredDirection - preferred[unit.Unit], 2 * Math.PI)), 0, 0.02));
        Assert.All(found.Units, unit => Assert.Equal(0.5, unit.ResultantLength, 0.01));
        Assert.Equal(4, found.AbovePublished);
        Assert.All(found.Units[0].Tuning.Index(), bin => Assert.Equal(1 + Math.Cos((Math.PI * ((bin.Index + 0.5) / 10 - 1)) - preferred[0]), bin.Item!.Value, 0.1));
    }

    [Fact]
    public void A_unit_that_is_active_in_one_bin_has_length_one_and_a_silent_or_constant_one_is_not_found()
    {
        var recording = Planes.Of(100, 60, 1, 3, (unit, _, _, heading, _) => unit == 0 ? (heading is > 0.01 and < 0.3 ? 1 : 0) : unit == 1 ? 0 : 2);
        var found = new HeadDirectionTest { Shuffles = 99, Scaling = RateScaling.None }.Of(recording);
        Assert.Equal(1, found.Units[0].ResultantLength, 1e-9);
        Assert.True(found.Units[0].IsHeadDirectionCell);
        Assert.Equal(0, found.Units[1].ResultantLength);
        Assert.Equal(0, found.Units[2].ResultantLength, 1e-9);
        Assert.All(found.Units.Skip(1), unit => Assert.False(unit.IsHeadDirectionCell));
    }

    [Fact]
    public void Five_in_a_hundred_units_without_a_heading_are_above_the_shuffles()
    {
        var recording = Planes.Of(30, 60, 5, 400, (_, _, _, _, noise) => noise.NextNormal());
        var found = new HeadDirectionTest { Shuffles = 39 }.Of(recording);
        Assert.InRange(found.Units.Count(unit => unit.PValue <= 0.05), 8, 32);
        Assert.InRange(found.Count, 0, 2);
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        var recording = Planes.Of(10, 60, 5, 0.2, new HeadDirectionTargets { Count = 4 });
        HeadDirectionCells one = new HeadDirectionTest { Shuffles = 29 }.Of(recording), three = new HeadDirectionTest { Shuffles = 29, Threads = 3 }.Of(recording);
        Assert.Equal(one.Units.Select(unit => unit with { Tuning = [] }), three.Units.Select(unit => unit with { Tuning = [] }));
    }

    [Fact]
    public void What_cannot_be_used_is_refused()
    {
        var recording = Planes.Of(3, 20, 1, 1, (_, _, _, _, _) => -1);
        Refused(() => new HeadDirectionTest { Heading = "compass" }.Of(recording), "no covariate 'compass'");
        Refused(() => new HeadDirectionTest { Scaling = RateScaling.None }.Of(recording), "rate of unit 0 in step 0 of trial 0 is -1");
        Refused(() => new HeadDirectionTest { Bins = 2 }.Of(recording), "Bins");
        Refused(() => new HeadDirectionTest { Shuffles = 5 }.Of(recording), "Shuffles");
        Refused(() => new HeadDirectionTest { Threads = 0 }.Of(recording), "Threads");
        Refused(() => new HeadDirectionTest { FalseDiscoveries = 1 }.Of(recording), "rate of false discoveries");
        recording.CovariatesAt(4, 1)[2] = float.PositiveInfinity;
        Refused(() => new HeadDirectionTest().Of(recording), "step 4 of trial 1 (counted from 0) is infinite");
        for (var row = 0; row < 60; row++)
        {
            recording.CovariatesAt(row / 3, row % 3)[2] = row < 30 ? 1 : float.NaN;
        }

        Refused(() => new HeadDirectionTest().Of(recording), "in 1 of 20 bins");

        static void Refused(Action act, string told) => Assert.Contains(told, Assert.Throws<UsageException>(act).Message, StringComparison.Ordinal);
    }
}
