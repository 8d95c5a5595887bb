using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Learning;
using Engram.Networks;
using Engram.Numerics;
using Engram.Tests.Equations;

namespace Engram.Tests.Learning;

/// <summary>The exact rule against finite differences, and what the published code of R2N2 makes of it: a random one-hot sequence whose next symbol is predicted.</summary>
public sealed class UnchangedErrorsTests
{
    private const int Symbols = 6, Steps = 20, Units = 64;
    private static readonly string[] Between = ["w_ab", "w_ba", "w_in"];

    [Fact]
    public void The_exact_rule_is_the_gradient()
    {
        var (exact, differences) = (Gradient(new Credit(), Weights(1, 3, 0.2), 1), Differences(1));
        foreach (var name in Between.Append("w_out"))
        {
            var (cosine, ratio) = Compared(Part(exact, name), Part(differences, name));
            Assert.Equal(1, cosine, 1e-6);
            Assert.Equal(1, ratio, 1e-6);
        }
    }

    // With states before the first step of N(0, 1) as reported (0.951, 0.955 and 0.957, ratios of 1.6 to 2.4), and with ±0.2 as published.
    [Theory]
    [InlineData(1, 10, 0.93, 0.97, 1.5, 2.5)]
    [InlineData(3, 0.2, 0.88, 0.96, 1.4, 2.4)]
    public void Errors_that_pass_unchanged_are_near_it_and_too_large(double deviation, double most, double leastCosine, double mostCosine, double leastRatio, double mostRatio)
    {
        var found = Between.ToDictionary(name => name, _ => new List<(double Cosine, double Ratio)>());
        foreach (var seed in Enumerable.Range(1, 10))
        {
            var weights = Weights((ulong)seed, deviation, most);
            var (exact, unchanged) = (Gradient(new Credit(), weights, (ulong)seed), Gradient(new Credit { UnchangedErrors = true }, weights, (ulong)seed));
            foreach (var name in Between)
            {
                found[name].Add(Compared(Part(unchanged, name), Part(exact, name)));
            }

            Assert.Equal(Part(exact, "w_out"), Part(unchanged, "w_out"));
        }

        foreach (var pairs in found.Values)
        {
            Assert.InRange(pairs.Average(pair => pair.Cosine), leastCosine, mostCosine);
            Assert.InRange(pairs.Average(pair => pair.Ratio), leastRatio, mostRatio);
        }
    }

    // g_B += (B_O e)∘φ'(h_B), g_A += d (B_AB g_B)∘φ'(h_A), and both go to the step before as they are.
    [Fact]
    public void They_are_those_of_the_published_loop()
    {
        var graph = new Credit { ThroughRecurrent = Feedback.Random, ThroughReadout = Feedback.Random, UnchangedErrors = true }.Through(Graph());
        var hand = new ByHand(graph);
        var inputs = Sequence(1);
        var (a, b) = (new List<double[]> { hand["h_a0"] }, new List<double[]> { hand["h_b0"] });
        for (var t = 0; t < Steps; t++)
        {
            a.Add([.. a[^1].Zip(ByHand.Sum(hand.Times("w_ba", Rates(b[^1])), hand.Times("w_in", inputs[(t * Symbols)..((t + 1) * Symbols)])), (h, p) => (0.9 * h) + (0.1 * p))]);
            b.Add([.. b[^1].Zip(hand.Times("w_ab", Rates(a[^1])), (h, p) => (0.9 * h) + (0.1 * p))]);
        }

        var (_, gradient) = Given<double>.Learn(graph, hand.Parameters, inputs, z => Errors(z, inputs));
        var z = b.Skip(1).SelectMany(h => ByHand.Sum(hand.Times("w_out", Rates(h)), hand["b_out"])).ToArray();
        var e = Errors(z, inputs);
        double[] back = new double[Units], forth = new double[Units], ab = new double[Units * Units], ba = new double[Units * Units];
        for (var t = Steps; t >= 1; t--)
        {
            back = ByHand.Sum(back, Slopes(b[t], hand.Transposed("w_out_back", e[((t - 1) * Symbols)..(t * Symbols)])));
            forth = ByHand.Sum(forth, [.. Slopes(a[t], hand.Transposed("w_ab_back", back)).Select(value => 0.1 * value)]);
            for (var k = 0; k < ab.Length; k++)
            {
                ab[k] += 0.1 * back[k / Units] * Math.Tanh(a[t][k % Units]);
                ba[k] += 0.1 * forth[k / Units] * Math.Tanh(b[t - 1][k % Units]);
            }
        }

        ByHand.Same(ab, hand.Part("w_ab", gradient));
        ByHand.Same(ba, hand.Part("w_ba", gradient));

        static double[] Rates(double[] h) => [.. h.Select(Math.Tanh)];
        static double[] Slopes(double[] h, double[] of) => [.. h.Zip(of, (value, one) => (1 - (Math.Tanh(value) * Math.Tanh(value))) * one)];
    }

    [Fact]
    public void They_can_be_asked_for_with_any_cell_and_are_no_gradient()
    {
        var configuration = SmallRun.Easy().With([new("credit", "feedback-alignment"), new("unchanged-errors", "true"), new("max-updates", "20")]);
        using var trainer = new Trainer(configuration, 1);
        Assert.True(double.IsFinite(trainer.Run(TrainerHooks.None, TestContext.Current.CancellationToken).Loss));
        var fault = Assert.Throws<UsageException>(() => SmallRun.Easy().With([new("unchanged-errors", "true"), new("omega", "1")]));
        Assert.Contains("with `UnchangedErrors = true` they do not", fault.Message, StringComparison.Ordinal);
        Assert.Contains(EquationText.Adjoint(new Credit { UnchangedErrors = true }.Through(Graph())), line => line == "dh_a of the step is dropped, and dh_a' takes its place");
    }

    private static StepGraph Graph() => new ConsolidatorCell { Units = Units }.Graph(Symbols, Symbols, 20.Ms);

    private static double[] Sequence(ulong seed)
    {
        var stream = new RandomStream(new StreamKey(seed, Purpose.Analysis), 0);
        var inputs = new double[Steps * Symbols];
        for (var t = 0; t < Steps; t++)
        {
            inputs[(t * Symbols) + stream.NextInt(Symbols)] = 1;
        }

        return inputs;
    }

    // Of ½ Σ (z_t − u_{t+1})²; nothing follows the last symbol.
    private static double[] Errors(double[] z, double[] inputs) =>
        [.. z.Select((value, k) => k + Symbols < inputs.Length ? value - inputs[k + Symbols] : 0)];

    private static double[] Weights(ulong seed, double deviation, double most)
    {
        var cell = new ConsolidatorCell { Units = Units };
        var network = Network.Create(cell, cell.Graph(Symbols, Symbols, 20.Ms), new NetworkOptions(), seed);
        var stream = new RandomStream(new StreamKey(seed, Purpose.Analysis), 1);
        return
        [
            .. network.Parameters.Shapes.SelectMany(shape => network.Effective(shape.Name).ToArray().Select(value =>
                shape.Role == ParameterRole.InitialState ? Math.Clamp(deviation * stream.NextNormal(), -most, most) : value)),
        ];
    }

    private static double[] Gradient(Credit credit, double[] weights, ulong seed)
    {
        var inputs = Sequence(seed);
        return Given<double>.Learn(credit.Through(Graph()), weights, inputs, z => Errors(z, inputs)).Gradient;
    }

    private static double[] Differences(ulong seed)
    {
        const double H = 1e-5;
        var (weights, inputs) = (Weights(seed, 3, 0.2), Sequence(seed));
        using var engine = new Engine<double>(Graph());
        double Loss()
        {
            engine.Load(weights);
            return 0.5 * Errors(Given<double>.Run(engine, inputs).Outputs, inputs).Sum(error => error * error);
        }

        var result = new double[weights.Length];
        for (var k = 0; k < weights.Length; k++)
        {
            var value = weights[k];
            weights[k] = value + H;
            var above = Loss();
            weights[k] = value - H;
            result[k] = (above - Loss()) / (2 * H);
            weights[k] = value;
        }

        return result;
    }

    private static double[] Part(double[] all, string name) => new ByHand(Graph()).Part(name, all);

    private static (double Cosine, double Ratio) Compared(double[] a, double[] b)
    {
        var (x, y) = (Math.Sqrt(a.Sum(value => value * value)), Math.Sqrt(b.Sum(value => value * value)));
        return (a.Zip(b, (one, other) => one * other).Sum() / x / y, x / y);
    }
}
