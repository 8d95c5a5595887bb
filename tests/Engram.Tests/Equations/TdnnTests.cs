using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Numerics;

namespace Engram.Tests.Equations;

/// <summary>A time-delay network sees R steps, the same at every step, and is a window that slides.</summary>
public sealed class TdnnTests
{
    private const int Inputs = 3, Outputs = 2, Steps = 40;

    public static TheoryData<string, int, int, int> Networks => new()
    {
        { "8:3", 5, 1, 7 },
        { "none", 4, 1, 4 },
        { "5:3:2,17:2:3", 3, 4, 16 },
        { "6:1,4:2", 1, 1, 2 },
        { "none", 1, 7, 1 },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Outputs_depend_on_exactly_R_steps(string hidden, int window, int shift, int r)
    {
        var graph = Of(hidden, window, shift);
        Assert.Equal(r, graph.Window);
        using var engine = new Engine<float>(graph);
        engine.Load(CellContract.Parameters<float>(graph, 3));
        var inputs = Drawn();
        var before = Given<float>.Run(engine, inputs).Outputs;
        for (var t = r - 1; t < Steps; t++)
        {
            foreach (var back in (int[])[0, r / 2, r - 1, r])
            {
                if (t - back < 0)
                {
                    continue;
                }

                var changed = inputs.ToArray();
                changed[((t - back) * Inputs) + 1] += 1;
                var after = Given<float>.Run(engine, changed).Outputs;
                Assert.Equal(back < r && IsSeen(hidden, window, shift, back), !Row(before, t).SequenceEqual(Row(after, t)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_shift_of_the_inputs_shifts_the_outputs_bit_for_bit(string hidden, int window, int shift, int r)
    {
        var graph = Of(hidden, window, shift);
        var inputs = Drawn();
        foreach (var by in (int[])[1, 5, 11])
        {
            // What stands in place of the inputs that moved away is not seen from step R after it on.
            double[] moved = [.. Enumerable.Repeat(7.0, by * Inputs), .. inputs[..^(by * Inputs)]];
            var (plain, late) = (Run<float>(graph, inputs), Run<float>(graph, moved));
            Assert.Equal(plain[((r - 1) * Outputs)..^(by * Outputs)], late[((r - 1 + by) * Outputs)..]);
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void It_equals_a_window_that_slides(string hidden, int window, int shift, int r)
    {
        var graph = Of(hidden, window, shift);
        var weights = Weights(graph);
        var inputs = Drawn();
        var outputs = Run<double>(graph, inputs);
        List<TimeWindow> layers = [.. hidden == "none" ? [] : hidden.Split(',').Select(layer => TimeWindow.Parse(layer)), new(9, window, shift)];

        // Units of a layer at step t, from its window alone.
        double[] Layer(int l, int t)
        {
            if (l < 0)
            {
                return inputs[(t * Inputs)..((t + 1) * Inputs)];
            }

            var sums = weights[$"b_{l + 1}"].ToArray();
            for (var k = 0; k < layers[l].Window; k++)
            {
                Add(sums, weights[$"w_{l + 1}_{k}"], Layer(l - 1, t - (k * layers[l].Shift)));
            }

            return [.. sums.Select(sum => 1 / (1 + Math.Exp(-sum)))];
        }

        for (var t = r - 1; t < Steps; t++)
        {
            var z = weights["b_out"].ToArray();
            Add(z, weights["w_out"], Layer(layers.Count - 1, t));
            Assert.All(z.Zip(Row(outputs, t)), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Gradients_of_the_tied_weights_agree_with_central_differences(string hidden, int window, int shift, int r)
    {
        Assert.True(r < 19, "The batch of the check is longer than the window.");
        CentralDifferences.Check(Of(hidden, window, shift));
    }

    [Fact]
    public void Integration_sums_squared_activity_over_time()
    {
        var cell = new TdnnCell { Units = 9 };
        var (plain, summed) = (cell.Graph(Inputs, Outputs, 10.Ms), (cell with { Integrate = true }).Graph(Inputs, Outputs, 10.Ms));
        var inputs = Drawn();
        var (rates, sums) = (Rates(plain, inputs), Rates(summed, inputs));
        var expected = Weights(summed)["h0"].ToArray();
        for (var t = 0; t < Steps; t++)
        {
            for (var i = 0; i < 9; i++)
            {
                expected[i] += rates[(t * 9) + i] * rates[(t * 9) + i];
                Assert.Equal(expected[i], sums[(t * 9) + i], 1e-12);
            }
        }
    }

    [Fact]
    public void The_printed_equation_says_how_far_it_sees() =>
        Assert.Contains(
            "h after a step depends on u of the last 16 steps and on nothing before them (the receptive field)",
            EquationText.Step(Of("5:3:2,17:2:3", 3, 4)));

    [Theory]
    [InlineData("8", "'8' is no layer of windows over time; write width:window or width:window:shift, such as 8:3 or 8:3:2.")]
    [InlineData("8:3:1:1", "'8:3:1:1' is no layer of windows over time; write width:window or width:window:shift, such as 8:3 or 8:3:2.")]
    [InlineData("8:x", "'8:x' is no layer of windows over time; write width:window or width:window:shift, such as 8:3 or 8:3:2.")]
    [InlineData("0:3", "The width of a layer of windows is 0; give it 1 to 100000.")]
    [InlineData("8:0", "The window of a layer of windows is 0; give it 1 to 10000.")]
    [InlineData("8:3:-1", "The shift of a layer of windows is -1; give it 1 to 10000.")]
    public void A_layer_that_is_none_is_refused(string text, string sentence) =>
        Assert.Equal([sentence], Assert.Throws<UsageException>(() => TimeWindow.Parse(text)).Faults);

    // Frames that lie between those of a sparse window are seen by no unit.
    private static bool IsSeen(string hidden, int window, int shift, int back)
    {
        HashSet<int> seen = [0];
        foreach (var layer in (IEnumerable<TimeWindow>)[.. hidden == "none" ? [] : hidden.Split(',').Select(layer => TimeWindow.Parse(layer)), new(9, window, shift)])
        {
            seen = [.. seen.SelectMany(at => Enumerable.Range(0, layer.Window).Select(k => at + (k * layer.Shift)))];
        }

        return seen.Contains(back);
    }

    private static void Add(double[] sums, double[] matrix, double[] by)
    {
        for (var i = 0; i < sums.Length; i++)
        {
            for (var j = 0; j < by.Length; j++)
            {
                sums[i] += matrix[(i * by.Length) + j] * by[j];
            }
        }
    }

    private static StepGraph Of(string hidden, int window, int shift) =>
        Settings.With(new TdnnCell { Units = 9, Frames = window, FrameShift = shift }, "hidden", hidden).Graph(Inputs, Outputs, 10.Ms);

    private static double[] Drawn()
    {
        var random = new RandomStream(new StreamKey(5, Purpose.Analysis), 0);
        return [.. Enumerable.Range(0, Steps * Inputs).Select(_ => (double)(float)random.NextNormal())];
    }

    private static Dictionary<string, double[]> Weights(StepGraph graph)
    {
        var (all, start) = (CellContract.Parameters<double>(graph, 3), 0);
        return graph.Parameters.ToDictionary(shape => shape.Name, shape => all[start..(start += shape.Count)]);
    }

    private static T[] Run<T>(StepGraph graph, double[] inputs)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => Given<T>.Run(graph, CellContract.Parameters<T>(graph, 3), inputs).Outputs;

    private static double[] Rates(StepGraph graph, double[] inputs) =>
        Given<double>.Run(graph, CellContract.Parameters<double>(graph, 3), inputs).Rates;

    private static T[] Row<T>(T[] all, int t) => all[(t * Outputs)..((t + 1) * Outputs)];
}
