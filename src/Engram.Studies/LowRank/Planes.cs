using Engram.Analysis;
using Engram.Figures;

namespace Engram.Studies.LowRank;

/// <summary>Flow on planes of latent variables.</summary>
internal static class Planes
{
    /// <summary>The flow of one or two variables under a constant input.</summary>
    /// <param name="circuit">A circuit of rank one or two.</param>
    /// <param name="reach">How far the plane goes to each side.</param>
    /// <param name="points">Fixed points to mark; of rank one, on the line of the input itself.</param>
    public static FlowFieldFigure Flow(LatentCircuit circuit, double reach, IReadOnlyList<FoundPoint> points)
    {
        var flow = LatentFlow.Of(circuit, reach, 40, new double[circuit.Inputs]);
        var (columns, rows) = (flow.X.Length, flow.Y.Length);
        var (dx, dy) = (new double[rows, columns], new double[rows, columns]);
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                var at = 2 * ((i * columns) + j);
                (dx[i, j], dy[i, j]) = (flow.Vectors[at], flow.Vectors[at + 1]);
            }
        }

        return new FlowFieldFigure
        {
            Flow = new FlowGrid(flow.X, flow.Y, dx, dy),
            X = new Axis(flow.Names.X),
            Y = new Axis(flow.Names.Y),
            Points = [.. points.Select(point => new StatePoint(point.Kappa[0], circuit.Rank == 1 ? 0 : point.Kappa[1], point.Stability))],
        };
    }

    /// <summary>The latent variable r of all fixed points along one input.</summary>
    public static BifurcationFigure Bifurcation(LatentCircuit circuit, int channel, string input, int r)
    {
        double[] values = [.. Enumerable.Range(-40, 81).Select(step => step / 40.0)];
        var points = LatentBifurcation.Of(circuit, channel, values, new double[circuit.Inputs]);
        return new BifurcationFigure
        {
            Points =
            [
                .. values.Zip(points.Points).SelectMany(one => one.Second.Select(point =>
                    new StatePoint(one.First, point.Kappa[r], FoundPoint.Word(point.Type)))),
            ],
            X = new Axis($"Input {input}"),
            Y = new Axis(circuit.Rank == 1 ? "Fixed points κ" : $"Fixed points κ{r + 1}"),
        };
    }
}
