using Engram.Analysis;
using Engram.Configuration;
using Engram.Figures;
using Engram.Simulation;
using Engram.Storage;
using Engram.Studies.LowRank;

namespace Engram.Studies.Common;

/// <summary>What can be read from the rates as time goes on, and whether the code stays the same.</summary>
public sealed record DecodingAnalysis : RunAnalysis
{
    /// <summary>
    /// A factor, <c>condition</c>, <c>answer</c> (the right choice) or <c>choice</c> (the one made); none for the task's first that took two
    /// to twelve values, or the condition.
    /// </summary>
    public string? Factor { get; init; }

    /// <summary>The period at whose start time is 0; none for the start of the trial.</summary>
    public string? Period { get; init; }

    /// <summary>Rates are averaged over bins of this length.</summary>
    [Range(0, Above = true)]
    public TimeSpan Bin { get; init; } = 100.Ms;

    /// <summary>Parts of the trials in cross-validation.</summary>
    [Range(2, 1000)]
    public int Folds { get; init; } = 5;

    /// <summary>Permutations of the labels, which show what accuracy chance gives.</summary>
    [Range(0, 100_000)]
    public int Permutations { get; init; } = 50;

    /// <summary>Trials that are recorded.</summary>
    [Range(4, 100_000)]
    public int Trials { get; init; } = 200;

    /// <summary>Seed of trials, folds and permutations.</summary>
    public ulong Seed { get; init; } = 2;

    /// <inheritdoc/>
    public override string Title => "Decoding over time";

    /// <inheritdoc/>
    public override string Summary =>
        "Reads a factor from the rates of all units by linear discriminant analysis in every bin of time. A decoder is tested on trials that it was "
        + "not fitted to, in its own bin and in all others. Accuracy is the mean over the factor's values, so that chance is one over their number.";

    /// <inheritdoc/>
    public override string Needs => "any network, on a task with a factor that varies";

    /// <inheritdoc/>
    public override string Source =>
        "King & Dehaene 2014, Characterizing the dynamics of mental representations: the temporal generalization method, "
        + "doi:10.1016/j.tics.2014.01.002.";

    /// <inheritdoc/>
    public override void Run(TrainedRun run, StudyContext report)
    {
        var recording = (run.Experiment(Trials, Seed) with { Threads = report.Threads }).Run(report.Cancel);
        RecordedFactors.Require(recording, Period);
        if (RecordedFactors.Of(recording, Factor, Folds) is not [var factor, ..])
        {
            throw new UsageException(
                $"In {Trials} trials of {run.Configuration.Task.Name}, {(Factor is null ? "no factor took" : $"{Factor} did not take")} "
                + $"two to twelve values with {Folds} trials "
                + "each, one for each fold; record more `Trials`, set fewer `Folds`, or ask for another `Factor`.");
        }

        var decoder = new LinearDecoder { Bin = Bin, Folds = Folds, Permutations = Permutations, Seed = Seed };
        var curve = decoder.Decode(recording, factor, Period);
        report.Cancel.ThrowIfCancellationRequested();
        var cross = decoder.CrossTemporal(recording, factor, Period);
        report.Section($"Decoding {factor}");
        report.Text(
            $"{factor} took the values {string.Join(", ", curve.Levels)} in {curve.Trials} trials; chance is {Words.Percent(curve.Chance)}. Bins "
            + "that not all trials reach are left out.");
        var bounds = Bounds(recording, factor, Period);
        Table(report, bounds, curve, LeftOut(recording, factor, [.. bounds.Select(bound => bound.Name)]));
        Figures(report, bounds, curve, cross);
        report.Data(
            "decoding",
            ["time", "accuracy", "null_mean", "null_95", "p"],
            curve.Times.Select((time, bin) => (IReadOnlyList<string>)
            [
                Words.Exact(time), Words.Exact(curve.Accuracy[bin]), Null(curve.NullMean[bin]), Null(curve.NullPercentile95[bin]),
                Permutations == 0 ? "" : Words.Exact(curve.PValues[bin]),
            ]));
        report.Data(
            "cross-temporal",
            ["fitted", "tested", "accuracy"],
            cross.Times.SelectMany((fitted, row) => cross.Times.Select((tested, column) => (IReadOnlyList<string>)
                [Words.Exact(fitted), Words.Exact(tested), Words.Exact(cross[row, column])])));
    }

    private static string Null(double value) => double.IsFinite(value) ? Words.Exact(value) : "";

    private void Table(StudyContext report, List<(string Name, double Start, double End)> bounds, DecodingCurve curve, string leftOut)
    {
        var rows = bounds.Select(bound =>
        {
            int[] bins = [.. Enumerable.Range(0, curve.Times.Count).Where(bin => curve.Times[bin] > bound.Start && curve.Times[bin] <= bound.End)];
            return bins.Length == 0 ? (IReadOnlyList<string>)[bound.Name, "-", "-"] :
            [
                bound.Name, Words.Percent(bins.Average(bin => curve.Accuracy[bin])),
                Permutations == 0 ? "-" : Words.Percent(bins.Average(bin => curve.NullPercentile95[bin])),
            ];
        }).ToList();
        if (rows.Count > 0)
        {
            report.Table(
                $"Share of trials in which {curve.Factor} is decoded correctly, in each period that lies at the same time in all trials: mean over its bins, and the mean of the 95th "
                + $"percentiles with permuted labels.{leftOut}",
                ["period", "mean", "permuted, 95 %"],
                rows);
        }
        else if (leftOut.Length > 0)
        {
            report.Text($"There is no table of periods.{leftOut}");
        }
    }

    private static void Figures(
        StudyContext report, List<(string Name, double Start, double End)> bounds, DecodingCurve curve, CrossTemporalDecoding cross)
    {
        ReferenceLine[] lines = [.. bounds.Select(bound => new ReferenceLine(bound.Start, bound.Name))];
        ReferenceLine[] inside = [.. lines.Where(line => line.Value > curve.Times[0] && line.Value < curve.Times[^1])];
        report.Figure(
            "decoding",
            DecodingFigures.OverTime(curve, curve.Factor, inside),
            $"Share of held-out trials in which {curve.Factor} is decoded from the rates.");
        report.Figure(
            "cross-temporal",
            DecodingFigures.AcrossTimes(cross, inside),
            "The same for decoders fitted at one time and tested at another. A code that stays appears as a square, one that moves as a diagonal.");
    }

    // Where nothing is aligned yet, a period that is equally long in all trials gets a row when they are aligned at its start.
    private string LeftOut(Recording recording, string factor, IReadOnlyList<string> shown)
    {
        string[] names = [.. RecordedFactors.Periods(recording).Except(shown)];
        if (names.Length == 0)
        {
            return "";
        }

        var trials = RecordedFactors.Scored(recording).Where(trial => double.IsFinite(RecordedFactors.Value(trial, factor))).ToList();
        var fit = Period is not null ? null : names.FirstOrDefault(name =>
            trials.TrueForAll(trial => trial.Periods.Any(period => period.Name == name))
            && trials.Select(trial => trial.Periods.First(period => period.Name == name)).Select(period => period.End - period.Start).Distinct().Count() == 1);
        var which = names.Length == 1 ? names[0] : $"{string.Join(", ", names[..^1])} and {names[^1]}";
        return $" Not in the table, because the time of beginning or end differs between trials: {which}."
            + (fit is null ? "" : $" To align the trials at the beginning of {fit}, set `Period = {fit}`.");
    }

    // Periods that begin and end at the same time in all trials that are decoded, measured from where these are aligned.
    internal static List<(string Name, double Start, double End)> Bounds(Recording recording, string factor, string? alignTo)
    {
        var trials = RecordedFactors.Scored(recording).Where(trial => double.IsFinite(RecordedFactors.Value(trial, factor))).ToList();
        return
        [
            .. RecordedFactors.Periods(recording)
                .Select(name => (Name: name, Times: trials.Select(trial => Times(trial, name, alignTo)).Distinct().ToList()))
                .Where(one => one.Times is [{ } only] && only.End > only.Start)
                .Select(one => (one.Name, one.Times[0]!.Value.Start, one.Times[0]!.Value.End)),
        ];
    }

    private static (double Start, double End)? Times(RecordedTrial trial, string name, string? alignTo)
    {
        var zero = alignTo is null ? TimeSpan.Zero : trial.Periods.First(period => period.Name == alignTo).Start;
        return trial.Periods.Where(period => period.Name == name)
            .Select(period => ((double, double)?)((period.Start - zero).TotalSeconds, (period.End - zero).TotalSeconds)).FirstOrDefault();
    }
}
