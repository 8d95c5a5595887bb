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

    /// <summary>A classifier, <c>lda</c>, <c>logistic</c> or <c>svm</c>, and its settings after colons, such as <c>svm:penalty=10</c>.</summary>
    public string Classifier { get; init; } = "lda";

    /// <summary>Whether parts of the trials drawn at random are left out of the fit, or runs of consecutive trials.</summary>
    public ValidationScheme Validation { get; init; }

    /// <summary>Parts of the trials in cross-validation.</summary>
    [Range(2, 1000)]
    public int Folds { get; init; } = 5;

    /// <summary>Runs of consecutive trials, where runs are left out.</summary>
    [Range(2, 1000)]
    public int Runs { get; init; } = 8;

    /// <summary>
    /// Another factor and a value, such as <c>f2=hi</c>: decoders are fitted to the trials with that value and tested on those with others. None for
    /// decoders that are tested on trials like those of their fit.
    /// </summary>
    public string? TrainOn { get; init; }

    /// <summary>The units that are decoded from, such as <c>0..63</c>; none for all.</summary>
    public string? Units { get; init; }

    /// <summary>An area of the network whose units are decoded from, in place of <see cref="Units"/>; none for all.</summary>
    public string? Area { get; init; }

    /// <summary>How many voxels a scanner sees in place of the units; 0 for the units themselves.</summary>
    [Range(0, 100_000)]
    public int Voxels { get; init; }

    /// <summary>Time from volume to volume of the scanner, which is also the bin.</summary>
    [Range(0, Above = true)]
    public TimeSpan RepetitionTime { get; init; } = 2000.Ms;

    /// <summary>Noise of a voxel relative to its signal, in standard deviations.</summary>
    [Range(0, 1e6)]
    public double VoxelNoise { get; init; } = 1;

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
        "Reads a factor from the rates by a linear classifier in every bin of time. A decoder is tested on trials that it was "
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
        var classifier = Analysis.Classifier.Of(Classifier);
        var recording = (run.Experiment(Trials, Seed) with { Threads = report.Threads }).Run(report.Cancel);
        RecordedFactors.Require(recording, Period);
        var (least, parts) = Validation == ValidationScheme.Runs ? (Runs, "run") : (Folds, "fold");
        if (RecordedFactors.Of(recording, Factor, least) is not [var factor, ..])
        {
            throw new UsageException(
                $"In {Trials} trials of {run.Configuration.Task.Name}, {(Factor is null ? "no factor took" : $"{Factor} did not take")} "
                + $"two to twelve values with {least} trials each, one for each {parts}; "
                + $"record more `Trials`, set fewer `{(parts == "run" ? "Runs" : "Folds")}`, or ask for another `Factor`.");
        }

        var units = Chosen(run, recording.Units);
        recording = Voxels == 0 ? recording
            : new Voxels { Count = Voxels, RepetitionTime = RepetitionTime, Noise = VoxelNoise, Units = units, Seed = Seed }.Scan(recording);
        var decoder = new LinearDecoder
        {
            Classifier = classifier,
            Validation = Validation,
            Bin = Voxels == 0 ? Bin : RepetitionTime,
            Folds = Folds,
            Runs = Runs,
            Permutations = Permutations,
            Units = Voxels == 0 ? units : null,
            Seed = Seed,
            Threads = report.Threads,
        };
        var curve = Curve(decoder, recording, factor);
        report.Cancel.ThrowIfCancellationRequested();
        var cross = TrainOn is null ? decoder.CrossTemporal(recording, factor, Period) : null;
        report.Section($"Decoding {factor}");
        report.Text(
            $"{factor} took the values {string.Join(", ", curve.Levels)} in {curve.Trials} trials; chance is {Words.Percent(curve.Chance)}. Bins "
            + $"that not all trials reach are left out.{DecodingText.How(this, classifier)}");
        var bounds = Bounds(recording, factor, Period);
        Table(report, bounds, curve, LeftOut(recording, factor, [.. bounds.Select(bound => bound.Name)]));
        if (Permutations > 0)
        {
            report.Text(DecodingText.Clusters(curve));
        }

        Figures(report, bounds, curve, cross);
        report.Data(
            "decoding",
            ["time", "accuracy", "null_mean", "null_95", "p", "p_cluster"],
            curve.Times.Select((time, bin) => (IReadOnlyList<string>)
            [
                Words.Exact(time), Words.Exact(curve.Accuracy[bin]), Null(curve.NullMean[bin]), Null(curve.NullPercentile95[bin]),
                Permutations == 0 ? "" : Words.Exact(curve.PValues[bin]), Permutations == 0 ? "" : Words.Exact(curve.ClusterPValues[bin]),
            ]));
        if (cross is null)
        {
            return;
        }

        report.Data(
            "cross-temporal",
            ["fitted", "tested", "accuracy"],
            cross.Times.SelectMany((fitted, row) => cross.Times.Select((tested, column) => (IReadOnlyList<string>)
                [Words.Exact(fitted), Words.Exact(tested), Words.Exact(cross[row, column])])));
    }

    private DecodingCurve Curve(LinearDecoder decoder, Recording recording, string factor) => TrainOn is null
        ? decoder.Decode(recording, factor, Period)
        : TrainOn.Split('=', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } condition, { Length: > 0 } value]
            ? decoder.Generalise(recording, factor, condition, value, alignTo: Period)
            : throw new UsageException($"`TrainOn` is '{TrainOn}'; write a factor and one of its values, such as f2=hi.");

    private IReadOnlyList<int>? Chosen(TrainedRun run, int count) => (Units, Area) switch
    {
        (null, null) => null,
        (not null, not null) => throw new UsageException("`Units` and `Area` both say which units are decoded from; set one of them."),
        (not null, _) => UnitText.Parse(Units, count),
        _ => run.Configuration.Cell.UnitsOf(Area!).Units,
    };

    private static string Null(double value) => double.IsFinite(value) ? Words.Exact(value) : "";

    private void Table(StudyContext report, List<(string Name, double Start, double End)> bounds, DecodingCurve curve, string leftOut)
    {
        var p = curve.ClusterPValues;
        var rows = bounds.Select(bound =>
        {
            int[] bins = [.. Enumerable.Range(0, curve.Times.Count).Where(bin => curve.Times[bin] > bound.Start && curve.Times[bin] <= bound.End)];
            return bins.Length == 0 ? (IReadOnlyList<string>)[bound.Name, "-", "-", "-"] :
            [
                bound.Name, Words.Percent(bins.Average(bin => curve.Accuracy[bin])),
                Permutations == 0 ? "-" : Words.Percent(bins.Average(bin => curve.NullPercentile95[bin])),
                Permutations == 0 ? "-" : $"{bins.Count(bin => p[bin] <= DecodingFigures.Significant)} of {bins.Length} bins",
            ];
        }).ToList();
        if (rows.Count > 0)
        {
            report.Table(
                $"Share of trials in which {curve.Factor} is decoded correctly, in each period that lies at the same time in all trials: mean over its bins, the mean of the 95th "
                + $"percentiles with permuted labels, and in how many bins it is above chance by clusters with p ≤ 0.05, corrected for the number of bins.{leftOut}",
                ["period", "mean", "permuted, 95 %", "above chance"],
                rows);
        }
        else if (leftOut.Length > 0)
        {
            report.Text($"There is no table of periods.{leftOut}");
        }
    }

    private static void Figures(
        StudyContext report, List<(string Name, double Start, double End)> bounds, DecodingCurve curve, CrossTemporalDecoding? cross)
    {
        ReferenceLine[] lines = [.. bounds.Select(bound => new ReferenceLine(bound.Start, bound.Name))];
        ReferenceLine[] inside = [.. lines.Where(line => line.Value > curve.Times[0] && line.Value < curve.Times[^1])];
        report.Figure(
            "decoding",
            DecodingFigures.OverTime(curve, curve.Factor, inside, clusters: true),
            $"Share of held-out trials in which {curve.Factor} is decoded from the rates."
                + (curve.Clusters.Any(cluster => cluster.PValue <= DecodingFigures.Significant)
                    ? " The bar below marks clusters of bins above chance, p ≤ 0.05 corrected for the number of bins." : ""));
        if (cross is not null)
        {
            report.Figure(
                "cross-temporal",
                DecodingFigures.AcrossTimes(cross, inside),
                "The same for decoders fitted at one time and tested at another. A code that stays appears as a square, one that moves as a diagonal.");
        }
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
