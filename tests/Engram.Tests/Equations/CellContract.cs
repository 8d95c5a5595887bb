using System.Linq.Expressions;
using System.Numerics;
using Engram.Cells;
using Engram.Configuration;
using Engram.Equations;
using Engram.Numerics;

namespace Engram.Tests.Equations;

/// <summary>What holds for every cell, found by reflection, and for each of its variants.</summary>
public sealed class CellContract
{
    public static TheoryData<Cell> Cells() => [.. CellVariants.Of(21)];

    [Theory]
    [MemberData(nameof(Cells))]
    public void Gradient_agrees_with_central_differences(Cell cell) => CentralDifferences.Check(cell.Graph(3, 2, TimeSpan.FromMilliseconds(20)));

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_graph_that_is_built_anew_has_equal_parameters(Cell cell) =>
        Assert.Equal(cell.Graph(3, 2, TimeSpan.FromMilliseconds(20)).Parameters, cell.Graph(3, 2, TimeSpan.FromMilliseconds(20)).Parameters);

    [Theory]
    [MemberData(nameof(Cells))]
    public void Training_alone_drops_units(Cell cell)
    {
        var graph = cell.Graph(3, 2, TimeSpan.FromMilliseconds(20));
        using var engine = new Engine<double>(graph);
        var batch = new RandomBatch<double>(5, 19, 3, 2, 11);
        engine.Load(Parameters(graph, 3));
        engine.Gradient(batch, new double[engine.ParameterCount]);
        var training = batch.Loss;
        engine.Forward(batch);
        var drops = EquationText.Step(graph).Any(line => line.EndsWith("1 outside training", StringComparison.Ordinal));
        Assert.Equal(drops, training != batch.Loss);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Instruction_sets_agree(Cell cell)
    {
        var graph = cell.Graph(3, 2, TimeSpan.FromMilliseconds(20));
        var reference = Run(graph, InstructionSet.Scalar);
        foreach (var set in Enum.GetValues<InstructionSet>().Where(set => set <= InstructionSets.Best))
        {
            var (gradient, outputs) = Run(graph, set);
            var largest = reference.Gradient.Max(Math.Abs);
            Assert.All(gradient.Zip(reference.Gradient), pair => Assert.Equal(pair.Second, pair.First, 2e-5f * largest));
            Assert.All(outputs.Zip(reference.Outputs), pair => Assert.Equal(pair.Second, pair.First, 1e-4f));
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Threads_do_not_change_a_bit(Cell cell)
    {
        var graph = cell.Graph(3, 2, TimeSpan.FromMilliseconds(20));
        var one = Run(graph, InstructionSets.Best, 1, 37);
        Assert.Equal(one.Gradient, Run(graph, InstructionSets.Best, 2, 37).Gradient);
        Assert.Equal(one.Gradient, Run(graph, InstructionSets.Best, 7, 37).Gradient);
    }

    [Theory]
    [MemberData(nameof(ProductKernelTests.Sets), MemberType = typeof(ProductKernelTests))]
    public void Rectification_passes_what_is_no_number_and_makes_a_negative_zero_positive(string set)
    {
        RectifiesAs<float>(Enum.Parse<InstructionSet>(set));
        RectifiesAs<double>(Enum.Parse<InstructionSet>(set));
    }

    [Theory]
    [MemberData(nameof(ProductKernelTests.Sets), MemberType = typeof(ProductKernelTests))]
    public void A_rectified_network_that_diverged_is_not_silent(string set)
    {
        var graph = new LeakyCell { Units = 2, Noise = 0 }.Graph(1, 1, 20.Ms);
        using var engine = new Engine<float>(graph, 1, new EngineOptions { Instructions = Enum.Parse<InstructionSet>(set) });
        engine.Load([.. graph.Parameters.SelectMany(shape => shape.Name switch
        {
            "w_rec" => new[] { 60f, -50, -50, 60 },
            "x0" or "b" or "w_out" => [.. Enumerable.Repeat(1f, shape.Count)],
            _ => new float[shape.Count],
        })]);
        var batch = new RandomBatch<float>(1, 400, 1, 1, 5);
        engine.Forward(batch);
        var outputs = batch.Outputs[0];
        Assert.True(float.IsNaN(outputs[^1]), $"{outputs[^1]}");
        var first = Array.FindIndex(outputs, value => !float.IsFinite(value));
        Assert.All(outputs[first..], value => Assert.False(float.IsFinite(value)));
    }

    [Theory]
    [MemberData(nameof(ProductKernelTests.Sets), MemberType = typeof(ProductKernelTests))]
    public void Padding_that_is_no_number_reaches_no_output(string set)
    {
        // Beyond 21 units the quotient is 0/0; with 32 units nothing is beyond.
        float Last(int units)
        {
            var graph = new QuotientCell { Units = units }.Graph(1, 1, 20.Ms);
            using var engine = new Engine<float>(graph, 1, new EngineOptions { Instructions = Enum.Parse<InstructionSet>(set) });
            engine.Load([.. graph.Parameters.SelectMany(shape => Enumerable.Range(0, shape.Count).Select(k =>
                shape.Name is "x0" or "w_out" && k % units < 21 ? 1f : 0))]);
            var batch = new RandomBatch<float>(1, 6, 1, 1, 5);
            engine.Forward(batch);
            return batch.Outputs[0][^1];
        }

        Assert.Equal(Enumerable.Range(1, 21).Sum(k => Math.Pow(0.5, 6) / k), Last(21), 1e-6);
        Assert.Equal(Last(32), Last(21), 1e-7f);
    }

    /// <summary>Weights so small that a state stays finite under squares and exponentials too.</summary>
    internal static T[] Parameters<T>(StepGraph graph, ulong seed)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var random = new RandomStream(new StreamKey(seed, Purpose.Weights), 0);
        return [.. graph.Parameters.SelectMany(shape => Enumerable.Range(0, shape.Count).Select(_ =>
            T.CreateChecked((float)(shape.Range is { } range
                ? range.Least + ((range.Most - range.Least) * random.NextUniform()) : random.NextNormal() * 0.3 / Math.Sqrt(shape.Columns)))))];
    }

    private static double[] Parameters(StepGraph graph, ulong seed) => Parameters<double>(graph, seed);

    private static (float[] Gradient, float[] Outputs) Run(StepGraph graph, InstructionSet set, int threads = 1, int trials = 5)
    {
        using var engine = new Engine<float>(graph, threads, new EngineOptions { Instructions = set });
        var batch = new RandomBatch<float>(trials, 19, 3, 2, 11);
        engine.Load(Parameters<float>(graph, 3));
        var gradient = new float[engine.ParameterCount];
        engine.Gradient(batch, gradient);
        return (gradient, [.. batch.Outputs.OrderBy(pair => pair.Key).SelectMany(pair => pair.Value)]);
    }

    private static void RectifiesAs<T>(InstructionSet set)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var simd = Simd.For<T>(set);
        T[] given = [T.NaN, T.NegativeInfinity, -T.One, T.NegativeZero, T.Zero, T.Epsilon, T.One, T.PositiveInfinity];
        T[] rectified = [T.NaN, T.Zero, T.Zero, T.Zero, T.Zero, T.Epsilon, T.One, T.PositiveInfinity];
        T[] gated = [T.One, T.Zero, T.Zero, T.Zero, T.Zero, T.One, T.One, T.One];
        var (a, y) = (Expression.Parameter(typeof(long)), Expression.Parameter(typeof(long)));
        T[] Of(Expression value)
        {
            var run = Expression.Lambda<Action<long, long>>(simd.Store(y, value), a, y).Compile();
            var (from, to) = (new AlignedArray<T>(simd.Width), new AlignedArray<T>(simd.Width));
            return [.. given.Select(one =>
            {
                from.Span.Fill(one);
                run(from.Address, to.Address);
                Assert.All(to.Span.ToArray(), lane => Assert.True(Same(lane, to.Span[0])));
                return to.Span[0];
            })];
        }

        var rectify = Of(simd.Apply(ElementFunction.Rectify, simd.Load(a)));
        Assert.All(rectify.Zip(rectified), pair => Assert.True(Same(pair.First, pair.Second), $"{pair}"));
        Assert.Equal(gated, Of(simd.Apply(ElementFunction.Gate, simd.Load(a), simd.Constant(1))));
    }

    private static bool Same<T>(T a, T b)
        where T : unmanaged, IFloatingPointIeee754<T> => (T.IsNaN(a) && T.IsNaN(b)) || (a == b && T.IsNegative(a) == T.IsNegative(b));

    private sealed record QuotientCell : Cell
    {
        protected override void Define(Step step)
        {
            var x = step.State("x", Units);
            step.Next(x, 0.5 * x);
            step.Rate(step.Apply(Activation.Rectify, x / step.PerUnit("k", [.. Enumerable.Range(0, Units).Select(i => i + 1.0)])));
        }
    }
}
