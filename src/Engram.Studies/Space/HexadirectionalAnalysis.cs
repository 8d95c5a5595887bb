using Engram.Analysis;
using Engram.Configuration;
using Engram.Figures;
using Engram.Simulation;
using Engram.Storage;
using Engram.Studies.LowRank;

namespace Engram.Studies.Space;

/// <summary>Whether a signal depends on the direction of movement with a period of 60°, as if grid cells fired in the space that is moved through.</summary>
public sealed record HexadirectionalAnalysis : MovementAnalysis
{
    private const int MostRows = 20, LeastShuffles = 999, MostShuffles = 20_000;
    private const double FalseDiscoveries = 0.05;
    private static readonly int[] Folds = [4, 5, 6, 7, 8];

    /// <summary>Whether each unit, or column of a file, is a signal of its own; none for each column of a file, and the sum of all units of a network.</summary>
    public bool? Each { get; init; }

    /// <summary>The period of the trials that samples are from; none for all.</summary>
    public string? Period { get; init; }

    /// <summary>By how much a step may depart from the direction of the first one of a stretch, in degrees.</summary>
    [Range(0, 180, Above = true)]
    public double Straight { get; init; } = 1;

    /// <summary>n, the symmetry that is asked for; 4, 5, 6, 7 and 8 are tested too.</summary>
    [Range(1, 100)]
    public int Fold { get; init; } = 6;

    /// <summary>Shuffles of the second session; none for as many as it takes to find a single one of the signals, but at least 999 and at most 20000.</summary>
    [Range(19, 1_000_000)]
    public int? Shuffles { get; init; }

    /// <summary>Trials that are recorded, every other one for each session.</summary>
    [Range(4, 100_000)]
    public int Trials { get; init; } = 1000;

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
    public override void Run(TrainedRun run, StudyContext report)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(report);
        var recording = (run.Experiment(Trials, Seed) with { Threads = report.Threads }).Run(report.Cancel);
        Write(OfLayer(recording, run), report, Each ?? false);
    }

    /// <inheritdoc/>
    public override void RunFile(string path, StudyContext report)
    {
        ArgumentNullException.ThrowIfNull(report);
        (this with { X = "x", Y = "y" }).Write(Read(path, "heading"), report, Each ?? true);
    }

    private void Write(Recording recording, StudyContext report, bool each)
    {
        var signals = new MovementSignals
        {
            X = X, Y = Y, Straight = Straight, Period = Period, Absolute = !each, Modules = each ? [.. Enumerable.Range(0, recording.Units).Select(unit => (IReadOnlyList<int>)[unit])] : null,
        };
        var (first, second) = signals.Sessions(recording);
        string Name(int signal) => each ? MovementAnalysis.NameOf(recording, signal) : "sum";
        var (symmetries, count) = (Folds.Append(Fold).Distinct().Count(), first.Signals.Count);

        // The corrected p of one signal alone is at most FalseDiscoveries over their number.
        var shuffles = Shuffles ?? Math.Clamp((int)Math.Ceiling(symmetries * count / FalseDiscoveries) - 1, LeastShuffles, MostShuffles);
        var made = second.IsCourse ? Math.Min(shuffles, second.Directions.Count - 1) : shuffles;
        var least = (int)Math.Ceiling(symmetries * count / (FalseDiscoveries * (made + 1)));
        int[] others = [.. Folds.Where(fold => fold != Fold)];
        var result = new HexadirectionalTest { Fold = Fold, ControlFolds = others, Shuffles = shuffles, FalseDiscoveries = FalseDiscoveries, Seed = Seed }.Of(first, second);
        report.Section("Modulation");
        report.Text(
            $"{result.Count} of {result.Signals.Count} signal{(result.Signals.Count == 1 ? " is" : "s are")} modulated {Fold}-fold, after correction for the {others.Length + 1} symmetries and, over signals, at a false discovery rate of {FalseDiscoveries}. "
            + $"The first session has {first.Directions.Count} stretches of movement and the second {second.Directions.Count}: "
            + (recording.TrialCount > 1 ? "every other trial each." : "the beginning and the end of the recording.")
            + (each ? " Each unit or column is a signal." : $" The signal is the sum of the absolute activity of {recording.Units} units."));
        report.Text(
            (second.IsCourse ? $"Stretches of a trial follow each other, and neighbours may be alike without any modulation: p is against {made} shuffles in which the signal is turned in time against the directions."
                : $"Each trial has one stretch: p is against {made} shuffles of the stretches.")
            + (least > 1 ? $" At least {least} of {count} signals must be above all shuffles for any to be called modulated{(least > count ? ", so that none can be: give more shuffles, or longer sessions" : "")}." : ""));
        MovementStatistics.TellJumps(report, MovementJumps.Of(recording, X, Y), "no stretch of movement goes over them here.");
        report.Text(
            "The sum of many grid cells whose fields have all phases does not depend on direction, whatever their orientation: a modulation says that phases are not uniform, or that firing itself depends on direction. No modulation says nothing against "
            + "grid cells.");
        report.Table(
            $"β is the size of the modulation cos n(θ − φ) of the second session, with the orientation φ of the first, in the unit of the signal; aligned − misaligned is the mean of directions within 360°/4n of φ, or of a turn of 360°/n, less that of "
            + $"all others; p is against shuffles of the second session, corrected for {others.Length + 1} symmetries (Holm){(result.Signals.Count > MostRows ? $"; the {MostRows} signals with the smallest p of {Fold}-fold modulation, data/folds.csv has all" : "")}.",
            ["signal", "fold n", "β", "orientation", "in the second session", "aligned − misaligned", "p", "corrected p", "modulated"],
            [.. result.Signals.OrderBy(signal => signal.Tested.PValue).ThenBy(signal => signal.Signal).Take(MostRows).SelectMany(signal => signal.Folds.Select(fold => Row(Name(signal.Signal), fold)))]);
        if (result.Signals.Count > 1)
        {
            report.Text($"Orientations in the two sessions agree with a mean cosine of {Words.Number(result.Consistency)} over signals: 1 where all are the same, 0 by chance.");
        }

        var best = result.Signals.MinBy(signal => signal.Tested.PValue)!;
        report.Figure(
            "sectors",
            new PolarFigure { X = new(X), Y = new(Y), Sectors = DirectionalSector.Of(second, best.Signal, best.Tested.Orientation, Fold) },
            $"Mean of signal {Name(best.Signal)} in the second session by direction; sectors along the axes of the first session, at {Words.Number(best.Tested.Orientation, "0")}°, are coloured apart. Lines are standard errors.");
        report.Data(
            "folds", ["signal", "fold", "beta", "orientation_degrees", "orientation_second_degrees", "aligned", "misaligned", "p", "p_corrected", "modulated"],
            result.Signals.SelectMany(signal => signal.Folds.Select(fold => (IReadOnlyList<string>)
            [
                Name(signal.Signal), $"{fold.Fold}", Words.Exact(fold.Beta), Words.Exact(fold.Orientation), Words.Exact(fold.OrientationSecond), fold.Aligned is { } aligned ? Words.Exact(aligned) : "",
                fold.Misaligned is { } misaligned ? Words.Exact(misaligned) : "", Words.Exact(fold.PValue), Words.Exact(fold.CorrectedPValue), fold.IsModulated ? "true" : "false",
            ])));
    }

    private static IReadOnlyList<string> Row(string signal, DirectionalModulation fold) =>
    [
        signal, $"{fold.Fold}", Words.Number(fold.Beta, "G3"), Words.Number(fold.Orientation, "0.0") + "°", Words.Number(fold.OrientationSecond, "0.0") + "°",
        fold.Difference is { } difference ? Words.Number(difference, "G3") : "–", NumberText.Probability(fold.PValue), NumberText.Probability(fold.CorrectedPValue), fold.IsModulated ? "yes" : "no",
    ];
}
