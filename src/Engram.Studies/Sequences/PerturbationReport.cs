using System.Globalization;
using Engram.Analysis;
using Engram.Configuration;
using Engram.Figures;
using Engram.Networks;
using Engram.Simulation;
using Engram.Storage;
using Engram.Studies.LowRank;

namespace Engram.Studies.Sequences;

/// <summary>What perturbations did, as tables, figures and data.</summary>
internal sealed class PerturbationReport(
    PerturbationAnalysis analysis, TrainedRun run, IReadOnlyList<Intervention> interventions, PerturbationOutcome<Effect, Effect> outcome)
{
    private const int Rows = 20;
    private readonly string[] targets = [.. interventions.Select(one => one.Target).Distinct()];
    private readonly int values = analysis.Part == PerturbedPart.Unit ? 1 : analysis.Values.Count;

    /// <summary>Writes the report.</summary>
    public void Write(StudyContext report)
    {
        var intact = outcome.Intact;
        report.Section("Effect on the task");
        report.Text(
            $"{interventions.Count} perturbations of {run.Configuration.Task.Name} are each tested on the same {analysis.Trials} trials "
            + $"{(analysis.Noise ? "with the same noise" : "without noise")} as the intact network. {Changed()}{Law()}");
        var strongest = outcome.Perturbed.Index().OrderByDescending(one => Math.Abs(one.Item.Error - intact.Error)).ThenBy(one => one.Index)
            .Take(Rows).ToList();
        string[] Row(string what, Effect effect) =>
        [
            what, Words.Number(effect.Error, "0.0000"), double.IsNaN(effect.Share) ? "–" : Words.Percent(effect.Share),
            Milliseconds(effect.Outputs.Mean), Lost(effect.Outputs), Milliseconds(effect.Units.Mean), Lost(effect.Units),
        ];
        report.Table(
            outcome.Perturbed.Count > Rows
                ? $"The {Rows} perturbations that change the error most; effects.csv has all of them."
                : "All perturbations.",
            ["what", "error", "correct", "outputs: shift (ms)", "lost", "units: shift (ms)", "lost"],
            [
                Row("intact", intact),
                .. strongest.Select(one => (IReadOnlyList<string>)Row(interventions[one.Index].Words(run.Network), one.Item)),
            ]);
        Figure(report, "error", new Axis("Error"), effect => effect.Error, intact.Error, "Error of the task");
        if (!double.IsNaN(intact.Share))
        {
            Figure(report, "correct", Axis.Share("Correct"), effect => effect.Share, intact.Share, "Share of correct answers");
        }

        Peaks(report);
        Save(report);
    }

    private string Law() => analysis.Part == PerturbedPart.Unit ? "A silenced unit sends nothing; its own state continues unseen."
        : analysis.KeepDale ? "Dale's law is kept: a weight that would change its sign is set to zero."
        : run.Configuration.Network.Dale == Positivity.None ? "The network has no units of fixed sign."
        : analysis.Change == WeightChangeKind.Scale && analysis.Values.All(value => value >= 0) ? "No weight changes its sign."
        : "Dale's law may be violated: a weight can change its sign.";

    private string Changed() => analysis.Part is not (PerturbedPart.Column or PerturbedPart.Row) ? ""
        : $"One at a time, they change the {Kebab.Of($"{analysis.Part}")}s of "
        + (analysis.Units is not null ? $"{(targets.Length == 1 ? "one unit" : $"{targets.Length} units")}. "
            : run.Configuration.Network.Dale == Positivity.None ? $"all {targets.Length} units. " : $"the {targets.Length} inhibitory units. ");

    private void Peaks(StudyContext report)
    {
        report.Section("Peaks");
        var (outputs, units) = (outcome.Intact.Outputs, outcome.Intact.Units);
        report.Text(
            $"The intact network has {outputs.Counted} of {outputs.Shifts.Count} peaks of outputs (outputs × trials), and {units.Counted} "
            + $"of {units.Shifts.Count} peaks of rates. A peak is the greatest value, provided that it is positive, is not at an end, and "
            + "falls to half on both sides. It is "
            + FormattableString.Invariant($"lost if it is below {analysis.LostBelow} of the intact network's; lost peaks are left out of all means. ")
            + "A shift is t(intact) − t(perturbed), so that positive is earlier.");
        foreach (var (name, of, any) in new (string, Func<Effect, PeakShift>, int)[]
        {
            ("outputs", effect => effect.Outputs, outputs.Counted), ("units", effect => effect.Units, units.Counted),
        })
        {
            if (any > 0)
            {
                Figure(
                    report, $"{name}-shift", new Axis("Shift", "ms"), effect => 1000 * of(effect).Mean, 0,
                    $"Mean shift of the peaks of {name}");
                Figure(report, $"{name}-lost", Axis.Share("Lost peaks"), effect => of(effect).LostShare, 0, $"Lost peaks of {name}");
            }
        }
    }

    // Along the parts with a line for each value; of one part, along the values.
    private void Figure(StudyContext report, string name, Axis y, Func<Effect, double> of, double intact, string what)
    {
        double[] found = [.. outcome.Perturbed.Select(of)];
        var alone = targets.Length == 1 && values > 1;
        IEnumerable<Curve> curves = alone
            ? [new Curve(targets[0], analysis.Values, found)]
            : Enumerable.Range(0, values).Select(value => new Curve(
                values == 1 && analysis.Part == PerturbedPart.Unit ? "" : Exact(analysis.Values[value]),
                [.. Enumerable.Range(0, targets.Length).Select(Place)],
                [.. Enumerable.Range(0, targets.Length).Select(target => found[(target * values) + value])]));
        report.Figure(
            name,
            new LinesFigure
            {
                Curves = [.. curves],
                X = new Axis(alone ? $"{analysis.Change}" : $"{analysis.Part}"),
                Y = y,
                YLines = [new ReferenceLine(intact, "intact")],
                Points = true,
                Ordered = true, Legend = alone || values == 1 ? "" : $"{analysis.Change}",
            },
            $"{what}{(alone || values == 1 ? "" : $", one line per value of the {Kebab.Of($"{analysis.Change}")}")}.");
    }

    private double Place(int target) =>
        analysis.Part == PerturbedPart.Block ? target : double.Parse(targets[target].Split(' ')[^1], CultureInfo.InvariantCulture);

    private void Save(StudyContext report)
    {
        report.Data(
            "effects",
            [
                "what", "value", "error", "correct", "output-shift-s", "output-centre-shift-s", "output-lost", "output-missing",
                "unit-shift-s", "unit-lost", "unit-missing",
            ],
            interventions.Zip(outcome.Perturbed, (one, effect) => (IReadOnlyList<string>)
            [
                one.Words(run.Network), Exact(one.Value), Exact(effect.Error), Exact(effect.Share), Exact(effect.Outputs.Mean),
                Exact(effect.Outputs.CentreMean), $"{effect.Outputs.Lost}", $"{effect.Outputs.Missing}", Exact(effect.Units.Mean),
                $"{effect.Units.Lost}", $"{effect.Units.Missing}",
            ]));
        NamedArray Array(string name, Func<Effect, double> of) =>
            new(name, [.. outcome.Perturbed.Select(of)], targets.Length, values);
        NamedArray Each(string name, Func<Effect, PeakShift> of) => new(
            name, [.. outcome.Perturbed.SelectMany(effect => of(effect).Shifts)], targets.Length, values, analysis.Trials,
            of(outcome.Intact).Channels);
        report.Data(
            "effects",
            new NamedArray("value", [.. interventions.Select(one => one.Value)], targets.Length, values),
            Array("error", effect => effect.Error), Array("correct", effect => effect.Share),
            Array("output_shift", effect => effect.Outputs.Mean), Array("output_lost", effect => effect.Outputs.Lost),
            Array("unit_shift", effect => effect.Units.Mean), Array("unit_lost", effect => effect.Units.Lost),
            Each("output_shift_each", effect => effect.Outputs));
    }

    private static string Lost(PeakShift shift) => double.IsNaN(shift.LostShare) ? "–" : Words.Percent(shift.LostShare);

    private static string Milliseconds(double seconds) => double.IsNaN(seconds) ? "–" : Words.Number(1000 * seconds, "0.0");

    private static string Exact(double value) => Words.Exact(value);
}
