using System.Text.Json.Nodes;
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Networks;
using Engram.Tasks;

namespace Engram.Tests.Networks;

/// <summary>What a matrix is follows from what its cell says, whatever its shape.</summary>
public sealed class RoleTests
{
    private const int N = 30;

    private static readonly LstmCell Full = new() { Units = N, Peepholes = Peepholes.Full };

    [Fact]
    public void Full_peepholes_are_no_synapses_and_keep_their_diagonal_and_size()
    {
        var network = Create(Full);
        foreach (var name in new[] { "peep_f", "peep_i", "peep_o" })
        {
            Assert.Equal(0.1, Math.Sqrt(network.Effective(name).ToArray().Average(w => w * w)), 0.02);
            Assert.All(Enumerable.Range(0, N), k => Assert.NotEqual(0, network[name, k, k]));
            Assert.All(Enumerable.Range(0, N), k => Assert.Equal(0, network[name.Replace("peep", "w", StringComparison.Ordinal), k, k]));
        }

        Assert.Equal(1.5, network.SpectralRadius("w_f"), 1e-3);
        Assert.True(Create(Full, new() { PExcitatory = 0.2 }).Effective("peep_f").IndexOf(0f) < 0);
    }

    [Fact]
    public void Diagonal_peepholes_begin_as_the_cell_says_and_learn_as_recurrent_weights_do()
    {
        var cell = Full with { Peepholes = Peepholes.Diagonal, Units = 900 };
        NetworkOptions options = new() { SpectralRadius = null };
        var network = Create(cell, options);
        Assert.Equal((900, 1), (network.Parameters.Shape("peep_f").Rows, network.Parameters.Shape("peep_f").Columns));
        Assert.Equal(0.1, Math.Sqrt(network.Effective("peep_f").ToArray().Average(w => w * w)), 0.01);
        Assert.True(network.Parameters.Constraint("peep_f").Trainable);
        Assert.False(Create(cell, options with { TrainRecurrent = false }).Parameters.Constraint("peep_f").Trainable);
        Assert.All(Create(cell with { PeepholeDeviation = 0 }, options).Effective("peep_f").ToArray(), w => Assert.Equal(0, w));
    }

    [Fact]
    public void A_silenced_unit_sends_nothing_through_the_peepholes_of_others()
    {
        var network = Create(Full);
        foreach (var quiet in new[] { network.Silence(3), network.Gate([3]) })
        {
            foreach (var name in new[] { "peep_f", "peep_i", "peep_o", "w_f", "w_g", "w_out" })
            {
                Assert.All(Enumerable.Range(0, quiet.Parameters.Shape(name).Rows), i => Assert.Equal(0, quiet[name, i, 3]));
                Assert.NotEqual(0, quiet[name, 1, 4]);
            }
        }

        var diagonal = Create(Full with { Peepholes = Peepholes.Diagonal });
        Assert.Equal(diagonal.Effective("peep_f").ToArray(), diagonal.Silence(3).Effective("peep_f").ToArray());
    }

    // A bottleneck as wide as the units is no other thing than a narrow one.
    [Theory]
    [InlineData(7)]
    [InlineData(N)]
    public void A_unit_behind_a_bottleneck_is_silenced_where_it_enters_it(int width)
    {
        var network = Create(new BottleneckCell { Units = N, Width = width });
        var roles = network.Parameters.Shapes.ToDictionary(shape => shape.Name, shape => (shape.Role, shape.FromUnits, shape.IsGate));
        Assert.Equal((ParameterRole.Projection, true, false), roles["w_p"]);
        Assert.Equal((ParameterRole.Projection, false, true), roles["w_z"]);
        Assert.Equal((ParameterRole.Projection, false, false), roles["w_r"]);
        Assert.Equal((ParameterRole.Recurrent, true, false), roles["w_rec"]);
        var quiet = network.Silence(3);
        Assert.All(Enumerable.Range(0, width), i => Assert.Equal(0, quiet["w_p", i, 3]));
        Assert.Equal(network.Effective("w_z").ToArray(), quiet.Effective("w_z").ToArray());
        Assert.Equal(network.Effective("w_r").ToArray(), quiet.Effective("w_r").ToArray());
        Assert.Equal(1, Math.Sqrt(network.Effective("w_z").ToArray().Average(w => w * w) * width), 0.2);
        Assert.NotEqual(0, network["w_z", 2, 2]);
    }

    [Fact]
    public void Errors_go_back_through_full_peepholes_as_through_gates_and_through_diagonal_ones_as_they_are()
    {
        var credit = new Credit { ThroughGates = Feedback.Random };
        string[] Backward(LstmCell cell) =>
            [.. credit.Through(cell.Graph(2, 1, 20.Ms)).Parameters.Select(shape => shape.Name).Where(name => name.EndsWith("_back", StringComparison.Ordinal))];
        Assert.Equal(["peep_f_back", "peep_i_back", "peep_o_back", "w_f_back", "w_i_back", "w_o_back"], Backward(Full).Order(StringComparer.Ordinal));
        Assert.Equal(3, Backward(Full with { Peepholes = Peepholes.Diagonal }).Length);
    }

    [Fact]
    public void Peepholes_and_projections_are_penalised_as_recurrent_weights() => Assert.All(
        new[] { ParameterRole.Recurrent, ParameterRole.Projection, ParameterRole.Diagonal },
        role => Assert.Equal(2, new Penalties { L1Recurrent = 2 }.L1(role)));

    [Fact]
    public void Dales_law_is_refused_for_a_projection() => Assert.Contains(
        "w_p (7 × 30) is a projection",
        Assert.Throws<UsageException>(() => Create(new BottleneckCell { Units = N, Width = 7 }, new() { Dale = Positivity.Rectify })).Message,
        StringComparison.Ordinal);

    [Fact]
    public void The_forget_bias_is_said_in_one_word_and_the_bias_of_outputs_can_be_prescribed()
    {
        var network = Create(new LstmCell { Units = N, ForgetBias = 1 }, new() { InitialBias = 0.25 });
        Assert.All(network.Effective("b_f").ToArray(), b => Assert.Equal(1, b));
        Assert.All(network.Effective("b_i").ToArray(), b => Assert.Equal(0.25f, b));
        Assert.All(Create(new BottleneckCell { Units = N, Width = 7 }).Effective("b_out").ToArray(), b => Assert.Equal(-0.5f, b));
    }

    [Fact]
    public void What_came_later_changes_neither_the_file_nor_the_hash_of_a_plain_lstm()
    {
        var plain = new ModernPreset().For(new FlipFlopTask(), 1) with { Cell = new LstmCell { Units = 12 } };
        var json = plain.ToJson();
        Assert.Equal("""{"name":"lstm","units":12}""", json["cell"]!.ToJsonString());
        Assert.Equal(plain, RunConfiguration.FromFile(json, isWhole: true));

        var other = plain with { Cell = new LstmCell { Units = 12, Peepholes = Peepholes.Full, ForgetBias = 1 } };
        Assert.Equal(other, RunConfiguration.FromFile((JsonObject)JsonNode.Parse(other.ToJson().ToJsonString())!, isWhole: true));
        Assert.NotEqual(Settings.Hash(json), Settings.Hash(other.ToJson()));
    }

    [Theory]
    [InlineData("coupled", "input-gate", "false", "f = 1 − i would be 0")]
    [InlineData("none", "forget-bias", "1", "`ForgetGate` is none, which has no bias")]
    public void Settings_that_contradict_each_other_are_refused(string gate, string name, string text, string expected) => Assert.Contains(
        expected,
        Assert.Throws<UsageException>(() =>
            Settings.With(new LstmCell(), [new("forget-gate", gate), new(name, text)]).Graph(1, 1, 20.Ms)).Message,
        StringComparison.Ordinal);

    private static Network Create(Cell cell, NetworkOptions? options = null) =>
        Network.Create(cell, cell.Graph(2, 2, 20.Ms), options ?? new(), 3);

    private sealed record BottleneckCell : Cell
    {
        public int Width { get; init; }

        public override bool HasNonNegativeRates => true;

        protected override void Define(Step step)
        {
            var x = step.State("x", Units);
            var p = step.Project("w_p", x, Width);
            var z = step.Apply(Activation.Sigmoid, step.Gate("w_z", p, Units));
            step.Next(x, z * step.Apply(Activation.Rectify, step.Linear("w_r", 2 * p, Units) + step.Linear("w_rec", z * x, Units)));
            step.Rate(x);
            step.ReadoutBegins(new() { Deviation = 1 }, new() { Value = -0.5 });
        }
    }
}
