using Engram.Analysis;
using Engram.Configuration;
using Engram.Figures;
using Engram.Studies.LowRank;

namespace Engram.Studies.Flow;

/// <summary>The norm of a gradient against the lag, as a report shows it.</summary>
internal sealed class GradientPages(StudyContext report, string? state, int fitFrom, int? fitTo)
{
    // What a logarithmic axis can show of numbers in double precision.
    private const double Floor = 1e-300, Ceiling = 1e300;

    /// <summary>Adds text, table, figure and data.</summary>
    /// <param name="flows">For each network its name, and the gradients of each trial.</param>
    public void Write(IReadOnlyList<(string Name, GradientCurves Curves)> flows)
    {
        var curves = flows[^1].Curves;
        var (what, of) = curves.From == GradientSource.Loss ? ("∂L_T/∂h_t", "the gradient of the loss of the step T") : ("v_t", "a random vector of unit length at the last step T");
        report.Text(
            $"The norm ‖{what}‖ is that of {of}, carried back to the state h_t after the step t{(state is null ? "" : $", in {state} alone")}. The lag is T − t, "
            + $"in steps of {TimeText.Format(curves.Dt)}, up to {curves.Longest}, the longest that all trials have."
            + (curves.LeftOut == 0 ? "" : $" {Counted(curves.LeftOut, "trial")} without such a gradient {(curves.LeftOut == 1 ? "is" : "are")} left out."));
        if (curves.Longest == 0)
        {
            report.Text("Some trial has no step before, so there is nothing to go back through; ask for a later `Step`.");
            return;
        }

        var last = fitTo is { } to && to < curves.Longest ? to : curves.Longest;
        var slopes = fitFrom < last ? flows.ToDictionary(flow => flow.Name, flow => flow.Curves.Slope(fitFrom, last)) : null;
        report.Table(
            $"Median over trials. Ratio: the norm at the lag {curves.Longest} over that at the lag 0. "
            + (slopes is null ? $"No line is fitted, because there are no two lags from {fitFrom} to {last}."
                : $"Slope: of ln ‖{what}‖ per step back, a straight line fitted to the lags {fitFrom} to {last} of each trial, with the 95 % interval of the mean over trials. "
                    + "Factor: by how much the norm is multiplied with each step back."),
            ["network", "trials", "norm at lag 0", "ratio", "slope per step", "factor", "halves or doubles in"],
            [.. flows.Select(flow => Row(flow.Name, flow.Curves, slopes?[flow.Name]))]);
        foreach (var (name, one) in flows)
        {
            Bounds(name, one, slopes?[name]);
        }

        report.Figure("gradients", Figure(flows), $"‖{what}‖ relative to that at T, against the lag: median over trials, and quartiles as a band.");
        report.Data(
            "gradients",
            ["network", "trial", "lag", "ln_norm"],
            flows.SelectMany(flow => flow.Curves.LogNorms.SelectMany((norms, place) => norms.Select((norm, lag) => (IReadOnlyList<string>)
                [flow.Name, $"{flow.Curves.Trials[place]}", $"{lag}", Words.Exact(norm)]))));
    }

    private static string Counted(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";

    private static IReadOnlyList<string> Row(string name, GradientCurves curves, GradientSlope? slope)
    {
        var ratio = curves.LogRatio()[^1];
        var halves = slope is null || !double.IsFinite(slope.HalvingSteps) ? "–"
            : $"{(slope.HalvingSteps < 0 ? "doubles" : "halves")} in {Words.Number(Math.Abs(slope.HalvingSteps), "G3")} steps ({Words.Number(Math.Abs(slope.HalvingSteps) * curves.Dt.TotalSeconds, "G3")} s)";
        return
        [
            name, $"{curves.Trials.Count}", Power(curves.LogNorm()[0]), Power(ratio),
            slope is null || slope.Trials == 0 ? "–"
                : double.IsNaN(slope.Low) ? Words.Number(slope.PerStep, "0.0000")
                : $"{Words.Number(slope.PerStep, "0.0000")} [{Words.Number(slope.Low, "0.0000")}, {Words.Number(slope.High, "0.0000")}]",
            slope is null || slope.Trials == 0 ? "–" : Words.Number(slope.Factor, "0.0000"), halves,
        ];
    }

    // e^x, which may be beyond the numbers of double precision.
    private static string Power(double x) => double.IsNaN(x) ? "–"
        : double.IsInfinity(x) ? (x < 0 ? "0" : "∞")
        : Math.Abs(x) > 690 ? $"e^({Words.Number(x, "0")})"
        : Words.Number(Math.Exp(x), "G3");

    private void Bounds(string name, GradientCurves curves, GradientSlope? slope)
    {
        if (slope is { Vanished: > 0 })
        {
            report.Text($"The gradient {name} is exactly 0 somewhere in the fitted range of {Counted(slope.Vanished, "trial")}, to which no line is fitted.");
        }

        if (curves.UnderflowsAt is { } under)
        {
            report.Text($"The median gradient {name} is below 1.2e-38, the least normal number of single precision, from the lag {under} on: training cannot see beyond.");
        }
        else if (curves.OverflowsAt is { } over)
        {
            report.Text($"The median gradient {name} is above 3.4e38, the greatest number of single precision, from the lag {over} on: training would end in numbers that are not finite.");
        }
        else if (slope is { Trials: > 0 } && slope.PerStep != 0 && double.IsFinite(curves.LogNorm()[0]))
        {
            // ln of the least normal and the greatest number of single precision.
            var steps = ((slope.PerStep < 0 ? -87.3365 : 88.7228) - curves.LogNorm()[0]) / slope.PerStep;
            report.Text(
                $"The gradient {name} stays within the numbers of single precision. Were it to go on at the fitted slope, it would {(slope.PerStep < 0 ? "underflow" : "overflow")} "
                + $"after about {(steps < 1e6 ? Words.Number(Rounded(steps), "0") : Words.Number(steps, "G2"))} steps.");
        }
    }

    // To two digits.
    private static double Rounded(double steps) =>
        steps < 100 ? steps : Math.Round(steps / Math.Pow(10, Math.Floor(Math.Log10(steps)) - 1)) * Math.Pow(10, Math.Floor(Math.Log10(steps)) - 1);

    private static LinesFigure Figure(IReadOnlyList<(string Name, GradientCurves Curves)> flows) => new()
    {
        Curves =
        [
            .. flows.Select(flow =>
            {
                double[] Share(double share) => [.. flow.Curves.LogRatio(share).Select(value => Math.Clamp(Math.Exp(value), Floor, Ceiling))];
                var shown = flow.Curves.LogRatio().TakeWhile(value => value > Math.Log(Floor) && value < Math.Log(Ceiling)).Count();
                return new Curve(flow.Name, [.. Enumerable.Range(0, shown).Select(lag => (double)lag)], Share(0.5)[..shown])
                {
                    Low = Share(0.25)[..shown], High = Share(0.75)[..shown],
                };
            }),
        ],
        X = new Axis("Lag T − t", "steps"),
        Y = new Axis("Norm relative to lag 0") { Logarithmic = true },
        YLines = [new(1)],
    };
}
