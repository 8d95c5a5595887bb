using System.Globalization;
using Engram.Analysis;
using Engram.Configuration;
using Engram.Figures;
using Engram.Simulation;
using Engram.Storage;

namespace Engram.Studies.Common;

/// <summary>How many dimensions the rates of a network take up, in the whole trial and in each period.</summary>
public sealed record DimensionsAnalysis : RunAnalysis
{
    private const int MostShown = 20;

    /// <summary>Trials that are recorded.</summary>
    [Range(2, 100_000)]
    public int Trials { get; init; } = 200;

    /// <summary>Seed of the trials.</summary>
    public ulong Seed { get; init; } = 2;

    /// <inheritdoc/>
    public override string Title => "Dimensions of the rates";

    /// <inheritdoc/>
    public override string Summary =>
        "Finds the principal components of the rates over steps and trials, in the whole trial and in each period. The participation ratio, "
        + "(Σλ)²/Σλ² of the variances λ along the components, is the number of dimensions when all have the same variance. Noise of single trials "
        + "counts as variance.";

    /// <inheritdoc/>
    public override string Source => "Gao et al. 2017, A theory of multineuronal dimensionality, dynamics and measurement, doi:10.1101/214262.";

    /// <inheritdoc/>
    public override void Run(TrainedRun run, StudyContext report)
    {
        var recording = run.Experiment(Trials, Seed).Run(report.Cancel);
        var all = new List<(string Name, PrincipalComponents Found)> { ("whole trial", PrincipalComponents.OfRecording(recording)) };
        foreach (var name in RecordedFactors.Periods(recording).Where(name => Steps(recording, name) > 1))
        {
            report.Cancel.ThrowIfCancellationRequested();
            all.Add((name, PrincipalComponents.OfRecording(recording, name)));
        }

        report.Section("Dimensions");
        report.Table(
            "Participation ratio, and how many principal components hold so much of the variance. A period in which nothing varies has none.",
            ["period", "participation ratio", "90 % of the variance", "99 % of the variance"],
            [
                .. all.Select(one => (IReadOnlyList<string>)(one.Found.Variances.Sum() > 0
                    ? [one.Name, Number(one.Found.ParticipationRatio, "0.0"), $"{one.Found.ComponentsFor(0.9)}", $"{one.Found.ComponentsFor(0.99)}"]
                    : [one.Name, "-", "-", "-"])),
            ]);
        var varying = all.Where(one => one.Found.Variances.Sum() > 0).ToList();
        if (varying.Count == 0)
        {
            report.Text("The rates do not change in any of these trials, so they have no components.");
            return;
        }

        report.Figure(
            "variance",
            new LinesFigure
            {
                Curves = [.. varying.Select(one => new Curve(one.Name, [.. Places(one.Found)], [.. Cumulated(one.Found)]))],
                X = new Axis("Principal components") { Whole = true },
                Y = Axis.Share("Variance"),
                Points = true,
            },
            "Share of the variance that the first components hold together.");
        report.Data("variance", ["period", "component", "share"], varying.SelectMany(one => one.Found.Explained.Select((share, place) =>
            (IReadOnlyList<string>)[one.Name, $"{place + 1}", share.ToString("R", CultureInfo.InvariantCulture)])));
        if (recording.Units < 2 || all[0].Found.Variances.Sum() <= 0)
        {
            return;
        }

        var trajectories = Trajectories.Of(recording, all[0].Found, dimensions: 2);
        report.Figure(
            "trajectories",
            new TrajectoryFigure
            {
                Curves = [.. trajectories.Conditions.Select(one => Curve.InPlane(one.Name, one.Points))],
            },
            "Mean rates of each condition on the first two components of the whole trial.");
    }

    private static int Steps(Recording recording, string period) => RecordedFactors.Scored(recording)
        .Sum(trial => recording.StepsOf(period, trial.Index) is var (first, end) ? end - first : 0);

    private static IEnumerable<double> Places(PrincipalComponents found) =>
        Enumerable.Range(1, Math.Min(MostShown, found.Explained.Count)).Select(place => (double)place);

    private static IEnumerable<double> Cumulated(PrincipalComponents found) =>
        Enumerable.Range(1, Math.Min(MostShown, found.Explained.Count)).Select(count => found.Explained.Take(count).Sum());

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
