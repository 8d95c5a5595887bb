using Engram.Analysis;
using Engram.Configuration;
using Engram.Simulation;

namespace Engram.Tests.Analysis;

/// <summary>Delay cells that were planted are found, and nothing else is.</summary>
public sealed class DelayCellsTests
{
    private const int Null = 4000, Planted = 300;

    // Rates of the last units are raised, lowered, selective, in turn; all others are noise.
    private static readonly Lazy<Recording> Many = new(() => Delays.Of(Delays.Ring(120), 2, _ => 4, Null + Planted, (step, trial, unit) =>
        Delays.Noise(step + 2, trial, unit) + (step < 0 || unit < Null ? 0 : (unit % 3) switch
        {
            0 => 0.6,
            1 => -0.6,
            _ => trial % 2 == 0 ? 0.5 : -0.5,
        })));

    private static readonly Lazy<DelayCells> Found = new(() => new DelayCellFinder { FalseDiscoveries = 0.01, Permutations = 5000 }.Find(Many.Value, "side"));

    [Fact]
    public void Ninety_five_of_a_hundred_cells_are_found_and_hardly_any_unit_that_is_none()
    {
        var found = Found.Value;
        var planted = found.Units.Skip(Null).ToList();
        Assert.True(planted.Count(unit => unit.IsDelayCell) >= 0.95 * Planted);
        Assert.True(found.Units.Take(Null).Count(unit => unit.IsDelayCell) <= 0.015 * Null);

        // Each of the two tests at α = 0.01, uncorrected.
        Assert.True(found.Units.Take(Null).Count(unit => unit.RatePValue <= 0.01) <= 0.015 * Null);
        Assert.True(found.Units.Take(Null).Count(unit => unit.SelectivityPValue <= 0.01) <= 0.015 * Null);
        Assert.True(planted.Where((_, k) => (Null + k) % 3 < 2).Count(unit => unit.RatePValue <= 0.01) >= 0.95 * Planted * 2 / 3);
        Assert.True(planted.Where((_, k) => (Null + k) % 3 == 2).Count(unit => unit.SelectivityPValue <= 0.01) >= 0.95 * Planted / 3);
    }

    [Fact]
    public void Classes_are_those_that_were_planted()
    {
        DelayCellClass[] expected = [DelayCellClass.Raised, DelayCellClass.Lowered, DelayCellClass.Selective];
        var units = Found.Value.Units.Skip(Null).Where(unit => unit.IsDelayCell).ToList();
        Assert.True(units.Count(unit => unit.Class == expected[unit.Unit % 3]) >= 0.95 * units.Count);
        Assert.All(units.Where(unit => unit.Class == DelayCellClass.Selective), unit => Assert.Equal(0, unit.Preferred));
    }

    [Fact]
    public void P_values_of_units_that_are_none_are_uniform()
    {
        var units = Found.Value.Units.Take(Null).ToList();
        Assert.InRange(Distance(units.Select(unit => unit.RatePValue)), 0, 1.63 / Math.Sqrt(Null));
        Assert.InRange(Distance(units.Select(unit => unit.SelectivityPValue)), 0, 1.63 / Math.Sqrt(Null));
    }

    [Fact]
    public void Silent_and_constant_units_are_no_delay_cells_whatever_the_lengths_of_delays()
    {
        var recording = Delays.Of(Delays.Ring(80), 3, trial => 5 + (trial % 4), 3, (step, trial, unit) => unit switch
        {
            0 => 0,
            1 => 0.1,
            _ => Delays.Noise(step + 3, trial, unit),
        });
        foreach (var factor in new[] { "direction", "side" })
        {
            var units = new DelayCellFinder { Permutations = 200 }.Find(recording, factor).Units;
            Assert.All(units.Take(2), unit =>
            {
                Assert.Equal(DelayCellClass.None, unit.Class);
                Assert.Equal((1, 1, 1), (unit.RatePValue, unit.SelectivityPValue, unit.FieldPValue));
                Assert.True(unit is { Field: null, HasField: false, Persistence: null, IsPersistent: false, EtaSquared: 0 });
            });
        }
    }

    [Fact]
    public void A_unit_persists_if_it_keeps_its_preference_through_the_delay()
    {
        // Unit 0 prefers right throughout, 1 only at first, 2 prefers left later on; 3 is raised throughout, 4 only at the end.
        var recording = Delays.Of(Delays.Ring(80), 5, _ => 50, 5, (step, trial, unit) => (0.3 * Delays.Noise(step + 5, trial, unit)) + (step < 0 ? 0 : unit switch
        {
            0 => trial % 2,
            1 => step < 15 ? trial % 2 : 0,
            2 => step < 35 ? trial % 2 : 1 - (trial % 2),
            3 => 0.5,
            _ => step >= 40 ? 0.5 : 0,
        }));
        var units = new DelayCellFinder().Find(recording, "side").Units;
        Assert.Equal([true, false, false, true, false], units.Select(unit => unit.IsPersistent));
        Assert.Equal([1, 0.3, 0.7, 1, 0.2], units.Select(unit => unit.Persistence!.Value), (a, b) => Math.Abs(a - b) <= 0.101);
        Assert.Equal(1000, units[0].LongestRun!.Value.TotalMilliseconds);
        Assert.Equal(10, new DelayCellFinder().Find(recording, "side").Bins);
    }

    [Fact]
    public void What_cannot_be_tested_is_refused_in_a_sentence()
    {
        var recording = Delays.Of(Delays.Ring(6), 2, _ => 3, 2, Delays.Noise);
        string Refused(DelayCellFinder finder, string factor) => Assert.Throws<UsageException>(() => finder.Find(recording, factor)).Message;
        Assert.Contains("0 in 1 trials", Refused(new(), "direction"), StringComparison.Ordinal);
        Assert.Contains("no factor 'colour'", Refused(new(), "colour"), StringComparison.Ordinal);
        Assert.Contains("period 'dealy'", Refused(new() { Period = "dealy" }, "side"), StringComparison.Ordinal);
        Assert.Contains("period 'before'", Refused(new() { Baseline = "before" }, "side"), StringComparison.Ordinal);
        Assert.Contains("`Permutations`", Refused(new() { Permutations = 0 }, "side"), StringComparison.Ordinal);
        Assert.Contains("1", Refused(new() { FalseDiscoveries = 1 }, "side"), StringComparison.Ordinal);
    }

    [Fact]
    public void One_cell_among_many_units_can_be_found_by_default()
    {
        var recording = Delays.Of(Delays.Ring(40), 2, _ => 2, 150, (step, trial, unit) =>
            Delays.Noise(step + 2, trial, unit) + (step >= 0 && unit == 7 ? 3 : 0));
        var found = new DelayCellFinder { FalseDiscoveries = 0.02 }.Find(recording, "side");
        Assert.Equal(15_000, found.Permutations);
        Assert.Equal(7, Assert.Single(found.Units, unit => unit.IsDelayCell).Unit);
    }

    // Greatest distance between the share of p below a value and that value (Kolmogorov and Smirnov).
    internal static double Distance(IEnumerable<double> p)
    {
        double[] sorted = [.. p.Order()];
        return sorted.Select((value, k) => Math.Max(Math.Abs(value - ((k + 1.0) / sorted.Length)), Math.Abs(value - ((double)k / sorted.Length)))).Max();
    }
}
