using Engram.Cells;
using Engram.Equations;
using Engram.Numerics;

namespace Engram.Tests.Equations;

public sealed class StepMapTests
{
    public static TheoryData<Cell> Cells() => CellContract.Cells();

    [Theory]
    [MemberData(nameof(Cells))]
    public void Jacobian_agrees_with_central_differences(Cell cell)
    {
        var graph = cell.Graph(3, 2, TimeSpan.FromMilliseconds(20));
        using var map = new StepMap(graph);
        map.Load(CellContract.Parameters<double>(graph, 3));
        var random = new RandomStream(new StreamKey(5, Purpose.Analysis), 0);
        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextNormal())];
        var (state, input) = (Draw(map.Width), Draw(3));
        var jacobian = map.Jacobian(state, input);

        // Units that see a window over the inputs do not depend on what they were.
        Assert.Equal(cell is not TdnnCell { Integrate: false }, jacobian.Max(Math.Abs) > 1e-3);
        for (var j = 0; j < map.Width; j++)
        {
            double[] Shifted(double by)
            {
                var (moved, next) = (state.ToArray(), new double[map.Width]);
                moved[j] += by;
                map.Next(moved, input, next);
                return next;
            }

            // Richardson's extrapolation of central differences leaves an error of order h⁴.
            const double H = 1e-3;
            var (a, b, c, d) = (Shifted(H), Shifted(-H), Shifted(H / 2), Shifted(-H / 2));
            for (var i = 0; i < map.Width; i++)
            {
                var wide = (a[i] - b[i]) / (2 * H);
                var narrow = (c[i] - d[i]) / H;
                Assert.Equal(((4 * narrow) - wide) / 3, jacobian[(i * map.Width) + j], 1e-8);
            }
        }
    }

    [Fact]
    public void Jacobian_of_a_linear_network_is_its_matrix()
    {
        var graph = new LeakyCell { Units = 6, Activation = Activation.Linear, Tau = TimeSpan.FromMilliseconds(20) }
            .Graph(1, 1, TimeSpan.FromMilliseconds(20));
        using var map = new StepMap(graph);
        var parameters = CellContract.Parameters<double>(graph, 9);
        map.Load(parameters);
        var start = graph.Parameters.TakeWhile(shape => shape.Name != "w_rec").Sum(shape => shape.Count);
        Assert.Equal(parameters[start..(start + 36)], map.Jacobian(new double[6], new double[1]), (a, b) => Math.Abs(a - b) < 1e-15);
    }

    [Fact]
    public void Several_states_at_once_are_each_on_its_own() => Alone(new LstmCell { Units = 5 }, inputs: 2);

    /// <summary>Such a cell lays its inputs out in rows that are wider than its channels.</summary>
    [Fact]
    public void Also_where_the_cell_computes_with_single_inputs() => Alone(new EncoderDecoderCell { Units = 5 }, inputs: 3);

    private static void Alone(Cell cell, int inputs)
    {
        const int K = 7;
        var graph = cell.Graph(inputs, 1, TimeSpan.FromMilliseconds(20));
        using var map = new StepMap(graph);
        map.Load(CellContract.Parameters<double>(graph, 9));
        var random = new RandomStream(new StreamKey(5, Purpose.Analysis), 1);
        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextNormal())];
        var s = map.Width;
        var (states, shown, vectors) = (Draw(K * s), Draw(K * inputs), Draw(K * s));
        var (next, products) = (new double[K * s], new double[K * s]);
        map.Next(states, shown, next);
        map.VectorJacobian(states, shown, vectors, products);
        for (var k = 0; k < K; k++)
        {
            var (one, product) = (new double[s], new double[s]);
            map.Next(states.AsSpan(k * s, s), shown.AsSpan(k * inputs, inputs), one);
            Assert.Equal(one, next[(k * s)..((k + 1) * s)], (a, b) => Math.Abs(a - b) < 1e-14);
            var jacobian = map.Jacobian(states.AsSpan(k * s, s), shown.AsSpan(k * inputs, inputs));
            for (var j = 0; j < s; j++)
            {
                product[j] = Enumerable.Range(0, s).Sum(i => vectors[(k * s) + i] * jacobian[(i * s) + j]);
            }

            Assert.Equal(product, products[(k * s)..((k + 1) * s)], (a, b) => Math.Abs(a - b) < 1e-12);
        }
    }
}
