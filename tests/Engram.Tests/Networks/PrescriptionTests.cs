using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Networks;

namespace Engram.Tests.Networks;

/// <summary>What a cell prescribes of its parameters is kept or refused; what it names is printed with one meaning.</summary>
public sealed class PrescriptionTests
{
    private static readonly TimeSpan Dt = 20.Ms;

    [Fact]
    public void A_value_is_in_every_entry_of_a_matrix_and_of_a_bias()
    {
        var network = Create(new OwnCell { Begins = new Prescription { Value = 1.5 } });
        Assert.All(network.Parameters.Of("w_rec", network.EffectiveValues).ToArray(), value => Assert.Equal(1.5f, value));
        Assert.All(network.Parameters.Of("w_in", network.EffectiveValues).ToArray(), value => Assert.Equal(1.5f, value));
        Assert.All(network.Parameters.Of("b", network.EffectiveValues).ToArray(), value => Assert.Equal(1.5f, value));
        Assert.All(network.Parameters.Of("x0", network.EffectiveValues).ToArray(), value => Assert.Equal(1.5f, value));
        Assert.All(network.Parameters.Of("w_out", network.EffectiveValues).ToArray(), value => Assert.Equal(1.5f, value));
    }

    [Fact]
    public void A_deviation_holds_for_a_bias_too()
    {
        var network = Create(new OwnCell { Units = 400, Begins = new Prescription { Deviation = 2 } });
        foreach (var name in new[] { "b", "x0", "w_in" })
        {
            var values = network.Parameters.Of(name, network.EffectiveValues).ToArray();
            Assert.Equal(2, Math.Sqrt(values.Average(value => value * value)), 0.3);
            Assert.Equal(values.Length, values.Distinct().Count());
        }
    }

    public static TheoryData<Prescription, string> Impossible => new()
    {
        { new() { Value = 1, Deviation = 1 }, "a value and a deviation" },
        { new() { Value = double.NaN }, "its value is NaN" },
        { new() { Deviation = -1 }, "its deviation is -1" },
        { new() { Overlap = 2, Along = "w_in" }, "its overlap is 2" },
        { new() { Overlap = 0.5 }, "not with what" },
        { new() { Overlap = 0.5, Along = "nothing" }, "'nothing', which is no parameter" },
        { new() { Redrawn = true }, "only a basis can be drawn anew" },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void What_cannot_be_kept_is_refused(Prescription begins, string expected) => Assert.Contains(
        expected, Assert.Throws<UsageException>(() => Create(new OwnCell { Begins = begins })).Message, StringComparison.Ordinal);

    [Fact]
    public void A_negative_value_is_refused_under_dales_law() => Assert.Contains(
        "under Dale's law",
        Assert.Throws<UsageException>(() => Create(
            new OwnCell { Begins = new Prescription { Value = -1 } }, new NetworkOptions { Dale = Positivity.Rectify })).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("u", "the input channels")]
    [InlineData("z", "the output channels")]
    [InlineData("a", "a state")]
    [InlineData("", "no name that can be printed")]
    [InlineData("x\u001b[31m", "no name that can be printed")]
    public void A_letter_has_one_meaning(string name, string expected) => Assert.Contains(
        expected, Assert.Throws<UsageException>(() => new LettersCell { Name2 = name }.Graph(1, 1, Dt)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("no next", "what becomes of its state 'b'")]
    [InlineData("no rate", "what its rate is")]
    [InlineData("twice", "twice what becomes of its state 'a'")]
    [InlineData("no state", "no state of it")]
    [InlineData("two shapes", "uses 'w' as recurrent (3 × 3) and as recurrent (2 × 3)")]
    [InlineData("parameter u", "names a parameter 'u'")]
    public void What_a_cell_leaves_out_or_says_twice_is_told(string mistake, string expected) => Assert.Contains(
        expected, Assert.Throws<UsageException>(() => new MistakenCell { Mistake = mistake }.Graph(1, 1, Dt)).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData(0.005)]
    [InlineData(0)]
    public void A_readout_of_no_units_is_refused(double fraction)
    {
        var message = Assert.Throws<UsageException>(() => Create(
            new LeakyCell(), new NetworkOptions { Dale = Positivity.Rectify, ExcitatoryFraction = fraction })).Message;
        Assert.Contains("makes 0 of 100 units excitatory", message, StringComparison.Ordinal);
        Assert.Equal(
            100, Create(
                new LeakyCell(),
                new NetworkOptions { Dale = Positivity.Rectify, ExcitatoryFraction = fraction, Readout = ReadoutKind.All }).Units);
    }

    private static Network Create(Cell cell, NetworkOptions? options = null) => Network.Create(
        cell.Graph(2, 1, Dt).Parameters, options ?? new NetworkOptions { SpectralRadius = null }, 1, cell.HasNonNegativeRates);

    private sealed record OwnCell : Cell
    {
        public OwnCell() => Units = 5;

        public Prescription? Begins { get; init; }

        public override bool HasNonNegativeRates => true;

        protected override void Define(Step step)
        {
            var x = step.State("x", Units, Begins);
            step.Next(x, step.Linear("w_rec", x, Units, Begins) + step.Linear("w_in", step.Input, Units, Begins) + step.Bias("b", Units, Begins));
            step.Readout(Begins!);
            step.Rate(step.Apply(Activation.Rectify, x));
        }
    }

    private sealed record LettersCell : Cell
    {
        public string Name2 { get; init; } = "";

        protected override void Define(Step step)
        {
            var a = step.State("a", Units);
            var b = step.State(Name2, Units);
            step.Next(a, a);
            step.Next(b, b);
            step.Rate(a + b);
        }
    }

    private sealed record MistakenCell : Cell
    {
        public MistakenCell() => Units = 3;

        public string Mistake { get; init; } = "";

        protected override void Define(Step step)
        {
            var (a, b) = (step.State("a", Units), step.State("b", Units));
            step.Next(a, a);
            switch (Mistake)
            {
                case "no next":
                    step.Rate(a);
                    return;
                case "twice":
                    step.Next(a, b);
                    break;
                case "no state":
                    step.Next(step.Input, a);
                    break;
                case "two shapes":
                    step.Next(b, step.Linear("w", a, Units));
                    _ = step.Linear("w", a, 2);
                    break;
                case "parameter u":
                    step.Next(b, step.Linear("u", a, Units));
                    break;
                default:
                    step.Next(b, b);
                    break;
            }
        }
    }
}
