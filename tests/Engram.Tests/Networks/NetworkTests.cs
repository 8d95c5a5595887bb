using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;

namespace Engram.Tests.Networks;

public sealed class NetworkTests
{
    private const int N = 20, Excitatory = 16;

    private static readonly NetworkOptions dale = new() { Dale = Positivity.Rectify };

    [Fact]
    public void Under_Dales_law_columns_have_one_sign_after_any_raw_values() => Some.ForSeeds(seed =>
    {
        foreach (var positivity in (Positivity[])[Positivity.Rectify, Positivity.Absolute])
        {
            var network = Some.Network(dale with { Dale = positivity, Readout = ReadoutKind.All });
            network = network.WithRaw(Some.Single(Some.Normal(seed, network.Parameters.Count)));
            for (var j = 0; j < N; j++)
            {
                var sign = j < Excitatory ? 1 : -1;
                Assert.All(Enumerable.Range(0, N), i => Assert.True(sign * network["w_rec", i, j] >= 0));
                Assert.All(Enumerable.Range(0, 2), k => Assert.True(sign * network["w_out", k, j] >= 0));
                Assert.Equal(0, network["w_rec", j, j]);
            }

            Assert.All(network.Effective("w_in").ToArray(), w => Assert.True(w >= 0));
        }
    });

    [Fact]
    public void The_effective_matrix_has_the_spectral_radius_asked_for()
    {
        NetworkOptions[] all =
        [
            new(),
            dale,
            dale with { PExcitatory = 0.3, PInhibitory = 0.7 },
            dale with { Dale = Positivity.Absolute, Recurrent = new GlorotInitialiser(), Autapses = true },
            new() { Recurrent = new OrthogonalInitialiser() },
            new() { Recurrent = new UniformInitialiser(3) },
        ];
        foreach (var options in all)
        {
            foreach (var radius in (double[])[0.4, 1.5])
            {
                var network = Some.Network(options with { SpectralRadius = radius });
                Assert.Equal(radius, network.SpectralRadius("w_rec"), 1e-5);
            }
        }
    }

    [Fact]
    public void Fixed_weights_are_scaled_together_with_the_plastic_ones_and_never_learned()
    {
        var plastic = new float[N * N];
        var fixedPart = new float[N * N];
        for (var k = 0; k < plastic.Length; k++)
        {
            (plastic[k], fixedPart[k]) = k % 3 == 0 ? (0, 0.5f) : (1, 0);
        }

        var own = new Dictionary<string, Connectivity> { ["w_rec"] = new(N, N, plastic, fixedPart) };
        var network = Network.Create(new LeakyCell { Units = N }, Some.Leaky(N), dale, 1, own);
        Assert.Equal(1.5, network.SpectralRadius("w_rec"), 1e-5);
        var size = network["w_rec", 0, 0];
        Assert.Equal(size, -network["w_rec", 1, 19], 1e-7f);

        var gradient = Enumerable.Repeat(1f, network.Parameters.Count).ToArray();
        network.Parameters.Pull(network.RawValues, gradient.AsSpan());
        Assert.Equal(0, gradient[0]);
        Assert.Equal(size, network.WithRaw(gradient)["w_rec", 0, 0]);
    }

    [Fact]
    public void Defaults_are_those_of_the_original_code()
    {
        var network = Some.Network(dale, units: 100);
        Assert.Equal(1.5, network.SpectralRadius("w_rec"), 1e-5);
        Assert.All(network.Effective("w_in").ToArray(), w => Assert.InRange(w, 0, 0.1f));
        Assert.All(Enumerable.Range(80, 20), j => Assert.Equal(0, network["w_out", 0, j]));
        Assert.All(Enumerable.Range(0, 80), j => Assert.InRange(network["w_out", 0, j], 0, 0.1f));
        Assert.All(network.Effective("x0").ToArray(), v => Assert.Equal(0.1f, v));
        Assert.All(network.Effective("b").ToArray(), v => Assert.Equal(0, v));
        Assert.True(network.Parameters.Constraint("x0").Trainable);
        Assert.False(network.Parameters.Constraint("b").Trainable);
        Assert.False(network.Parameters.Constraint("b_out").Trainable);

        // Rows balance in expectation: the mean drive over rows is small against the excitatory drive alone.
        var w = network.Effective("w_rec").ToArray();
        Assert.True(Math.Abs(w.Sum()) < 0.1 * w.Where(v => v > 0).Sum());
    }

    [Fact]
    public void Without_Dales_law_an_excitatory_readout_reads_all_units()
    {
        var network = Some.Network();
        Assert.True(network.Parameters.Constraint("w_out").Mask.IsEmpty);
        Assert.Contains(network.Effective("w_in").ToArray(), w => w < 0);
        Assert.All(Some.Network(new() { PositiveInput = true }).Effective("w_in").ToArray(), w => Assert.True(w >= 0));
        Assert.Contains(Some.Network(dale with { PositiveInput = false }).Effective("w_in").ToArray(), w => w < 0);
    }

    [Fact]
    public void An_identity_readout_copies_the_chosen_units_and_does_not_learn()
    {
        var network = Some.Network(dale with { Readout = ReadoutKind.Identity, ReadoutUnits = [3, 18] });
        for (var j = 0; j < N; j++)
        {
            Assert.Equal(j == 3 ? 1 : 0, network["w_out", 0, j]);
            Assert.Equal(j == 18 ? 1 : 0, network["w_out", 1, j]);
        }

        Assert.False(network.Parameters.Constraint("w_out").Trainable);
        Assert.All(network.Effective("b_out").ToArray(), v => Assert.Equal(0, v));
        Assert.Equal(1, Some.Network(new() { Readout = ReadoutKind.Identity })["w_out", 1, 1]);
    }

    [Fact]
    public void Weights_depend_on_the_seed_and_on_nothing_else()
    {
        var options = dale with { PExcitatory = 0.5 };
        Assert.Equal(Some.Network(options).RawValues.ToArray(), Some.Network(options).RawValues.ToArray());
        Assert.NotEqual(Some.Network(options).Raw("w_in").ToArray(), Some.Network(options, seed: 2).Raw("w_in").ToArray());
        Assert.NotEqual(
            Some.Network(options).Parameters.Constraint("w_rec").Mask.ToArray(),
            Some.Network(options, seed: 2).Parameters.Constraint("w_rec").Mask.ToArray());
    }

    [Fact]
    public void Weights_of_one_parameter_do_not_depend_on_which_others_there_are()
    {
        var all = Some.Network(dale);
        ParameterShape[] shapes = [.. Some.Leaky(N).Where(s => s.Name is "w_rec" or "w_out").Reverse()];
        var some = Network.Create(new LeakyCell { Units = N }, shapes, dale, 1);
        Assert.Equal(all.Raw("w_rec").ToArray(), some.Raw("w_rec").ToArray());
        Assert.Equal(all.Raw("w_out").ToArray(), some.Raw("w_out").ToArray());
    }

    [Fact]
    public void A_network_keeps_its_cell_through_every_change_and_takes_another_of_as_many_units()
    {
        var cell = new LeakyCell { Units = N, Noise = 0.3 };
        var network = Network.Create(cell, cell.Graph(3, 2, 20.Ms), dale, 1);
        Assert.Equal(cell, network.Cell);
        Assert.All(
            [network.WithRaw(network.RawValues), network.WithRawOf(network), network.Silence(3), network.With("w_rec", Perturbation.ShiftRow(0, 1)),
                network.Gate([1])],
            changed => Assert.Equal(cell, changed.Cell));
        var quiet = network.Silence(3).WithCell(cell with { Noise = 0 });
        Assert.Equal(cell with { Noise = 0 }, quiet.Cell);
        Assert.Equal(network.Silence(3).EffectiveValues.ToArray(), quiet.EffectiveValues.ToArray());
        Assert.Equal(["unit 3 silenced"], quiet.Perturbations);
        var fault = Assert.Throws<UsageException>(() => network.WithCell(cell with { Units = 19 })).Message;
        Assert.Contains("give a cell of 20 units", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_recurrent_matrices_are_drawn_apart_and_scaled_each()
    {
        ParameterShape[] gated = [.. Some.Leaky(N), new("u_z", ParameterRole.Recurrent, N, N)];
        var network = Network.Create(new GruCell { Units = N }, gated, new(), 1);
        Assert.Equal(1.5, network.SpectralRadius("u_z"), 1e-5);
        Assert.NotEqual(network.Raw("w_rec").ToArray(), network.Raw("u_z").ToArray());
    }

    [Fact]
    public void The_layout_is_without_gaps_and_in_the_order_of_the_cell()
    {
        var parameters = Some.Network().Parameters;
        Assert.Equal(400 + 60 + 20 + 40 + 2 + 20, parameters.Count);
        Assert.Equal(0, parameters.Offset("w_rec"));
        Assert.Equal(460, parameters.Offset("b"));
        Assert.Equal(522, parameters.Offset("x0"));
        var values = Enumerable.Range(0, parameters.Count).ToArray();
        Assert.Equal([520, 521], parameters.Of("b_out", values.AsSpan()).ToArray());
    }

    [Fact]
    public void All_parameters_are_refreshed_and_pulled_as_each_alone()
    {
        var network = Some.Network(dale);
        var parameters = network.Parameters;
        var raw = Some.Normal(1, parameters.Count);
        var (effective, gradient) = (new double[raw.Length], Some.Normal(2, raw.Length));
        var outer = (double[])gradient.Clone();
        parameters.Refresh<double>(raw, effective);
        parameters.Pull<double>(raw, gradient);
        foreach (var shape in parameters.Shapes)
        {
            var own = parameters.Of(shape.Name, raw.AsSpan()).ToArray();
            var alone = new double[own.Length];
            parameters.Constraint(shape.Name).Effective<double>(own, alone);
            Assert.Equal(alone, parameters.Of(shape.Name, effective.AsSpan()).ToArray());
            alone = parameters.Of(shape.Name, outer.AsSpan()).ToArray();
            parameters.Constraint(shape.Name).Pull<double>(own, alone);
            Assert.Equal(alone, parameters.Of(shape.Name, gradient.AsSpan()).ToArray());
        }
    }
}
