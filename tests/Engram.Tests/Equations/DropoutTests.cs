using Engram.Cells;
using Engram.Configuration;

namespace Engram.Tests.Equations;

/// <summary>What is dropped during learning is what the name says, by equations written out, and testing has the expected value.</summary>
public sealed class DropoutTests
{
    private const int Inputs = 3, Outputs = 2, Units = 6, Steps = 60;
    private const double Share = 0.5, Scale = 1 / (1 - Share);
    private static readonly double[] U = ByHand.Drawn(Steps * Inputs);

    [Fact]
    public void Inputs_are_silent_for_a_whole_trial()
    {
        var (hand, rates) = Learned(new ElmanCell { Units = Units, InputDropout = Share });
        Assert.Equal(1, Masks(Inputs).Count(mask => Enumerable.Range(0, Steps).All(t =>
            Near(Elman(hand, Row(rates, t - 1, hand), [.. At(t).Zip(mask, (u, m) => u * m)]), Row(rates, t, hand)))));
    }

    [Fact]
    public void Units_send_nothing_for_a_whole_trial()
    {
        var (hand, rates) = Learned(new ElmanCell { Units = Units, RecurrentDropout = Share });
        Assert.Equal(1, Masks(Units).Count(mask => Enumerable.Range(0, Steps).All(t =>
            Near(Elman(hand, [.. Row(rates, t - 1, hand).Zip(mask, (h, m) => h * m)], At(t)), Row(rates, t, hand)))));
    }

    [Fact]
    public void Zoneout_keeps_units_as_they_are_and_testing_goes_part_of_the_way()
    {
        var cell = new ElmanCell { Units = Units, Zoneout = Share };
        var (hand, rates) = Learned(cell);
        var kept = 0;
        for (var t = 0; t < Steps; t++)
        {
            var (before, after) = (Row(rates, t - 1, hand), Row(rates, t, hand));
            var made = Elman(hand, before, At(t));
            for (var i = 0; i < Units; i++)
            {
                var stays = Math.Abs(after[i] - before[i]) < 1e-12;
                Assert.True(stays || Math.Abs(after[i] - made[i]) < 1e-12, $"step {t}, unit {i}: {after[i]} is neither {before[i]} nor {made[i]}");
                kept += stays ? 1 : 0;
            }
        }

        Assert.InRange((double)kept / (Steps * Units), Share - 0.1, Share + 0.1);
        var tested = Given<double>.Run(cell.Graph(Inputs, Outputs, 20.Ms), hand.Parameters, U).Rates;
        for (var t = 0; t < Steps; t++)
        {
            var before = Row(tested, t - 1, hand);
            Assert.True(Near([.. before.Zip(Elman(hand, before, At(t)), (h, made) => (Share * h) + ((1 - Share) * made))], Row(tested, t, hand)));
        }
    }

    [Fact]
    public void Candidates_are_dropped_step_by_step()
    {
        var cell = new GruCell { Units = Units, CandidateDropout = Share };
        var (hand, rates) = Learned(cell);
        var dropped = new int[Units];
        for (var t = 0; t < Steps; t++)
        {
            var (h, after, u) = (Row(rates, t - 1, hand), Row(rates, t, hand), At(t));
            double[] Gate(string name) => [.. ByHand.Sum(hand.Times($"w_{name}", h), hand.Times($"v_{name}", u), hand[$"b_{name}"]).Select(a => 1 / (1 + Math.Exp(-a)))];
            var (z, r) = (Gate("z"), Gate("r"));
            double[] reset = [.. r.Zip(ByHand.Sum(hand.Times("w_h", h), hand["c_h"]), (a, b) => a * b)];
            double[] n = [.. ByHand.Sum(reset, hand.Times("v_h", u), hand["b_h"]).Select(Math.Tanh)];
            for (var i = 0; i < Units; i++)
            {
                var none = Math.Abs(after[i] - (z[i] * h[i])) < 1e-12;
                Assert.True(none || Math.Abs(after[i] - ((z[i] * h[i]) + ((1 - z[i]) * Scale * n[i]))) < 1e-12, $"step {t}, unit {i}");
                dropped[i] += none ? 1 : 0;
            }
        }

        Assert.All(dropped, count => Assert.InRange(count, 1, Steps - 1));
        Assert.InRange((double)dropped.Sum() / (Steps * Units), Share - 0.1, Share + 0.1);
    }

    // Without gates and without tanh on the way out, h = c + g of this step, whether or not c keeps what it was.
    [Fact]
    public void Zoneout_of_cells_keeps_c_but_not_what_the_units_send()
    {
        var cell = new LstmCell { Units = Units, CellZoneout = Share, ForgetGate = ForgetGate.None, InputGate = false, OutputGate = false, OutputActivation = false };
        var (hand, rates) = Learned(cell);
        var (c, kept) = (hand["c0"], 0);
        for (var t = 0; t < Steps - 1; t++)
        {
            double[] Added(int step) =>
                [.. ByHand.Sum(hand.Times("w_g", Row(rates, step - 1, hand)), hand.Times("v_g", At(step)), hand["b_g"]).Select(Math.Tanh)];
            Assert.True(Near(ByHand.Sum(c, Added(t)), Row(rates, t, hand)), $"step {t}");
            double[] next = [.. Row(rates, t + 1, hand).Zip(Added(t + 1), (h, g) => h - g)];
            for (var i = 0; i < Units; i++)
            {
                var stays = Math.Abs(next[i] - c[i]) < 1e-9;
                Assert.True(stays || Math.Abs(next[i] - rates[(t * Units) + i]) < 1e-9, $"step {t}, unit {i}");
                kept += stays ? 1 : 0;
            }

            c = next;
        }

        Assert.InRange((double)kept / ((Steps - 1) * Units), Share - 0.1, Share + 0.1);
    }

    private static (ByHand Hand, double[] Rates) Learned(Cell cell)
    {
        var graph = cell.Graph(Inputs, Outputs, 20.Ms);
        var hand = new ByHand(graph);
        return (hand, Given<double>.Learn(graph, hand.Parameters, U, z => new double[z.Length]).Batch.Rates);
    }

    private static double[] Elman(ByHand hand, double[] h, double[] u) =>
        [.. ByHand.Sum(hand.Times("w_rec", h), hand.Times("w_in", u), hand["b"]).Select(Math.Tanh)];

    // Every mask of 0 and 1/keep.
    private static IEnumerable<double[]> Masks(int width) =>
        Enumerable.Range(0, 1 << width).Select(bits => Enumerable.Range(0, width).Select(k => (bits >> k & 1) * Scale).ToArray());

    private static bool Near(double[] a, double[] b) => a.Zip(b).All(pair => Math.Abs(pair.First - pair.Second) < 1e-11);

    private static double[] At(int t) => U[(t * Inputs)..((t + 1) * Inputs)];

    private static double[] Row(double[] rates, int t, ByHand hand) => t < 0 ? hand["h0"] : rates[(t * Units)..((t + 1) * Units)];
}
