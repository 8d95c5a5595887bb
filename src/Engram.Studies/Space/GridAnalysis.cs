using Engram.Analysis;
using Engram.Configuration;
using Engram.Simulation;
using Engram.Storage;
using Engram.Tasks;

namespace Engram.Studies.Space;

/// <summary>Which units code for where an animal is in a plane: grid, border, head-direction and place cells, each against its own shuffles.</summary>
public sealed record GridAnalysis : MovementAnalysis
{
    // Units that are found by few shuffles are few; more are made than it takes to find one alone only up to here.
    private const int Least = 199, Most = 2000;

    /// <summary>The covariate that is the heading, in radians, or the column; it may be missing.</summary>
    public string Heading { get; init; } = "heading";

    /// <summary>Bins along the longer side of the plane; bins are square.</summary>
    [Range(5, 100)]
    public int Bins { get; init; } = 20;

    /// <summary>Standard deviation, in bins, of the Gaussian that maps are smoothed by; 0 for none.</summary>
    [Range(0, 20)]
    public double Smoothing { get; init; }

    /// <summary>What is turned in time: the recording as a whole, one trial after the other, or each trial by itself.</summary>
    public Turning Turning { get; init; }

    /// <summary>
    /// Shuffles of each kind; for grid cells at most, as those of a unit end once ten are as hexagonal. None for as many as it takes to find a single one of the units, but at least 199 and at most 2000.
    /// </summary>
    [Range(19, 100_000)]
    public int? Shuffles { get; init; }

    /// <summary>Expected share of false ones among the units of each kind.</summary>
    [Range(0.001, 0.5)]
    public double FalseDiscoveries { get; init; } = 0.05;

    /// <summary>Trials that are recorded.</summary>
    [Range(2, 100_000)]
    public int Trials { get; init; } = 500;

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
    public override void Run(TrainedRun run, StudyContext report)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(report);
        var recorded = Recorded(run, report);
        var found = new SpatialCodes(this, OfLayer(recorded, run), report);

        // What learning did to them: weights as drawn make cells too.
        var drawn = run.WasImported ? null : run with { Network = run.Initial() };
        var before = drawn is null ? null : new SpatialCodes(this, OfLayer(Recorded(drawn, report), drawn), report);
        GridReport.Write(this, report, recorded, found, before, run.Configuration.Task is NavigationTask ? "m" : "units of x");
        if (run.Configuration.Task is NavigationTask task)
        {
            GridReport.WriteAnswers(report, recorded, task);
        }
    }

    /// <inheritdoc/>
    public override void RunFile(string path, StudyContext report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var recorded = Read(path, Heading);
        var named = this with { X = "x", Y = "y", Heading = "heading" };
        GridReport.Write(named, report, recorded, new SpatialCodes(named, recorded, report), null, "units of x");
    }

    /// <summary>How maps are made.</summary>
    internal RateMaps Maps => new() { X = X, Y = Y, Bins = Bins, Smoothing = Smoothing };

    /// <summary>Shuffles P of so many units N: with P ≥ N/q − 1, 1/(P + 1) is small enough for one unit alone.</summary>
    internal int ShufflesOf(int units) => Shuffles ?? (int)Math.Clamp(Math.Ceiling(units / FalseDiscoveries) - 1, Least, Most);

    /// <summary>How many of the units must have the least p there is for any to be found.</summary>
    internal int LeastFound(int units) => (int)Math.Ceiling(units / (FalseDiscoveries * (ShufflesOf(units) + 1)));

    private Recording Recorded(TrainedRun run, StudyContext report) => (run.Experiment(Trials, Seed) with { Threads = report.Threads }).Run(report.Cancel);
}
