using Engram.Analysis;
using Engram.Figures;
using Engram.Simulation;
using Engram.Storage;
using Engram.Studies.LowRank;
using Engram.Tasks;

namespace Engram.Studies.Sequences;

/// <summary>The peaks of outputs and units.</summary>
internal sealed class PeakTables(StudyContext report, TrainedRun run, Recording recording, PeakSearch search)
{
    private const int Rows = 20;
    private readonly ActivityPeaks outputs = ActivityPeaks.OfOutputs(recording, search), units = ActivityPeaks.OfRates(recording, search);
    private readonly ActivityPeaks targets = ActivityPeaks.OfTargets(recording, search);
    private readonly bool asked = run.Configuration.Task is SequentialTask;

    /// <summary>Writes the section.</summary>
    public void Write()
    {
        report.Section("Peaks");
        var from = search.Period is { } period ? $"'{period}'" : "the trial";
        report.Text(
            $"There are {recording.TrialCount} trials. Times are from the beginning of {from} and are those "
            + $"{(search.Refine ? "of the parabola through three steps" : "of whole steps")}. A peak is the greatest value, provided that "
            + "it is positive, is not at an end, and falls to half on both sides. An output or unit without a peak in a trial is counted "
            + "as missing"
            + (asked ? FormattableString.Invariant($", and so is an output below {search.LostBelow} of its target.") : "."));
        report.Table(
            outputs.Channels > Rows ? $"The first {Rows} outputs, mean ± standard deviation over trials; peaks.csv has all of them."
                : "Outputs, mean ± standard deviation over trials.",
            ["output", "target (ms)", "peak (ms)", "centre of mass (ms)", "height", "width (ms)", "missing"],
            [
                .. Enumerable.Range(0, Math.Min(Rows, outputs.Channels)).Select(channel => (IReadOnlyList<string>)
                [
                    run.Configuration.Task.Outputs[channel], Times(targets, channel, peak => peak.Time),
                    Times(outputs, channel, peak => peak.Time), Times(outputs, channel, peak => peak.CentreOfMass),
                    Words.Spread(Of(outputs, channel, peak => peak.Amplitude)), Times(outputs, channel, peak => peak.Width),
                    $"{Missing(channel)} of {recording.TrialCount}",
                ]),
            ]);
        var found = Enumerable.Range(0, units.Channels).Count(unit => Of(units, unit, peak => peak.Time).Any(double.IsFinite));
        report.Text($"{found} of {units.Channels} units have a peak in some trial.");
        Figures();
        Save();
    }

    private void Figures()
    {
        var rates = PeriodAverage.Of(recording, recording.Rates, recording.Units, search.Period);
        double[] time = [.. Enumerable.Range(1, rates.GetLength(1)).Select(step => step * recording.Dt.TotalSeconds)];
        report.Figure(
            "units", new RateHeatMapFigure { Rates = rates, Time = time, Unit = "", Normalised = true },
            "Mean rates of all units, each divided by its peak and sorted by the time of the peak; silent units last.");
        var z = PeriodAverage.Of(recording, recording.Output, recording.Outputs, search.Period);
        report.Figure(
            "outputs", new RateHeatMapFigure { Rates = z, Time = time, Unit = "", Sorted = false },
            "Mean outputs, in their order.");
        if (outputs.Channels <= Rows)
        {
            report.Figure(
                "output-lines",
                SequenceFigures.Lines(z, PeriodAverage.Of(recording, recording.Target, recording.Outputs, search.Period), time),
                "Mean outputs, with their targets dashed in grey.");
        }
    }

    private void Save()
    {
        report.Data(
            "peaks",
            ["kind", "channel", "trial", "time-s", "amplitude", "centre-of-mass-s", "width-s"],
            from kind in new[] { ("output", outputs), ("target", targets), ("unit", units) }
            from channel in Enumerable.Range(0, kind.Item2.Channels)
            from trial in Enumerable.Range(0, kind.Item2.Trials)
            let peak = kind.Item2[trial, channel]
            select (IReadOnlyList<string>)
            [
                kind.Item1, $"{channel}", $"{trial}", Words.Exact(peak.Time), Words.Exact(peak.Amplitude), Words.Exact(peak.CentreOfMass),
                Words.Exact(peak.Width),
            ]);
        NamedArray Array(string name, ActivityPeaks peaks) => new(
            name,
            [
                .. from trial in Enumerable.Range(0, peaks.Trials)
                   from channel in Enumerable.Range(0, peaks.Channels)
                   select peaks[trial, channel].Time,
            ],
            peaks.Trials, peaks.Channels);
        report.Data("peaks", Array("output_time", outputs), Array("target_time", targets), Array("unit_time", units));
    }

    private int Missing(int channel) => Enumerable.Range(0, recording.TrialCount).Count(trial => !outputs[trial, channel].IsFound
        || (asked && outputs[trial, channel].Amplitude < search.LostBelow * targets[trial, channel].Amplitude));

    private static string Times(ActivityPeaks peaks, int channel, Func<Peak, double> of) =>
        Words.Spread(Of(peaks, channel, peak => 1000 * of(peak)), "0.0");

    private static IEnumerable<double> Of(ActivityPeaks peaks, int channel, Func<Peak, double> of) =>
        Enumerable.Range(0, peaks.Trials).Select(trial => of(peaks[trial, channel]));
}
