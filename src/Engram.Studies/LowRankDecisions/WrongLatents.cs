using Engram.Analysis;
using Engram.Storage;
using Engram.Studies.LowRank;

namespace Engram.Studies.LowRankDecisions;

/// <summary>Why κ is not m·x/|m|².</summary>
internal static class WrongLatents
{
    private sealed record Errors(double Fitted, double Projected, double Overlap);

    /// <summary>Measures both, and writes the section.</summary>
    public static void Run(Plan plan, Comparing part)
    {
        var study = plan.Study;
        var found = study.Measure("latent variables", part.Runs, plan.Settings, Measure);
        study.Section("What the report got wrong: κ by projection");
        study.Text(
            "The report computes κ_r as m_r·x/|m_r|². This is right only if m_r is orthogonal to I and to the other m. Otherwise each κ "
            + "contains a share of the input and of the other variable. Least squares on (m, I) gives κ itself.");
        study.Table(
            "Error of κ relative to the exact circuit: root mean square over trials, steps and variables, divided by the root mean square "
            + "of κ.",
            ["", "mean ± standard deviation over networks"],
            [
                ["least squares on (m, I)", Words.Spread(found.Select(one => one.Fitted), "0.0E+0")],
                ["m·x/|m|²", Words.Spread(found.Select(one => one.Projected), "0.000")],
                ["largest |cosine| between m1, m2 and I", Words.Spread(found.Select(one => one.Overlap))],
            ]);
    }

    private static Errors Measure(TrainedRun run, NetworkSettings settings)
    {
        var space = LoadingSpace.Of(run.Network);
        var recording = (run.Experiment(settings.Trials / 4) with { KeepStates = true }).Run();
        var exact = new FiniteCircuit(space).Run(recording).Kappa;
        double Error(IReadOnlyList<double> kappa) =>
            Math.Sqrt(kappa.Zip(exact, (a, b) => (a - b) * (a - b)).Sum() / exact.Sum(value => value * value));
        IReadOnlyList<double[]> columns = [.. space.M, .. space.I];
        var cosines = from i in Enumerable.Range(0, columns.Count)
                      from j in Enumerable.Range(0, i)
                      select Math.Abs(Dot(columns[i], columns[j]) / Math.Sqrt(Dot(columns[i], columns[i]) * Dot(columns[j], columns[j])));
        return new(
            Error(LatentTrajectory.Of(space, recording).Kappa), Error(LatentTrajectory.NaiveKappa(space, recording)), cosines.Max());
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
