using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;

namespace Engram.Tests.Networks;

public sealed class NetworkOptionsTests
{
    [Theory]
    [InlineData(100, 0.8, 80)]
    [InlineData(100, 0.29, 29)]
    [InlineData(7, 0.8, 5)]
    [InlineData(10, 1, 10)]
    public void The_first_part_of_the_units_is_excitatory(int units, double fraction, int excitatory) =>
        Assert.Equal(excitatory, new NetworkOptions { ExcitatoryFraction = fraction }.Excitatory(new LeakyCell { Units = units }));

    [Fact]
    public void A_network_of_excitatory_units_only_can_be_built()
    {
        var network = Some.Network(new() { Dale = Positivity.Rectify, ExcitatoryFraction = 1 });
        Assert.Equal(1.5, network.SpectralRadius("w_rec"), 1e-5);
    }

    [Fact]
    public void All_faults_are_reported_together()
    {
        var options = new NetworkOptions
        {
            ExcitatoryFraction = 1.2,
            PExcitatory = 0,
            PInhibitory = 0.5,
            SpectralRadius = -1,
            ReadoutUnits = [1],
        };
        var faults = Assert.Throws<UsageException>(() => Some.Network(options)).Faults;
        Assert.Equal(5, faults.Count);
        Assert.Contains("`ExcitatoryFraction`: '1.2' is out of range; write a value from 0 to 1.", faults);
        Assert.Contains("`PExcitatory`: '0' is out of range; write a value > 0 and ≤ 1.", faults);
    }

    [Fact]
    public void Values_that_are_no_numbers_are_refused() =>
        Assert.Single(Assert.Throws<UsageException>(() => Some.Network(new() { InputScale = double.NaN })).Faults);

    [Fact]
    public void Dales_law_needs_rates_that_are_never_negative()
    {
        var options = new NetworkOptions { Dale = Positivity.Rectify };
        Fault("set `Dale = none`", () => Some.Network(options, activation: Activation.Tanh));
    }

    [Fact]
    public void Dales_law_needs_a_column_for_each_unit()
    {
        ParameterShape[] lowRank = [.. Some.Leaky().Skip(1), new("m", ParameterRole.Projection, 20, 2)];
        Fault("m (20 × 2) is a projection", () => Network.Create(new LeakyCell { Units = 20 }, lowRank, new() { Dale = Positivity.Absolute }, 1));
        Assert.Equal(20, Network.Create(new LowRankCell { Units = 20, Rank = 2 }, lowRank, new(), 1).Units);
    }

    [Fact]
    public void An_identity_readout_needs_a_unit_for_each_output_and_no_bias()
    {
        var options = new NetworkOptions { Readout = ReadoutKind.Identity };
        Fault("`ReadoutUnits` has 1 units, but there are 2 outputs", () => Some.Network(options with { ReadoutUnits = [1] }));
        Fault("names unit 20", () => Some.Network(options with { ReadoutUnits = [1, 20] }));
        Fault("`TrainReadoutBias` is true", () => Some.Network(options with { TrainReadoutBias = true }));
        Fault("3 outputs and only 2 units", () => Network.Create(new LeakyCell { Units = 2 }, Some.Leaky(2, 1, 3), options, 1));
    }

    [Fact]
    public void Units_that_are_read_can_be_kept_from_sending()
    {
        foreach (var dale in (Positivity[])[Positivity.None, Positivity.Rectify, Positivity.Absolute])
        {
            var options = new NetworkOptions { Dale = dale, Readout = ReadoutKind.Identity, ReadoutUnits = [3, 17] };
            var without = Some.Network(options with { ReadoutFeedback = false });
            Assert.Equal(1.5, without.SpectralRadius("w_rec"), 1e-5);
            without = without.WithRaw([.. Enumerable.Repeat(1f, without.Parameters.Count)]);
            var with = Some.Network(options).WithRaw(without.RawValues);
            for (var (i, j) = (0, 0); i < 20; (i, j) = j == 19 ? (i + 1, 0) : (i, j + 1))
            {
                Assert.Equal(j is 3 or 17 ? 0 : with["w_rec", i, j], without["w_rec", i, j]);
            }
        }
    }

    [Fact]
    public void Feedback_of_what_is_read_belongs_to_an_identity_readout_of_a_full_matrix()
    {
        var options = new NetworkOptions { ReadoutFeedback = false };
        Fault("`ReadoutFeedback` is false, but `Readout` is excitatory", () => Some.Network(options));
        ParameterShape[] lowRank = [.. Some.Leaky().Skip(1), new("m", ParameterRole.Projection, 20, 2)];
        Fault("no matrix with one column per unit", () =>
            Network.Create(new LowRankCell { Units = 20, Rank = 2 }, lowRank, options with { Readout = ReadoutKind.Identity }, 1));
    }

    [Fact]
    public void Outputs_that_are_zero_for_ever_are_refused()
    {
        Fault("`ReadoutScale` is 0 and `TrainReadout` is false", () => Some.Network(new() { ReadoutScale = 0, TrainReadout = false }));
        _ = Some.Network(new() { ReadoutScale = 0 });
    }

    [Fact]
    public void A_positive_readout_reads_all_units_with_weights_that_stay_positive()
    {
        foreach (var dale in (Positivity[])[Positivity.None, Positivity.Rectify, Positivity.Absolute])
        {
            var network = Some.Network(new() { Dale = dale, Readout = ReadoutKind.Positive });
            Assert.All(network.Effective("w_out").ToArray(), w => Assert.True(w > 0));
            var moved = network.WithRaw([.. network.RawValues.ToArray().Select((w, k) => k % 2 == 0 ? w : -w)]);
            Assert.All(moved.Effective("w_out").ToArray(), w => Assert.True(w >= 0));
        }
    }

    [Fact]
    public void A_matrix_that_cannot_be_scaled_to_a_radius_is_refused_unless_none_is_asked_for()
    {
        var options = new NetworkOptions { Recurrent = new ConstantInitialiser() };
        Fault("constant(0) has spectral radius 0", () => Some.Network(options));
        Assert.All(Some.Network(options with { SpectralRadius = null }).Raw("w_rec").ToArray(), w => Assert.Equal(0, w));
    }

    [Fact]
    public void Connectivity_must_fit_the_cell()
    {
        void With(string name, Connectivity connectivity, string part, NetworkOptions? options = null) => Fault(
            part,
            () => Network.Create(
                new LeakyCell { Units = 20 }, Some.Leaky(), options ?? new(), 1, new Dictionary<string, Connectivity> { [name] = connectivity }));

        With("w_re", Connectivity.Dense(20, 20), "Did you mean 'w_rec'");
        With("w_rec", Connectivity.Dense(20, 19), "must be (20 × 20)");
        With("b", Connectivity.Dense(20, 1), "not a matrix of weights");
        With("w_out", Connectivity.Dense(2, 20), "leave one of the two out", new() { Readout = ReadoutKind.Identity });
    }

    private static void Fault(string part, Func<Network> build) =>
        Assert.Contains(part, Assert.Throws<UsageException>(build).Message, StringComparison.Ordinal);
}
