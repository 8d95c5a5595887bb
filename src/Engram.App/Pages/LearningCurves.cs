using Engram.Figures;
using Engram.Studies;

namespace Engram.App.Pages;

/// <summary>What the checks of trainings say, as figures.</summary>
internal static class LearningCurves
{
    /// <summary>Performance over training; no figure without a check that has one.</summary>
    /// <param name="report">Takes the figure.</param>
    /// <param name="curves">The curves.</param>
    /// <param name="measure">What they show, along y.</param>
    public static void Performance(StudyContext report, IEnumerable<Curve> curves, string measure)
    {
        Curve[] shown = [.. curves.Where(curve => curve.X.Count > 0)];
        if (shown.Length > 0)
        {
            report.Figure(
                "performance",
                new LearningCurveFigure { Curves = shown, Y = Axis.Share(measure) },
                "Share of correct answers on validation trials over training.");
        }
    }

    /// <summary>The loss over training.</summary>
    /// <param name="report">Takes the figure.</param>
    /// <param name="curves">The curves.</param>
    /// <param name="remark">What is to be known of them, after the caption; empty for nothing.</param>
    public static void Loss(StudyContext report, IReadOnlyList<Curve> curves, string remark = "") => report.Figure(
        "loss",
        new LearningCurveFigure
        {
            Curves = curves,
            Y = new Axis("Validation loss with penalties") { Logarithmic = curves.All(curve => curve.Y.All(loss => loss > 0)) },
        },
        $"Loss on validation trials over training.{remark}");

    /// <summary>One number of each check that has it.</summary>
    /// <param name="name">What the legend says.</param>
    /// <param name="log">The checks.</param>
    /// <param name="value">The number; null for none.</param>
    public static Curve Of(string name, IReadOnlyList<LoggedCheck> log, Func<LoggedCheck, double?> value)
    {
        var known = log.Where(check => value(check) is { } number && double.IsFinite(number)).ToList();
        return new(name, [.. known.Select(check => (double)check.Update)], [.. known.Select(check => value(check)!.Value)]);
    }
}
