using Engram.Cells;
using Engram.Configuration;

namespace Engram.Tests.Equations;

/// <summary>Conventions and variants of gated cells, by equations written out.</summary>
public sealed class GatedCellTests
{
    private const int Inputs = 3, Outputs = 2, Units = 6, Steps = 25;

    [Theory]
    [InlineData(Reset.After)]
    [InlineData(Reset.Before)]
    public void The_two_conventions_of_z_are_one_function_with_the_other_sign(Reset reset)
    {
        var inputs = ByHand.Drawn(Steps * Inputs);
        var keep = new GruCell { Units = Units, Reset = reset }.Graph(Inputs, Outputs, 20.Ms);
        var replace = new GruCell { Units = Units, Reset = reset, Update = UpdateGate.Replace }.Graph(Inputs, Outputs, 20.Ms);
        var hand = new ByHand(keep);
        double[] turned = [.. keep.Parameters.SelectMany(shape => hand[shape.Name].Select(value => shape.Name is "w_z" or "v_z" or "b_z" ? -value : value))];
        var made = Given<double>.Run(keep, hand.Parameters, inputs).Rates;
        ByHand.Same(made, Given<double>.Run(replace, turned, inputs).Rates);

        var h = hand["h0"];
        for (var t = 0; t < Steps; t++)
        {
            var u = inputs[(t * Inputs)..((t + 1) * Inputs)];
            double[] Gate(string name) => [.. ByHand.Sum(hand.Times($"w_{name}", h), hand.Times($"v_{name}", u), hand[$"b_{name}"]).Select(Sigmoid)];
            var (z, r) = (Gate("z"), Gate("r"));
            var recurrent = reset == Reset.Before ? hand.Times("w_h", [.. r.Zip(h, (a, b) => a * b)])
                : [.. r.Zip(ByHand.Sum(hand.Times("w_h", h), hand["c_h"]), (a, b) => a * b)];
            double[] n = [.. ByHand.Sum(recurrent, hand.Times("v_h", u), hand["b_h"]).Select(Math.Tanh)];
            h = [.. Enumerable.Range(0, Units).Select(k => (z[k] * h[k]) + ((1 - z[k]) * n[k]))];
            ByHand.Same(h, made[(t * Units)..((t + 1) * Units)]);
        }
    }

    public static TheoryData<string, string, string> Ablations => new()
    {
        { "vanilla", "peepholes", "diagonal" },
        { "NP", "peepholes", "none" },
        { "NIG", "input-gate", "false" },
        { "NFG", "forget-gate", "none" },
        { "NOG", "output-gate", "false" },
        { "NIAF", "input-activation", "false" },
        { "NOAF", "output-activation", "false" },
        { "CIFG", "forget-gate", "coupled" },
        { "FGR", "full-gate-recurrence", "true" },
    };

    // Greff et al. 2017: each ablation changes one thing of the LSTM with peepholes.
    [Theory]
    [MemberData(nameof(Ablations))]
    public void Each_ablation_of_Greff_is_one_setting(string name, string setting, string value)
    {
        var graph = Settings.With(new LstmCell { Units = Units, Peepholes = Peepholes.Diagonal }, setting, value).Graph(Inputs, Outputs, 20.Ms);
        var hand = new ByHand(graph);
        var inputs = ByHand.Drawn(Steps * Inputs);
        var made = Given<double>.Run(graph, hand.Parameters, inputs).Rates;
        var (h, c) = (hand["h0"], hand["c0"]);
        var ones = Enumerable.Repeat(1.0, Units).ToArray();
        string[] gates = ["f", "i", "o"];
        var before = gates.ToDictionary(gate => gate, gate => name == "FGR" ? hand[$"{gate}0"] : []);
        for (var t = 0; t < Steps; t++)
        {
            var u = inputs[(t * Inputs)..((t + 1) * Inputs)];
            double[] Drive(string gate) => ByHand.Sum(hand.Times($"w_{gate}", h), hand.Times($"v_{gate}", u), hand[$"b_{gate}"]);
            double[] Gate(string gate, double[] seen)
            {
                var drive = Drive(gate);
                drive = name == "NP" ? drive : ByHand.Sum(drive, [.. hand[$"peep_{gate}"].Zip(seen, (p, value) => p * value)]);
                return [.. (name == "FGR" ? ByHand.Sum([drive, .. gates.Select(other => hand.Times($"w_{gate}{other}", before[other]))]) : drive).Select(Sigmoid)];
            }

            var i = name == "NIG" ? ones : Gate("i", c);
            var f = name switch
            {
                "NFG" => ones,
                "CIFG" => [.. i.Select(value => 1 - value)],
                _ => Gate("f", c),
            };
            double[] g = [.. Drive("g").Select(value => name == "NIAF" ? value : Math.Tanh(value))];
            c = [.. Enumerable.Range(0, Units).Select(k => (f[k] * c[k]) + (i[k] * g[k]))];
            var o = name == "NOG" ? ones : Gate("o", c);
            h = [.. Enumerable.Range(0, Units).Select(k => o[k] * (name == "NOAF" ? c[k] : Math.Tanh(c[k])))];
            ByHand.Same(h, made[(t * Units)..((t + 1) * Units)]);
            before = new() { ["f"] = f, ["i"] = i, ["o"] = o };
        }
    }

    // Gates of [c, h, u] as one vector, c from before the step: full peepholes that all see c before.
    [Fact]
    public void Gates_that_see_the_cells_as_they_see_the_units_are_full_peepholes_before_the_step()
    {
        var cell = new LstmCell { Units = Units, Peepholes = Peepholes.Full, OutputPeephole = OutputPeephole.Before };
        var graph = cell.Graph(Inputs, Outputs, 20.Ms);
        var hand = new ByHand(graph);
        var inputs = ByHand.Drawn(Steps * Inputs);
        var made = Given<double>.Run(graph, hand.Parameters, inputs).Rates;
        var (h, c) = (hand["h0"], hand["c0"]);
        for (var t = 0; t < Steps; t++)
        {
            var u = inputs[(t * Inputs)..((t + 1) * Inputs)];
            double[] Drive(string gate) => ByHand.Sum(hand.Times($"w_{gate}", h), hand.Times($"v_{gate}", u), hand[$"b_{gate}"]);
            double[] Gate(string gate) => [.. ByHand.Sum(Drive(gate), hand.Times($"peep_{gate}", c)).Select(Sigmoid)];
            var (f, i, o, g) = (Gate("f"), Gate("i"), Gate("o"), Drive("g"));
            c = [.. Enumerable.Range(0, Units).Select(k => (f[k] * c[k]) + (i[k] * Math.Tanh(g[k])))];
            h = [.. Enumerable.Range(0, Units).Select(k => o[k] * Math.Tanh(c[k]))];
            ByHand.Same(h, made[(t * Units)..((t + 1) * Units)]);
        }
    }

    private static double Sigmoid(double value) => 1 / (1 + Math.Exp(-value));
}
