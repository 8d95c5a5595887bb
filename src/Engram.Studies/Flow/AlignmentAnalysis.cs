using Engram.Configuration;
using Engram.Figures;
using Engram.Learning;
using Engram.Storage;
using Engram.Studies.LowRank;

namespace Engram.Studies.Flow;

/// <summary>How far what was learned was from the gradient of the loss as training went on, and whether weights turned towards what errors went back through.</summary>
public sealed record AlignmentAnalysis : RunAnalysis
{
    private const string All = "all";

    /// <inheritdoc/>
    public override string Title => "Alignment with the gradient";

    /// <inheritdoc/>
    public override string Summary =>
        "Shows, from the checks of a training, the angle between the gradient that the rule of credit gave and the gradient of the loss on the same trials, and the angle between weights "
        + "and the matrices through which errors went back in their place.";

    /// <inheritdoc/>
    public override string Source =>
        "Lillicrap, Cownden, Tweed & Akerman 2016, Random synaptic feedback weights support error backpropagation for deep learning, doi:10.1038/ncomms13276.";

    /// <inheritdoc/>
    public override string Needs => "a run that tracked alignment while it was trained";

    /// <inheritdoc/>
    public override void Check(TrainedRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (LoggedCheck.Of(run).All(check => check.Alignment is null))
        {
            throw new UsageException($"'{run.Path}' has no angles in its log; train again with `TrackAlignment = true`, in another `folder`.");
        }
    }

    /// <inheritdoc/>
    public override void Run(TrainedRun run, StudyContext report)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(report);
        (long Update, GradientAlignment Angles)[] checks =
            [.. LoggedCheck.Of(run).Where(check => check.Alignment is not null).Select(check => (check.Update, check.Alignment!))];
        string[] names = [.. checks.SelectMany(check => check.Angles.Parameters).Select(one => one.Name).Distinct()];
        var gradients = names.Select(name => Of(name, checks, angles => Part(angles, name)?.Gradient)).Prepend(Of(All, checks, angles => angles.Gradient))
            .Where(curve => curve.X.Count > 0).ToList();
        var matrices = names.Select(name => Of(name, checks, angles => Part(angles, name)?.Matrix)).Where(curve => curve.X.Count > 0).ToList();
        report.Section("Angles");
        report.Text(
            "Below 90° a small step along what is learned lowers the loss; at 90° it does not change it. Each angle is that of one batch, before penalties and clipping, "
            + "so it varies from check to check.");
        report.Table(
            "Angles in degrees, at the first and the last check, and the mean over all of them.",
            ["", "gradient: first", "last", "mean", "matrix: first", "last"],
            [
                .. gradients.Select(curve => (IReadOnlyList<string>)
                [
                    curve.Name, Number(curve.Y[0]), Number(curve.Y[^1]), Number(curve.Y.Average()),
                    .. matrices.FirstOrDefault(matrix => matrix.Name == curve.Name) is { } matrix ? new[] { Number(matrix.Y[0]), Number(matrix.Y[^1]) } : ["–", "–"],
                ]),
            ]);
        report.Figure("gradients", Curves(gradients, "Angle between gradients"), "Angle between the gradient that was learned from and that of the loss, of all parameters and of each.");
        if (matrices.Count > 0)
        {
            report.Figure("matrices", Curves(matrices, "Angle of weights to matrix"), "Angle between weights and the matrix through which errors go back in their place, both as vectors.");
        }

        report.Data("angles", ["update", "parameter", "gradient", "matrix"], checks.SelectMany(check => check.Angles.Parameters
            .Prepend(new(All, check.Angles.Gradient, null))
            .Select(one => (IReadOnlyList<string>)[$"{check.Update}", one.Name, Exact(one.Gradient), Exact(one.Matrix)])));
    }

    private static ParameterAlignment? Part(GradientAlignment angles, string name) => angles.Parameters.FirstOrDefault(one => one.Name == name);

    private static Curve Of(string name, (long Update, GradientAlignment Angles)[] checks, Func<GradientAlignment, double?> angle)
    {
        var known = checks.Where(check => angle(check.Angles) is not null).ToList();
        return new(name, [.. known.Select(check => (double)check.Update)], [.. known.Select(check => angle(check.Angles)!.Value)]);
    }

    private static LearningCurveFigure Curves(IReadOnlyList<Curve> curves, string title) =>
        new() { Curves = curves, Y = new Axis(title, "°") { Minimum = 0 }, YLines = [new(90)] };

    private static string Number(double angle) => Words.Number(angle, "0.0");

    private static string Exact(double? angle) => angle is { } known ? Words.Exact(known) : "";
}
