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
    public void Several_states_at_once_are_each_on_its_own()
    {
        var graph = new LstmCell { Units = 5 }.Graph(2, 1, TimeSpan.FromMilliseconds(20));
        using var map = new StepMap(graph);
        map.Load(CellContract.Parameters<double>(graph, 9));
        var random = new RandomStream(new StreamKey(5, Purpose.Analysis), 1);
        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextNormal())];
        var (states, inputs, vectors) = (Draw(70), Draw(14), Draw(70));
        var (next, products) = (new double[70], new double[70]);
        map.Next(states, inputs, next);
        map.VectorJacobian(states, inputs, vectors, products);
        for (var k = 0; k < 7; k++)
        {
            var (one, product) = (new double[10], new double[10]);
            map.Next(states.AsSpan(k * 10, 10), inputs.AsSpan(k * 2, 2), one);
            Assert.Equal(one, next[(k * 10)..((k + 1) * 10)], (a, b) => Math.Abs(a - b) < 1e-14);
            var jacobian = map.Jacobian(states.AsSpan(k * 10, 10), inputs.AsSpan(k * 2, 2));
            for (var j = 0; j < 10; j++)
            {
                product[j] = Enumerable.Range(0, 10).Sum(i => vectors[(k * 10) + i] * jacobian[(i * 10) + j]);
            }

            Assert.Equal(product, products[(k * 10)..((k + 1) * 10)], (a, b) => Math.Abs(a - b) < 1e-12);
        }
    }
}
