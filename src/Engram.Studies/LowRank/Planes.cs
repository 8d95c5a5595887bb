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
    /// <param name="latents">Trials to draw over the flow, one of every few conditions; null for none.</param>
    public static FlowFieldFigure Flow(
        LatentCircuit circuit, double reach, IReadOnlyList<FoundPoint> points, LatentTrajectory? latents = null)
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
            Trajectories = latents is null ? [] : [.. Trajectories(latents, circuit.Rank)],
            Ordered = true, Legend = "Condition",
        };
    }

    /// <summary>The first output over the plane of one or two variables.</summary>
    public static TemporalMatrixFigure Readout(LatentCircuit circuit, double reach)
    {
        var flow = LatentFlow.Of(circuit, reach, 40, new double[circuit.Inputs]);
        var z = new double[flow.Y.Length, flow.X.Length];
        for (var cell = 0; cell < z.Length; cell++)
        {
            z[cell / flow.X.Length, cell % flow.X.Length] = flow.Readout[cell * circuit.Outputs];
        }

        return new TemporalMatrixFigure
        {
            Values = z,
            RowTimes = flow.Y,
            ColumnTimes = flow.X,
            Rows = new Axis(flow.Names.Y),
            Columns = new Axis(flow.Names.X),
            Value = new Axis("Output z"),
            Midpoint = 0,
        };
    }

    private static IEnumerable<Curve> Trajectories(LatentTrajectory latents, int rank)
    {
        var recording = latents.Source;
        foreach (var trial in Conditions.Some(recording))
        {
            var steps = Enumerable.Range(0, trial.Steps).ToList();
            yield return new Curve(
                trial.ConditionName,
                [.. steps.Select(step => latents.KappaAt(step, trial.Index)[0])],
                [.. steps.Select(step => rank == 1 ? latents.FilteredAt(step, trial.Index)[0] : latents.KappaAt(step, trial.Index)[1])]);
        }
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
