using Engram.Analysis;
using Engram.Configuration;
using Engram.Simulation;
using Engram.Storage;
using Engram.Tasks;

namespace Engram.Studies.Space;

/// <summary>Which units code for where an animal is in a plane: grid, border, head-direction and place cells, each against its own shuffles.</summary>
public sealed record GridAnalysis : RunAnalysis
{
    /// <summary>The covariate of the task that is x, or the column of a file.</summary>
    public string X { get; init; } = "x";

    /// <summary>The covariate that is y, or the column.</summary>
    public string Y { get; init; } = "y";

    /// <summary>The covariate that is the heading, in radians, or the column; it may be missing.</summary>
    public string Heading { get; init; } = "heading";

    /// <summary>The column of a file that is the time in seconds; it may be missing.</summary>
    public string Time { get; init; } = "time";

    /// <summary>From one sample of a file to the next, where it has no column of the time.</summary>
    [Range(0, 1e6, Above = true)]
    public TimeSpan Interval { get; init; } = 20.Ms;

    /// <summary>Which layer between units and outputs is analysed, from 1; 0 for the units; none for the first layer, or the units where there is no layer.</summary>
    [Range(0, 100)]
    public int? Layer { get; init; }

    /// <summary>Equal bins along either axis.</summary>
    [Range(5, 100)]
    public int Bins { get; init; } = 20;

    /// <summary>Standard deviation, in bins, of the Gaussian that maps are smoothed by; 0 for none.</summary>
    [Range(0, 20)]
    public double Smoothing { get; init; }

    /// <summary>What is turned in time: the recording as a whole, one trial after the other, or each trial by itself.</summary>
    public Turning Turning { get; init; }

    /// <summary>Shuffles of each kind; for grid cells at most, as those of a unit end once ten are as hexagonal.</summary>
    [Range(19, 100_000)]
    public int Shuffles { get; init; } = 200;

    /// <summary>Expected share of false ones among the units of each kind.</summary>
    [Range(0.001, 0.5)]
    public double FalseDiscoveries { get; init; } = 0.05;

    /// <summary>Trials that are recorded.</summary>
    [Range(2, 100_000)]
    public int Trials { get; init; } = 500;

    /// <summary>Seed of trials and shuffles.</summary>
    public ulong Seed { get; init; } = 2;

    /// <inheritdoc/>
    public override string Title => "Grid cells and other codes of place";

    /// <inheritdoc/>
    public override string Summary =>
        "Maps the activity of each unit over a plane. Grid cells are units whose map is more hexagonal than those of shuffles of the same unit, in which activity is turned in time, or its "
        + "fields are moved about. Head-direction cells, border cells and units that say anything about the place are found likewise. How well all units together tell the place is decoded.";

    /// <inheritdoc/>
    public override string Needs => "any network, on a task that says where an animal is in a plane, such as path-integration; or a file of movement and activity (csv, npz)";

    /// <inheritdoc/>
    public override string Source =>
        "Hafting, Fyhn, Molden, Moser & Moser 2005, Microstructure of a spatial map in the entorhinal cortex, doi:10.1038/nature03721; Banino et al. 2018, Vector-based navigation using "
        + "grid-like representations in artificial agents, doi:10.1038/s41586-018-0102-6; Barry & Burgess 2017, To be a grid cell: shuffling procedures for determining gridness, "
        + "doi:10.1101/230250.";

    /// <inheritdoc/>
    public override bool TakesFiles => true;

    /// <inheritdoc/>
    public override void Check(TrainedRun run) => CheckPlane(run, X, Y);

    /// <inheritdoc/>
    public override void Run(TrainedRun run, StudyContext report)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(report);
        var recorded = Recorded(run, report);
        var found = new SpatialCodes(this, OfLayer(recorded, run, Layer), report);

        // What learning did to them: weights as drawn make cells too.
        var drawn = run.WasImported ? null : run with { Network = run.Initial() };
        var before = drawn is null ? null : new SpatialCodes(this, OfLayer(Recorded(drawn, report), drawn, Layer), report);
        GridReport.Write(this, report, recorded, found, before);
        if (run.Configuration.Task is NavigationTask task)
        {
            GridReport.WriteAnswers(report, recorded, task);
        }
    }

    /// <inheritdoc/>
    public override void RunFile(string path, StudyContext report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var recorded = new MovementFile { X = X, Y = Y, Heading = Heading, Time = Time, Interval = Interval }.Read(path);
        RefuseLayer(Layer);
        var named = this with { X = "x", Y = "y", Heading = "heading" };
        GridReport.Write(named, report, recorded, new SpatialCodes(named, recorded, report), null);
    }

    /// <summary>How maps are made.</summary>
    internal RateMaps Maps => new() { X = X, Y = Y, Bins = Bins, Smoothing = Smoothing };

    private Recording Recorded(TrainedRun run, StudyContext report) => (run.Experiment(Trials, Seed) with { Threads = report.Threads }).Run(report.Cancel);

    /// <summary>Refuses a task that does not say where something is in a plane.</summary>
    internal static void CheckPlane(TrainedRun run, string x, string y)
    {
        ArgumentNullException.ThrowIfNull(run);
        var task = run.Configuration.Task;
        foreach (var (setting, name) in new[] { (nameof(X), x), (nameof(Y), y) })
        {
            if (!task.Covariates.Contains(name))
            {
                throw new UsageException(task.Covariates.Count == 0
                    ? $"{task.Name} does not say where an animal is, for it has no covariates; take a run of a task that has some, such as path-integration."
                    : $"`{setting}` is '{name}', but {task.Name} has no such covariate. {Nearest.Hint(name, task.Covariates)}");
            }
        }
    }

    /// <summary>The activity that is analysed: that of a layer, or of the units.</summary>
    internal static Recording OfLayer(Recording recording, TrainedRun run, int? layer) => (layer ?? Math.Min(1, run.Network.Cell.Layers?.Count ?? 0)) is > 0 and var chosen
        ? LayerActivity.Of(recording, run.Network, chosen) : recording;

    /// <summary>Refuses a layer of a file.</summary>
    internal static void RefuseLayer(int? layer)
    {
        if (layer is > 0)
        {
            throw new UsageException($"`Layer` is {layer}, but a file has no layers; leave `Layer` out.");
        }
    }
}
