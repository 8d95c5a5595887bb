using Engram.Analysis;
using Engram.Figures;
using Engram.Studies.LowRank;

namespace Engram.Studies.Flow;

/// <summary>Lyapunov exponents and their convergence, as a report shows them.</summary>
internal static class LyapunovPages
{
    // What rounding leaves of an exponent that is 0, per step.
    private const double Rounding = 1e-12;

    /// <summary>Adds texts, tables, figures and data.</summary>
    /// <param name="report">Where to.</param>
    /// <param name="spectra">For each network its name, and the exponents from each start.</param>
    /// <param name="transient">Steps before those that count.</param>
    public static void Write(StudyContext report, IReadOnlyList<(string Name, IReadOnlyList<LyapunovExponents> Runs)> spectra, int transient)
    {
        foreach (var (name, runs) in spectra)
        {
            report.Text(Verdict(name, runs));
        }

        report.Table(
            "Exponents λ: mean over the starts. The time constant is 1/|λ|, in which a deviation grows or shrinks by e. Halves: the same from the first and the second half of the steps "
            + "alone. −∞: the deviation is extinguished within a step, as by units that are silent. ∞: it stays as it is.",
            ["network", "exponent", "per step", "per second", "time constant (s)", "halves, per second"],
            [
                .. spectra.SelectMany(one => Enumerable.Range(0, one.Runs[0].PerStep.Count).Select(k => (IReadOnlyList<string>)
                [
                    one.Name, $"{k + 1}", Number(Mean(one.Runs, run => run.PerStep[k]), "0.00000"), Number(Mean(one.Runs, run => run.PerSecond[k]), "0.000"),
                    TimeConstant(Mean(one.Runs, run => run.PerStep[k]), one.Runs[0].Dt.TotalSeconds),
                    $"{Number(Mean(one.Runs, run => run.FirstHalf[k] / run.Dt.TotalSeconds), "0.000")}, {Number(Mean(one.Runs, run => run.SecondHalf[k] / run.Dt.TotalSeconds), "0.000")}",
                ])),
            ]);
        report.Figure("spectrum", Spectrum(spectra), "Exponents in their order: mean over the starts, and the least and the greatest of any start and half of the steps as a bar.");
        report.Section("Convergence");
        report.Text(
            $"Each run leaves out its first {transient} steps and counts {spectra[0].Runs.Max(run => run.Steps)}. An exponent is known about as well as its halves and its starts agree: "
            + "what differs from 0 by less cannot be told from 0. Starts that lead to different attractors may have different exponents.");
        report.Table(
            "Each run by itself: the greatest exponent, the greatest difference between the two halves of any exponent, and the dimension of Kaplan and Yorke.",
            ["network", "start", "λ₁ per second", "halves differ by (per second)", "dimension"],
            [
                .. spectra.SelectMany(one => one.Runs.Select((run, start) => (IReadOnlyList<string>)
                [
                    one.Name, $"{start + 1}", Number(run.PerSecond[0], "0.000"), Number(run.HalvesDiffer / run.Dt.TotalSeconds, "G2"),
                    $"{(run.IsLowerBound ? "at least " : "")}{Number(run.KaplanYorke, "0.00")}",
                ])),
            ]);
        report.Figure("convergence", Convergence(spectra), "By how much the greatest exponent, estimated from all steps so far, differs from what it is in the end, for each start. The first tenth of the steps is not shown.");
        report.Data(
            "exponents",
            ["network", "start", "exponent", "per_step", "per_second", "first_half_per_step", "second_half_per_step"],
            spectra.SelectMany(one => one.Runs.SelectMany((run, start) => run.PerStep.Select((value, k) => (IReadOnlyList<string>)
                [one.Name, $"{start + 1}", $"{k + 1}", Words.Exact(value), Words.Exact(run.PerSecond[k]), Words.Exact(run.FirstHalf[k]), Words.Exact(run.SecondHalf[k])]))));
        report.Data(
            "convergence",
            ["network", "start", "steps", "exponent", "per_step"],
            spectra.SelectMany(one => one.Runs.SelectMany((run, start) => run.Running.SelectMany((values, place) => values.Select((value, k) => (IReadOnlyList<string>)
                [one.Name, $"{start + 1}", $"{run.RunningSteps[place]}", $"{k + 1}", Words.Exact(value)])))));
    }

    private static double Mean(IReadOnlyList<LyapunovExponents> runs, Func<LyapunovExponents, double> value) => runs.Average(value);

    private static string Number(double value, string format) => double.IsNegativeInfinity(value) ? "−∞" : double.IsFinite(value) ? Words.Number(value, format) : "–";

    private static string TimeConstant(double perStep, double dt) => Math.Abs(perStep) < Rounding ? "∞" : Number(dt / Math.Abs(perStep), "G3");

    private static string Verdict(string name, IReadOnlyList<LyapunovExponents> runs)
    {
        var diverged = runs.Count(run => run.DivergedAt is not null);
        if (diverged > 0)
        {
            return $"In {diverged} of {runs.Count} runs {name}, the state grew beyond all numbers: after {runs.First(run => run.DivergedAt is not null).DivergedAt} steps in the first of "
                + "them. Its exponents are those until then.";
        }

        var (greatest, differ) = (Mean(runs, run => run.PerSecond[0]), runs.Max(run => Math.Abs(run.FirstHalf[0] - run.SecondHalf[0]) / run.Dt.TotalSeconds));
        var uncertain = Math.Max(Math.Max(differ, Rounding / runs[0].Dt.TotalSeconds), runs.Max(run => run.PerSecond[0]) - runs.Min(run => run.PerSecond[0]));
        return $"The greatest exponent {name} is {Number(greatest, "0.000")} per second: "
            + (Math.Abs(greatest) <= uncertain ? "deviations neither grow nor shrink, within what starts and halves differ by."
                : greatest > 0 ? $"small deviations grow by e in {Number(1 / greatest, "G3")} s, so that the run is chaotic."
                : double.IsNegativeInfinity(greatest) ? "every deviation is extinguished within a step."
                : $"small deviations shrink by e in {Number(-1 / greatest, "G3")} s at the slowest.");
    }

    private static LinesFigure Spectrum(IReadOnlyList<(string Name, IReadOnlyList<LyapunovExponents> Runs)> spectra) => new()
    {
        Curves =
        [
            .. spectra.Select(one =>
            {
                int[] shown = [.. Enumerable.Range(0, one.Runs[0].PerStep.Count).Where(k => one.Runs.All(run => double.IsFinite(run.PerStep[k])))];
                double[] Over(Func<IEnumerable<double>, double> measure) => [.. shown.Select(k => measure(one.Runs
                    .SelectMany(run => new[] { run.PerSecond[k], run.FirstHalf[k] / run.Dt.TotalSeconds, run.SecondHalf[k] / run.Dt.TotalSeconds }).Where(double.IsFinite)))];
                return new Curve(one.Name, [.. shown.Select(k => k + 1.0)], [.. shown.Select(k => Mean(one.Runs, run => run.PerSecond[k]))])
                {
                    Low = Over(values => values.Min()), High = Over(values => values.Max()),
                };
            }),
        ],
        X = new Axis("Exponent") { Whole = true },
        Y = new Axis("λ", "1/s"),
        YLines = [new(0)],
        Points = true,
        Whiskers = true,
    };

    private static LinesFigure Convergence(IReadOnlyList<(string Name, IReadOnlyList<LyapunovExponents> Runs)> spectra) => new()
    {
        Curves =
        [
            .. spectra.SelectMany(one => one.Runs.Select(run =>
            {
                int[] shown = [.. Enumerable.Range(0, run.RunningSteps.Count).Where(place => run.RunningSteps[place] >= run.Steps / 10 && double.IsFinite(run.Running[place][0]))];
                return new Curve(one.Name, [.. shown.Select(place => (double)run.RunningSteps[place])], [.. shown.Select(place => (run.Running[place][0] - run.PerStep[0]) / run.Dt.TotalSeconds)]);
            })),
        ],
        X = new Axis("Steps") { Whole = true, Minimum = 0 },
        Y = new Axis("λ₁ so far − λ₁", "1/s"),
        YLines = [new(0)],
    };
}
