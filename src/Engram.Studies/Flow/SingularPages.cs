using Engram.Analysis;
using Engram.Figures;
using Engram.Studies.LowRank;

namespace Engram.Studies.Flow;

/// <summary>Singular values of the step's Jacobian, as a report shows them.</summary>
internal static class SingularPages
{
    // Far below what matters for a product of steps, and above the rounding of a decomposition.
    private const double Floor = 1e-12;

    /// <summary>Adds text, table, figure and data.</summary>
    public static void Write(StudyContext report, IReadOnlyList<(string Name, StepSingularValues Values)> stages)
    {
        report.Text(
            $"A step back multiplies a gradient by the Jacobian of the step, the derivative of all states after it by those before it: by no more than the greatest of its {stages[0].Values.Values[0].Count} singular values, and no less "
            + "than the least. If all are below 1 at every step, gradients must vanish; that some are above 1 does not mean that they explode.");
        report.Table(
            $"Singular values at {stages[0].Values.Values.Count} steps of the trials: median over the steps, and quartiles.",
            ["network", "greatest", "mean", "least", "share above 1"],
            [
                .. stages.Select(stage => (IReadOnlyList<string>)
                [
                    stage.Name, Words.Quartiles(stage.Values.Largest), Words.Quartiles(stage.Values.Mean),
                    Words.Quartiles(stage.Values.Smallest, "G2"), Words.Quartiles(stage.Values.ShareAboveOne.Select(share => 100 * share), "0.0") + " %",
                ]),
            ]);
        report.Figure(
            "singular-values",
            new LinesFigure
            {
                Curves = [.. stages.Select(stage => Curve(stage.Name, stage.Values))],
                X = new Axis("Rank of the singular value") { Whole = true },
                Y = new Axis("Singular value of a step") { Logarithmic = true },
                YLines = [new(1)],
                Points = stages[0].Values.Values[0].Count <= 30,
            },
            "Singular values of single steps in their order: median over steps, and quartiles as a band. Values below 10⁻¹² are not shown.");
        report.Data(
            "singular-values",
            ["network", "sample", "rank", "value"],
            stages.SelectMany(stage => stage.Values.Values.SelectMany((values, sample) => values.Select((value, rank) => (IReadOnlyList<string>)
                [stage.Name, $"{sample}", $"{rank + 1}", Words.Exact(value)]))));
    }

    private static Curve Curve(string name, StepSingularValues values)
    {
        var shown = values.Quantile(0.5).TakeWhile(value => value > Floor).Count();
        double[] Share(double share) => [.. values.Quantile(share).Take(shown).Select(value => Math.Max(value, Floor))];
        return new(name, [.. Enumerable.Range(1, shown).Select(rank => (double)rank)], Share(0.5)) { Low = Share(0.25), High = Share(0.75) };
    }
}
