using Engram.Analysis;
using Engram.Configuration;
using Engram.Figures;
using Engram.Simulation;
using Engram.Storage;
using Engram.Studies.LowRank;

namespace Engram.Studies.Space;

/// <summary>Whether a signal depends on the direction of movement with a period of 60°, as if grid cells fired in the space that is moved through.</summary>
public sealed record HexadirectionalAnalysis : RunAnalysis
{
    private const int MostRows = 20;
    private static readonly int[] Folds = [4, 5, 6, 7, 8];

    /// <summary>The covariate of the task that is x, or the column of a file.</summary>
    public string X { get; init; } = "x";

    /// <summary>The covariate that is y, or the column.</summary>
    public string Y { get; init; } = "y";

    /// <summary>The column of a file that is the time in seconds; it may be missing.</summary>
    public string Time { get; init; } = "time";

    /// <summary>From one sample of a file to the next, where it has no column of the time.</summary>
    [Range(0, 1e6, Above = true)]
    public TimeSpan Interval { get; init; } = 20.Ms;

    /// <summary>Whether each unit, or column of a file, is a signal of its own; none for each column of a file, and the sum of all units of a network.</summary>
    public bool? Each { get; init; }

    /// <summary>Which layer between units and outputs is analysed, from 1; 0 for the units; none for the first layer, or the units where there is no layer.</summary>
    [Range(0, 100)]
    public int? Layer { get; init; }

    /// <summary>The period of the trials that samples are from; none for all.</summary>
    public string? Period { get; init; }

    /// <summary>By how much a step may depart from the direction of the first one of a stretch, in degrees.</summary>
    [Range(0, 180, Above = true)]
    public double Straight { get; init; } = 1;

    /// <summary>n, the symmetry that is asked for; 4, 5, 6, 7 and 8 are tested too.</summary>
    [Range(1, 100)]
    public int Fold { get; init; } = 6;

    /// <summary>Shuffles of the second session.</summary>
    [Range(19, 1_000_000)]
    public int Shuffles { get; init; } = 999;

    /// <summary>Trials that are recorded, every other one for each session.</summary>
    [Range(4, 100_000)]
    public int Trials { get; init; } = 1000;

    /// <summary>Seed of trials and shuffles.</summary>
    public ulong Seed { get; init; } = 2;

    /// <inheritdoc/>
    public override string Title => "Modulation by the direction of movement";

    /// <inheritdoc/>
    public override string Summary =>
        "Asks whether a signal depends on the direction of movement through a space of two dimensions with a period of 60°, as that of grid cells with a common orientation is said to do. The orientation is "
        + "fitted in one session and tested in another. Periods of 90°, 72°, 51° and 45° are controls.";

    /// <inheritdoc/>
    public override string Needs => "any network, on a task that says where it is in a plane, such as bird-space; or a file of movement and signals (csv, npz)";

    /// <inheritdoc/>
    public override string Source =>
        "Constantinescu, O'Reilly & Behrens 2016, Organizing conceptual knowledge in humans with a gridlike code, doi:10.1126/science.aaf0941; Doeller, Barry & Burgess 2010, Evidence for grid cells in a human "
        + "memory network, doi:10.1038/nature08704.";

    /// <inheritdoc/>
    public override bool TakesFiles => true;

    /// <inheritdoc/>
    public override void Check(TrainedRun run) => GridAnalysis.CheckPlane(run, X, Y);

    /// <inheritdoc/>
    public override void Run(TrainedRun run, StudyContext report)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(report);
        var recording = (run.Experiment(Trials, Seed) with { Threads = report.Threads }).Run(report.Cancel);
        Write(GridAnalysis.OfLayer(recording, run, Layer), report, Each ?? false);
    }

    /// <inheritdoc/>
    public override void RunFile(string path, StudyContext report)
    {
        ArgumentNullException.ThrowIfNull(report);
        GridAnalysis.RefuseLayer(Layer);
        (this with { X = "x", Y = "y" }).Write(new MovementFile { X = X, Y = Y, Time = Time, Interval = Interval }.Read(path), report, Each ?? true);
    }

    private void Write(Recording recording, StudyContext report, bool each)
    {
        var signals = new MovementSignals
        {
            X = X, Y = Y, Straight = Straight, Period = Period, Absolute = !each, Modules = each ? [.. Enumerable.Range(0, recording.Units).Select(unit => (IReadOnlyList<int>)[unit])] : null,
        };
        var (first, second) = signals.Sessions(recording);
        int[] others = [.. Folds.Where(fold => fold != Fold)];
        var result = new HexadirectionalTest { Fold = Fold, ControlFolds = others, Shuffles = Shuffles, Seed = Seed }.Of(first, second);
        report.Section("Modulation");
        report.Text(
            $"{result.Count} of {result.Signals.Count} signal{(result.Signals.Count == 1 ? " is" : "s are")} modulated {Fold}-fold, after correction for the {others.Length + 1} symmetries and, over signals, at a false discovery rate of 0.05. "
            + $"The first session has {first.Directions.Count} stretches of movement and the second {second.Directions.Count}: "
            + (recording.TrialCount > 1 ? "every other trial each." : "the beginning and the end of the recording.")
            + (each ? " Each unit or column is a signal." : $" The signal is the sum of the absolute activity of {recording.Units} units."));
        report.Text(
            "The sum of many grid cells whose fields have all phases does not depend on direction, whatever their orientation: a modulation says that phases are not uniform, or that firing itself depends on direction. No modulation says nothing against "
            + "grid cells.");
        report.Table(
            $"Modulation by direction{(result.Signals.Count > MostRows ? $"; the {MostRows} signals with the smallest p of {Fold}-fold modulation, data/folds.csv has all" : "")}.",
            ["signal", "fold", "β", "orientation", "in the second session", "aligned less misaligned", "p", "corrected p", "modulated"],
            [.. result.Signals.OrderBy(signal => signal.Tested.PValue).ThenBy(signal => signal.Signal).Take(MostRows).SelectMany(signal => signal.Folds.Select(fold => Row(signal.Signal, fold)))]);
        if (result.Signals.Count > 1)
        {
            report.Text($"Orientations in the two sessions agree with a mean cosine of {Words.Number(result.Consistency)} over signals: 1 where all are the same, 0 by chance.");
        }

        var best = result.Signals.MinBy(signal => signal.Tested.PValue)!;
        report.Figure(
            "sectors",
            new PolarFigure { X = new(X), Y = new(Y), Sectors = DirectionalSector.Of(second, best.Signal, best.Tested.Orientation, Fold) },
            $"Mean of signal {best.Signal} in the second session by direction; sectors along the axes of the first session, at {Words.Number(best.Tested.Orientation, "0")}°, are coloured apart. Lines are standard errors.");
        report.Data(
            "folds", ["signal", "fold", "beta", "orientation_degrees", "orientation_second_degrees", "aligned", "misaligned", "p", "p_corrected", "modulated"],
            result.Signals.SelectMany(signal => signal.Folds.Select(fold => (IReadOnlyList<string>)
            [
                $"{signal.Signal}", $"{fold.Fold}", Words.Exact(fold.Beta), Words.Exact(fold.Orientation), Words.Exact(fold.OrientationSecond), fold.Aligned is { } aligned ? Words.Exact(aligned) : "",
                fold.Misaligned is { } misaligned ? Words.Exact(misaligned) : "", Words.Exact(fold.PValue), Words.Exact(fold.CorrectedPValue), fold.IsModulated ? "true" : "false",
            ])));
    }

    private static IReadOnlyList<string> Row(int signal, DirectionalModulation fold) =>
    [
        $"{signal}", $"{fold.Fold}", Words.Number(fold.Beta, "0.000"), Words.Number(fold.Orientation, "0.0") + "°", Words.Number(fold.OrientationSecond, "0.0") + "°",
        fold.Difference is { } difference ? Words.Number(difference, "0.000") : "–", NumberText.Probability(fold.PValue), NumberText.Probability(fold.CorrectedPValue), fold.IsModulated ? "yes" : "no",
    ];
}
