using Engram.Analysis;

namespace Engram.Tests.Analysis;

public sealed class DriveBalanceTests
{
    // To unit 0: 2 from unit 1, 5 from unit 2, which inhibits; to unit 1: 3 and 4; to unit 2: 1 and 7.
    private static readonly SignedNetwork Network = SignedNetworks.Signed(2, [9, 2, 5, 3, 9, 4, 1, 7, 9], bias: [0.5f, 0, -1]);

    [Fact]
    public void Drives_are_sums_over_senders_of_each_kind()
    {
        // Rates 1, 2, 3 in the first step of the delay and twice that in the second.
        var recording = Synthetic.Of([0], _ => 3, _ => 1, 3, (step, _, unit) => step * (unit + 1));
        var balance = DriveBalance.Of(recording, Network, "delay");
        Assert.Equal(2, balance.Steps);
        Assert.Equal([6, 4.5, 22.5], balance.Units.Select(unit => unit.Excitation));
        Assert.Equal([-22.5, -18, 0], balance.Units.Select(unit => unit.Inhibition));
        Assert.Equal([0.5, 0, -1], balance.Units.Select(unit => unit.External));
        Assert.Equal([-16, -13.5, 21.5], balance.Units.Select(unit => unit.Net));
        Assert.Equal([3.75, 4, 0], balance.Units.Select(unit => unit.Ratio));
        Assert.Equal([1, 1], balance.Units.Take(2).Select(unit => Math.Round(unit.Correlation, 10)));
        Assert.True(double.IsNaN(balance.Units[2].Correlation));
        Assert.Equal([true, true, false], balance.Units.Select(unit => unit.IsExcitatory));
    }

    [Fact]
    public void Sums_of_weights_are_those_of_rows_and_columns()
    {
        var recording = Synthetic.Of([0], _ => 3, _ => 1, 3, (_, _, _) => 1);
        var units = DriveBalance.Of(recording, Network).Units;
        Assert.Equal([2, 3, 8], units.Select(unit => unit.ReceivedExcitation));
        Assert.Equal([-5, -4, 0], units.Select(unit => unit.ReceivedInhibition));
        Assert.Equal([4, 9, -9], units.Select(unit => unit.Sent));

        // Constant drives have no correlation.
        Assert.All(units, unit => Assert.True(double.IsNaN(unit.Correlation)));
    }

    [Fact]
    public void Inhibition_that_comes_when_excitation_goes_is_anticorrelated()
    {
        var recording = Synthetic.Of([0], _ => 40, _ => 1, 3, (step, _, unit) => unit == 2 ? 40 - step : step);
        Assert.Equal(-1, DriveBalance.Of(recording, Network).Units[0].Correlation, 1e-9);
    }
}
