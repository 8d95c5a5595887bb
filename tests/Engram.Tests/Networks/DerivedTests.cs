using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;
using Engram.Tests.Equations;

namespace Engram.Tests.Networks;

/// <summary>Parameters that stand in no equation: gains, and mixtures of Gaussians.</summary>
public sealed class DerivedTests
{
    // Every cell that has such parameters, and a mixture with all of its settings at once.
    public static TheoryData<Cell> Cells =>
    [
        .. CellVariants.Of(9).Where(cell => cell.Graph(3, 2, 20.Ms).Parameters.Any(shape => shape.Derivation is not null)),
        new LowRankCell { Units = 11, Rank = 2, Populations = 2, PopulationWeights = [0.7, 0.3], TrainMeans = true, Overlap = 0.5 },
    ];

    [Theory]
    [MemberData(nameof(Cells))]
    public void Gradient_for_raw_values_agrees_with_central_differences(Cell cell)
    {
        var graph = cell.Graph(3, 2, 20.Ms);
        using var engine = new Engine<double>(graph);
        var parameters = LowRankDrawTests.Of(cell, new() { TrainReadoutBias = true }).Parameters;
        var raw = Array.ConvertAll(LowRankDrawTests.Of(cell).RawValues.ToArray(), w => (double)w);
        foreach (var gain in parameters.Shapes.Where(shape => shape.Role == ParameterRole.Gain))
        {
            var values = parameters.Of(gain.Name, raw.AsSpan());
            for (var k = 0; k < values.Length; k++)
            {
                values[k] = 0.7 + (0.4 * k);
            }
        }

        var effective = new double[raw.Length];
        var batch = new RandomBatch<double>(5, 19, 3, 2, 11);
        void Load()
        {
            parameters.Refresh<double>(raw, effective);
            engine.Load(effective);
        }

        double Loss()
        {
            Load();
            engine.Forward(batch);
            return batch.Loss;
        }

        var gradient = new double[raw.Length];
        Load();
        engine.Gradient(batch, gradient);
        parameters.Pull<double>(raw, gradient);
        var largest = gradient.Max(Math.Abs);
        foreach (var shape in parameters.Shapes)
        {
            var trained = parameters.Constraint(shape.Name).Trainable;
            for (var i = parameters.Offset(shape.Name); i < parameters.Offset(shape.Name) + shape.Count; i++)
            {
                var value = raw[i];
                raw[i] = value + 1e-5;
                var above = Loss();
                raw[i] = value - 1e-5;
                var below = Loss();
                raw[i] = value;
                Assert.Equal(trained ? (above - below) / 2e-5 : 0, gradient[i], 1e-6 * largest);
            }
        }

        Assert.Contains(parameters.Shapes, shape =>
            shape.Derivation is not null && parameters.Of(shape.Name, gradient.AsSpan()).ToArray().All(g => Math.Abs(g) > 0));
    }

    [Fact]
    public void Gains_multiply_channels()
    {
        var network = LowRankDrawTests.Of(new LowRankCell { Units = 6, TrainGains = true });
        Assert.Equal(network.Raw("w_in").ToArray(), network.Effective("w_in").ToArray());
        var raw = network.RawValues.ToArray();
        network.Parameters.Of("g_in", raw.AsSpan())[1] = 3;
        network.Parameters.Of("g_out", raw.AsSpan())[0] = 0.5f;
        var changed = network.WithRaw(raw);
        Assert.Equal(3 * network["w_in", 4, 1], changed["w_in", 4, 1]);
        Assert.Equal(network["w_in", 4, 2], changed["w_in", 4, 2]);
        Assert.Equal(0.5f * network["w_out", 0, 3], changed["w_out", 0, 3]);
        Assert.Equal(network["w_out", 1, 3], changed["w_out", 1, 3]);
    }

    [Fact]
    public void What_stands_in_no_equation_cannot_be_perturbed() => Assert.Contains(
        "perturb one of x0, n, m, w_in",
        Assert.Throws<UsageException>(() =>
            LowRankDrawTests.Of(new LowRankCell { Units = 6, TrainGains = true }).With("g_in", Perturbation.ScaleColumn(0, 2))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_mixture_is_found_again_in_the_network_and_in_its_units()
    {
        LowRankCell cell = new() { Units = 20_000, Populations = 2, PopulationWeights = [1, 3] };
        double[,] covariance(double s) => new double[,]
        {
            { 1, s, 0, 0, 0, 0, 0 }, { s, 1, 0.2, 0, 0, 0, 0 }, { 0, 0.2, 2, 0, 0, 0, 0 }, { 0, 0, 0, 1, 0, 0, 0 },
            { 0, 0, 0, 0, 1, 0, 0 }, { 0, 0, 0, 0, 0, 16, 1 }, { 0, 0, 0, 0, 0, 1, 4 },
        };
        (double[] Mean, double[,] Covariance)[] mixture =
            [([0.5, 0, 0, 0, 0, 1, 0], covariance(0.8)), ([0, 0, -1, 0, 0, 0, 0], covariance(-0.3))];
        var network = SupportMixture.With(LowRankDrawTests.Of(cell), mixture);
        var found = SupportMixture.Of(network);
        for (var p = 0; p < 2; p++)
        {
            Assert.Equal(mixture[p].Mean, found[p].Mean);
            Assert.All(mixture[p].Covariance.Cast<double>().Zip(found[p].Covariance.Cast<double>()), pair =>
                Assert.Equal(pair.First, pair.Second, 1e-5));
        }

        double Product(int first, int end) => Enumerable.Range(first, end - first)
            .Average(i => (double)network["m", i, 0] * network["n", 0, i]);
        Assert.Equal(0.8, Product(0, 5000), 0.07);
        Assert.Equal(-0.3, Product(5000, 20_000), 0.04);
        Assert.Equal(1, 20_000 * Enumerable.Range(0, 5000).Average(i => network["w_out", 0, i]), 0.25);
    }

    [Fact]
    public void An_indefinite_covariance_counts_as_the_nearest_that_is_not()
    {
        var covariance = new double[7, 7];
        (covariance[0, 0], covariance[1, 1], covariance[0, 1], covariance[1, 0]) = (1, 1, 2, 2);
        var network = SupportMixture.With(
            LowRankDrawTests.Of(new LowRankCell { Units = 5, Populations = 1 }), [(new double[7], covariance)]);
        Assert.Equal(1.5, SupportMixture.Of(network)[0].Covariance[0, 1], 1e-6);
    }

    [Fact]
    public void Units_are_shared_out_to_populations_by_largest_remainder()
    {
        Assert.Equal([5, 3, 2], PopulationSizes.Of([0.45, 0.35, 0.2], 10));
        Assert.Equal([4, 3, 3], PopulationSizes.Of([1, 1, 1], 10));
        Assert.Contains(
            "population 2", Assert.Throws<UsageException>(() => PopulationSizes.Of([1, 0.001], 10)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_of_populations_need_populations() => Assert.Equal(
        3,
        Assert.Throws<UsageException>(() => new LowRankCell { Basis = 3, TrainMeans = true, RedrawBasis = true }.Graph(1, 1, 20.Ms))
            .Faults.Count);
}
