using Engram.Analysis;
using Engram.Figures;

namespace Engram.Studies.LowRank;

/// <summary>Flow on planes of latent variables.</summary>
internal static class Planes
{
    /// <summary>The flow of two variables without input.</summary>
    public static Figure Flow(LatentCircuit circuit, double reach, IReadOnlyList<FoundPoint> points)
    {
        var flow = LatentFlow.Of(circuit, reach, 20, new double[circuit.Inputs]);
        return new PhasePlaneFigure
        {
            Flow =
            [
                .. from i in Enumerable.Range(0, flow.Y.Length)
                   from j in Enumerable.Range(0, flow.X.Length)
                   let at = 2 * ((i * flow.X.Length) + j)
                   select new FlowArrow(flow.X[j], flow.Y[i], flow.Vectors[at], flow.Vectors[at + 1]),
            ],
            X = new Axis(flow.Names.X),
            Y = new Axis(flow.Names.Y),
            Points = [.. points.Select(point => new StatePoint(point.Kappa[0], point.Kappa[1], point.Stability))],
        };
    }

    /// <summary>Fixed points along one input.</summary>
    public static Figure Bifurcation(LatentCircuit circuit, int channel, string input, double reach)
    {
        double[] values = [.. Enumerable.Range(-20, 41).Select(step => step / 20.0)];
        var points = LatentBifurcation.Of(circuit, channel, values, new double[circuit.Inputs]);
        return new PointsFigure
        {
            Groups =
            [
                .. Enumerable.Range(0, circuit.Rank).SelectMany(r => new[] { Stability.Stable, Stability.Unstable }.Select(kind =>
                {
                    var found = values.Zip(points.Points).SelectMany(one => one.Second.Where(point => point.Stability == kind)
                        .Select(point => (U: one.First, Kappa: point.Kappa[r]))).ToList();
                    return new Curve(
                        $"κ{r + 1}, {(kind == Stability.Stable ? "stable" : "unstable")}", [.. found.Select(one => one.U)],
                        [.. found.Select(one => one.Kappa)]);
                })),
            ],
            X = new Axis($"Input {input}"),
            Y = new Axis("Fixed point κ"),
        };
    }
}
