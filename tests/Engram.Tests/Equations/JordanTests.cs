using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;

namespace Engram.Tests.Equations;

/// <summary>The context of a Jordan network is the decaying sum of its outputs, by equations written out.</summary>
public sealed class JordanTests
{
    private const int Inputs = 3, Outputs = 2, Units = 7, Steps = 25;

    [Theory]
    [InlineData(FeedbackActivation.Linear, 0.5)]
    [InlineData(FeedbackActivation.Sigmoid, 0)]
    [InlineData(FeedbackActivation.Softmax, 0.9)]
    public void Outputs_are_those_of_the_equations(FeedbackActivation feedback, double decay)
    {
        var graph = new JordanCell { Units = Units, FeedbackActivation = feedback, ContextDecay = decay }.Graph(Inputs, Outputs, 20.Ms);
        var hand = new ByHand(graph);
        var inputs = ByHand.Drawn(Steps * Inputs);
        var made = Given<double>.Run(graph, hand.Parameters, inputs);
        var context = hand["c0"];
        for (var t = 0; t < Steps; t++)
        {
            var u = inputs[(t * Inputs)..((t + 1) * Inputs)];
            double[] h = [.. ByHand.Sum(hand.Times("w_in", u), hand.Times("w_c", context), hand["b"]).Select(Math.Tanh)];
            var z = ByHand.Sum(hand.Times("w_out", h), hand["b_out"]);
            ByHand.Same(z, made.Outputs[(t * Outputs)..((t + 1) * Outputs)]);
            ByHand.Same(h, made.Rates[(t * Units)..((t + 1) * Units)]);
            double[] y = feedback switch
            {
                FeedbackActivation.Sigmoid => [.. z.Select(value => 1 / (1 + Math.Exp(-value)))],
                FeedbackActivation.Softmax => [.. z.Select(value => Math.Exp(value) / z.Sum(Math.Exp))],
                _ => z,
            };
            context = [.. y.Zip(context, (output, c) => output + (decay * c))];
        }
    }

    [Fact]
    public void Layers_are_between_the_units_and_what_is_fed_back()
    {
        var cell = new JordanCell { Units = Units, ContextDecay = 0, Layers = [new ReadoutLayer(4, Activation.Tanh)] };
        var graph = cell.Graph(Inputs, Outputs, 20.Ms);
        var hand = new ByHand(graph);
        var inputs = ByHand.Drawn(Steps * Inputs);
        var made = Given<double>.Run(graph, hand.Parameters, inputs);
        var context = hand["c0"];
        for (var t = 0; t < Steps; t++)
        {
            var u = inputs[(t * Inputs)..((t + 1) * Inputs)];
            double[] h = [.. ByHand.Sum(hand.Times("w_in", u), hand.Times("w_c", context), hand["b"]).Select(Math.Tanh)];
            double[] g = [.. ByHand.Sum(hand.Times("w_layer1", h), hand["b_layer1"]).Select(Math.Tanh)];
            context = ByHand.Sum(hand.Times("w_out", g), hand["b_out"]);
            ByHand.Same(context, made.Outputs[(t * Outputs)..((t + 1) * Outputs)]);
        }
    }

    // A context of as many numbers as there are units is still none of the units.
    [Fact]
    public void The_context_is_of_outputs_whatever_their_number()
    {
        foreach (var outputs in (int[])[2, Units])
        {
            var shape = new JordanCell { Units = Units }.Graph(Inputs, outputs, 20.Ms).Parameters.Single(shape => shape.Name == "w_c");
            Assert.Equal((ParameterRole.Projection, Units, outputs, false), (shape.Role, shape.Rows, shape.Columns, shape.FromUnits));
        }
    }
}
