using Engram.Analysis;
using Engram.Configuration;
using Engram.Figures;
using Engram.Networks;
using Engram.Simulation;
using Engram.Studies.LowRank;
using Engram.Studies.Sequences;

namespace Engram.Studies.SequenceShift;

/// <summary>The document's Figure 2: one network, intact and with one column changed.</summary>
internal static class Example
{
    private const int Column = 86;
    private static readonly PeakSearch Search = new();

    /// <summary>Writes the section.</summary>
    public static void Write(StudyContext study, IReadOnlyList<Family> families)
    {
        study.Section("An example: one network, one column");
        study.Text(
            "As in the document's Figure 2, 0.04 is subtracted from the weights of unit 87 (86 counted from 0, the seventh inhibitory "
            + "unit) onto the excitatory units. These weights are zero or negative. Subtracting therefore makes inhibition stronger; "
            + "adding makes it weaker and can turn a weight positive. The largest values, ± 0.2, are shown as well. The example is the "
            + "first network of each case, without noise, with the pulse at 150 ms.");
        var rows = new List<IReadOnlyList<string>>();
        foreach (var family in families.Where(one => one.Case.Id != "readout"))
        {
            Write(study, family, rows);
        }

        study.Table(
            "Shifts in the example; a positive shift is earlier.",
            ["case", "value subtracted", "relative to the column's mean weight", "shift (ms)", "lost", "missing in the intact network"], rows);
    }

    private static void Write(StudyContext study, Family family, List<IReadOnlyList<string>> rows)
    {
        var run = family.Runs[0].Load();
        var experiment = Measurement.Still(run);
        double[] values = [0.04, 0.2, -0.2];
        var interventions = Intervention.Columns(
            "w_rec", 0..80, [Column], WeightChangeKind.Shift, [.. values.Select(value => -value)], keepDale: false);
        Recording? first = null;
        var outcome = new PerturbationExperiment { Intact = experiment, Interventions = interventions }.Run(recording => recording);
        first = outcome.Intact;
        var targets = ActivityPeaks.OfTargets(first, Search);
        double[] time = [.. Enumerable.Range(1, first.Steps).Select(step => step * first.Dt.TotalSeconds)];
        Draw(study, family, "intact", first, first, time, "the intact network");
        foreach (var (value, recording) in values.Zip(outcome.Perturbed))
        {
            var shift = PeakShift.Between(
                ActivityPeaks.OfOutputs(first, Search), ActivityPeaks.OfOutputs(recording, Search with { AllowDiverged = true }), targets);
            var weight = Enumerable.Range(0, 80).Average(i => (double)Math.Abs(run.Network["w_rec", i, Column]));
            rows.Add(
            [
                family.Case.Name, Words.Number(value), $"{Words.Number(Math.Abs(value) / weight, "0.0")} ×",
                double.IsNaN(shift.Mean) ? "–" : Words.Number(1000 * shift.Mean, "0.0"), $"{shift.Lost}", $"{shift.Missing}",
            ]);
            var name = value == 0.04 ? "small" : value > 0 ? "stronger" : "weaker";
            Draw(study, family, name, recording, first, time, $"the network with {NumberText.Of(Math.Abs(value), "R")} {(value > 0 ? "subtracted" : "added")}");
        }
    }

    private static void Draw(
        StudyContext study, Family family, string name, Recording recording, Recording intact, double[] time, string what)
    {
        study.Figure(
            $"{family.Case.Id}-{name}-heat",
            new RateHeatMapFigure { Rates = Whole(recording), Time = time, Unit = "", Row = "Output", Normalised = true, Sorted = false },
            $"Outputs of {what}, each divided by its peak; {family.Case.Name}.");
        if (family.Case.Peaks <= 10)
        {
            study.Figure(
                $"{family.Case.Id}-{name}-lines",
                recording == intact ? SequenceFigures.Lines(Whole(recording), Targets(intact), time)
                    : SequenceFigures.Lines(Whole(recording), Whole(intact), time, "intact"),
                $"Outputs of {what}; {(recording == intact ? "the targets" : "those of the intact network")} are dashed in grey.");
        }
    }

    private static double[,] Whole(Recording recording) => PeriodAverage.Of(recording, recording.Output, recording.Outputs, null);

    private static double[,] Targets(Recording recording) => PeriodAverage.Of(recording, recording.Target, recording.Outputs, null);
}
