using Engram.Analysis;
using Engram.Figures;

namespace Engram.Studies.LowRank;

/// <summary>Flow on planes of latent variables.</summary>
internal static class Planes
{
    /// <summary>The flow of two variables without input.</summary>
    public static FlowFieldFigure Flow(LatentCircuit circuit, double reach, IReadOnlyList<FoundPoint> points)
    {
        var flow = LatentFlow.Of(circuit, reach, 40, new double[circuit.Inputs]);
        return new FlowFieldFigure
        {
            FlowX = flow.X, FlowY = flow.Y, Dx = flow.Dx, Dy = flow.Dy,
            X = new Axis("κ1"),
            Y = new Axis("κ2"),
            Points = [.. points.Select(point => new StatePoint(point.Kappa[0], point.Kappa[1], point.Stability))],
        };
    }
}
