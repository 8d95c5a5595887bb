using System.Globalization;
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Networks;
using Engram.Tasks;
using Engram.Tests.Equations;

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
        { new() { Value = double.NaN }, "the value is NaN" },
        { new() { Deviation = -1 }, "the deviation is -1" },
        { new() { Overlap = 2, Along = "w_in" }, "the overlap is 2" },
        { new() { Overlap = 0.5 }, "not with which parameter" },
        { new() { Overlap = 0.5, Along = "nothing" }, "'nothing', which is not a parameter" },
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
    [InlineData("", "a name that cannot be printed")]
    [InlineData("x\u001b[31m", "a name that cannot be printed")]
    [InlineData("x'", "not a valid name")]
    [InlineData("a b", "not a valid name")]
    [InlineData("1x", "not a valid name")]
    [InlineData("a0", "the value of the state 'a' before the first step")]
    public void A_letter_has_one_meaning(string name, string expected) => Assert.Contains(
        expected, Assert.Throws<UsageException>(() => new LettersCell { Name2 = name }.Graph(1, 1, Dt)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("no next", "how its state 'b' changes")]
    [InlineData("no rate", "has no rate")]
    [InlineData("twice", "step.Next twice for its state 'a'")]
    [InlineData("no state", "not one of its states")]
    [InlineData("two shapes", "uses 'w' as recurrent (3 × 3) and as projection (2 × 3)")]
    [InlineData("gate too", "uses 'w' as recurrent (3 × 3), once as synapses and once as a gate, but")]
    [InlineData("parameter u", "names a parameter 'u'")]
    [InlineData("rate twice", "calls step.Rate twice")]
    [InlineData("rate null", "passes null to step.Rate")]
    [InlineData("next null", "step.Next null for its state 'b'")]
    [InlineData("rate of input", "rate contains the input channels")]
    [InlineData("rate of product", "rate contains the product with 'w'")]
    [InlineData("rate of noise", "rate contains the noise 'xi'")]
    [InlineData("rate of dropout", "rate contains the dropout 'd'")]
    [InlineData("rate of constant", "rate contains no state")]
    [InlineData("another step", "a quantity that belongs to another step")]
    [InlineData("two widths", "the sum of a quantity of 3 units and one of 4")]
    [InlineData("next of other width", "state 'b' has 3 units, but step.Next gives it 4")]
    [InlineData("numbers of other width", "the product of a quantity of 3 units and one of 2")]
    [InlineData("state of no units", "gives the state 'c' -1 units")]
    [InlineData("rows", "A cell of 3 units gives the matrix 'w' 4 rows")]
    [InlineData("few rates", "A cell of 3 units has a rate of 2")]
    [InlineData("diagonal of a number", "multiplies the diagonal 'w' with a single number")]
    [InlineData("aside", "names a parameter 'w', which stands for a parameter")]
    [InlineData("product with null", "multiplies 'w' with null")]
    [InlineData("product with a number", "multiplies 'w' with a single number")]
    [InlineData("no numbers", "gives 'k' no numbers")]
    [InlineData("numbers u", "names a constant of units 'u', which stands for the input channels")]
    [InlineData("numbers of a state", "names a constant of units 'a', which stands for a state")]
    [InlineData("other numbers", "names a constant of units 'k', which stands for a constant of units")]
    [InlineData("noise of an initial state", "names noise 'a0', which stands for the value of the state 'a' before the first step")]
    [InlineData("bias then noise", "names noise 'w', which stands for a parameter")]
    [InlineData("exception", "mistaken cannot define its step: InvalidOperationException, boo")]
    [InlineData("NaN", "is NaN; numbers in an equation must be finite")]
    [InlineData("infinity", "is Infinity; numbers in an equation must be finite")]
    [InlineData("1e39", "is 1E+39; numbers in an equation must be finite")]
    [InlineData("by zero", "is Infinity; numbers in an equation must be finite")]
    [InlineData("NaN of a unit", "Number 1 (from 0) of a cell's 'k' is NaN")]
    [InlineData("noise NaN", "The scale of a cell's noise 'xi' is NaN")]
    [InlineData("noise negative", "The scale of a cell's noise 'xi' is -1")]
    [InlineData("noise too great", "The scale of a cell's noise 'xi' is 1E+40")]
    [InlineData("keep NaN", "keeps a unit with probability NaN")]
    [InlineData("keep -1", "keeps a unit with probability -1")]
    [InlineData("keep 0", "keeps a unit with probability 0")]
    [InlineData("keep 1.5", "keeps a unit with probability 1.5")]
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

    [Fact]
    public void Only_the_word_Cell_is_left_out_of_a_name()
    {
        Assert.Equal("izhikevich", new Izhikevich().Name);
        Assert.Equal("my", new My().Name);
        Assert.Equal("linear", new LinearCell().Name);
        Assert.Equal("leaky", new LeakyCell().Name);
    }

    [Fact]
    public void States_that_are_numbered_and_numbers_that_are_asked_for_twice_have_names_of_their_own()
    {
        var graph = new Izhikevich { Units = 4 }.Graph(1, 1, Dt);
        Assert.Equal(["x1_0", "x10_0", "w_out", "b_out"], graph.Parameters.Select(shape => shape.Name));
        Assert.Contains("x10' = x10 * k", EquationText.Step(graph));
    }

    [Fact]
    public void Rates_that_are_said_not_to_be_negative_are_looked_at()
    {
        static RunConfiguration Of(Cell cell) => new ModernPreset().For(new PerceptualDecisionTask(), seed: 1) with { Cell = cell };
        var fault = Assert.Throws<UsageException>(() => Of(new LinearCell { Units = 10 }).Validate()).Message;
        Assert.Contains("the cell linear declares that its rates cannot be negative (HasNonNegativeRates)", fault, StringComparison.Ordinal);
        Assert.All(
            CellVariants.Of(10).Where(cell => cell.HasNonNegativeRates), cell => Assert.Null(RateSign.Negative(cell.Graph(2, 2, Dt))));
    }

    private static Network Create(Cell cell, NetworkOptions? options = null) => Network.Create(
        cell, cell.Graph(2, 1, Dt), options ?? new NetworkOptions { SpectralRadius = null }, 1);

    private sealed record OwnCell : Cell
    {
        public OwnCell() => Units = 5;

        public Prescription? Begins { get; init; }

        public override bool HasNonNegativeRates => true;

        protected override void Define(Step step)
        {
            var x = step.State("x", Units, Begins);
            step.Next(x, step.Linear("w_rec", x, Units, Begins) + step.Linear("w_in", step.Input, Units, Begins) + step.Bias("b", Units, Begins));
            step.ReadoutBegins(Begins!);
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
                    _ = step.Project("w", a, 2);
                    break;
                case "gate too":
                    step.Next(b, step.Linear("w", a, Units) + step.Gate("w", a, Units));
                    break;
                case "parameter u":
                    step.Next(b, step.Linear("u", a, Units));
                    break;
                case "rate twice":
                    step.Rate(a);
                    step.Rate(b);
                    break;
                case "rate null":
                    step.Rate(null!);
                    break;
                case "next null":
                    step.Next(b, null!);
                    break;
                case "next of other width":
                    step.Next(b, step.Project("w", a, Units + 1));
                    step.Rate(a);
                    break;
                case "few rates":
                    var few = step.State("c", 2);
                    step.Next(b, b);
                    step.Next(few, few);
                    step.Rate(few);
                    break;
                case "no rate":
                    step.Next(b, b);
                    break;
                default:
                    var quantity = Quantity(step, a);
                    var isRate = Mistake.StartsWith("rate of ", StringComparison.Ordinal);
                    step.Next(b, isRate ? b : quantity);
                    step.Rate(isRate ? quantity : a);
                    break;
            }
        }

        private Node Quantity(Step step, Node a) => Mistake switch
        {
            "rate of input" => step.Input,
            "rate of product" => step.Linear("w", a, Units),
            "rate of noise" => a + step.Noise("xi", Units, 1),
            "rate of dropout" => a * step.Dropout("d", Units, 0.5),
            "rate of constant" => step.Constant(1),
            "another step" => Foreign(),
            "two widths" => a + step.Project("w", a, Units + 1),
            "numbers of other width" => a * step.PerUnit("k", [1, 2]),
            "state of no units" => step.State("c", -1),
            "rows" => step.Linear("w", a, Units + 1),
            "diagonal of a number" => step.Diagonal("w", step.Constant(2)),
            "aside" => Aside(step, step.Linear("w", a, Units)),
            "product with null" => step.Linear("w", null!, Units),
            "product with a number" => step.Linear("w", step.Constant(2), Units),
            "no numbers" => a * step.PerUnit("k", []),
            "numbers u" => a * step.PerUnit("u", [1, 2, 3]),
            "numbers of a state" => a * step.PerUnit("a", [1, 2, 3]),
            "other numbers" => (a * step.PerUnit("k", [1, 2, 3])) + step.PerUnit("k", [1, 2, 4]),
            "noise of an initial state" => a + step.Noise("a0", Units, 1),
            "bias then noise" => step.Bias("w", Units) + step.Noise("w", Units, 1),
            "exception" => throw new InvalidOperationException("boo"),
            "NaN" => a * double.NaN,
            "infinity" => step.Constant(double.PositiveInfinity) + a,
            "1e39" => step.Constant(1e39) + a,
            "by zero" => a / step.Constant(0),
            "NaN of a unit" => a * step.PerUnit("k", [1, double.NaN, 3]),
            "noise NaN" => a + step.Noise("xi", Units, double.NaN),
            "noise negative" => a + step.Noise("xi", Units, -1),
            "noise too great" => a + (1e20 * step.Noise("xi", Units, 1e20)),
            _ => a * step.Dropout("d", Units, double.Parse(Mistake["keep ".Length..], CultureInfo.InvariantCulture)),
        };

        private static Node Aside(Step step, Node product)
        {
            step.Aside(new ParameterShape("w", ParameterRole.Gain, 1, 1));
            return product;
        }

        private Node Foreign()
        {
            Node? kept = null;
            new KeepingCell { Units = Units, Keep = node => kept = node }.Graph(1, 1, Dt);
            return kept!;
        }
    }

    private sealed record KeepingCell : Cell
    {
        [NotASetting]
        public Action<Node> Keep { get; init; } = _ => { };

        protected override void Define(Step step)
        {
            var x = step.State("x", Units);
            Keep(x);
            step.Next(x, x);
            step.Rate(x);
        }
    }

    private sealed record Izhikevich : Cell
    {
        protected override void Define(Step step)
        {
            var (x1, x10) = (step.State("x1", Units), step.State("x10", Units));
            var k = step.PerUnit("k", [.. Enumerable.Range(0, Units).Select(i => i + 1.0)]);
            step.Next(x1, x1 * step.PerUnit("k", [.. Enumerable.Range(0, Units).Select(i => i + 1.0)]));
            step.Next(x10, k * x10);
            step.Rate(x1);
        }
    }

    private sealed record My : Cell
    {
        protected override void Define(Step step) => step.Rate(step.State("x", Units));
    }

    private sealed record LinearCell : Cell
    {
        public override bool HasNonNegativeRates => true;

        protected override void Define(Step step)
        {
            var x = step.State("x", Units);
            step.Next(x, (0.5 * x) + step.Linear("w_rec", x, Units) + step.Linear("w_in", step.Input, Units));
            step.Rate(x);
        }
    }
}
