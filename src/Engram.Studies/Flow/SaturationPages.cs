using Engram.Analysis;
using Engram.Figures;
using Engram.Studies.LowRank;

namespace Engram.Studies.Flow;

/// <summary>Units whose derivative is near 0, and the length of the state, as a report shows them.</summary>
internal static class SaturationPages
{
    /// <summary>Adds text, table, figures and data.</summary>
    public static void Write(StudyContext report, IReadOnlyList<(string Name, Saturation Measured)> stages)
    {
        var (dt, threshold) = (stages[0].Measured.Dt.TotalSeconds, stages[0].Measured.Threshold);
        string[] functions = [.. stages[0].Measured.Functions.Select(function => function.Name)];
        report.Text(functions.Length == 0
            ? "All units are linear, so that none can saturate."
            : $"Through a unit whose derivative is near 0, no error comes back. It counts as near 0 below {Words.Percent(threshold)} of the greatest derivative "
                + "that the function has: where tanh or σ is saturated, and where a rectified unit is silent.");
        if (functions.Length > 0)
        {
            report.Table(
                "Share of units, steps and trials whose derivative is near 0, by function of the cell. In brackets stands the recurrent matrix or the state that the function is of.",
                ["function", .. stages.Select(stage => stage.Name)],
                [.. functions.Select((name, place) => (IReadOnlyList<string>)[name, .. stages.Select(stage => Words.Percent(stage.Measured.Functions[place].Share))])]);
            if (stages[0].Measured.Functions[0].ByStep.Count > 1)
            {
                report.Figure(
                    "saturation",
                    new LinesFigure
                    {
                        Curves =
                        [
                            .. stages.SelectMany(stage => stage.Measured.Functions.Select(function => new Curve(
                                function.Name, [.. function.ByStep.Select((_, step) => (step + 2) * dt)], function.ByStep)
                            {
                                Dashed = stage.Name != TrainingStage.After,
                            })),
                        ],
                        X = Axis.Time,
                        Y = Axis.Share("Units with a derivative near 0"),
                        Note = stages.Count > 1 ? "Dashed: before training." : "",
                    },
                    "Share of units whose derivative is near 0, over time.");
            }
        }

        report.Text(
            "Nothing bounds the state where units are rectified or linear, or add up what comes in, as the cells of an LSTM do. "
            + string.Join(" ", stages.Select(stage => Growth(stage.Name, stage.Measured.Norms, dt))));
        if (stages[0].Measured.Norms.Count > 1)
        {
            report.Figure(
                "norms",
                new LinesFigure
                {
                    Curves = [.. stages.Select(stage => new Curve(stage.Name, [.. stage.Measured.Norms.Select((_, step) => (step + 1) * dt)], stage.Measured.Norms))],
                    X = Axis.Time,
                    Y = new Axis("‖h‖") { Minimum = 0 },
                },
                "Length of the state vector over time: median over trials.");
        }

        report.Data(
            "norms",
            ["network", "step", "norm"],
            stages.SelectMany(stage => stage.Measured.Norms.Select((norm, step) => (IReadOnlyList<string>)[stage.Name, $"{step}", Words.Exact(norm)])));
        report.Data(
            "saturation",
            ["network", "function", "step", "share"],
            stages.SelectMany(stage => stage.Measured.Functions.SelectMany(function => function.ByStep.Select((share, step) => (IReadOnlyList<string>)
                [stage.Name, function.Name, $"{step + 1}", Words.Exact(share)]))));
    }

    private static string Growth(string name, IReadOnlyList<double> norms, double dt)
    {
        var greatest = norms.Index().MaxBy(one => one.Item);
        return $"The length of the state vector {name} is {Words.Number(norms[0], "G3")} after the first step, {Words.Number(norms[norms.Count / 2], "G3")} in the middle and "
            + $"{Words.Number(norms[^1], "G3")} at the end of the trial, and at most {Words.Number(greatest.Item, "G3")}, at {Words.Number((greatest.Index + 1) * dt, "0.00")} s.";
    }
}
