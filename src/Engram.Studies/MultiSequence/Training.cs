using Engram.Figures;
using Engram.Studies.LowRank;

namespace Engram.Studies.MultiSequence;

/// <summary>How networks learn one sequence or many.</summary>
internal static class Training
{
    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, IReadOnlyList<Family> families)
    {
        study.Section("Training");
        study.Text(
            $"There are {families[0].Runs.Count} networks for each k, with {families[0].Runs[0].Configuration.Cell.Units} units, a fifth of "
            + "them inhibitory. Sequence i of k begins with a pulse of 2i. Its five outputs peak at 4, between 200 ms and 600 ms after the "
            + "pulse, while all other outputs must stay at zero. As in the source, initial weights are drawn from a gamma distribution of "
            + "shape 5, and noise is 0.003 for inputs and 0.01 for units. Four things differ from the source. Training begins with a "
            + "spectral radius of 0.5, small input weights and a bias of 0.3, all learned. The optimiser is Adam, at a rate of 0.001 for "
            + "eight sequences, since they stop at a tenth of the amplitude at the rate of the others, 0.005. Training ends at an error of "
            + "5 % of the amplitude. Trials last until 1 s after the pulse, so that they contain 20 τ (τ = 50 ms).");
        study.Table(
            "Root mean squared error on fresh trials, in percent of the amplitude; mean (95 % interval) over networks.",
            ["sequences", "reached 5 %", "updates", "error (%)", "greatest error (%)", "share of the targets' power missed (%)"],
            [
                .. families.Select(family => (IReadOnlyList<string>)
                [
                    $"{family.Sequences}", $"{family.Runs.Count(run => run.Status == RunStatus.Reached)} of {family.Runs.Count}",
                    Numbers.Interval(family.Runs.Select(run => (double)run.Updates), "0"),
                    Numbers.Interval(family.Networks.Select(one => 100 * one.Error)),
                    Words.Number(family.Networks.Max(one => 100 * one.Error)),
                    Numbers.Interval(family.Networks.Select(one => 100 * one.Missed), "0.0"),
                ]),
            ]);
        foreach (var family in families)
        {
            study.Claim(
                $"trained-{family.Sequences}",
                $"Networks learn {(family.Sequences == 1 ? "one sequence" : $"{family.Sequences} sequences")}: error as a share of the "
                + "amplitude.",
                "trained, no error given", [.. family.Networks.Select(one => one.Error)], new Below(0.05));
        }

        study.Figure(
            "training",
            new LearningCurveFigure
            {
                Curves =
                [
                    .. families.SelectMany(family => family.Runs.Select(run => run.Log()).Select(log => new Curve(
                        family.Name, [.. log.Select(check => (double)check.Update)], [.. log.Select(check => check.Loss)]))),
                ],
                X = Axis.Updates,
                Y = new Axis("Loss on validation trials") { Logarithmic = true },
                Ordered = true,
            },
            "Loss over training.");
    }
}
