using System.Globalization;
using Engram.Analysis;
using Engram.Configuration;
using Engram.Figures;
using Engram.Simulation;
using Engram.Studies;

namespace Engram.App.Pages;

/// <summary>What the rates of several networks have in common: dimensions, and distances between their dynamics.</summary>
internal sealed class ComparedDynamics
{
    // Components of each network and delays of each component, as `engram analyse similarity` has them.
    private const int Components = 10, MostShown = 20;
    private readonly IReadOnlyList<(string Name, Recording One, Recording Other, PrincipalComponents Found)> networks;

    /// <summary>Takes the networks that there are.</summary>
    public ComparedDynamics(IReadOnlyList<ComparedRun> runs) => networks =
    [
        .. runs.Where(run => run.Recorded is not null)
            .Select(run => (run.Name, run.Recorded!.Value.One, run.Recorded.Value.Other, PrincipalComponents.OfRecording(run.Recorded.Value.One))),
    ];

    /// <summary>Angles between the dynamics of networks, row by row; null where there are none to compare.</summary>
    public double[,]? Angles { get; private set; }

    /// <summary>The participation ratio of a network; null for one that was not recorded or does not vary.</summary>
    public double? ParticipationRatio(string name) =>
        networks.FirstOrDefault(one => one.Name == name) is { Found: { ParticipationRatio: > 0 and var ratio } } ? ratio : null;

    /// <summary>Writes the section.</summary>
    public void Write(StudyContext report)
    {
        if (networks.Count == 0)
        {
            return;
        }

        report.Section("Dynamics");
        report.Table(
            "Rates on new trials: their mean, their participation ratio, and how many principal components hold so much of the variance.",
            ["network", "units", "mean rate", "participation ratio", "90 % of the variance", "99 % of the variance"],
            [.. networks.Select(one => (IReadOnlyList<string>)(one.Found.ParticipationRatio > 0
                ? [one.Name, $"{one.One.Units}", Number(Mean(one.One)), Number(one.Found.ParticipationRatio), $"{one.Found.ComponentsFor(0.9)}", $"{one.Found.ComponentsFor(0.99)}"]
                : [one.Name, $"{one.One.Units}", Number(Mean(one.One)), "-", "-", "-"]))]);
        var varying = networks.Where(one => one.Found.ParticipationRatio > 0).ToList();
        if (varying.Count == 0)
        {
            report.Text("No rate changes in these trials, so there are no dynamics to compare.");
            return;
        }

        report.Figure(
            "variance",
            new LinesFigure
            {
                Curves = [.. varying.Select(one => Cumulated(one.Name, one.Found))],
                X = new Axis("Principal components") { Whole = true }, Y = Axis.Share("Variance"), Points = true,
            },
            "Share of the variance of the rates that the first components hold together.");
        if (varying.Count > 1)
        {
            Compare([.. varying.Select(one => (one.Name, one.One, one.Other))], report);
        }
    }

    private void Compare(IReadOnlyList<(string Name, Recording One, Recording Other)> shown, StudyContext report)
    {
        report.Cancel.ThrowIfCancellationRequested();
        var step = shown.Max(one => one.One.Dt);
        if (shown.Any(one => step.Ticks % one.One.Dt.Ticks != 0))
        {
            report.Text(
                $"Distances between dynamics are left out: the steps {string.Join(", ", shown.Select(one => TimeText.Format(one.One.Dt)).Distinct())} have no "
                + "multiple in common that one of the networks was trained with.");
            return;
        }

        SimilarityResult[,] results;
        try
        {
            results = new DynamicalSimilarity().Between(
                [.. shown.Select(one => TrajectorySet.Components(one.One, Components).At(step))], [.. shown.Select(one => TrajectorySet.Components(one.Other, Components).At(step))]);
        }
        catch (UsageException fault)
        {
            report.Text($"Distances between dynamics are left out. {fault.Message}");
            return;
        }

        string[] names = [.. shown.Select(one => one.Name)];
        var angles = new double[names.Length, names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            for (var j = 0; j < names.Length; j++)
            {
                angles[i, j] = results[i, j].Distance;
            }
        }

        Angles = angles;
        report.Text(
            "Distances are angles between linear maps that are fitted to the delayed components of the rates (dynamical similarity analysis, "
            + "doi:10.48550/arXiv.2306.10168): 0 for the same dynamics, π/2 for unrelated ones, whatever the units. Each network was recorded on two sets of "
            + "trials, one for its row and one for its column. The diagonal is a network against itself and sets the scale: a distance no larger "
            + "than those on the diagonal shows no difference. Networks of different tasks differ in their inputs too.");
        report.Table(
            $"Angles between the dynamics in rad, of maps of {Counted.Of(results[0, 0].Rank, "dimension")} over steps of {TimeText.Format(step)}.",
            ["", .. names], [.. names.Select((name, i) => (IReadOnlyList<string>)[name, .. names.Select((_, j) => Number(angles[i, j], "0.000"))])]);
    }

    private static Curve Cumulated(string name, PrincipalComponents found)
    {
        var (sum, most) = (0.0, Math.Min(MostShown, found.Explained.Count));
        return new(name, [.. Enumerable.Range(1, most).Select(place => (double)place)], [.. found.Explained.Take(most).Select(share => sum += share)]);
    }

    private static double Mean(Recording recording)
    {
        var (sum, count) = (0.0, 0L);
        foreach (var trial in recording.Trials)
        {
            for (var step = 0; step < trial.Steps; step++)
            {
                foreach (var rate in recording.Rate(step, trial.Index))
                {
                    sum += rate;
                    count++;
                }
            }
        }

        return sum / count;
    }

    private static string Number(double value, string format = "0.00") => value.ToString(format, CultureInfo.InvariantCulture);
}
